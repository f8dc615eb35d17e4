// A staker's whole way with viem: deposit (also by signature), delegation with approval, withdrawal.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import {
  delegationApprovalTypes, delegationManagerAbi, depositTypes, domain, erc20Abi, strategyManagerAbi,
} from "@surety/abi";
import {
  BaseError, ContractFunctionRevertedError, createPublicClient, createTestClient, createWalletClient,
  http, parseEther, parseEventLogs, webSocket, zeroHash, type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { account, chain, checkAddresses, eventually, suite } from "./node.js";

checkAddresses();
const client = createPublicClient({ chain, transport: http(), pollingInterval: 50 });
const live = createPublicClient({ chain, transport: webSocket() });
const control = createTestClient({ chain, mode: "anvil", transport: http() });
const wallet = (name: string) =>
  createWalletClient({ chain, transport: http(), account: privateKeyToAccount(account(name).privateKey) });
const [staker, operator, approver, other] = ["staker1", "operator1", "approver1", "staker2"].map(wallet) as [
  ReturnType<typeof wallet>, ReturnType<typeof wallet>, ReturnType<typeof wallet>, ReturnType<typeof wallet>,
];
const manager = { address: suite.StrategyManager, abi: strategyManagerAbi } as const;
const delegation = { address: suite.DelegationManager, abi: delegationManagerAbi } as const;
const token = { address: suite.tokenA, abi: erc20Abi } as const;
const strategy = suite.strategyA;
const expiry = (await client.getBlock()).timestamp + 3_600n;

async function done(hash: Promise<Hex>) {
  const receipt = await client.waitForTransactionReceipt({ hash: await hash });
  assert.equal(receipt.status, "success");
  return receipt;
}

const deposits: bigint[] = [];
const heads: bigint[] = [];
const unwatch = [
  live.watchContractEvent({
    ...manager, eventName: "Deposit",
    onLogs: (logs) => deposits.push(...logs.map((log) => log.args.shares ?? 0n)),
    onError: (error) => assert.fail(error),
  }),
  live.watchBlockNumber({ onBlockNumber: (number) => heads.push(number) }),
];
// Both subscriptions go over one connection, so the second one's first head says that the first one stands.
await eventually("a head", () => heads.length > 0, () => control.mine({ blocks: 1 }));

// Deposits: one by the staker, one that somebody else pays for, with the staker's signature.
await done(staker.writeContract({ ...token, functionName: "approve", args: [manager.address, parseEther("60")] }));
const own = await done(staker.writeContract({
  ...manager, functionName: "depositIntoStrategy", args: [strategy, token.address, parseEther("60")],
}));
assert.equal(parseEventLogs({ abi: strategyManagerAbi, logs: own.logs, eventName: "Deposit" })[0]?.args.shares, parseEther("60"));
const nonce = await client.readContract({ ...manager, functionName: "nonces", args: [staker.account.address] });
const deposit = {
  staker: staker.account.address, strategy, token: token.address, amount: parseEther("40"), nonce, expiry,
};
const signature = await staker.signTypedData({
  domain: domain("Surety", await client.readContract({ ...manager, functionName: "version" }), chain.id, manager.address),
  types: depositTypes, primaryType: "Deposit", message: deposit,
});
await done(other.writeContract({
  ...manager, functionName: "depositIntoStrategyWithSignature",
  args: [strategy, token.address, deposit.amount, deposit.staker, expiry, signature],
}));

// Delegation to an operator that wants an approver's signature.
await done(operator.writeContract({
  ...delegation, functionName: "registerAsOperator", args: [approver.account.address, 0, "https://example.org"],
}));
const salt = `0x${"07".repeat(32)}` as const;
const approval = await approver.signTypedData({
  domain: domain("Surety", await client.readContract({ ...delegation, functionName: "version" }), chain.id, delegation.address),
  types: delegationApprovalTypes, primaryType: "DelegationApproval",
  message: {
    delegationApprover: approver.account.address, staker: staker.account.address,
    operator: operator.account.address, salt, expiry,
  },
});
const delegate = (signature: Hex) => ({
  ...delegation, functionName: "delegateTo" as const,
  args: [operator.account.address, { signature, expiry }, salt] as const,
});
assert.equal(await errorName(client.simulateContract({ ...delegate(signature), account: staker.account })), "InvalidSignature");
await done(staker.writeContract(delegate(approval)));
const shares = () =>
  client.readContract({ ...delegation, functionName: "operatorShares", args: [operator.account.address, strategy] });
assert.equal(await shares(), parseEther("100"));

// Withdrawal: not before the delay, which is counted in L1 blocks.
const queued = await done(staker.writeContract({
  ...delegation, functionName: "queueWithdrawals",
  args: [[{ strategies: [strategy], depositShares: [parseEther("30")], __deprecated_withdrawer: staker.account.address }]],
}));
const withdrawal = parseEventLogs({
  abi: delegationManagerAbi, logs: queued.logs, eventName: "SlashingWithdrawalQueued",
})[0]?.args.withdrawal;
assert(withdrawal);
assert.equal(await shares(), parseEther("70"));
const complete = { ...delegation, functionName: "completeQueuedWithdrawal" as const, args: [withdrawal, [token.address], true] as const };
assert.equal(
  await errorName(client.simulateContract({ ...complete, account: staker.account })),
  "WithdrawalDelayNotElapsed",
);
const delay = await client.readContract({ ...delegation, functionName: "minWithdrawalDelayBlocks" });
await control.mine({ blocks: delay + 1 });
const balance = () => client.readContract({ ...token, functionName: "balanceOf", args: [staker.account.address] });
const before = await balance();
await done(staker.writeContract(complete));
assert.equal((await balance()) - before, parseEther("30"));

// What the subscriptions saw, and what the node remembers.
await eventually("both deposits", () => deposits.length === 2);
assert.deepEqual(deposits, [parseEther("60"), parseEther("40")]);
assert((await client.getContractEvents({ ...manager, eventName: "Deposit", fromBlock: 0n })).length >= 2);
const last = await client.getBlockNumber();
await eventually("the last head", () => heads.includes(last));
unwatch.forEach((stop) => stop());

await multicall();
console.log(`viem: two deposits, an approved delegation, a withdrawal, subscriptions, Multicall3; block ${last}`);
process.exit(0);

/** The name of the custom error that a call fails with. */
async function errorName(call: Promise<unknown>) {
  const error = await call.then(() => undefined, (error: unknown) => error);
  assert(error instanceof BaseError, "the call fails");
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  assert(revert instanceof ContractFunctionRevertedError, error.message);
  return revert.data?.errorName;
}

/** Deploys Multicall3 and asks three contracts in one call. */
async function multicall() {
  // viem has the bytecode for its own use and does not export it.
  const inside = pathToFileURL("node_modules/viem/_esm/constants/contracts.js").href;
  const { multicall3Bytecode } = (await import(inside)) as { multicall3Bytecode: Hex };
  const { contractAddress } = await done(other.deployContract({ abi: [], bytecode: multicall3Bytecode }));
  assert(contractAddress);
  const answers = await client.multicall({
    multicallAddress: contractAddress,
    contracts: [
      { ...delegation, functionName: "isOperator", args: [operator.account.address] },
      { ...token, functionName: "balanceOf", args: [strategy] },
      { ...manager, functionName: "nonces", args: [staker.account.address] },
      { ...delegation, functionName: "completeQueuedWithdrawal", args: [withdrawal!, [zeroHash.slice(0, 42) as Hex], true] },
    ],
  });
  assert.deepEqual(answers.slice(0, 3).map((answer) => answer.result), [true, parseEther("70"), 1n]);
  assert.equal(answers[3].status, "failure");
}

// A staker's whole way with ethers: deposit (also by signature), delegation with approval, withdrawal.
import assert from "node:assert/strict";
import {
  delegationApprovalTypes, delegationManagerAbi, depositTypes, domain, erc20Abi, strategyManagerAbi,
} from "@surety/abi";
import {
  Contract, JsonRpcProvider, Wallet, WebSocketProvider, ZeroAddress, isCallException, parseEther,
  type ContractTransactionReceipt, type ContractTransactionResponse, type LogDescription,
} from "ethers";
import { account, checkAddresses, eventually, node, suite } from "./node.js";

checkAddresses();
// Blocks come faster than the quarter of a second for which ethers would remember a nonce.
const provider = new JsonRpcProvider(node.http, undefined, { pollingInterval: 50, cacheTimeout: -1 });
const live = new WebSocketProvider(node.ws);
const wallet = (name: string) => new Wallet(account(name).privateKey, provider);
const staker = wallet("staker1");
const operator = wallet("operator1");
const approver = wallet("approver1");
const other = wallet("staker2");
const manager = new Contract(suite.StrategyManager, strategyManagerAbi, provider);
const delegation = new Contract(suite.DelegationManager, delegationManagerAbi, provider);
const token = new Contract(suite.tokenA, erc20Abi, provider);
const strategy = suite.strategyA;

assert.equal((await provider.getNetwork()).chainId, BigInt(node.chainId));
const head = await provider.getBlock("latest");
assert(head);
const expiry = BigInt(head.timestamp + 3_600);

/** Sends a call and waits for its receipt. */
async function send(contract: Contract, from: Wallet, method: string, ...args: unknown[]) {
  const as = contract.connect(from) as Contract;
  const response = (await as.getFunction(method).send(...args)) as ContractTransactionResponse;
  const receipt = (await response.wait()) as ContractTransactionReceipt | null;
  assert.equal(receipt?.status, 1, method);
  return receipt;
}

/** The first event of that name. */
function event(receipt: ContractTransactionReceipt, contract: Contract, name: string): LogDescription {
  const found = receipt.logs
    .filter((log) => log.address.toLowerCase() === String(contract.target).toLowerCase())
    .map((log) => contract.interface.parseLog(log))
    .find((log) => log?.name === name);
  assert(found, `${name} is in the receipt`);
  return found;
}

/** The name of the custom error that a call fails with. */
async function errorName(call: Promise<unknown>) {
  const error = await call.then(() => undefined, (error: unknown) => error);
  assert(isCallException(error), `the call fails with revert data: ${String(error)}`);
  return error.revert?.name;
}

const deposits: bigint[] = [];
const watched = new Contract(suite.StrategyManager, strategyManagerAbi, live);
await watched.on("Deposit", (_staker: string, _strategy: string, shares: bigint) => deposits.push(shares));

await send(token, staker, "approve", manager.target, parseEther("60"));
await send(manager, staker, "depositIntoStrategy", strategy, token.target, parseEther("60"));
const amount = parseEther("40");
const nonce = await manager.getFunction("nonces")(staker.address);
const signature = await staker.signTypedData(
  domain("Surety", await manager.getFunction("version")(), node.chainId, suite.StrategyManager),
  { Deposit: [...depositTypes.Deposit] },
  { staker: staker.address, strategy, token: token.target, amount, nonce, expiry },
);
await send(manager, other, "depositIntoStrategyWithSignature", strategy, token.target, amount, staker.address, expiry, signature);

await send(delegation, operator, "registerAsOperator", approver.address, 0, "https://example.org");
const salt = `0x${"08".repeat(32)}`;
const approval = await approver.signTypedData(
  domain("Surety", await delegation.getFunction("version")(), node.chainId, suite.DelegationManager),
  { DelegationApproval: [...delegationApprovalTypes.DelegationApproval] },
  { delegationApprover: approver.address, staker: staker.address, operator: operator.address, salt, expiry },
);
const asStaker = delegation.connect(staker) as Contract;
assert.equal(
  await errorName(asStaker.getFunction("delegateTo").staticCall(operator.address, { signature, expiry }, salt)),
  "InvalidSignature",
);
await send(delegation, staker, "delegateTo", operator.address, { signature: approval, expiry }, salt);
assert.equal(await delegation.getFunction("operatorShares")(operator.address, strategy), parseEther("100"));

const params = [{ strategies: [strategy], depositShares: [parseEther("30")], __deprecated_withdrawer: ZeroAddress }];
const queued = await send(delegation, staker, "queueWithdrawals", params);
const withdrawal = event(queued, delegation, "SlashingWithdrawalQueued").args.getValue("withdrawal");
const complete = asStaker.getFunction("completeQueuedWithdrawal");
const args = [withdrawal.toArray(true), [token.target], true] as const;
assert.equal(await errorName(complete.staticCall(...args)), "WithdrawalDelayNotElapsed");
const delay = (await delegation.getFunction("minWithdrawalDelayBlocks")()) as bigint;
await provider.send("anvil_mine", [`0x${(delay + 1n).toString(16)}`]);
const before = (await token.getFunction("balanceOf")(staker.address)) as bigint;
await send(delegation, staker, "completeQueuedWithdrawal", ...args);
assert.equal((await token.getFunction("balanceOf")(staker.address)) - before, parseEther("30"));

await eventually("both deposits", () => deposits.length === 2);
assert.deepEqual(deposits, [parseEther("60"), amount]);
assert((await manager.queryFilter("Deposit", 0)).length >= 2);
console.log(`ethers: two deposits, an approved delegation, a withdrawal, a subscription; block ${await provider.getBlockNumber()}`);
await watched.removeAllListeners();
await live.destroy();
provider.destroy();

// A person before a page in Chromium: connects a wallet, deposits, approves a delegation and delegates.
import assert from "node:assert/strict";
import { delegationManagerAbi, erc20Abi } from "@surety/abi";
import {
  createTestClient, createWalletClient, getAddress, http, parseEther, publicActions, zeroHash,
  type Abi, type ContractFunctionName, type ContractFunctionParameters, type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { account, chain, checkAddresses, node, suite } from "./node.js";
import { close, open, says, shown } from "./page.js";

checkAddresses();
const control = createTestClient({ chain, mode: "anvil", transport: http() }).extend(publicActions);
const delegation = { address: suite.DelegationManager, abi: delegationManagerAbi } as const;
const token = { address: suite.tokenA, abi: erc20Abi } as const;
const [staker, operator, approver] = ["staker1", "operator1", "approver1"].map((name) => account(name).address) as [
  Hex, Hex, Hex,
];
/** Sends a call past the page. */
async function elsewhere<const abi extends Abi, name extends ContractFunctionName<abi, "nonpayable">>(
  from: string, call: ContractFunctionParameters<abi, "nonpayable", name>,
) {
  const sender = createWalletClient({ chain, transport: http(), account: privateKeyToAccount(account(from).privateKey) });
  const hash = await sender.writeContract({ ...(call as ContractFunctionParameters), account: sender.account, chain });
  assert.equal((await control.waitForTransactionReceipt({ hash })).status, "success");
}

await elsewhere("operator1", { ...delegation, functionName: "registerAsOperator", args: [approver, 0, "https://example.org"] });
// The suite begins with allowances.
await elsewhere("staker1", { ...token, functionName: "approve", args: [suite.StrategyManager, 0n] });
const { page, wallet } = await open();
const press = (name: string) => () => page.getByRole("button", { name, exact: true }).click();
const balance = Number((await control.readContract({ ...token, functionName: "balanceOf", args: [staker] })) / parseEther("1"));

// Connecting: no account without the person's leave, and no chain without it either.
wallet.decide = () => false;
await says(page, "You declined in the wallet.", press("Stand-in"));
assert.deepEqual(await shown(page), { account: "none", tokens: "–", shares: "–", operator: "–" });
wallet.decide = (method) => method === "eth_requestAccounts";
await says(page, "You declined in the wallet.", press("Stand-in"));
assert(wallet.asked.includes("wallet_addEthereumChain"), "the wallet does not know the chain (4902), so it is told");
assert.equal(wallet.chain, 1);
wallet.decide = () => true;
await says(page, "Connected.", press("Stand-in"));
assert.equal(wallet.chain, node.chainId);
assert.equal((await shown(page))["shares"], "0");

// A deposit: declined, refused by a contract at the simulation, and done.
const deposit = (amount: string) => async () => {
  await page.getByLabel("Tokens").fill(amount);
  await press("Deposit")();
};
wallet.decide = () => false;
await says(page, "You declined in the wallet.", deposit("25"));
wallet.decide = () => true;
await says(page, "The contract refuses: ERC20: transfer amount exceeds balance", deposit(String(balance + 1)));
await says(page, "Deposited.", deposit("25"));
assert.equal(wallet.asked.filter((method) => method === "eth_sendTransaction").length, 3, "one declined, an allowance, a deposit");
assert.deepEqual(await shown(page), {
  account: getAddress(staker), tokens: String(balance - 25), shares: "25", operator: "nobody",
});

wallet.asked.length = 0;
await says(page, "Deposited.", deposit("0.5"));
assert.equal(wallet.asked.filter((method) => method === "eth_sendTransaction").length, 1, "the allowance was more than enough");

// The approver, another account of the same wallet, signs for the staker.
await says(page, "Account changed.", () => wallet.use(account("approver1").privateKey));
await page.getByLabel("Operator").fill(operator);
await page.getByLabel("Staker", { exact: true }).fill(staker);
wallet.decide = () => false;
await says(page, "You declined in the wallet.", press("Approve"));
wallet.decide = () => true;
await says(page, "Approved.", press("Approve"));
const approval = JSON.parse(await page.getByLabel("Approval").inputValue()) as object;

// The delegation: with a wrong signature, with one whose transaction fails in its block, and done.
await says(page, "Account changed.", () => wallet.use(account("staker1").privateKey));
const delegate = (given: object) => async () => {
  await page.getByLabel("Approval").fill(JSON.stringify(given));
  await press("Delegate")();
};
await says(page, "The contract refuses: InvalidSignature()", delegate({ ...approval, salt: zeroHash }));
wallet.decide = async (method) => {
  // While the person thinks, after the page's simulation and the wallet's estimate.
  if (method === "eth_sendTransaction") await elsewhere("guardian", { ...delegation, functionName: "pause", args: [1n] });
  return true;
};
const height = await control.getBlockNumber({ cacheTime: 0 });
await says(page, "The contract refuses: CurrentlyPaused()", delegate(approval));
assert.equal(await control.getBlockNumber({ cacheTime: 0 }), height + 2n, "the pause, and a transaction that failed");
const [failed] = (await control.getBlock({ includeTransactions: true })).transactions;
assert.equal(failed?.from.toLowerCase(), staker.toLowerCase());
assert.equal((await control.getTransactionReceipt({ hash: failed.hash })).status, "reverted");
wallet.decide = () => true;
await elsewhere("unpauser", { ...delegation, functionName: "unpause", args: [0n] });
await says(page, "Delegated.", delegate(approval));
assert.equal((await shown(page))["operator"], getAddress(operator));
assert.equal(
  await control.readContract({ ...delegation, functionName: "operatorShares", args: [operator, suite.strategyA] }), parseEther("25.5"),
);

// The person goes to another chain: the page begins anew, and finds its chain known now.
wallet.asked.length = 0;
const reload = page.waitForEvent("load");
await wallet.go(1);
await reload;
await says(page, "Connected.", press("Stand-in"));
assert.deepEqual(wallet.asked.slice(0, 3), ["eth_requestAccounts", "eth_chainId", "wallet_switchEthereumChain"]);
assert(!wallet.asked.includes("wallet_addEthereumChain"), wallet.asked.join());

// A wallet that does not announce itself.
const old = await open(true);
await says(old.page, "Connected.", () => old.page.getByRole("button", { name: "Browser wallet" }).click());
assert.equal((await shown(old.page))["shares"], "25.5");

const version = await close();
console.log(`browser: a deposit, an approval, a delegation in Chromium ${version}; block ${await control.getBlockNumber({ cacheTime: 0 })}`);

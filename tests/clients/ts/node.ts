import assert from "node:assert/strict";
import { deployment } from "@surety/abi";
import { defineChain } from "viem";

type Hex = `0x${string}`;

/** What `surety node --json` says when it is ready. */
interface Announcement {
  http: string;
  ws: string;
  chainId: number;
  accounts: { name: string; address: Hex; privateKey: Hex }[];
  contracts: Record<string, Hex>;
}

const announced = process.env["SURETY_NODE"];
assert(announced, "SURETY_NODE has the node's announcement");

/** The node under test. */
export const node = JSON.parse(announced) as Announcement;

/** The node as viem wants a chain. */
export const chain = defineChain({
  id: node.chainId,
  name: "surety node",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [node.http], webSocket: [node.ws] } },
});

/** The chain that the package's addresses are of. */
export const CHAIN = 412_346;

/** Where the package says that the suite is. */
export const suite = deployment(CHAIN);

/** One of the node's accounts, by name. */
export function account(name: string) {
  const found = node.accounts.find((account) => account.name === name);
  assert(found, `the node has ${name}`);
  return found;
}

/** The package knows the chain that runs, and where everything is on it. */
export function checkAddresses() {
  assert.equal(node.chainId, CHAIN);
  for (const [name, address] of Object.entries(node.contracts)) {
    const known = (suite as Record<string, Hex>)[name];
    assert.equal(known?.toLowerCase(), address.toLowerCase(), `${name}: write abi/ts/node.json anew`);
  }
}

/** Waits until `seen` holds, `trying` meanwhile; events come over another connection than receipts. */
export async function eventually(what: string, seen: () => boolean, trying?: () => Promise<unknown>) {
  for (let tries = 0; tries < 400; tries++) {
    if (seen()) return;
    await trying?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never seen: ${what}`);
}

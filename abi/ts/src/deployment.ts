import { addresses } from "./generated/addresses.js";

/** A 20-byte address in hexadecimal. */
export type Address = `0x${string}`;

/** Chains that the package knows a deployment on. */
export type ChainId = keyof typeof addresses;

/** True if the package knows a deployment on the chain. */
export function isKnownChain(chainId: number): chainId is ChainId {
  return Object.hasOwn(addresses, chainId);
}

/**
 * Addresses of the suite's contracts on a chain, by name.
 *
 * @throws RangeError if no deployment on the chain is known.
 */
export function deployment<Id extends ChainId>(chainId: Id): (typeof addresses)[Id];
export function deployment(chainId: number): Readonly<Record<string, Address>>;
export function deployment(chainId: number): Readonly<Record<string, Address>> {
  if (!isKnownChain(chainId)) {
    throw new RangeError(`no deployment on chain ${chainId} is known`);
  }
  return addresses[chainId];
}

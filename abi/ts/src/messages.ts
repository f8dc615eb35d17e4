import type { Address } from "./deployment.js";

/** EIP-712 domain of one of the suite's contracts. */
export interface Domain {
  name: string;
  version: string;
  chainId: number;
  verifyingContract: Address;
}

/**
 * The EIP-712 domain of a contract.
 *
 * @param name The name that the deployment was made with.
 * @param version What `version()` of the contract answers; only its first character counts.
 */
export function domain(name: string, version: string, chainId: number, verifyingContract: Address): Domain {
  return { name, version: version.slice(0, 1), chainId, verifyingContract };
}

/** What a staker signs so that somebody else may deposit in its name: the strategy manager's domain. */
export const depositTypes = {
  Deposit: [
    { name: "staker", type: "address" },
    { name: "strategy", type: "address" },
    { name: "token", type: "address" },
    { name: "amount", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
} as const;

/** What an operator's approver signs so that a staker may delegate to it: the delegation manager's domain. */
export const delegationApprovalTypes = {
  DelegationApproval: [
    { name: "delegationApprover", type: "address" },
    { name: "staker", type: "address" },
    { name: "operator", type: "address" },
    { name: "salt", type: "bytes32" },
    { name: "expiry", type: "uint256" },
  ],
} as const;

// What went wrong, in words for a person.
import { BaseError, ContractFunctionRevertedError, UserRejectedRequestError } from "viem";

/** The reason of a failure: the person's own refusal, the contract's custom error by name, or what viem says. */
export function reason(error: unknown): string {
  if (!(error instanceof BaseError)) return error instanceof Error ? error.message : String(error);
  if (error.walk((cause) => cause instanceof UserRejectedRequestError)) return "You declined in the wallet.";
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (revert instanceof ContractFunctionRevertedError && revert.data) {
    const { errorName, args = [] } = revert.data;
    // `Error(string)` is Solidity's `require` with a text, which says more than the error's name.
    return `The contract refuses: ${errorName === "Error" ? String(args[0]) : `${errorName}(${args.join(", ")})`}`;
  }
  return error.shortMessage;
}

// What a staker and an approver do, each as one function.
import {
  delegationApprovalTypes, delegationManagerAbi, deployment, domain, erc20Abi, strategyManagerAbi,
} from "@surety/abi";
import {
  formatEther, hashTypedData, toHex, zeroAddress,
  type Abi, type Address, type ContractFunctionName, type ContractFunctionParameters, type EIP1193Provider, type Hex,
} from "viem";
import { chain, clients, useChain } from "./wallets.js";

const suite = deployment(chain.id);
const manager = { address: suite.StrategyManager, abi: strategyManagerAbi } as const;
const delegation = { address: suite.DelegationManager, abi: delegationManagerAbi } as const;
const token = { address: suite.tokenA, abi: erc20Abi } as const;
const strategy = suite.strategyA;

/** What an approver hands to a staker. Numbers are strings, so that it is JSON. */
export interface Approval {
  operator: Address;
  expiry: string;
  salt: Hex;
  signature: Hex;
}

/** One account in one wallet. */
export class Session {
  private constructor(
    private readonly provider: EIP1193Provider,
    readonly account: Address,
    private readonly on = clients(provider),
  ) {}

  /** Asks the wallet for an account and for our chain. */
  static async open(provider: EIP1193Provider): Promise<Session> {
    const { wallet } = clients(provider);
    const [account] = await wallet.requestAddresses();
    if (!account) throw new Error("The wallet has no account for this page.");
    await useChain(wallet);
    return new Session(provider, account);
  }

  /** The same wallet with another of its accounts. */
  as(account: Address): Session {
    return new Session(this.provider, account);
  }

  /** Simulates, has the wallet send, and waits for success. */
  private async send<const abi extends Abi, name extends ContractFunctionName<abi, "nonpayable">>(
    typed: ContractFunctionParameters<abi, "nonpayable", name>,
  ) {
    const { client, wallet } = this.on;
    // The arguments' types were for the caller.
    const call = { ...(typed as ContractFunctionParameters), account: this.account };
    const { request } = await client.simulateContract(call);
    const receipt = await client.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
    if (receipt.status === "success") return;
    // Things changed after the simulation. A receipt has no reason: the same call in its block fails with it.
    await client.simulateContract({ ...call, blockNumber: receipt.blockNumber });
    throw new Error("The transaction failed, and would not have at its block's end.");
  }

  /** What the page shows of the account. */
  async holdings() {
    const { client } = this.on;
    const [tokens, [strategies, shares], operator] = await Promise.all([
      client.readContract({ ...token, functionName: "balanceOf", args: [this.account] }),
      client.readContract({ ...delegation, functionName: "getDepositedShares", args: [this.account] }),
      client.readContract({ ...delegation, functionName: "delegatedTo", args: [this.account] }),
    ]);
    const at = strategies.findIndex((one) => one.toLowerCase() === strategy.toLowerCase());
    return {
      tokens: formatEther(tokens),
      shares: formatEther(shares[at] ?? 0n),
      operator: operator === zeroAddress ? "nobody" : operator,
    };
  }

  /** Deposits tokens into the strategy, after an approval if the allowance is too small. */
  async deposit(amount: bigint) {
    const allowance = await this.on.client.readContract({
      ...token, functionName: "allowance", args: [this.account, manager.address],
    });
    if (allowance < amount) await this.send({ ...token, functionName: "approve", args: [manager.address, amount] });
    await this.send({ ...manager, functionName: "depositIntoStrategy", args: [strategy, token.address, amount] });
  }

  /** Signs, as an operator's approver, that a staker may delegate to it within the hour. */
  async approve(operator: Address, staker: Address): Promise<Approval> {
    const { client, wallet } = this.on;
    const salt = toHex(crypto.getRandomValues(new Uint8Array(32)));
    const expiry = (await client.getBlock()).timestamp + 3_600n;
    const version = await client.readContract({ ...delegation, functionName: "version" });
    const message = {
      domain: domain("Surety", version, chain.id, delegation.address),
      types: delegationApprovalTypes,
      primaryType: "DelegationApproval",
      message: { delegationApprover: this.account, staker, operator, salt, expiry },
    } as const;
    // The domain's name is a parameter of the deployment: ask before somebody signs for nothing.
    const digest = await client.readContract({
      ...delegation, functionName: "calculateDelegationApprovalDigestHash",
      args: [staker, operator, this.account, salt, expiry],
    });
    if (hashTypedData(message) !== digest) throw new Error("This deployment has another name.");
    const signature = await wallet.signTypedData({ ...message, account: this.account });
    return { operator, expiry: expiry.toString(), salt, signature };
  }

  /** Delegates everything the account has to the operator of the approval. */
  async delegate({ operator, expiry, salt, signature }: Approval) {
    await this.send({
      ...delegation, functionName: "delegateTo", args: [operator, { signature, expiry: BigInt(expiry) }, salt],
    });
  }
}

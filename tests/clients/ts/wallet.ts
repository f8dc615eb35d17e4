// A browser wallet's other half: keys, networks and a person's decisions, outside of the page.
import { numberToHex, type Hex, type TypedDataDefinition } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

/** An error as JSON-RPC and EIP-1193 have it. */
interface Failure {
  code: number;
  message: string;
  data?: unknown;
}

/** What a page asks. */
interface Request {
  method: string;
  params?: unknown[];
}

/** A transaction as a page gives it to a wallet. */
interface Transaction {
  from: Hex;
  to?: Hex;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

class WalletError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

const refuse = (code: number, message: string): never => {
  throw new WalletError({ code, message });
};

/** A network that every wallet knows, and that is not the node's. */
const MAINNET = 1;

/** An EIP-1193 wallet with one account and a person before it. */
export class Wallet {
  /** Methods as the page called them, for what a test expects of the conversation. */
  readonly asked: string[] = [];
  /** What the person thinks of a request: true to agree. Runs after the wallet has prepared the request. */
  decide: (method: string) => boolean | Promise<boolean> = () => true;
  /** The chain it is on. */
  chain = MAINNET;
  private readonly networks = new Map<number, string | undefined>([[MAINNET, undefined]]);
  private connected = false;
  private account: PrivateKeyAccount;

  constructor(key: Hex, private readonly emit: (event: string, value: unknown) => Promise<void>) {
    this.account = privateKeyToAccount(key);
  }

  /** The person chooses another account. */
  async use(key: Hex) {
    this.account = privateKeyToAccount(key);
    await this.emit("accountsChanged", this.accounts());
  }

  /** The person chooses another chain. */
  async go(chain: number) {
    this.chain = chain;
    await this.emit("chainChanged", numberToHex(chain));
  }

  /** Answers one request; nothing but an answer or a failure crosses into the page. */
  async handle(json: string): Promise<{ result: unknown } | { error: Failure }> {
    try {
      const request = JSON.parse(json) as Request;
      this.asked.push(request.method);
      return { result: await this.answer(request) };
    } catch (error) {
      if (error instanceof WalletError) return { error: error.failure };
      return { error: { code: -32603, message: String(error) } };
    }
  }

  private async answer({ method, params = [] }: Request): Promise<unknown> {
    switch (method) {
      case "eth_requestAccounts":
        if (!this.connected) await this.prompt(method);
        this.connected = true;
        return this.accounts();
      case "eth_accounts":
        return this.accounts();
      case "eth_chainId":
        return numberToHex(this.chain);
      case "wallet_switchEthereumChain":
        return this.switch(method, Number((params[0] as { chainId: Hex }).chainId));
      case "wallet_addEthereumChain":
        return this.add(method, params[0] as { chainId: Hex; rpcUrls: string[] });
      case "eth_sendTransaction":
        return this.send(method, params[0] as Transaction);
      case "eth_signTypedData_v4":
        return this.sign(method, params[0] as Hex, String(params[1]));
    }
    // What a wallet signs must not go to a node, which would sign with keys of its own.
    if (/^(wallet_|personal_|eth_sign)/.test(method)) return refuse(4200, `${method} is not supported`);
    return this.rpc(method, params);
  }

  private accounts() {
    return this.connected ? [this.account.address.toLowerCase()] : [];
  }

  private async prompt(method: string) {
    if (!(await this.decide(method))) refuse(4001, "User rejected the request.");
  }

  private async switch(method: string, id: number) {
    if (!this.networks.has(id)) refuse(4902, `Unrecognized chain ID ${id}. Try adding the chain first.`);
    if (id === this.chain) return null;
    await this.prompt(method);
    await this.go(id);
    return null;
  }

  private async add(method: string, { chainId, rpcUrls: [url] }: { chainId: Hex; rpcUrls: string[] }) {
    if (!url || (await call(url, "eth_chainId", [])) !== chainId) refuse(-32602, "The URL is of another chain.");
    await this.prompt(method);
    this.networks.set(Number(chainId), url);
    return null;
  }

  private async send(method: string, { from, to, data, value, gas }: Transaction) {
    this.mine(from);
    // A wallet estimates before it asks the person, who may think for long.
    const [limit, price] = await Promise.all([
      gas ?? this.rpc("eth_estimateGas", [{ from, to, data, value }]), this.rpc("eth_gasPrice", []),
    ]);
    await this.prompt(method);
    const signed = await this.account.signTransaction({
      type: "eip1559", chainId: this.chain, to, data,
      value: BigInt(value ?? 0), gas: BigInt(limit as Hex),
      nonce: Number(await this.rpc("eth_getTransactionCount", [from, "pending"])),
      maxFeePerGas: 2n * BigInt(price as Hex), maxPriorityFeePerGas: 0n,
    });
    return this.rpc("eth_sendRawTransaction", [signed]);
  }

  private async sign(method: string, from: Hex, json: string) {
    this.mine(from);
    const message = JSON.parse(json) as TypedDataDefinition;
    if (Number(message.domain?.chainId) !== this.chain) refuse(-32602, "The message is for another chain.");
    await this.prompt(method);
    return this.account.signTypedData(message);
  }

  /** Fails unless the page may use the account. */
  private mine(from: Hex) {
    if (!this.accounts().includes(from.toLowerCase())) refuse(4100, "The page may not use this account.");
  }

  private rpc(method: string, params: unknown[]) {
    const url = this.networks.get(this.chain);
    return url ? call(url, method, params) : refuse(4901, "The wallet has no connection to this chain.");
  }
}

/** Asks a node; its errors go on unchanged, with the data that custom errors are decoded from. */
async function call(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const answer = (await response.json()) as { result?: unknown; error?: Failure };
  if (answer.error) throw new WalletError(answer.error);
  return answer.result;
}

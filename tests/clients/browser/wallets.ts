// Wallets in the page, and the way of one of them to our chain.
import {
  createPublicClient, createWalletClient, custom, defineChain, SwitchChainError, type EIP1193Provider, type WalletClient,
} from "viem";

/** Where the node is; a page of your own has this in its configuration. */
const rpc = new URLSearchParams(location.search).get("rpc") ?? "http://127.0.0.1:8547";

/** The chain that the page is for. A wallet that does not know it is given all of this. */
export const chain = defineChain({
  id: 412_346,
  name: "surety node",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [rpc] } },
});

/** What a wallet says about itself (EIP-6963). */
interface Announced {
  info: { uuid: string; name: string; icon: string; rdns: string };
  provider: EIP1193Provider;
}

/** Calls `found` with each wallet: those that announce themselves, and an older one only if none does. */
export function findWallets(found: (name: string, provider: EIP1193Provider) => void) {
  const seen = new Set<string>();
  addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider } = (event as CustomEvent<Announced>).detail;
    // A wallet announces itself at each request and when it loads.
    if (!seen.has(info.uuid)) found(info.name, provider);
    seen.add(info.uuid);
  });
  dispatchEvent(new Event("eip6963:requestProvider"));
  const older = (window as { ethereum?: EIP1193Provider }).ethereum;
  if (seen.size === 0 && older) found("Browser wallet", older);
}

/** Clients that read and write through a wallet. */
export function clients(provider: EIP1193Provider) {
  const transport = custom(provider);
  return {
    wallet: createWalletClient({ chain, transport }),
    // A block of this chain is there at once; on Arbitrum one is about 250 ms.
    client: createPublicClient({ chain, transport, pollingInterval: 250 }),
  };
}

/** Asks the wallet to be on our chain, and tells it the chain if it does not know it. */
export async function useChain(wallet: WalletClient) {
  if ((await wallet.getChainId()) === chain.id) return;
  try {
    await wallet.switchChain(chain);
  } catch (error) {
    if (!(error instanceof SwitchChainError)) throw error;
    await wallet.addChain({ chain });
    // Wallets may stay where they are after the addition.
    await wallet.switchChain(chain);
  }
}

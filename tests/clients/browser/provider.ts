// The wallet's part in the page, injected before the page's own scripts. It has no key: it passes requests on.

/** What the wallet answers, because an error that crosses into the page would lose its code and data. */
type Answer = { result: unknown } | { error: { code: number; message: string; data?: unknown } };
type Listener = (value: unknown) => void;

interface Page extends Window {
  /** The wallet's ear, in the process that has the keys. */
  walletRequest(request: string): Promise<Answer>;
  /** Called by the wallet to tell the page of a change. */
  walletEvent(name: string, value: unknown): void;
  /** Set for a wallet from before EIP-6963. */
  walletSilent?: boolean;
  ethereum?: unknown;
}

const page = window as unknown as Page;
const listeners = new Map<string, Set<Listener>>();
const provider = {
  async request(request: { method: string; params?: unknown }) {
    const answer = await page.walletRequest(JSON.stringify(request));
    if ("result" in answer) return answer.result;
    throw Object.assign(new Error(answer.error.message), answer.error);
  },
  on(name: string, listener: Listener) {
    listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
    return provider;
  },
  removeListener(name: string, listener: Listener) {
    listeners.get(name)?.delete(listener);
    return provider;
  },
};
page.walletEvent = (name, value) => listeners.get(name)?.forEach((listener) => listener(value));
page.ethereum = provider;

if (!page.walletSilent) {
  const info = {
    uuid: "7a1c1f0e-6d1b-4c83-9a62-0d1c7a3f5b10", name: "Stand-in", icon: "data:image/svg+xml,<svg/>", rdns: "org.example.standin",
  };
  const announce = () =>
    dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  addEventListener("eip6963:requestProvider", announce);
  announce();
}

export {};

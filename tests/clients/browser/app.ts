// The page: buttons call actions, and what came of it is shown.
import { getAddress, parseEther, type EIP1193Provider } from "viem";
import { Session, type Approval } from "./actions.js";
import { reason } from "./failure.js";
import { chain, findWallets } from "./wallets.js";

let session: Session | undefined;
const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const show = (id: string, text: string) => (element(id).textContent = text);
const enable = (on: boolean) =>
  document.querySelectorAll<HTMLButtonElement>("form button").forEach((button) => (button.disabled = !on));

/** Runs one action; buttons are off meanwhile, and its end or the reason of its failure is shown. */
async function act(doing: string, done: string, action: () => Promise<void>) {
  show("status", `${doing} …`);
  enable(false);
  try {
    await action();
    if (session) Object.entries(await session.holdings()).forEach(([id, text]) => show(id, text));
    show("status", done);
  } catch (error) {
    show("status", reason(error));
  } finally {
    show("account", session?.account ?? "none");
    enable(session !== undefined);
  }
}

async function connect(provider: EIP1193Provider) {
  await act("Connecting", "Connected.", async () => {
    session = await Session.open(provider);
  });
  if (!session) return;
  element("wallets").hidden = true;
  provider.on("accountsChanged", ([account]) =>
    void act("Changing the account", account ? "Account changed." : "Disconnected.", async () => {
      session = account && session?.as(getAddress(account));
    }));
  // What is shown would be another chain's.
  provider.on("chainChanged", (id) => void (Number(id) !== chain.id && location.reload()));
}

/** Calls `action` with the fields of a form when it is sent. */
function onSubmit(id: string, doing: string, done: string, action: (session: Session, field: (name: string) => string) => Promise<void>) {
  element<HTMLFormElement>(id).addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [now, field] = [session, (name: string) => String(form.get(name) ?? "").trim()];
    if (now) void act(doing, done, () => action(now, field));
  });
}

onSubmit("deposit", "Depositing", "Deposited.", (session, field) => session.deposit(parseEther(field("amount"))));
onSubmit("delegate", "Delegating", "Delegated.", (session, field) =>
  session.delegate(JSON.parse(field("approval")) as Approval));
onSubmit("approve", "Approving", "Approved.", async (session, field) => {
  const approval = await session.approve(getAddress(field("operator")), getAddress(field("staker")));
  document.querySelector("textarea")!.value = JSON.stringify(approval, null, 2);
});
findWallets((name, provider) => {
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", () => void connect(provider));
  element("wallets").append(button);
});

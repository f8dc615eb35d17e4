// The example page, served and open in Chromium with a wallet injected.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";
import { account, node } from "./node.js";
import { Wallet } from "./wallet.js";

/** More than any step needs on a loaded machine. */
const PATIENCE = 120_000;

await build({
  entryPoints: ["browser/app.ts", "browser/provider.ts"], outdir: "dist/browser", bundle: true, format: "esm", logLevel: "warning",
});
const files: Record<string, [type: string, file: string]> = {
  "/": ["text/html", "browser/index.html"],
  "/app.js": ["text/javascript", "dist/browser/app.js"],
};
const server = createServer(async ({ url = "/" }, response) => {
  const [type, file] = files[url.replace(/\?.*/, "")] ?? [];
  if (!type || !file) return void response.writeHead(404).end();
  response.setHeader("content-type", `${type}; charset=utf-8`).end(await readFile(file));
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?rpc=${encodeURIComponent(node.http)}`;

const executablePath = process.env["CHROMIUM"];
assert(executablePath, "CHROMIUM is the browser's path");
const browser = await chromium.launch({
  executablePath, timeout: PATIENCE,
  // Chromium refuses its sandbox to root.
  chromiumSandbox: process.getuid?.() !== 0,
  args: ["--disable-gpu", "--disable-quic"],
});

/** The page in a new tab with a wallet of its own; `silent` is one from before EIP-6963. */
export async function open(silent = false) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => assert.fail(error));
  const wallet = new Wallet(account("staker1").privateKey, (event, value) =>
    page.evaluate(`walletEvent(${JSON.stringify(event)}, ${JSON.stringify(value)})`));
  await page.exposeFunction("walletRequest", (json: string) => wallet.handle(json));
  if (silent) await page.addInitScript("window.walletSilent = true");
  await page.addInitScript({ path: "dist/browser/provider.js" });
  await page.goto(site);
  return { page, wallet };
}

/** Does something on the page, waits until it is done, and compares what the page says of it. */
export async function says(page: Page, wanted: string, act: () => Promise<unknown>) {
  await act();
  // Any end: a wrong one must not wait for the right one.
  await page.waitForFunction("!document.querySelector('[role=status]').textContent.endsWith('…')");
  assert.equal(await page.getByRole("status").textContent(), wanted);
}

/** What the page shows of the account. */
export const shown = async (page: Page) =>
  Object.fromEntries(await Promise.all(
    ["account", "tokens", "shares", "operator"].map(async (id) => [id, await page.locator(`#${id}`).textContent()]),
  )) as Record<string, string>;

/** Ends the browser; answers its version. */
export async function close() {
  const version = browser.version();
  await browser.close();
  server.close();
  return version;
}

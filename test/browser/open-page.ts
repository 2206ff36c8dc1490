/**
 * The built page in a browser, served as `clawback serve` does it, with everything that goes wrong collected:
 * messages of errors, breaches of the security policy, dialogs, requests to anybody else.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type PageServer, servePage } from "../../src/node/page-server.ts";
import { builtWorker } from "../node/built.ts";

export type OpenPage = { readonly page: Page; readonly complaints: string[]; close(): Promise<void> };

/** Serves the built page; builds first when there is nothing built. */
export const serveBuilt = async (): Promise<PageServer> => {
  builtWorker();
  const folder = fileURLToPath(new URL("../../dist/web/", import.meta.url));
  if (!existsSync(folder)) throw new Error("dist/web is missing: npm run build");
  return servePage(folder, 0);
};

/** Opens an address in a profile of its own. */
export const openPage = async (
  browser: Browser,
  address: string,
  options: BrowserContextOptions = { viewport: { width: 1400, height: 900 } },
): Promise<OpenPage> => {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const { origin } = new URL(address);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      complaints.push(`request: ${request.url()}`);
  });
  await page.addInitScript(`
    addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.effectiveDirective + " " + event.blockedURI));
  `);
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
};

/** Waits until the study on the page is whole. */
export const untilDone = (page: Page): Promise<void> =>
  page.locator('[data-phase="done"]').waitFor({ timeout: 120_000 });

/**
 * Starts the browser of the browser tests: headless, with an empty profile, and quiet: no first-run pages,
 * no updates, no background requests, so that a request seen by a test was made by the page.
 */
import { type Browser, chromium } from "playwright-core";
import { findBrowser } from "./find-browser.ts";

export const launchFlags: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Suggestions below the address bar are pages of their own, which nobody sees and which keep a core busy. The others are
  // what would be off anyway: of two such flags only the last may count.
  `--disable-features=${[
    ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
    ...["PaintHolding", "HttpsUpgrades", "MediaRouter", "OptimizationHints", "NetworkTimeServiceQuerying"],
    ...["DestroyProfileOnBrowserClose", "PreconnectToSearch", "LensOverlay", "AimEnabled"],
  ].join(",")}`,
];

/** A running browser; the caller closes it. Without a browser on the machine the test fails, it never skips. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error("No Chromium or Chrome was found: `npm run browser` installs one, or says what to do");
  }
  return chromium.launch({ executablePath, headless: true, args: [...launchFlags] });
}

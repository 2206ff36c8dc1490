/**
 * The browser tests have a browser: it is found where it may be, it starts, it runs modules, and its profile
 * is empty.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findBrowser, type Machine } from "./find-browser.ts";
import { launchBrowser } from "./launch.ts";

const machine = (working: readonly string[], overrides: Partial<Machine> = {}): Machine => ({
  platform: "linux",
  env: { PATH: "/usr/local/bin:/usr/bin" },
  home: "/home/ada",
  playwrightBrowsers: () => [],
  works: (path) => working.includes(path),
  ...overrides,
});

describe("finding a browser", () => {
  test("takes the one that CLAWBACK_BROWSER names", () => {
    const env = { PATH: "/usr/bin", CLAWBACK_BROWSER: "/opt/mine" };
    expect(findBrowser(machine(["/opt/mine", "/usr/bin/chromium"], { env }))).toBe("/opt/mine");
  });

  test("refuses a CLAWBACK_BROWSER that does not work rather than taking another", () => {
    const env = { PATH: "/usr/bin", CLAWBACK_BROWSER: "/opt/gone" };
    expect(() => findBrowser(machine(["/usr/bin/chromium"], { env }))).toThrow("/opt/gone");
  });

  test("passes over a stub that does not start", () => {
    const path = join("/usr/bin", "google-chrome");
    expect(findBrowser(machine([path]))).toBe(path);
  });

  test("looks in the usual places of macOS and Windows", () => {
    const mac = join("/", "Applications", "Google Chrome.app", "Contents/MacOS", "Google Chrome");
    expect(findBrowser(machine([mac], { platform: "darwin" }))).toBe(mac);
    const windows = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
    const env = { PROGRAMFILES: "C:\\Program Files" };
    expect(findBrowser(machine([windows], { platform: "win32", env }))).toBe(windows);
  });

  test("takes Playwright's browser when there is no other", () => {
    const cached = "/home/ada/.cache/ms-playwright/chromium-1200/chrome-linux/chrome";
    expect(findBrowser(machine([cached], { playwrightBrowsers: () => [cached] }))).toBe(cached);
  });

  test("finds nothing where there is nothing", () => {
    expect(findBrowser(machine([]))).toBeUndefined();
  });
});

test("the browser starts with an empty profile and runs a module", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.route("**/*", (route) =>
      route.request().url().endsWith(".js")
        ? route.fulfill({ contentType: "text/javascript", body: "export const six = 6;" })
        : route.fulfill({ contentType: "text/html", body: "<title>page</title>" }),
    );
    await page.goto("http://clawback.test/");
    expect(await page.evaluate("import('/module.js').then((module) => module.six)")).toBe(6);
    expect(await page.context().cookies()).toEqual([]);
  } finally {
    await browser.close();
  }
});

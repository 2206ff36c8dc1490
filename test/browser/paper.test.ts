/**
 * The page on paper: what the question is, what came out, how to make it again, every chart on white and no wider
 * or higher than the sheet; nothing to press.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { PageServer } from "../../src/node/page-server.ts";
import { PAPER } from "../../src/results/figures/fit.ts";
import { launchBrowser } from "./launch.ts";
import { type OpenPage, openPage, serveBuilt, untilDone } from "./open-page.ts";

/** Pixels of A4 between margins of 14 mm. */
const SHEET = { width: 687, height: 1016 };

let server: PageServer;
let browser: Browser;
let opened: OpenPage;
let page: Page;

beforeAll(async () => {
  server = await serveBuilt();
  browser = await launchBrowser();
  opened = await openPage(browser, server.address, { viewport: SHEET, colorScheme: "dark" });
  page = opened.page;
  await untilDone(page);
  // nobody has scrolled down to a chart
  await page.locator("[data-chart]").first().waitFor({ state: "attached" });
  const fetched = "performance.getEntriesByType('resource').some(({ name }) => /plotly/.test(name))";
  while (!(await page.evaluate(fetched))) await page.waitForTimeout(100);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  const missing = page.locator("[data-chart]:not(:has(.main-svg))");
  while ((await missing.count()) > 0) await page.waitForTimeout(100);
});

afterEach(() => expect(opened.complaints).toEqual([]));

afterAll(async () => {
  await browser.close();
  await server.close();
});

test("holds the question, the answer, the fingerprint and the command", async () => {
  for (const part of ["h1", ".answer p", "[data-fingerprint]", ".provenance .command code", ".metric-table"])
    expect(await page.locator(part).first().isVisible(), part).toBe(true);
});

test("holds nothing to press, and says which policy is shown", async () => {
  const controls = page.locator(
    "button:not(.link), input, textarea, summary.button, .tools, .inputs, .bar, .foot",
  );
  expect(await controls.locator("visible=true").count()).toBe(0);
  const choice = page.locator(".choice select");
  expect(await choice.evaluate((select) => getComputedStyle(select).borderTopWidth)).toBe("0px");
  const notice = page.locator("#root button.link, .reasons button.link").first();
  expect(((await notice.innerText()) ?? "").trim()).toBe("N0");
});

test("has every chart, though none had been looked at, white and no larger than the sheet", async () => {
  const charts = await page.locator("[data-chart]").evaluateAll((places) =>
    places.map((place) => {
      const svg = place.querySelector(".main-svg") as SVGElement | null;
      const figure = place.querySelector("figure")?.getBoundingClientRect();
      return {
        ground: svg?.style.background,
        width: svg?.clientWidth,
        height: Math.round(figure?.height ?? 0),
      };
    }),
  );
  expect(charts.length).toBeGreaterThan(8);
  for (const { ground, width, height } of charts) {
    expect([ground, width]).toEqual(["rgb(255, 255, 255)", PAPER.width]);
    expect(height).toBeGreaterThan(150);
    expect(height).toBeLessThanOrEqual(SHEET.height);
  }
});

test("is no wider than the sheet", async () => {
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(SHEET.width);
});

/**
 * The page in Chromium, as built: what is loaded before the first result, how soon that is on screen, how soon
 * after an edit the picture changes and is whole, and whether many edits fill the memory.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { CDPSession, Page } from "playwright-core";
import { launchBrowser } from "../browser/launch.ts";
import { serveBuilt } from "../browser/open-page.ts";

export type PageFigures = {
  /** Scripts that had come when the first result was on screen, packed, in kB. */
  readonly firstKilobytes: number;
  /** Milliseconds from navigation to the first result, median of new profiles. */
  readonly firstResult: number;
  /** Milliseconds from an edit to the first changed picture, and to the whole of 30 replications of 2 policies; medians. */
  readonly firstPicture: number;
  readonly whole: number;
  /** Growth over the edits, in MB: JavaScript of the page, and memory of its process with workers. */
  readonly heapGrowth: number;
  readonly processGrowth: number;
};

const NAVIGATIONS = 5;
const EDITS = 20;
const MANY_EDITS = 300;

/** In the page: resolves with the milliseconds until a fingerprint is shown. */
const firstShown = `new Promise((resolve) => {
  const look = () => document.querySelector("[data-fingerprint]") ? resolve(performance.now()) : requestAnimationFrame(look);
  look();
})`;

/** In the page: sets a growth in its field, as a slider does, and waits for the first other picture and for the whole. */
const edit = (growth: number): string => `new Promise((resolve, reject) => {
  const slider = document.querySelector('input[type=range][aria-label^="Growth"]');
  const field = slider.parentElement.querySelector(".control-field");
  const print = () => document.querySelector("[data-fingerprint]").textContent;
  const before = print();
  const start = performance.now();
  let first;
  field.value = "${growth}";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const look = () => {
    if (first === undefined && print() !== before) first = performance.now() - start;
    if (first !== undefined && document.querySelector('[data-phase="done"]')) resolve([first, performance.now() - start]);
    else if (performance.now() - start > 20000) reject(new Error("the edit changed nothing"));
    else requestAnimationFrame(look);
  };
  look();
})`;

export const measurePage = async (): Promise<PageFigures> => {
  const server = await serveBuilt();
  const browser = await launchBrowser();
  try {
    const firsts: number[] = [];
    let kilobytes = 0;
    for (let i = 0; i < NAVIGATIONS; i++) {
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
      const page = await context.newPage();
      const scripts = new Set<string>();
      context.on("response", (response) => {
        if (response.url().endsWith(".js")) scripts.add(response.url());
      });
      await page.goto(server.address, { waitUntil: "commit" });
      firsts.push(await page.evaluate<number>(firstShown));
      // what comes for the charts comes after
      kilobytes = packedSize(
        server.address,
        [...scripts].filter((url) => !/plotly|charts/.test(url)),
      );
      await context.close();
    }
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(server.address);
    await page.locator('[data-phase="done"]').waitFor();
    for (const name of ["base-stock", "never", "clairvoyant"])
      await page.getByLabel(name, { exact: true }).uncheck();
    await page.locator('[data-phase="done"]').waitFor();
    await page.waitForTimeout(2000);
    const pairs = await edits(page, EDITS, 0);
    const growth = await growthOver(page, MANY_EDITS);
    return {
      firstKilobytes: kilobytes,
      firstResult: median(firsts),
      firstPicture: median(pairs.map(([first]) => first)),
      whole: median(pairs.map(([, whole]) => whole)),
      ...growth,
    };
  } finally {
    await browser.close();
    await server.close();
  }
};

const packedSize = (address: string, urls: readonly string[]): number =>
  urls.reduce((sum, url) => {
    const file = new URL(`../../dist/web/${url.slice(address.length)}`, import.meta.url);
    return sum + gzipSync(readFileSync(file), { level: 9 }).length / 1000;
  }, 0);

const edits = async (page: Page, count: number, from: number): Promise<[number, number][]> => {
  const pairs: [number, number][] = [];
  for (let i = 0; i < count; i++)
    pairs.push(await page.evaluate<[number, number]>(edit(2 + (((from + i) * 7) % 41) / 50)));
  return pairs;
};

const growthOver = async (page: Page, count: number) => {
  const session = await page.context().newCDPSession(page);
  const memory = async (): Promise<{ heap: number; process: number }> => {
    await session.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(1000);
    return { heap: await heapOf(session), process: await processOf(page) };
  };
  await edits(page, 20, 20);
  const before = await memory();
  await edits(page, count, 40);
  const after = await memory();
  return { heapGrowth: after.heap - before.heap, processGrowth: after.process - before.process };
};

const heapOf = async (session: CDPSession): Promise<number> =>
  (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;

/** Resident memory of the largest renderer, in MB: the page with its workers. */
const processOf = async (page: Page): Promise<number> => {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] };
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(
      ({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) / 1000,
    );
  return Math.max(0, ...sizes);
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * How long it takes until a chart of a million points shows another part: `npm run bench -- charts`. Thinning,
 * drawing and painting together, in Chromium, from a click until the screen shows it, as Chromium's event timing tells.
 */
import type { CDPSession, Page } from "playwright-core";
import { buildHarness } from "../browser/harness/build.ts";
import { launchBrowser } from "../browser/launch.ts";

const ROUNDS = 21;

const built = await buildHarness(new URL("charts-page.tsx", import.meta.url));
const browser = await launchBrowser();
try {
  for (const [kind, bins, points] of [
    ["queue", 333_334, "3 lines of 333,334 bins, 10^6 points"],
    ["queue", 1_000_000, "3 lines of 10^6 bins"],
    ["utilization", 1_000_000, "stack of 10^6 bins, 10^7 points"],
  ] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(built.address);
    await page.evaluate(`prepare("${kind}", ${bins})`);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await processorTime(session);
    const whole: number[] = [];
    const part: number[] = [];
    const thinned: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const from = round / 100;
      part.push(await redraw(page, from, from + 0.3));
      thinned.push(await page.evaluate<number>(`thin(0, ${1 - round / 1000})`));
      whole.push(await redraw(page, 0, 1 - round / 1000));
    }
    const each = (await processorTime(session)) - before - thinned.reduce((sum, one) => sum + one, 0);
    console.log(
      `${points}: whole ${median(whole)} ms, of which thinning ${median(thinned)} ms; a third ${median(part)} ms; ` +
        `main thread, mean ${(each / (2 * ROUNDS)).toFixed(0)} ms`,
    );
    await page.close();
  }
} finally {
  await browser.close();
  await built.close();
}

/** Milliseconds from a click until the screen shows another part of the run. */
async function redraw(page: Page, from: number, to: number): Promise<number> {
  await page.evaluate(`aim(${from}, ${to})`);
  await page.mouse.click(20, 16);
  return page.evaluate<number>("taken()");
}

/** Milliseconds that the page's main thread has worked, which other work on the machine does not lengthen much. */
async function processorTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
}

function median(values: readonly number[]): string {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(0);
}

/**
 * The report in a browser: everything is drawn, nothing is asked of the network, nothing breaks the page's
 * own security policy, and it can be read in both schemes, on a telephone and on paper.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { reportHtml } from "../../src/results/report/report.ts";
import { studyResult } from "../results/report-fixture.ts";
import { launchBrowser } from "./launch.ts";

const require = createRequire(import.meta.url);
const plotlyJs = readFileSync(require.resolve("plotly.js-dist-min/plotly.min.js"), "utf8");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clawback-report-"));
  address = write("report.html", reportHtml(studyResult(), { plotlyJs }));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
};

type Open = { readonly page: Page; readonly complaints: string[]; readonly requests: string[] };

/** Opens a report and waits until it is drawn; what goes wrong from its first script on is collected. */
const open = async (options: BrowserContextOptions, url = address): Promise<Open> => {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url && !/^(?:data|blob):/.test(request.url())) requests.push(request.url());
  });
  await page.addInitScript(`
    addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.effectiveDirective));
  `);
  await page.goto(url);
  await page.locator("html[data-drawn]").waitFor({ state: "attached" });
  return { page, complaints, requests };
};

const close = async ({ page }: Open): Promise<void> => page.context().close();

const screens: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ["light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" }],
  ["dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  [
    "telephone",
    { viewport: { width: 360, height: 740 }, colorScheme: "light", isMobile: true, hasTouch: true },
  ],
];

describe.each(screens)("on a %s screen", (_, options) => {
  let report: Open;
  beforeAll(async () => {
    report = await open(options);
  });
  afterAll(() => close(report));

  test("every chart on show is drawn, without an error, a request or a breach of policy", async () => {
    const drawn = await report.page
      .locator(".chart:visible")
      .evaluateAll((charts) =>
        charts.map((chart) => chart.querySelectorAll(".main-svg path, .main-svg .point").length),
      );
    expect(drawn).toHaveLength(8);
    for (const paths of drawn) expect(paths).toBeGreaterThan(5);
    expect(report.complaints).toEqual([]);
    expect(report.requests).toEqual([]);
  });

  test("the page does not scroll sideways", async () => {
    for (const summary of await report.page.locator("section > details > summary").all())
      await summary.click();
    const [needed, there] = await report.page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(needed).toBeLessThanOrEqual(there);
  });

  test("axe finds nothing serious, with everything opened", async () => {
    await report.page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
    // From outside the page, where its policy does not reach.
    await report.page.evaluate(axe);
    const found = await report.page.evaluate<{ impact: string; id: string; nodes: string[] }[]>(`
      axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ impact, id, nodes }) =>
        ({ impact, id, nodes: nodes.slice(0, 3).map(({ html }) => html) })))`);
    expect(found.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  });
});

describe("while it is open", () => {
  let report: Open;
  beforeAll(async () => {
    report = await open({ colorScheme: "light", viewport: { width: 1280, height: 1000 } });
  });
  afterEach(() => expect(report.complaints).toEqual([]));
  afterAll(() => close(report));

  test("a notice in the list opens its explanation", async () => {
    await report.page.getByRole("link", { name: "N1", exact: true }).click();
    expect(await report.page.locator("#notice-0-1").getAttribute("open")).not.toBeNull();
  });

  test("hover tells both plots at once", async () => {
    const chart = report.page.locator('[data-figure="utilization-0"]');
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the chart is not on the page");
    await report.page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await report.page.mouse.move(box.x + box.width * 0.51, box.y + box.height * 0.51, { steps: 4 });
    const hover = chart.locator(".hoverlayer .legend");
    await hover.waitFor();
    expect(await hover.textContent()).toMatch(/Unmet demand, 90 %.*Leased, firm/s);
  });

  test("colours follow the scheme while the page is open", async () => {
    const ground = () =>
      report.page
        .locator('[data-figure="utilization-0"] .main-svg')
        .first()
        .evaluate((svg) => (svg as HTMLElement).style.background);
    const light = await ground();
    await report.page.emulateMedia({ colorScheme: "dark" });
    await report.page.locator('html[data-drawn="dark"]').waitFor({ state: "attached" });
    expect(await ground()).not.toBe(light);
  });

  test("paper is white, as wide as a page, and the screen is restored afterwards", async () => {
    const { page } = report;
    const state = () =>
      page
        .locator('[data-figure="utilization-0"] .main-svg')
        .first()
        .evaluate((svg) => [(svg as HTMLElement).style.background, svg.clientWidth]);
    const before = await state();
    const seen = page.evaluate(`new Promise((resolve) => addEventListener("beforeprint", () => {
      const svg = document.querySelector('[data-figure="utilization-0"] .main-svg');
      resolve([svg.style.background, svg.clientWidth]);
    }))`);
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    expect(pdf.length).toBeGreaterThan(50_000);
    expect(await seen).toEqual(["rgb(255, 255, 255)", 680]);
    await expect.poll(state).toEqual(before);
  });

  test("another policy is drawn when it is chosen, and its notices are shown", async () => {
    const { page } = report;
    await page.getByLabel("Policy", { exact: true }).selectOption({ label: "base-stock" });
    expect(await page.locator('[data-figure="leases-2"] .main-svg').count()).toBeGreaterThan(0);
    expect(await page.locator('[data-figure="leases-0"]').isVisible()).toBe(false);
    expect(await page.locator("[data-chosen]").textContent()).toBe("base-stock");
  });
});

test("hostile names are shown as they are and run nothing", async () => {
  const evil =
    '<img src=x onerror="evil=1"><span style="background:url(http://evil.test/x)">%{x}</span></script>';
  const result = studyResult();
  const policies = result.policies.map((policy) => ({
    ...policy,
    policy: `${policy.policy} ${evil}`,
    story: {
      ...policy.story,
      leases: policy.story.leases.map((lease) => ({ ...lease, name: `${evil}${lease.name}` })),
      notices: policy.story.notices.map((notice) => ({
        ...notice,
        target: `${evil}${notice.target}`,
        cause: evil,
      })),
    },
  }));
  const comparisons = result.comparisons.map((comparison) => ({
    ...comparison,
    policy: evil,
    baseline: evil,
  }));
  const ladder = result.ladder.map((rung) => ({ ...rung, policy: evil, label: evil }));
  const scenario = { ...result.scenario, name: evil, question: evil, text: evil };
  const hostile = { ...result, scenario, policies, comparisons, ladder, answer: evil };
  const report = await open({}, write("hostile.html", reportHtml(hostile, { plotlyJs })));
  const { page } = report;
  expect(await page.locator("h1").textContent()).toBe(evil);
  expect(await page.locator("img").count()).toBe(0);
  const bar = page.locator('[data-figure="leases-0"] .bars path').first();
  await bar.scrollIntoViewIfNeeded();
  await bar.hover({ force: true });
  expect(await page.locator('[data-figure="leases-0"] .annotation-text').first().textContent()).toContain(
    "<img src=x onerror=",
  );
  expect(await page.evaluate("typeof evil")).toBe("undefined");
  expect(report.requests).toEqual([]);
  expect(report.complaints).toEqual([]);
  await close(report);
});

/**
 * The charts of the page in a browser, under its security policy: drawn when they are seen, zoomed together,
 * readable as tables, saved as pictures and CSV, explained, stepped through, and deaf to hostile names.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Download, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type Chart,
  compilePlan,
  compilePolicies,
  drawDemand,
  heatMapChart,
  type LoggedEvent,
  noticesChart,
  parseScenario,
  type StudyResult,
  simulateRun,
  tableCsv,
  tornadoChart,
} from "../../src/index.ts";
import { studyResult } from "../results/report-fixture.ts";
import { smallStudy } from "../results/small-study.ts";
import { type Built, buildHarness } from "./harness/build.ts";
import { packed } from "./harness/packed.ts";
import { hostileNames } from "./hostile-names.ts";
import { launchBrowser } from "./launch.ts";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let built: Built;
let result: StudyResult;
let events: readonly LoggedEvent[];

beforeAll(async () => {
  built = await buildHarness(new URL("harness/entry.tsx", import.meta.url));
  browser = await launchBrowser();
  result = await smallStudy({ policies: ["reactive", "ahead"] });
  events = eventsOf(result, "reactive");
});

afterAll(async () => {
  await browser.close();
  await built.close();
});

const eventsOf = (study: StudyResult, policy: string): LoggedEvent[] => {
  const { scenario } = parseScenario(study.scenario.text);
  const told: LoggedEvent[] = [];
  simulateRun(
    compilePlan(scenario),
    compilePolicies(scenario, [policy])[0],
    drawDemand(compilePlan(scenario), 0),
    {
      bins: 0,
      story: false,
      onEvent: (event) => told.push(event),
    },
  );
  return told;
};

type Open = { readonly page: Page; readonly complaints: string[] };
type Given = {
  readonly result: StudyResult;
  readonly scheme: "light" | "dark";
  readonly events?: readonly LoggedEvent[];
  readonly more?: readonly Chart[];
};

/** Opens the page of charts; errors, dialogs, requests elsewhere and breaches of policy are collected. */
const open = async (given: Given, options: BrowserContextOptions = {}): Promise<Open> => {
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  ).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(new URL(built.address).origin) && !/^(?:data|blob):/.test(url)) complaints.push(url);
  });
  await page.addInitScript(`addEventListener("securitypolicyviolation", (event) =>
    console.error("policy: " + event.effectiveDirective + " " + event.sample))`);
  await page.goto(built.address);
  await show(page, given);
  return { page, complaints };
};

const show = (page: Page, given: Given): Promise<unknown> =>
  page.evaluate(`show(${JSON.stringify(packed(given))})`);

const close = ({ page }: Open): Promise<void> => page.context().close();

/** Goes through the page until every chart has been on the screen and is drawn. */
const drawAll = async (page: Page): Promise<void> => {
  for (let place = 0; place < (await page.locator("[data-chart]").count()); place++) {
    const chart = page.locator("[data-chart]").nth(place);
    await chart.scrollIntoViewIfNeeded();
    await chart.locator(".main-svg").first().waitFor({ state: "attached" });
  }
};

const chartNamed = (page: Page, id: string) => page.locator(`[data-chart="${id}"]`);

const screens: readonly (readonly [string, "light" | "dark", BrowserContextOptions])[] = [
  ["light", "light", {}],
  ["dark", "dark", { colorScheme: "dark" }],
  ["telephone", "light", { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
];

describe.each(screens)("on a %s screen", (_, scheme, options) => {
  let opened: Open;
  beforeAll(async () => {
    opened = await open({ result, scheme, events }, options);
    await drawAll(opened.page);
  });
  afterAll(() => close(opened));

  test("every chart is drawn, without an error, a request or a breach of policy", async () => {
    const drawn = await opened.page
      .locator("[data-chart]")
      .evaluateAll((charts) =>
        charts.map((chart) => [
          (chart as HTMLElement).dataset.chart ?? "",
          chart.querySelectorAll(".main-svg path, .main-svg .point").length,
        ]),
      );
    expect(drawn.map(([id]) => id)).toEqual([
      ..."utilization leases notices capacity money".split(" "),
      ..."comparison frontier cash unmet-bands tenants".split(" "),
    ]);
    for (const [id, paths] of drawn) expect(paths, String(id)).toBeGreaterThan(5);
    expect(opened.complaints).toEqual([]);
  });

  test("the page does not scroll sideways", async () => {
    const [needed, there] = await opened.page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(needed).toBeLessThanOrEqual(there);
  });

  test("axe finds nothing serious, with tables and an explanation open", async () => {
    const { page } = opened;
    for (const button of await page.getByRole("button", { name: /^Table/ }).all()) await button.click();
    await page
      .getByRole("button", { name: /^Why N/ })
      .first()
      .click();
    await page.evaluate(axe);
    const found = await page.evaluate<{ impact: string; id: string; nodes: string[] }[]>(`
      axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ impact, id, nodes }) =>
        ({ impact, id, nodes: nodes.slice(0, 3).map(({ html }) => html) })))`);
    expect(found.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  });
});

describe("the reader", () => {
  let opened: Open;
  beforeAll(async () => {
    opened = await open({ result, scheme: "light", events }, { acceptDownloads: true });
    await drawAll(opened.page);
  });
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => close(opened));

  const rangeOf = (page: Page, id: string) =>
    chartNamed(page, id).locator(".xtick text, .x2tick text").allTextContents();

  test("zooms all charts over time by dragging over one of them, and back by a button", async () => {
    const { page } = opened;
    const before = await rangeOf(page, "capacity");
    const drag = chartNamed(page, "utilization").locator(".nsewdrag").first();
    await drag.scrollIntoViewIfNeeded();
    const box = await drag.boundingBox();
    if (box === null) throw new Error("the chart is not on the page");
    await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 62, { steps: 8 });
    await page.mouse.up();
    await expect
      .poll(() => page.locator(".time-controls .note").first().textContent())
      .toMatch(/Sep.* to .*(Dec|Jan)/);
    await chartNamed(page, "capacity").scrollIntoViewIfNeeded();
    await expect.poll(() => rangeOf(page, "capacity")).not.toEqual(before);
    await page.getByRole("button", { name: "All", exact: true }).click();
    await chartNamed(page, "capacity").scrollIntoViewIfNeeded();
    await expect.poll(() => rangeOf(page, "capacity")).toEqual(before);
  });

  test("zooms by keyboard", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Closer" }).focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".time-controls .note").first().textContent()).toBe(
      "30 Sep 2026 to 31 Mar 2027",
    );
    await page.getByRole("button", { name: "Wider" }).click();
    expect(await page.locator(".time-controls .note").first().textContent()).toBe("1 Jul 2026 to 1 Jul 2027");
  });

  test("sees one line through all charts over time", async () => {
    const { page } = opened;
    const drag = chartNamed(page, "utilization").locator(".nsewdrag").first();
    await drag.scrollIntoViewIfNeeded();
    await drag.hover({ position: { x: 300, y: 50 } });
    const places = await page
      .locator(".hover-line")
      .evaluateAll((lines) => lines.map((line) => Math.round(line.getBoundingClientRect().left)));
    expect(places.length).toBeGreaterThanOrEqual(2);
    expect(new Set(places).size).toBe(1);
  });

  test("asks for the reason of an eviction by clicking its mark, and gets the focus to it", async () => {
    const { page } = opened;
    const mark = chartNamed(page, "leases").locator(".scatterlayer .trace").last().locator(".point").first();
    await mark.scrollIntoViewIfNeeded();
    const box = await mark.boundingBox();
    if (box === null) throw new Error("no mark is on the page");
    await page.mouse.move(box.x + box.width / 2 - 3, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await page.mouse.down();
    await page.mouse.up();
    const panel = page.locator(".explanation");
    await panel.waitFor();
    expect(await panel.textContent()).toMatch(
      /notice to (alpha|beta).*For.*training.*Foreseen.*short.*Who was asked/s,
    );
    expect(await page.evaluate("document.activeElement.id")).toBe("explanation-title");
    await page.keyboard.press("Escape");
    expect(await panel.count()).toBe(0);
  });

  test("steps through the run, event by event and by scrubbing", async () => {
    const { page } = opened;
    const now = page.locator(".now");
    const first = await now.textContent();
    await page.getByRole("button", { name: "Next event" }).click();
    expect(await now.textContent()).not.toBe(first);
    await page.getByRole("button", { name: "Next turn" }).click();
    await page.getByLabel("Event", { exact: true }).fill(String(events.length - 1));
    expect(await now.textContent()).toContain(`of ${events.length.toLocaleString("en-US")}`);
    const cells = await page.locator(".stepper tbody td").allTextContents();
    const sum = cells.reduce((total, cell) => total + Number(cell.replaceAll(",", "")), 0);
    expect(sum).toBe(1000);
  });

  test("plays and pauses", async () => {
    const { page } = opened;
    const scrub = page.getByLabel("Event", { exact: true });
    await scrub.fill("0");
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(async () => Number(await scrub.inputValue())).toBeGreaterThan(20);
    await page.getByRole("button", { name: "Pause" }).click();
    const stopped = await scrub.inputValue();
    await page.waitForTimeout(300);
    expect(await scrub.inputValue()).toBe(stopped);
  });

  test("saves a chart as a real picture and its numbers as CSV", async () => {
    const { page } = opened;
    const chart = chartNamed(page, "notices");
    await chart.scrollIntoViewIfNeeded();
    const saved = async (name: RegExp): Promise<readonly [Download, Buffer]> => {
      const waiting = page.waitForEvent("download");
      await chart.getByRole("button", { name }).click();
      const download = await waiting;
      return [download, readFileSync(await download.path())];
    };
    const [csv, numbers] = await saved(/^CSV/);
    expect(csv.suggestedFilename()).toBe("notices-and-evictions-reactive.csv");
    expect(numbers.toString()).toBe(tableCsv(noticesChart(result, result.policies[0]).table));
    const [, png] = await saved(/^PNG/);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2000, 708]);
    expect(png.length).toBeGreaterThan(10_000);
    const [, svg] = await saved(/^SVG/);
    expect(svg.toString()).toMatch(/^<svg .*Notices and evictions/s);
  });

  test("another policy is drawn when it is chosen", async () => {
    const { page } = opened;
    await page.locator(".choice select").selectOption({ label: "ahead" });
    const chart = chartNamed(page, "notices");
    await chart.scrollIntoViewIfNeeded();
    await chart.getByRole("button", { name: /^Table/ }).click();
    const { rows } = noticesChart(result, result.policies[1]).table;
    expect(await chart.locator("tbody tr").count()).toBe(rows.length);
  });

  test("has everything on paper, drawn white and as wide as a page", async () => {
    const { page } = opened;
    const fresh = await open({ result, scheme: "dark" });
    await chartNamed(fresh.page, "utilization").locator(".main-svg").first().waitFor({ state: "attached" });
    await fresh.page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const paper = await fresh.page.locator(".drawing .chart").evaluateAll((charts) =>
      charts.map((chart) => {
        const svg = chart.querySelector(".main-svg") as unknown as HTMLElement | null;
        return [svg?.style.background, svg?.clientWidth];
      }),
    );
    expect(paper).toHaveLength(await page.locator("[data-chart]").count());
    for (const one of paper) expect(one).toEqual(["rgb(255, 255, 255)", 680]);
    expect(fresh.complaints).toEqual([]);
    await close(fresh);
  });
});

/** A result in which everything that has a name is called by one of these. */
const renamed = (names: readonly string[]): Given => {
  const base = studyResult();
  const of = (k: number): string => names[k % names.length];
  const policies = names.map((name, k) => {
    const policy = base.policies[k % base.policies.length];
    const { story } = policy;
    return {
      ...policy,
      policy: name,
      tenants: names.map((tenant, i) => ({ ...policy.tenants[i % policy.tenants.length], tenant })),
      story: {
        ...story,
        leases: names.map((lease, i) => ({
          ...story.leases[i % story.leases.length],
          name: lease,
          tenant: lease,
        })),
        notices: story.notices.map((notice, i) => ({ ...notice, target: of(i), cause: of(i + 1) })),
        programs: names.map((program) => ({
          name: program,
          demand: [{ at: 0, value: 9 }],
          held: [{ at: 0, value: 7 }],
        })),
      },
    };
  });
  const comparisons = names.slice(1).map((policy, k) => ({
    ...base.comparisons[k % base.comparisons.length],
    policy,
    baseline: names[0],
  }));
  const ladder = names.flatMap((policy) => base.ladder.map((rung) => ({ ...rung, policy, label: policy })));
  const jobs = names.flatMap((name, job) =>
    ["submitted", "started", "noticed", "preempted"].map((change, i) => ({
      t: i * 86_400,
      kind: `job.${change}`,
      job,
      name,
      class: "external",
      gpus: 8,
      pool: name,
      ...(change === "started" ? { from: "free", to: "external" } : {}),
    })),
  );
  const submitted = base.definitions.findIndex(({ name }) => name === "jobsSubmitted");
  const withJobs = policies.map((policy) => ({
    ...policy,
    metrics: policy.metrics.map((value, at) => (at === submitted ? { ...value, mean: 5 } : value)),
  }));
  const [a, b] = names;
  return {
    scheme: "light",
    result: { ...base, policies: withJobs, comparisons, ladder },
    events: jobs,
    more: [
      heatMapChart(
        { xs: names, ys: names, values: names.map((_, y) => names.map((__, x) => x + y)) },
        { metric: { label: a, unit: "$", better: "lower" }, x: a, y: b },
      ),
      tornadoChart(
        names.map((parameter, i) => ({ parameter, low: i, high: 9 })),
        4,
        { label: b, unit: "count" },
      ),
    ],
  };
};

/** What a click downloads. Chromium drops about one in ten of many in a row from one page: that click is made again. */
const downloadOf = async (page: Page, click: () => Promise<void>, times = 3): Promise<Download> => {
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 8000 }).catch(() => undefined),
    click(),
  ]);
  if (download !== undefined) return download;
  if (times > 1) return downloadOf(page, click, times - 1);
  throw new Error("nothing was downloaded");
};

const AT_ONCE = 10;
const rounds = Array.from({ length: hostileNames.length / AT_ONCE }, (_, k) =>
  hostileNames.slice(k * AT_ONCE, (k + 1) * AT_ONCE),
);

test.each(rounds.map((names, k) => [k, names] as const))(
  "hostile names, part %#, are shown and run nothing in any chart, table or export",
  async (_, names) => {
    const opened = await open(renamed(names), { acceptDownloads: true });
    const { page, complaints } = opened;
    await drawAll(page);
    expect(await page.locator("[data-chart]").count()).toBe(17);
    for (const button of await page.getByRole("button", { name: /^Table/ }).all()) await button.click();
    for (const text of await page
      .locator(".points path, .bars path")
      .all()
      .then((all) => all.slice(0, 3)))
      await text.hover({ force: true });
    for (const figure of await page.locator("figure.plot").all())
      for (const format of [/^SVG/, /^PNG/, /^CSV/]) {
        const button = figure.getByRole("button", { name: format });
        const file = readFileSync(await (await downloadOf(page, () => button.click())).path()).toString();
        if (format.source === "^SVG") {
          const tags = (file.match(/<[^>]*>/g) ?? []).join("");
          expect(/<(?:script|foreignObject|iframe|image|a|img|style)\b/.exec(tags)).toBeNull();
          expect(/\son\w+=|spy\.test|javascript:|url\((?!['"]?#|&quot;#)/.exec(tags)).toBeNull();
        }
        if (format.source === "^CSV") expect(/(?:^|,|\n)"?[=+@]/.exec(file)).toBeNull();
      }
    await page
      .getByRole("button", { name: /^Why N/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Next event" }).click();
    const bad = "img, script:not([src]), iframe, object, a[href], style, .chart image, link[href*=spy]";
    expect(await page.locator("#root").locator(bad).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close(opened);
  },
  600_000,
);

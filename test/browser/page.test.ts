/**
 * The page as a planner meets it: open it, change something, stop it, take something away, give it to somebody.
 * What it says is what the command line says, to the byte, and it asks nobody else for anything.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PageServer } from "../../src/node/page-server.ts";
import { clawback, newFolder, small } from "../cli/spawn.ts";
import { launchBrowser } from "./launch.ts";
import { fingerprint, give, giveSmall, share, write } from "./on-page.ts";
import { type OpenPage, openPage, serveBuilt, untilDone } from "./open-page.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const scenarios = new URL("../../scenarios/", import.meta.url);

let browser: Browser;
let server: PageServer;
let opened: OpenPage | undefined;

beforeAll(async () => {
  server = await serveBuilt();
  browser = await launchBrowser();
});
afterEach(async () => {
  const complaints = opened?.complaints;
  await opened?.close();
  opened = undefined;
  expect(complaints ?? []).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const open = async (
  ...rest: [fragment?: string, options?: Parameters<typeof openPage>[2]]
): Promise<Page> => {
  opened = await openPage(browser, `${server.address}${rest[0] ?? ""}`, rest[1]);
  return opened.page;
};

describe("the page", () => {
  test("shows the default preset simulated: question, answer, numbers, and the fingerprint of the command line", async () => {
    const page = await open();
    await untilDone(page);
    const told = JSON.parse(clawback(["compare", "colossus", "--json", "-q"]).out);
    expect(await page.locator("h1").textContent()).toBe(told.question);
    expect(await page.locator(".answer p").textContent()).toBe(told.answer);
    expect(await fingerprint(page)).toBe(told.fingerprint);
    expect(await page.getByText(told.command, { exact: true }).count()).toBe(1);
    const names = await page.locator(".metric-table thead th").allTextContents();
    expect(names).toEqual(["Metric", "reactive", "ahead", "base-stock", "never", "clairvoyant"]);
  });

  test("gives the same CSV and JSON as the command line, and a report", async () => {
    const page = await open();
    await giveSmall(page);
    const folder = newFolder();
    writeFileSync(join(folder, "small.yaml"), small);
    const told = (format: string) =>
      clawback(["compare", "small.yaml", "--format", format, "-q"], { cwd: folder }).out;
    expect(await share(page, "Metrics as CSV")).toBe(told("csv"));
    await page.locator(".menu > summary").click();
    expect(await share(page, "Metrics as JSON")).toBe(told("json"));
    await page.locator(".menu > summary").click();
    const report = await share(page, "Report, one HTML file");
    expect(report).toContain("plotly.js v");
    expect(report).toContain("When must notice go out?");
  });

  test("takes a saved result back in", async () => {
    const page = await open();
    await giveSmall(page);
    const before = await fingerprint(page);
    const saved = await share(page, "Whole result, to import or verify");
    await page.reload();
    await give(page, "saved.json", saved);
    await page.getByText("An imported result", { exact: true }).waitFor();
    expect(await fingerprint(page)).toBe(before);
    await give(page, "broken.json", saved.replace('"seed":"small"', '"seed":3'));
    await page.getByText(/broken\.json: .*/).waitFor({ state: "attached" });
    expect(await fingerprint(page)).toBe(before);
  });

  test("dims what is older than the text, and says what the command line says of a mistake", async () => {
    const page = await open();
    await giveSmall(page);
    const wrong = small.replace("gpus: 1000", "gpus: 10x");
    await write(page, wrong);
    await page.locator(".problems").first().waitFor();
    await page.locator(".cm-lintRange-error").first().waitFor();
    expect(await page.locator(".cm-lintRange-error").first().textContent()).toContain("10x");
    expect(await page.locator(".outputs.stale, .answer.stale").count()).toBe(2);
    const folder = newFolder();
    writeFileSync(join(folder, "small.yaml"), wrong);
    const [{ problems }] = JSON.parse(clawback(["validate", "small.yaml", "--json"], { cwd: folder }).out);
    expect(await page.locator(".problems").first().textContent()).toContain(problems[0].message);
    await page.getByRole("button", { name: "Undo" }).click();
    await untilDone(page);
    expect(await page.locator(".stale").count()).toBe(0);
  });

  test("changes all numbers with the text, and undo brings them back", async () => {
    const page = await open();
    await giveSmall(page);
    const before = await fingerprint(page);
    await write(page, small.replace("growth: 4.5", "growth: 1.1"));
    await expect.poll(() => fingerprint(page), { timeout: 30_000 }).not.toBe(before);
    await untilDone(page);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => fingerprint(page), { timeout: 30_000 }).toBe(before);
  });

  test("changes sentence, table and text with a slider, and back with undo", async () => {
    const page = await open();
    await giveSmall(page);
    const before = await fingerprint(page);
    const answer = await page.locator(".answer p").textContent();
    const slider = page.getByRole("slider", { name: "Growth" }).first();
    await slider.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowLeft");
    await expect.poll(() => fingerprint(page), { timeout: 30_000 }).not.toBe(before);
    await untilDone(page);
    expect(await page.locator(".answer p").textContent()).not.toBe(answer);
    await page.getByText("As text", { exact: true }).click();
    await page.locator('.editor[data-ready="true"]').waitFor();
    expect(await page.locator(".cm-content").textContent()).not.toContain("growth: 4.5");
    const undo = page.getByRole("button", { name: "Undo" });
    await expect
      .poll(
        async () => {
          const now = (await page.locator(".cm-content").textContent()) ?? "";
          if (!now.includes("growth: 4.5")) await undo.click();
          return now;
        },
        { timeout: 30_000 },
      )
      .toContain("growth: 4.5");
    await untilDone(page);
    await expect.poll(() => fingerprint(page)).toBe(before);
  });

  test("compares the policies that are chosen, and takes another seed", async () => {
    const page = await open();
    await giveSmall(page);
    await page.getByText(/more that come with Clawback/).click();
    await page.getByRole("checkbox", { name: "clairvoyant" }).check();
    await page.getByRole("checkbox", { name: "ahead" }).uncheck();
    await page.getByLabel("Seed").fill("other");
    await page.getByLabel("Seed").blur();
    const words = ["--policy", "reactive", "--policy", "clairvoyant", "--seed", "other"];
    await page.getByText(`clawback compare small.yaml ${words.join(" ")}`, { exact: true }).waitFor();
    await untilDone(page);
    const folder = newFolder();
    writeFileSync(join(folder, "small.yaml"), small);
    const told = JSON.parse(
      clawback(["compare", "small.yaml", ...words, "--json", "-q"], { cwd: folder }).out,
    );
    expect(await fingerprint(page)).toBe(told.fingerprint);
  });

  test("stops a long run, keeps what there is, and can go on", async () => {
    const page = await open();
    await giveSmall(page);
    await page.getByLabel("Replications").fill("100000");
    await page.getByLabel("Replications").blur();
    await page.getByText(/of 200000 runs/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator('[data-phase="stopped"]').waitFor();
    const at = await page.locator(".phase").textContent();
    expect(at).toMatch(/^Stopped after \d+ replications$/);
    await page.waitForTimeout(400);
    expect(await page.locator(".phase").textContent()).toBe(at);
    await page.getByLabel("Replications").fill("3");
    await page.getByLabel("Replications").blur();
    await untilDone(page);
    expect(await page.locator(".phase").textContent()).toContain("3 replications");
  });

  test("reads recorded jobs that lie beside it", async () => {
    const page = await open();
    await page.locator("#preset").selectOption("philly");
    await page.getByText("clawback compare philly", { exact: true }).waitFor();
    await page.getByLabel("Replications").fill("1");
    await page.getByLabel("Replications").blur();
    await page.getByText("clawback compare philly -r 1", { exact: true }).waitFor();
    await untilDone(page);
    const told = JSON.parse(clawback(["compare", "philly", "-r", "1", "--json", "-q"]).out);
    expect(await fingerprint(page)).toBe(told.fingerprint);
  });

  test("asks for a trace that it does not have, and takes it", async () => {
    const page = await open();
    const text = readFileSync(new URL("philly.yaml", scenarios), "utf8").replaceAll(
      "traces/philly",
      "my/philly",
    );
    await give(page, "mine.yaml", text);
    await page.getByText("the page does not have this file").waitFor();
    const trace = "philly_ed69ec_oct-nov2017.csv";
    await page
      .locator("input[type=file]")
      .setInputFiles(fileURLToPath(new URL(`traces/${trace}`, scenarios)));
    await untilDone(page);
  });
});

/** The address once it tells what was done: it follows a moment after the last change. */
const addressAfter = async (page: Page, act: () => Promise<void>): Promise<string> => {
  const before = page.url();
  await act();
  await expect.poll(() => page.url(), { timeout: 30_000 }).not.toBe(before);
  return page.url();
};

describe("a link", () => {
  test("leads to the same scenario, choice and result in another profile, which says where it came from", async () => {
    const page = await open();
    await addressAfter(page, () => giveSmall(page));
    await addressAfter(page, () => page.getByRole("checkbox", { name: "ahead" }).uncheck());
    await page.getByText("small.yaml --policy reactive").waitFor();
    await untilDone(page);
    // The address is written when the page has time for it: one of the page's own timers comes after that.
    await page.evaluate("new Promise((done) => setTimeout(done, 1000))");
    const before = await fingerprint(page);
    const other = await openPage(browser, page.url());
    await untilDone(other.page);
    expect(await fingerprint(other.page)).toBe(before);
    expect(await other.page.locator(".banner").textContent()).toContain("From a link");
    expect(other.complaints).toEqual([]);
    await other.page.waitForTimeout(600);
    await other.page.reload();
    await untilDone(other.page);
    expect(await other.page.locator(".banner").count()).toBe(0);
    await other.close();
  });

  test("is written as one edits; back and forward lead through the versions", async () => {
    const page = await open();
    await untilDone(page);
    await expect.poll(() => page.url(), { timeout: 30_000 }).toContain("#1.");
    await addressAfter(page, () => giveSmall(page));
    const first = await fingerprint(page);
    await addressAfter(page, () => page.getByText("As text", { exact: true }).click());
    await addressAfter(page, () => write(page, small.replace("growth: 4.5", "growth: 1.1")));
    await expect.poll(() => fingerprint(page), { timeout: 30_000 }).not.toBe(first);
    await page.goBack();
    await expect.poll(() => fingerprint(page), { timeout: 30_000 }).toBe(first);
    await page.goForward();
    await expect.poll(() => page.locator(".cm-content").textContent()).toContain("growth: 1.1");
  });

  test("that asks for much work waits for a word", async () => {
    const first = await open();
    await giveSmall(first, small.replace("replications: 6", "replications: 7"));
    await first.getByLabel("Replications").fill("100000");
    await first.getByLabel("Replications").blur();
    await first.getByText(/of 200000 runs/).waitFor();
    await first.waitForTimeout(600);
    const other = await openPage(browser, first.url());
    await other.page.locator('[data-phase="waiting"]').waitFor();
    expect(await other.page.locator("[data-fingerprint]").count()).toBe(0);
    await other.page.getByRole("button", { name: "Run it anyway" }).click();
    await other.page.getByText(/of 200000 runs/).waitFor();
    await other.close();
  });

  test.each(["#1.AAAA", "#nothing", "#9.abc", `#1.${"A".repeat(1000)}`])(
    "that is broken (%#) is refused with a message, and nothing is lost",
    async (fragment) => {
      const page = await open(fragment);
      await page.getByText("The link could not be read").waitFor();
      await untilDone(page);
      expect(await page.locator("h1").textContent()).toContain("If internal demand rises");
    },
  );
});

const screens = [
  ["light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" }],
  ["dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 740 }, colorScheme: "light", isMobile: true, hasTouch: true }],
] as const;

describe.each(screens)("on a %s screen", (_, options) => {
  test("axe finds nothing serious, and the page does not scroll sideways", async () => {
    const page = await open("", options);
    await untilDone(page);
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
    // From outside the page, where its policy does not reach.
    await page.evaluate(axe);
    const found = await page.evaluate<{ impact: string; id: string; nodes: string[] }[]>(`
      axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ impact, id, nodes }) =>
        ({ impact, id, nodes: nodes.slice(0, 3).map(({ html }) => html) })))`);
    expect(found.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = false");
    const [needed, there] = await page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(needed).toBeLessThanOrEqual(there);
  });
});

test("light or dark is chosen on the page and remembered", async () => {
  const page = await open("", { colorScheme: "light", viewport: { width: 1280, height: 900 } });
  const ground = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  const light = await ground();
  await page.getByLabel("Light or dark").selectOption("dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await ground()).toBe(dark);
});

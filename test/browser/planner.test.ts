/**
 * The page as a planner uses it for longer: drags, steps through a run, asks why and what if, drops a trace, takes
 * pictures away, walks by keyboard. It lies in a subfolder of a host that hears of every breach of its policy.
 */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Host, hostInSubfolder } from "./hosted.ts";
import { hostileNames } from "./hostile-names.ts";
import { launchBrowser } from "./launch.ts";
import { fingerprint, give, giveSmall, share } from "./on-page.ts";
import { type OpenPage, openPage, untilDone } from "./open-page.ts";

let browser: Browser;
let host: Host;
let opened: OpenPage | undefined;

beforeAll(async () => {
  host = await hostInSubfolder();
  browser = await launchBrowser();
});
afterEach(async () => {
  const complaints = opened?.complaints;
  await opened?.close();
  opened = undefined;
  expect(complaints ?? []).toEqual([]);
  expect(host.reports).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const open = async (): Promise<Page> => {
  opened = await openPage(browser, host.address);
  return opened.page;
};

const drawn = async (page: Page, chart: string): Promise<string> => {
  const place = page.locator(`[data-chart="${chart}"]`);
  await place.scrollIntoViewIfNeeded();
  await place.locator(".js-plotly-plot .main-svg").first().waitFor();
  return place.locator(".js-plotly-plot").innerHTML();
};

const metric = (page: Page, name: string): Promise<string | null> =>
  page.locator(`[data-metric="${name}"] .mean`).first().textContent();

describe("a planner", () => {
  test("drags a slider: sentence, table and chart follow, and the ends of the slider stay", async () => {
    const page = await open();
    await giveSmall(page);
    const before = await drawn(page, "utilization");
    const answer = await page.locator(".answer p").textContent();
    const rent = await metric(page, "revenue");
    const slider = page.getByRole("slider", { name: "Growth" }).first();
    const most = await slider.getAttribute("max");
    for (const place of [0.5, 0.1]) {
      await slider.scrollIntoViewIfNeeded();
      const box = (await slider.boundingBox()) as { x: number; y: number; width: number; height: number };
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * 0.4, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * place, y, { steps: 8 });
      await page.mouse.up();
    }
    await expect.poll(() => metric(page, "revenue"), { timeout: 30_000 }).not.toBe(rent);
    await untilDone(page);
    expect(await page.locator(".answer p").textContent()).not.toBe(answer);
    await expect.poll(() => drawn(page, "utilization")).not.toBe(before);
    expect(await slider.getAttribute("max")).toBe(most);
  });

  test("asks why a notice was served, and steps through the run", async () => {
    const page = await open();
    await giveSmall(page);
    await page.getByRole("button", { name: "Why N0?" }).click();
    const explanation = page.locator(".explanation");
    expect(await explanation.textContent()).toContain("training");
    expect(await explanation.locator("tbody tr").count()).toBe(1);
    await page.keyboard.press("Escape");
    await explanation.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Show each event" }).click();
    const now = page.locator(".now");
    const first = await now.textContent();
    await page.getByRole("button", { name: "Next event" }).click();
    await expect.poll(() => now.textContent()).not.toBe(first);
    await page.getByRole("slider", { name: "Event" }).focus();
    await page.keyboard.press("End");
    const place = async () => /Event ([\d,]+) of ([\d,]+)/.exec((await now.textContent()) ?? "") ?? [];
    const last = (await place())[2];
    expect(last).toMatch(/\d/);
    await expect.poll(async () => (await place())[1]).toBe(last);
    await page.keyboard.press("Home");
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => now.textContent()).not.toBe(first);
    await page.getByRole("button", { name: "Pause" }).click();
    const paused = await now.textContent();
    await page.waitForTimeout(300);
    expect(await now.textContent()).toBe(paused);
  });

  test("opens the explanation from a mark in a chart", async () => {
    const page = await open();
    await giveSmall(page);
    await drawn(page, "leases");
    const mark = page.locator('[data-chart="leases"] .scatterlayer .points path').first();
    const box = (await mark.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(".explanation h3").waitFor();
  });

  test("simulates two parameters at once, where the present pair is the present result", async () => {
    const page = await open();
    await giveSmall(page);
    const part = page.locator('[data-method="map"]');
    await part.getByLabel("Values, across").fill("1.1, 4.5");
    await part.getByLabel("Values, up").fill("1 day, 30 days");
    await part.getByLabel("Values, up").blur();
    await part.getByRole("button", { name: "Simulate 4 pairs" }).click();
    await page.locator('[data-method="map"][data-phase="done"]').waitFor();
    await part.getByRole("button", { name: "Table" }).click();
    const cells = await part.locator("tbody tr", { hasText: "30 days" }).locator("td, th").allTextContents();
    const present = (await metric(page, "unmetShare")) ?? "";
    expect(cells.join(" ")).toContain(/[\d.]+/.exec(present)?.[0]);
  });

  test("asks what matters most and how long a notice should be", async () => {
    const page = await open();
    await giveSmall(page);
    for (const [method, button] of [
      ["tornado", "Simulate each parameter"],
      ["ladder", "Simulate the ladder"],
    ] as const) {
      const part = page.locator(`[data-method="${method}"]`);
      await part.getByRole("button", { name: button }).click();
      await page.locator(`[data-method="${method}"][data-phase="done"]`).waitFor({ timeout: 60_000 });
      await part.locator(".js-plotly-plot .main-svg").first().waitFor();
    }
    const bars = page.locator('[data-method="tornado"]');
    await bars.getByRole("button", { name: "Table" }).click();
    expect(await bars.locator("tbody").textContent()).toContain("training: Growth");
  });

  test("takes a picture away that is one", async () => {
    const page = await open();
    await giveSmall(page);
    await drawn(page, "utilization");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator('[data-chart="utilization"]').getByRole("button", { name: "PNG" }).click(),
    ]);
    const bytes = readFileSync(await file.path());
    expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const colors = await page.evaluate<number>(`(async () => {
      const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      const seen = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
      return new Set(seen).size;
    })()`);
    expect(colors).toBeGreaterThan(20);
  });

  test("drops a trace that no scenario names, and has a scenario around it", async () => {
    const page = await open();
    await untilDone(page);
    const trace = "philly_ed69ec_oct-nov2017.csv";
    const text = readFileSync(new URL(`../../scenarios/traces/${trace}`, import.meta.url), "utf8");
    await page.evaluate(
      ([name, body]) => {
        const files = new DataTransfer();
        files.items.add(new File([body as string], name as string, { type: "text/csv" }));
        dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
      },
      [trace, text],
    );
    await page.getByText(`How long do the 1096 jobs of ${trace} wait?`).waitFor();
    await untilDone(page);
    await page.getByRole("button", { name: "Show each event" }).click();
    await drawn(page, "jobs");
  });

  test("reads the manual on the page", async () => {
    const page = await open();
    await page.getByRole("button", { name: "policies", exact: true }).click();
    const manual = page.getByRole("dialog", { name: "Manual" });
    await manual.getByRole("heading", { name: "Policies", exact: true }).waitFor();
    await manual.getByRole("button", { name: "jobs", exact: true }).first().click();
    await manual.getByRole("heading", { name: "Jobs and queues" }).first().waitFor();
    await page.keyboard.press("Escape");
    expect(await manual.count()).toBe(0);
  });

  test("walks through it by keyboard alone", async () => {
    const page = await open();
    await giveSmall(page);
    await page.evaluate("document.activeElement?.blur()");
    const seen: string[] = [];
    const step = async (): Promise<string> => {
      await page.keyboard.press("Tab");
      return page.evaluate<string>(`(() => {
        const at = document.activeElement;
        return [at.tagName, at.type ?? "", at.id, at.getAttribute("aria-label") ?? "", at.textContent?.slice(0, 40) ?? ""].join(" ");
      })()`);
    };
    for (let i = 0; i < 45 && !seen.at(-1)?.includes("Growth, slider"); i++) seen.push(await step());
    const all = seen.join("\n");
    for (const word of [
      "Skip to the results",
      "preset",
      "Share",
      "checkbox",
      "radio",
      "search",
      "Growth, slider",
    ])
      expect(all).toContain(word);
    const before = await fingerprint(page);
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowLeft");
    await expect.poll(() => fingerprint(page), { timeout: 30_000 }).not.toBe(before);
  });
});

/** Every name of a scenario is one of them somewhere; those that the language refuses stand in its messages. */
const scenarioOf = (names: readonly string[]) => ({
  clawback: 1,
  name: names[0],
  question: names.join(" "),
  start: "2026-07-01",
  horizon: "200 days",
  seed: "hostile",
  replications: 2,
  cluster: { pools: [{ name: names[1], gpus: 1000 * names.length }] },
  internal: [{ name: names[2], demand: { kind: "level", base: 400 * names.length, growth: 4.5 } }],
  tenants: names.slice(3).map((name) => ({
    name,
    contract: { gpus: 600, notice: "30 days", lockout: 0, minQuantity: 0, fee: { perGpuHour: 3 } },
  })),
});

describe("hostile names", () => {
  test("run nothing, load nothing and ask nothing, anywhere on the page", { timeout: 120_000 }, async () => {
    const page = await open();
    await untilDone(page);
    const usable = hostileNames.filter((name) => !REFUSED.test(name));
    expect(usable.length).toBeGreaterThan(30);
    await give(page, "hostile.json", JSON.stringify(scenarioOf(usable)));
    await page.getByText("hostile.json is open.").waitFor({ state: "attached" });
    await expect.poll(() => page.locator("h1").textContent()).toContain("onerror");
    await untilDone(page);
    await page.getByRole("button", { name: "Why N0?" }).click();
    await page.getByRole("button", { name: "Show each event" }).click();
    await page.locator(".stepper").waitFor();
    await page.getByRole("button", { name: "Next turn" }).click();
    for (const chart of await page.locator("[data-chart]").all()) {
      await chart.scrollIntoViewIfNeeded();
      await chart.locator(".js-plotly-plot .main-svg").first().waitFor();
      await chart.hover({ force: true });
    }
    await page.getByRole("button", { name: "Simulate the ladder" }).click();
    await page.locator('[data-method="ladder"][data-phase="done"]').waitFor({ timeout: 60_000 });
    await share(page, "Report, one HTML file");
    await page.getByText("As text", { exact: true }).click();
    await page.locator('.editor[data-ready="true"]').waitFor();
    await give(page, "refused.json", JSON.stringify(scenarioOf(hostileNames)));
    await page.locator(".problems").first().waitFor();
    expect(await page.locator("img, iframe, object, script:not([src])").count()).toBe(0);
  });
});

/** What the language takes for no name: control characters, direction marks, halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const REFUSED = /[\u0000-\u001f\u202a-\u202e\u2028\ud800-\udfff]|.{65}/;

/** The same scenario and seed give the same bytes in Node, with one worker or two, and in Chromium. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadTraces } from "../../src/node/load-traces.ts";
import { createThreadExecutor } from "../../src/node/thread-executor.ts";
import { traceFilesOf } from "../../src/scenario/compile/trace-set.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { runStudy } from "../../src/studies/study.ts";
import { builtWorker } from "../node/built.ts";
import { launchBrowser } from "./launch.ts";
import { serve } from "./serve.ts";

const PRESETS = [
  ...["colossus", "notice-ladder", "robotaxi-surge", "faster-code", "orbital"],
  ...["philly", "spot-edge", "failures"],
];
const REPLICATIONS = 3;

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  builtWorker();
  browser = await launchBrowser();
  site = await serve(new URL("../../dist/web-engine/", import.meta.url));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const folder = new URL("../../scenarios/", import.meta.url);

const inNode = async (text: string, threads: number) => {
  const { scenario } = parseScenario(text);
  const request = {
    scenario,
    traces: (await loadTraces([scenario], fileURLToPath(folder))).traces,
    policies: [],
    replications: REPLICATIONS,
    command: "",
  };
  return runStudy(request, createThreadExecutor({ threads, script: builtWorker() }), { workers: threads });
};

/** The traces of a scenario as text: the browser reads them itself. */
const filesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    traceFilesOf(parseScenario(text).scenario).map(({ file }) => [
      file,
      readFileSync(new URL(file, folder), "utf8"),
    ]),
  );

/** As text, because the test runner rewrites dynamic imports of functions. */
const script = (text: string): string => `(async () => {
  const engine = await import("/clawback.js");
  const { scenario } = engine.parseScenario(${JSON.stringify(text)});
  const files = ${JSON.stringify(filesOf(text))};
  const rows = new Map(engine.traceFilesOf(scenario).map(({ key, file, spec }) => {
    const reader = engine.createTraceReader(spec);
    reader.push(new TextEncoder().encode(files[file]));
    return [key, reader.finish().rows];
  }));
  const request = { scenario, traces: { ...engine.noTraces, rows }, policies: [], replications: ${REPLICATIONS}, command: "" };
  const result = await engine.runStudy(request, engine.inProcessExecutor);
  return { fingerprint: result.fingerprint, json: JSON.stringify(result) };
})()`;

const inChromium = async (text: string): Promise<{ fingerprint: string; json: string }> => {
  const page = await browser.newPage();
  try {
    await page.goto(`${site.origin}/`);
    return await page.evaluate(script(text));
  } finally {
    await page.close();
  }
};

describe.each(PRESETS)("%s", (preset) => {
  test("has one fingerprint, and one result to the byte, in all of them", async () => {
    const text = readFileSync(new URL(`../../scenarios/${preset}.yaml`, import.meta.url), "utf8");
    const one = await inNode(text, 1);
    const two = await inNode(text, 2);
    const web = await inChromium(text);
    expect(one.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(two.fingerprint).toBe(one.fingerprint);
    expect(web.fingerprint).toBe(one.fingerprint);
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
    expect(web.json).toBe(JSON.stringify(one));
  }, 60_000);
});

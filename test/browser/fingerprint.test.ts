/**
 * The same scenario and seed give the same bytes: in Node with one thread, two, and with the units in another order, in Chromium
 * and in Firefox. Each engine loads one page and goes through all scenarios there.
 */
import { createHash } from "node:crypto";
import type { Browser } from "playwright-core";
import type { Browser as Firefox } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createThreadExecutor } from "../../src/node/thread-executor.ts";
import { runStudy } from "../../src/studies/study.ts";
import {
  createRunner,
  type Executor,
  inProcessExecutor,
  type Job,
  type Unit,
  type UnitResult,
} from "../../src/studies/unit.ts";
import { type Case, cases, filesOf, scenarioOf, tracesOf } from "../golden/cases.ts";
import { builtWorker } from "../node/built.ts";
import { findFirefox, launchFirefox } from "./find-firefox.ts";
import { launchBrowser } from "./launch.ts";
import { serve } from "./serve.ts";

const REPLICATIONS = 2;
/** Scenarios that a page is asked for at a time. */
const BATCH = 10;

/** What is compared: the fingerprint of all runs, and a digest of the whole result. */
type Print = { readonly fingerprint: string; readonly result: string };

let site: Awaited<ReturnType<typeof serve>>;
let alone: Readonly<Record<string, Print>>;
const all = cases();
/** What the studies ask of an executor, in the order of the scenarios. */
const asked: { readonly job: Job; readonly units: readonly Unit[] }[] = [];

/** @param executorOf - for the scenario in this place */
const inNode = async (executorOf: (place: number) => Executor): Promise<Record<string, Print>> => {
  const prints: Record<string, Print> = {};
  for (const [place, one] of all.entries()) {
    const scenario = scenarioOf(one);
    const traces = await tracesOf(scenario);
    const request = { scenario, traces, policies: [], replications: REPLICATIONS, command: "" };
    const result = await runStudy(request, executorOf(place));
    const digest = createHash("sha256").update(JSON.stringify(result)).digest("hex");
    prints[one.name] = { fingerprint: result.fingerprint, result: digest };
  }
  return prints;
};

beforeAll(async () => {
  builtWorker();
  site = await serve(new URL("../../dist/web-engine/", import.meta.url));
  alone = await inNode(() => noting);
}, 180_000);

afterAll(async () => {
  await site?.close();
});

/** Runs units one after the other, and notes what was asked for. */
const noting: Executor = {
  run(job, units, options) {
    asked.push({ job, units });
    return inProcessExecutor.run(job, units, options);
  },
};

/** Runs the last unit first, each with a plan and an agenda of its own. */
const backwards: Executor = {
  async *run(job, units) {
    for (const unit of [...units].reverse()) yield createRunner(job)(unit);
  },
};

/** All units of all scenarios as one job, so that threads start once; then each study takes up its own, in the order they came in. */
const onThreads = async (threads: number): Promise<Record<string, Print>> => {
  const [{ job }] = asked;
  const rows = new Map(asked.flatMap((one) => [...one.job.traces.rows]));
  const availability = new Map(asked.flatMap((one) => [...one.job.traces.availability]));
  const variants = asked.map((one) => one.job.variants[0]);
  const units = asked.flatMap((one, variant) => one.units.map((unit) => ({ ...unit, variant })));
  const arrived: UnitResult[][] = asked.map(() => []);
  const executor = createThreadExecutor({ threads, script: builtWorker() });
  for await (const result of executor.run({ ...job, variants, traces: { rows, availability } }, units, {}))
    arrived[result.unit.variant].push({ ...result, unit: { ...result.unit, variant: 0 } });
  return inNode((place) => ({
    async *run() {
      yield* arrived[place];
    },
  }));
};

/** As text, because the test runner rewrites dynamic imports of functions. */
const script = (batch: readonly Case[]): string => `(async () => {
  const engine = await import("/clawback.js");
  const prints = {};
  for (const { name, text, set, files } of ${JSON.stringify(batch.map((one) => ({ ...one, files: filesOf(scenarioOf(one)) })))}) {
    const { scenario } = engine.parseScenario(text, { overrides: set });
    const read = (reader, file) => { reader.push(new TextEncoder().encode(files[file])); return reader.finish(); };
    const traces = { rows: new Map(), availability: new Map() };
    for (const { key, file, spec } of engine.traceFilesOf(scenario))
      traces.rows.set(key, read(engine.createTraceReader(spec), file).rows);
    for (const { key, file, spec } of engine.availabilityFilesOf(scenario))
      traces.availability.set(key, read(engine.createAvailabilityReader(spec), file).steps);
    const request = { scenario, traces, policies: [], replications: ${REPLICATIONS}, command: "" };
    const result = await engine.runStudy(request, engine.inProcessExecutor);
    const bytes = new TextEncoder().encode(JSON.stringify(result));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    prints[name] = { fingerprint: result.fingerprint, result: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
  }
  return prints;
})()`;

type Page = { evaluate(script: string): Promise<unknown> };

const inPage = async (page: Page): Promise<Record<string, Print>> => {
  const prints: Record<string, Print> = {};
  for (let at = 0; at < all.length; at += BATCH)
    Object.assign(prints, await page.evaluate(script(all.slice(at, at + BATCH))));
  return prints;
};

/** By name, so that a failure says which scenarios differ. */
const expectSame = (found: Readonly<Record<string, Print>>): void => {
  expect(Object.keys(found)).toHaveLength(60);
  for (const { name } of all) expect.soft(found[name], name).toEqual(alone[name]);
};

describe("sixty scenarios have one fingerprint each, and one result to the byte", () => {
  test("which are not all the same", () => {
    expect(new Set(Object.values(alone).map(({ fingerprint }) => fingerprint)).size).toBeGreaterThan(50);
    for (const { fingerprint } of Object.values(alone)) expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each([1, 2])("on %i threads", async (threads) => {
    expectSame(await onThreads(threads));
  });

  test("whatever the order in which units are run and come in", async () => {
    expectSame(await inNode(() => backwards));
  });

  test("in Chromium", async () => {
    const browser: Browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/`);
      expectSame(await inPage(page));
    } finally {
      await browser.close();
    }
  });

  const firefox = findFirefox();
  if (firefox === undefined)
    process.stderr.write("fingerprints: no Firefox on this machine, so Firefox was NOT compared\n");

  test.skipIf(firefox === undefined)("in Firefox", async () => {
    const browser: Firefox = await launchFirefox(firefox as string);
    try {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/`);
      expectSame(await inPage(page));
    } finally {
      await browser.close();
    }
  });
});

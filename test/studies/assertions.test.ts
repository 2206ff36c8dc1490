/** Assertions held against results: on the mean, on an end of its interval, under one policy or all; and no part of the run. */
import { describe, expect, test } from "vitest";
import { metricDefinitions } from "../../src/metrics/definitions.ts";
import { parseResult, serializeResult } from "../../src/results/json.ts";
import { renderCompare } from "../../src/results/terminal/render.ts";
import type { PolicyResult } from "../../src/results/types.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { checkAssertions } from "../../src/studies/assertions.ts";
import { runStudy } from "../../src/studies/study.ts";
import { inProcessExecutor } from "../../src/studies/unit.ts";

const MEAN = { mean: 10, sd: 2, n: 5, low: 8, high: 12 };
const policy = (name: string, variant = "", interval = MEAN): PolicyResult =>
  ({ policy: name, variant, metrics: metricDefinitions.map(() => interval) }) as never;

const verdicts = (assert: unknown, policies = [policy("a"), policy("b")]) =>
  checkAssertions({ assert } as never, policies).map(({ policy: whose, verdict }) => `${whose} ${verdict}`);

describe("an assertion", () => {
  test.each([
    ["evictions < 11", "a holds"],
    ["evictions < 10", "a fails"],
    ["evictions <= 10", "a holds"],
    ["evictions > 10", "a fails"],
    ["evictions >= 10", "a holds"],
    ["evictions = 10", "a holds"],
    ["evictions = 9", "a fails"],
  ])("%s is held against the mean of the first policy that is run: %s", (text, verdict) => {
    expect(verdicts(text)).toEqual([verdict]);
  });

  test.each([
    ["evictions < 11", "low", "a holds"],
    ["evictions < 11", "high", "a fails"],
    ["evictions > 9", "low", "a fails"],
    ["evictions < 12.5", "sure", "a holds"],
    ["evictions < 11", "sure", "a fails"],
    ["evictions > 7", "sure", "a holds"],
    ["evictions = 10", "sure", "a fails"],
  ])("%s on %s: %s", (that, on, verdict) => {
    expect(verdicts([{ that, on }])).toEqual([verdict]);
  });

  test("may be about another policy, about all, or about one that is not run", () => {
    const that = "evictions < 11";
    expect(verdicts([{ that, policy: "b", on: "mean" }])).toEqual(["b holds"]);
    expect(verdicts([{ that, policy: "*", on: "mean" }])).toEqual(["a holds", "b holds"]);
    expect(verdicts([{ that, policy: "c", on: "mean" }])).toEqual(["c notRun"]);
  });

  test("is held at every value of what is varied", () => {
    expect(
      verdicts("evictions < 11", [policy("a", "x=1"), policy("a", "x=2", { ...MEAN, mean: 11 })]),
    ).toEqual(["a holds", "a fails"]);
  });

  test("of what is not a number fails", () => {
    expect(verdicts("evictions < 11", [policy("a", "", { ...MEAN, mean: Number.NaN })])).toEqual(["a fails"]);
  });
});

describe("in a study", () => {
  const study = (assert: string) =>
    runStudy(
      {
        scenario: parseScenario(`
clawback: 1
name: asserted
start: 2026-07-01
horizon: 200 days
replications: 3
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal: [{ name: i, demand: { kind: level, base: 400, growth: 4, noise: {} } }]
tenants: [{ name: t, contract: { gpus: 600, lockout: 0, notice: 30 days } }]
policies: { reactive: {}, never: {} }
${assert}`).scenario,
        policies: [],
        command: "clawback compare asserted.yaml",
        bins: 10,
      },
      inProcessExecutor,
    );

  test("asserting changes neither a fingerprint nor a hash", async () => {
    const [plain, asserted] = [await study(""), await study("assert: unmetShare < 1 %")];
    expect(asserted.fingerprint).toBe(plain.fingerprint);
    expect(asserted.scenario.hash).toBe(plain.scenario.hash);
    expect(asserted.policies).toEqual(plain.policies);
    expect(plain.assertions).toEqual([]);
    expect(asserted.assertions.map(({ verdict }) => verdict)).toEqual(["fails"]);
  });

  test("outcomes are shown, saved and read back", async () => {
    const result = await study("assert: [unmetShare < 1 %, { that: netValue > -$1 T, policy: never }]");
    const text = renderCompare(result, { width: 120, color: false, unicode: true });
    expect(text).toContain("Asserted: 1 of 2 fail");
    expect(text).toMatch(/unmetShare < 1 % +FAILS +reactive/);
    expect(text).toMatch(/netValue > -\$1 T +holds +never/);
    const back = parseResult(serializeResult(result));
    expect(back.assertions).toEqual(result.assertions);
    expect(back.calendar).toEqual(result.calendar);
    expect(result.calendar.rows.map(({ lease, gpus }) => [lease, gpus])).toEqual([["t", 600]]);
  });
});

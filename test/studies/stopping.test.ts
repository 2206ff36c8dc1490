import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { METRIC, metricDefinitions } from "../../src/metrics/definitions.ts";
import { openStream } from "../../src/random/streams.ts";
import { normal } from "../../src/random/variates.ts";
import { parseResult, serializeResult } from "../../src/results/json.ts";
import { meanInterval } from "../../src/stats/intervals.ts";
import { parseAmount, parsePrecision } from "../../src/studies/amounts.ts";
import { type Precision, precisionRule, type Standing } from "../../src/studies/stopping.ts";
import { runStudy } from "../../src/studies/study.ts";
import { createRunner, type Executor, inProcessExecutor } from "../../src/studies/unit.ts";
import { noisy } from "./noisy.ts";

/** A row of metrics that are all the same. */
const row = (value: number): Float64Array => new Float64Array(metricDefinitions.length).fill(value);
const within = (halfWidth: number, isRelative = true): Precision => ({
  metric: "unmetShare",
  halfWidth,
  isRelative,
});

describe("the rule of precision", () => {
  const stream = openStream("stopping", 0, "values", "normal");
  const values = Array.from({ length: 500 }, () => 10 + 3 * normal(stream));

  test.each([
    [0.05, true],
    [0.4, false],
  ])(
    "half-width %s, relative %s: stops at the first replication whose interval is narrow enough",
    (width, isRelative) => {
      const rule = precisionRule([within(width, isRelative)], ["a"], 10);
      const stopped = values.findIndex((value) => rule.add([row(value)])) + 1;
      const narrow = (n: number): boolean => {
        const { halfWidth, mean } = meanInterval(values.slice(0, n));
        return halfWidth <= width * (isRelative ? Math.abs(mean) : 1);
      };
      const first = values.findIndex((_, i) => i + 1 >= 10 && narrow(i + 1)) + 1;
      expect(stopped).toBe(first);
      expect(stopped).toBeGreaterThan(10);
      const { precision, replications } = rule.standing();
      expect(replications).toBe(first);
      const { halfWidth, mean } = meanInterval(values.slice(0, first));
      expect(precision[0]?.current).toBeCloseTo(isRelative ? halfWidth / mean : halfWidth, 12);
    },
  );

  test("waits for the least number of replications, however narrow the interval", () => {
    const rule = precisionRule([within(0.05)], ["a"], 10);
    expect(Array.from({ length: 10 }, () => rule.add([row(0)])).indexOf(true)).toBe(9);
  });

  test("waits for the entry that is known worst, and names it", () => {
    const rule = precisionRule([within(0.05)], ["steady", "wild"], 5);
    let isEnough = false;
    for (let i = 0; i < 20; i++) isEnough = rule.add([row(10 + (i % 2) / 100), row(10 + (i % 2) * 9)]);
    expect(isEnough).toBe(false);
    expect(rule.standing().precision[0]).toMatchObject({ entry: "wild", isReached: false });
  });

  test("tells how many replications it will take, within a factor of two", () => {
    const rule = precisionRule([within(0.03)], ["a"], 10);
    const expectations: number[] = [];
    const stopped =
      values.findIndex((value) => {
        const isEnough = rule.add([row(value)]);
        expectations.push(rule.standing().expected);
        return isEnough;
      }) + 1;
    expect(stopped).toBeGreaterThan(100);
    for (const expected of expectations.slice(49)) {
      expect(expected).toBeGreaterThan(stopped / 2);
      expect(expected).toBeLessThan(stopped * 2);
    }
  });

  test("never reaches a share of a mean that is 0 while values differ", () => {
    const rule = precisionRule([within(0.5)], ["a"], 2);
    for (let i = 0; i < 100; i++) expect(rule.add([row(i % 2 === 0 ? 1 : -1)])).toBe(false);
  });

  test("refuses a metric without a value", () => {
    const rule = precisionRule([within(0.05)], ["a"], 2);
    expect(() => rule.add([row(Number.NaN)])).toThrow(InputError);
  });
});

describe("a study with a precision", () => {
  const request = {
    scenario: noisy,
    policies: ["reactive", "never"],
    command: "test",
    stop: { precision: [within(0.08)], least: 10, most: 400 },
  };

  test("stops where the rule says, and is then the study with that many replications", async () => {
    const stopped = await runStudy(request, inProcessExecutor);
    const { replications } = stopped;
    expect(replications).toBeGreaterThan(10);
    expect(replications).toBeLessThan(400);
    const fixed = await runStudy({ ...request, stop: undefined, replications }, inProcessExecutor);
    expect(stopped.fingerprint).toBe(fixed.fingerprint);
    expect(stopped.policies).toEqual(fixed.policies);
    for (const { metrics } of stopped.policies) {
      const { low, high, mean } = metrics[METRIC.unmetShare] as (typeof metrics)[0];
      expect((high - low) / 2).toBeLessThanOrEqual(0.08 * mean);
    }
    const before = await runStudy(
      { ...request, stop: undefined, replications: replications - 1 },
      inProcessExecutor,
    );
    const widest = before.policies.map(({ metrics }) => {
      const { low, high, mean } = metrics[METRIC.unmetShare] as (typeof metrics)[0];
      return (high - low) / 2 / mean;
    });
    expect(Math.max(...widest)).toBeGreaterThan(0.08);
  });

  test("gives the same bytes, however the work is cut and in whatever order it arrives", async () => {
    const shuffled: Executor = {
      async *run(job, units) {
        const runUnit = createRunner(job);
        const late = [...units];
        while (late.length > 0) for (const unit of late.splice(0, 7).reverse()) yield runUnit(unit);
      },
    };
    const vary = { path: "tenants[0].contract.notice", values: ["30 days", "60 days"] };
    const first = JSON.stringify(await runStudy({ ...request, vary }, inProcessExecutor));
    for (const workers of [2, 500])
      expect(JSON.stringify(await runStudy({ ...request, vary }, shuffled, { workers }))).toBe(first);
  });

  test("gives up at the most, and says how well it knows", async () => {
    const result = await runStudy(
      { ...request, stop: { precision: [within(0.001)], least: 10, most: 12 } },
      inProcessExecutor,
    );
    expect(result.replications).toBe(12);
    expect(result.stopped?.precision[0]).toMatchObject({ isReached: false });
    expect(result.answer).toMatch(/after 12 replications, not to ± 0\.1 % of its mean as asked/);
  });

  test("is saved with what it stopped by, and read back", async () => {
    const best = { metric: "netValue", indifference: 0.3, isRelative: true, confidence: 0.9 } as const;
    const stop = { ...request.stop, best, most: 11 };
    const result = await runStudy({ ...request, stop }, inProcessExecutor);
    const read = parseResult(serializeResult(result));
    expect(read.request.stop).toEqual(stop);
    expect(read.stopped).toEqual(result.stopped);
  });

  test("reports how wide the intervals are as it goes", async () => {
    const seen: (Standing | undefined)[] = [];
    await runStudy(request, inProcessExecutor, { onProgress: (_d, _t, standing) => seen.push(standing) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)?.precision[0]?.current).toBeLessThanOrEqual(0.08);
    expect(seen[1]?.precision[0]?.current).toBeGreaterThan(0.08);
  });

  test.each([
    [{ precision: [], least: 10, most: 20 }, /neither/],
    [{ precision: [within(0)], least: 10, most: 20 }, /above 0/],
    [{ precision: [within(0.1)], least: 1, most: 20 }, /at least 2/],
    [{ precision: [within(0.1)], least: 10, most: 9 }, /fewer than the least/],
  ])("%j is refused", async (stop, message) => {
    await expect(runStudy({ ...request, stop }, inProcessExecutor)).rejects.toThrow(message);
  });
});

describe("texts", () => {
  test("say how much", () => {
    expect(parseAmount("5%")).toEqual({ value: 0.05, isRelative: true });
    expect(parseAmount(" 0.5 % ")).toEqual({ value: 0.005, isRelative: true });
    expect(parseAmount("2e6")).toEqual({ value: 2e6, isRelative: false });
    for (const text of ["", "%", "-1", "0", "1e999", "5 %%", "five"])
      expect(parseAmount(text)).toBeUndefined();
  });

  test("say how well a metric is to be known, and answer slips", () => {
    expect(parsePrecision("unmetShare:5%")).toEqual(within(0.05));
    expect(parsePrecision("unmetShare:0.01")).toEqual(within(0.01, false));
    expect(() => parsePrecision("unmetShre:5%")).toThrow(InputError);
    try {
      parsePrecision("unmetShre:5%");
    } catch (error) {
      expect((error as InputError).problems[0]?.hint).toContain("unmetShare");
    }
    for (const text of ["unmetShare", "unmetShare:", "5%", "unmetShare:-5%"])
      expect(() => parsePrecision(text)).toThrow(/is no precision/);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { RunResult } from "../../src/metrics/outcome.ts";
import { renderSeek, seekAnswer } from "../../src/results/terminal/seek.ts";
import { renderSensitivity } from "../../src/results/terminal/sensitivity.ts";
import { noTraces } from "../../src/scenario/compile/trace-set.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { axisOf, parseRange } from "../../src/studies/axis.ts";
import { parseCondition, parseMeasure } from "../../src/studies/measure.ts";
import { seek } from "../../src/studies/seek.ts";
import { sensitivity } from "../../src/studies/sensitivity.ts";
import { createRunner, type Executor, inProcessExecutor } from "../../src/studies/unit.ts";
import { noisy } from "./noisy.ts";

const options = { executor: inProcessExecutor };
const terminal = { width: 100, color: false, unicode: true };
const common = { scenario: noisy, traces: async () => noTraces, command: "test" };
const notice = parseRange("tenants.a.contract.notice=0 days..100 days");

const backwards: Executor = {
  async *run(job, units) {
    const runUnit = createRunner(job);
    for (const unit of [...units].reverse()) yield runUnit(unit);
  },
};

describe("an axis", () => {
  const valuesOf = (text: string): string[] => {
    const axis = axisOf(noisy, parseRange(text));
    return [0, 0.25, 0.5, 1].map(axis.textAt);
  };

  test("speaks the language of its parameter", () => {
    expect(valuesOf("internal.training.demand.growth=1..4")).toEqual(["1", "1.75", "2.5", "4"]);
    expect(valuesOf("tenants.a.contract.notice=7 days..8 days")).toEqual([
      "604800 s",
      "626400 s",
      "648000 s",
      "691200 s",
    ]);
    expect(valuesOf("start=2026-07-01..2026-07-05")).toEqual([
      "2026-07-01T00:00:00Z",
      "2026-07-02T00:00:00Z",
      "2026-07-03T00:00:00Z",
      "2026-07-05T00:00:00Z",
    ]);
  });

  test("keeps to whole numbers where the language wants them, and to days where there are many", () => {
    expect(valuesOf("tenants.a.contract.gpus=100..110")).toEqual(["100", "103", "105", "110"]);
    expect(valuesOf("internal.training.demand.base=100..110")[1]).toBe("103");
    const days = axisOf(noisy, parseRange("tenants.a.contract.notice=0 s..1001 days"));
    expect(days.labelAt(0.3)).toBe("300 days");
    expect(days.snap(0.3)).toBeCloseTo(300 / 1001, 12);
  });

  test("has no stray digits", () => {
    const axis = axisOf(noisy, parseRange("internal.training.demand.growth=0.1..0.3"));
    for (let place = 0; place <= 1; place += 1 / 64) expect(axis.textAt(place).length).toBeLessThanOrEqual(8);
  });

  test.each([
    "internal.training.demand.growth",
    "internal.training.demand.growth=1",
    "internal.training.demand.growth=..2",
    "=1..2",
  ])("is not %j", (text) => {
    expect(() => parseRange(text)).toThrow(InputError);
  });

  test.each([
    ["internal.training.demand.growth=4..1", /below/],
    ["internal.training.demand.growth=1..2 days", /of one kind/],
    ["tenants.a.contract.notice=1 month..2 months", /in days or less/],
    ["internal.training.demand.growht=1..2", /growht/],
    ["tenants.a.contract.gpus=-5..10", /gpus/],
  ])("is refused: %s", (text, message) => {
    expect(() => axisOf(noisy, parseRange(text))).toThrow(message);
  });
});

describe("a measure", () => {
  const metrics = new Float64Array(Object.keys(METRIC).length);
  metrics[METRIC.unmetShare] = 0.03;
  const run = { metrics, tenants: [{ tenant: "x.y z", evictions: 2, rent: 5 }] } as unknown as RunResult;
  const tenants = ["x.y z"];

  test("is a metric, something of a tenant, or the probability of an event", () => {
    expect(parseMeasure("unmetShare", tenants).valueOf(run)).toBe(0.03);
    expect(parseMeasure("x.y z.evictions", tenants)).toMatchObject({ unit: "count" });
    expect(parseMeasure("x.y z.evictions", tenants).valueOf(run)).toBe(2);
    expect(parseMeasure("P(x.y z.evictions > 1)", tenants).valueOf(run)).toBe(1);
    expect(parseMeasure("P( unmetShare >= 5 % )", tenants).valueOf(run)).toBe(0);
  });

  test("of an event has the interval of a proportion", () => {
    const { low, high, mean } = parseMeasure("P(unmetShare > 0)", []).intervalOf([0, 0, 0, 0]);
    expect([mean, low]).toEqual([0, 0]);
    expect(high).toBeCloseTo(3.841459 / (4 + 3.841459), 6);
  });

  test("and a condition sets it against a value", () => {
    expect(parseCondition("unmetShare < 2 %", [])).toMatchObject({ target: 0.02, isBelow: true });
    expect(parseCondition("netValue >= 1e9", [])).toMatchObject({ target: 1e9, isBelow: false });
    expect(parseCondition("P(x.y z.evictions > 0) ≤ 0.5", tenants)).toMatchObject({
      target: 0.5,
      isBelow: true,
    });
    expect(parseCondition("P(x.y z.evictions > 0) ≤ 0.5", tenants).measure.valueOf(run)).toBe(1);
  });

  test.each([
    ["unmetShre < 2 %", /did you mean|unmetShre/],
    ["unmetShare", /no comparison/],
    ["unmetShare < much", /no comparison/],
    ["P(unmetShare > 0)", /no comparison/],
    ["nobody.evictions < 1", /no tenant/],
    ["x.y z.luck < 1", /luck/],
  ])("%s is refused", (text, message) => {
    expect(() => parseCondition(text, tenants)).toThrow(message);
  });
});

describe("goal seek", () => {
  test("finds the longest notice that keeps unmet demand under 2 %, as the closed form says", async () => {
    const { scenario } = parseScenario(
      readFileSync(new URL("../../scenarios/notice-ladder.yaml", import.meta.url)),
    );
    const vary = parseRange("tenants[0].contract.notice=0 s..20 days");
    const result = await seek(
      { ...common, scenario, vary, condition: "unmetShare < 2 %", replications: 1 },
      options,
    );
    // 1 - 4.5^(-L / 365 days) = 2 %
    const days = (365 * Math.log(1 / 0.98)) / Math.log(4.5);
    const seconds = (text: string | undefined): number => Number(text?.replace(" s", ""));
    expect(seconds(result.crossing?.holds.value) / 86_400).toBeGreaterThan(days - 0.1);
    expect(seconds(result.crossing?.fails.value) / 86_400).toBeLessThan(days + 0.1);
    expect(seekAnswer(result)).toMatch(/^unmetShare < 2 % holds .* from 0 s up to 4 days 2\d h/);
  });

  test("says what it knows: an interval, and what holds on either side of it", async () => {
    const result = await seek({ ...common, vary: notice, condition: "unmetShare < 5 %" }, options);
    const { crossing, points } = result;
    expect(crossing?.low.place).toBeLessThan(crossing?.holds.place ?? 0);
    expect(crossing?.high.place).toBeGreaterThan(crossing?.fails.place ?? 1);
    for (const { place, verdict, measure } of points) {
      if (place <= (crossing?.low.place ?? 0)) expect(verdict).toBe("holds");
      else if (place >= (crossing?.high.place ?? 1)) expect(verdict).toBe("fails");
      if (verdict === "open") expect(measure.low <= 0.05 && measure.high >= 0.05).toBe(true);
    }
    expect(result.runs).toBe(points.length * noisy.replications);
    expect(renderSeek(result, terminal)).toMatch(/With 95 % confidence it changes between/);
  });

  test("finds where a tenant is evicted with probability ½", async () => {
    const vary = parseRange("internal.training.demand.base=100..700");
    const result = await seek(
      { ...common, vary, condition: "P(a.evictions > 0) < 0.5", replications: 5 },
      options,
    );
    expect(result.crossing?.holds.measure.mean).toBeLessThan(0.5);
    expect(result.crossing?.fails.measure.mean).toBeGreaterThanOrEqual(0.5);
    expect(Number(result.crossing?.fails.value) - Number(result.crossing?.holds.value)).toBeLessThanOrEqual(
      1,
    );
  });

  test("says so where the condition holds everywhere, or nowhere", async () => {
    const few = { ...common, vary: notice, replications: 2 };
    const never = await seek({ ...few, condition: "unmetShare < 0.001 %" }, options);
    const always = await seek({ ...few, condition: "unmetShare < 99 %" }, options);
    expect([never.crossing, always.crossing]).toEqual([null, null]);
    expect(seekAnswer(never)).toMatch(/nowhere holds/);
    expect(seekAnswer(always)).toMatch(/holds throughout for .* from 0 s to 100 days\.$/);
  });

  test("gives the same bytes whoever runs it", async () => {
    const request = { ...common, vary: notice, condition: "unmetShare < 5 %", replications: 4 };
    expect(await seek(request, { executor: backwards, workers: 3 })).toEqual(await seek(request, options));
  });
});

describe("sensitivity", () => {
  const vary = [
    "internal.training.demand.growth=2..4",
    "tenants.a.contract.notice=10 days..90 days",
    "values.tenantGpuHour=5..20",
  ].map(parseRange);
  const request = { ...common, vary, measure: "unmetShare", replications: 3 };

  test("draws a tornado: one at a time, against the scenario as it is", async () => {
    const result = await sensitivity({ ...request, method: "tornado" }, options);
    expect(result.tornado.map(({ parameter }) => parameter).at(-1)).toBe("values.tenantGpuHour");
    for (const { low, high, lowChange, highChange } of result.tornado) {
      expect(low - result.base.mean).toBeCloseTo(lowChange.mean, 12);
      expect(high - result.base.mean).toBeCloseTo(highChange.mean, 12);
    }
    expect(result.tornado.at(-1)).toMatchObject({ from: "5", to: "20", lowChange: { mean: 0 } });
    expect(result.runs).toBe((1 + 2 * 3) * 3);
    expect(renderSensitivity(result, terminal)).toMatch(/internal\.training\.demand\.growth +2 /);
  });

  test("finds the parameter without effect by elementary effects", async () => {
    const result = await sensitivity({ ...request, method: "morris", size: 4 }, options);
    expect(result.morris.at(-1)).toMatchObject({
      parameter: "values.tenantGpuHour",
      muStar: { value: 0 },
      sigma: 0,
    });
    expect(result.morris[1]?.muStar.value).toBeGreaterThan(0.01);
    expect(result.runs).toBe((1 + 4 * 4) * 3);
    expect(renderSensitivity(result, terminal)).toContain("μ*");
  });

  test("splits the variance by Sobol indices", async () => {
    const result = await sensitivity({ ...request, method: "sobol", size: 32, replications: 1 }, options);
    const last = result.sobol.at(-1);
    expect(last).toMatchObject({ parameter: "values.tenantGpuHour", total: { value: 0 } });
    const total = result.sobol.reduce((sum, row) => sum + row.total.value, 0);
    expect(total).toBeGreaterThan(0.8);
    expect(total).toBeLessThan(1.4);
    expect(renderSensitivity(result, terminal)).toContain("total");
  });

  test("gives the same bytes whoever runs it", async () => {
    const one = await sensitivity({ ...request, method: "morris", size: 3 }, options);
    expect(
      await sensitivity({ ...request, method: "morris", size: 3 }, { executor: backwards, workers: 4 }),
    ).toEqual(one);
  });

  test.each([
    [{ vary: [] }, /no parameter/],
    [{ vary: [vary[0], vary[0]] }, /varied twice/],
    [{ measure: "unmetShre" }, /unmetShre/],
    [{ method: "morris", size: 1 }, /from 2 on/],
    [{ policy: "reactve" }, /reactve/],
  ])("%j is refused", async (wrong, message) => {
    const asked = { ...request, method: "tornado", ...wrong } as Parameters<typeof sensitivity>[0];
    await expect(sensitivity(asked, options)).rejects.toThrow(message);
  });
});

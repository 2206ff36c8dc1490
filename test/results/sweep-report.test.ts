/** The report of a study: figures whose numbers are those of its points, and names that stay names. */
import { describe, expect, test } from "vitest";
import { jobOf } from "../../src/node/sweep.ts";
import { alongChart } from "../../src/results/figures/along.ts";
import { metricCharts, overallCharts } from "../../src/results/report/sweep-charts.ts";
import { convergencePoint } from "../../src/results/report/sweep-overall.ts";
import { sweepReportHtml } from "../../src/results/report/sweep-report.ts";
import { narrowingOf } from "../../src/studies/sweep/convergence.ts";
import { mainEffects } from "../../src/studies/sweep/main-effects.ts";
import type { SweepPlan } from "../../src/studies/sweep/plan.ts";
import { decodeRecord, type UnitRecord } from "../../src/studies/sweep/record.ts";
import { createUnitRunner, type UnitOutcome } from "../../src/studies/sweep/run.ts";
import { createSchedule } from "../../src/studies/sweep/schedule.ts";
import { type PointSummary, summarize } from "../../src/studies/sweep/summary.ts";
import { parsedStudy, smallPlan } from "../studies/small-sweep.ts";

type Done = {
  readonly plan: SweepPlan;
  readonly records: ReadonlyMap<string, UnitRecord>;
  readonly summaries: readonly PointSummary[];
};

const done = (...options: Parameters<typeof smallPlan>): Done => {
  const plan = smallPlan(...options);
  const records = new Map<string, UnitRecord>();
  const read = (key: string) => records.get(key);
  const schedule = createSchedule(plan, { has: (key) => records.has(key), read, isGivenUp: () => false });
  const run = createUnitRunner(jobOf(plan));
  for (let unit = schedule.next(); unit !== undefined; unit = schedule.next()) {
    records.set(unit.key, decodeRecord((run(unit) as UnitOutcome & { bytes: Uint8Array }).bytes));
    schedule.settle(unit);
  }
  const summaries = Array.from(
    { length: plan.points },
    (_, place) => summarize(plan, plan.pointAt(place), read) as PointSummary,
  );
  return { plan, records, summaries };
};

const reportOf = ({ plan, records, summaries }: Done): string => {
  const at = convergencePoint(plan, summaries) as NonNullable<ReturnType<typeof convergencePoint>>;
  const lines = narrowingOf(plan, at.point, at.metric, (key) => records.get(key)) ?? [];
  return sweepReportHtml(plan, { summaries, fingerprint: "f", narrowing: { lines, at }, plotlyJs: "/**/" });
};

const figuresIn = (html: string): string[] =>
  [...html.matchAll(/data-figure="([^"]+)"/g)].map(([, id]) => id as string);

describe("figures of a study", () => {
  test("over two axes: a map for each policy, lines along both, what moves the metric, the frontier, the narrowing", () => {
    const ids = figuresIn(reportOf(done()));
    expect(ids).toEqual(expect.arrayContaining(["frontier", "tornado-0", "tornado-1", "convergence"]));
    expect(ids.filter((id) => id.startsWith("map-"))).toHaveLength(4);
    expect(ids.filter((id) => id.startsWith("along-"))).toHaveLength(4);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a line along an axis goes through the means of its points, others held at their first value", () => {
    const { plan, summaries } = done();
    const charts = metricCharts(plan, summaries, 0, 0);
    const along = charts.find(({ id }) => id === "along-0-0")?.chart;
    expect(along?.note).toContain("Here growth is 2.");
    const means = along?.data.filter(({ mode }) => mode === "lines+markers").map(({ y }) => y);
    const expected = plan.policies.map((_, p) =>
      [0, 2, 4].map((place) => summaries[place]?.policies[p]?.metrics[0]?.mean as number),
    );
    const factor = (means?.[0]?.[0] as number) / (expected[0]?.[0] as number);
    means?.forEach((line, p) => {
      line.forEach((value, i) => {
        expect(value / (expected[p]?.[i] as number)).toBeCloseTo(factor, 12);
      });
    });
    const [low, high] = along?.data ?? [];
    const first = summaries[0]?.policies[0]?.metrics[0];
    expect((low?.y[0] as number) / factor).toBeCloseTo(first?.low as number, 0);
    expect((high?.y[0] as number) / factor).toBeCloseTo(first?.high as number, 0);
  });

  test("drawn axes have no lines along them, and do have what moves the metric", () => {
    const { plan, summaries } = done({
      axes: `  values.internalGpuHour: { kind: uniform, from: 1, to: 8 }
  tenants.tenant.contract.gpus: { kind: uniform, from: 100, to: 600, whole: true }`,
      more: "samples: 10\ndesign: sobol\n",
    });
    expect(metricCharts(plan, summaries, 0, 0)).toEqual([]);
    const [tornado] = overallCharts(plan, summaries, 0).filter(({ id }) => id === "tornado-0");
    expect(tornado?.chart.note).toContain("lowest fifth");
  });

  test("names in a study are no markup", () => {
    const html = reportOf(
      done({
        axes: "  internal.training.demand.growth: [2, 3]",
        more: "question: <img src=x onerror=alert(1)>\n",
      }),
    );
    expect(html).not.toContain("<img");
  });

  test("the best policy of each point has a table", () => {
    const html = reportOf(
      done({ more: "select: { metric: netValue, indifference: 5 % }\nmostReplications: 6\n" }),
    );
    expect(html).toContain("The best policy by net value to owner");
  });
});

describe("a chart along values", () => {
  const interval = (mean: number) => ({ mean, sd: 1, n: 4, low: mean - 1, high: mean + 1 });
  const metric = { label: "M", unit: "count", better: "neither" } as const;
  const chartOf = (numbers: readonly (number | undefined)[]) =>
    alongChart(
      { name: "x", values: numbers.map((number, i) => ({ label: `v${i}`, number })) },
      [{ policy: "p", intervals: numbers.map((_, i) => interval(i)) }],
      metric,
    );

  test("puts numbers at their distances, decades on a logarithmic axis, words side by side", () => {
    expect(chartOf([1, 2, 10]).layout.xaxis?.type).toBeUndefined();
    expect(chartOf([1, 2, 10]).data[2]?.x).toEqual([1, 2, 10]);
    expect(chartOf([1, 2, 100]).layout.xaxis?.type).toBe("log");
    expect(chartOf([0, 2, 100]).layout.xaxis?.type).toBeUndefined();
    expect(chartOf([undefined, undefined, 7]).data[2]?.x).toEqual([0, 1, 2]);
  });

  test("leaves out ticks that would run into each other", () => {
    expect(chartOf([0, 1, 50, 51, 100]).layout.xaxis?.tickvals).toEqual([0, 50, 100]);
  });
});

describe("main effects", () => {
  test("of 3 x - y on a grid are those of either factor alone", () => {
    const { axes } = parsedStudy({
      axes: "  values.internalGpuHour: [0, 1, 2]\n  values.tenantGpuHour: [0, 4]",
    });
    const points = [0, 1, 2].flatMap((x) => [0, 4].map((y) => ({ values: [x, y], metric: 3 * x - y })));
    // the mean over y is 3 x - 2, that over x is 3 - y
    expect(mainEffects(axes, points).map(({ low, high }) => [low, high])).toEqual([
      [-2, 4],
      [3, -1],
    ]);
  });

  test("of a drawn axis are means of its lowest and its highest fifth", () => {
    const { axes } = parsedStudy({ axes: "  values.internalGpuHour: { kind: uniform, from: 0, to: 10 }" });
    const points = [9, 1, 2, 3, 4, 5, 6, 7, 8, 0].map((x) => ({ values: [x], metric: x * x }));
    expect(mainEffects(axes, points)).toMatchObject([{ low: 0.5, high: (64 + 81) / 2 }]);
  });

  test("of words, and of what does not vary, there are none", () => {
    const { axes } = parsedStudy({ axes: "  values.internalGpuHour: [5]" });
    expect(mainEffects(axes, [{ values: [5], metric: 1 }])).toEqual([]);
    expect(mainEffects(axes, [{ values: [undefined], metric: 1 }])).toEqual([]);
  });
});

describe("narrowing", () => {
  test("ends at the interval of the point", () => {
    const { plan, records, summaries } = done();
    const lines = narrowingOf(plan, plan.pointAt(1), "netValue", (key) => records.get(key));
    const metric = plan.definitions.findIndex(({ name }) => name === "netValue");
    lines?.forEach(({ widths, differences }, p) => {
      const { mean = 0, low = 0 } = summaries[1]?.policies[p]?.metrics[metric] ?? {};
      expect(widths).toHaveLength(3);
      expect(widths.at(-1)).toBeCloseTo((mean - low) / Math.abs(mean), 9);
      expect(differences === undefined).toBe(p === 0);
    });
    expect(narrowingOf(plan, plan.pointAt(1), "netValue", () => undefined)).toBeUndefined();
  });

  test("is asked for at the point with most replications, by the metric that must be known", () => {
    const { plan, summaries } = done({ more: "precision: { unmetGpuHours: 20 % }\nmostReplications: 40\n" });
    const at = convergencePoint(plan, summaries);
    expect(at?.metric).toBe("unmetGpuHours");
    const most = Math.max(...summaries.map(({ replications }) => replications));
    expect(summaries[at?.point.index as number]?.replications).toBe(most);
  });
});

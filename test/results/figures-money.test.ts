/** Figures of money: the frontier, cash, tenants, heat map and tornado show what the study found and nothing else. */
import { describe, expect, test } from "vitest";
import { cashChart } from "../../src/results/figures/cash.ts";
import { comparisonChart } from "../../src/results/figures/comparison.ts";
import type { Chart, Trace } from "../../src/results/figures/figure.ts";
import { frontierChart, undominated } from "../../src/results/figures/frontier.ts";
import { heatMapChart, shadeOf } from "../../src/results/figures/heat-map.ts";
import { tableCsv } from "../../src/results/figures/table-csv.ts";
import { tenantsChart } from "../../src/results/figures/tenants.ts";
import { tornadoChart } from "../../src/results/figures/tornado.ts";
import type { Interval, StudyResult } from "../../src/results/types.ts";
import { smallStudy } from "./small-study.ts";

const named = (chart: Chart, name: string): Trace[] => chart.data.filter((trace) => trace.name === name);

const metric = ({ definitions, policies }: StudyResult, place: number, name: string): Interval =>
  policies[place].metrics[definitions.findIndex((definition) => definition.name === name)];

describe("the frontier", () => {
  test("is made of the points that none beats on both", () => {
    const point = (name: string, unmet: number, revenue: number) => ({
      name,
      unmet: { mean: unmet },
      revenue: { mean: revenue },
    });
    const points = [
      point("dominated", 0.2, 5),
      point("never", 0.3, 9),
      point("careful", 0, 4),
      point("middle", 0.1, 6),
      point("as good and poorer", 0.1, 5),
      point("short and poor", 0.4, 9),
    ];
    expect(undominated(points).map(({ name }) => name)).toEqual(["careful", "middle", "never"]);
  });

  test("shows each policy at its unmet share and rent, with both intervals", async () => {
    const result = await smallStudy();
    const chart = frontierChart(result);
    result.policies.forEach(({ policy }, place) => {
      const [trace] = named(chart, policy);
      const [unmet, revenue] = [metric(result, place, "unmetShare"), metric(result, place, "revenue")];
      expect(trace.x[0]).toBeCloseTo(unmet.mean * 100, 9);
      expect((trace.error_x?.array[0] ?? 0) + Number(trace.x[0])).toBeCloseTo(unmet.high * 100, 9);
      const scale = revenue.mean / trace.y[0];
      expect([1, 1e3, 1e6, 1e9].some((divisor) => Math.abs(scale / divisor - 1) < 1e-9)).toBe(true);
      expect((trace.y[0] - (trace.error_y?.arrayminus?.[0] ?? 0)) * scale).toBeCloseTo(revenue.low, 2);
    });
  });

  test("joins the variants of a policy", async () => {
    const vary = { path: "tenants.beta.contract.notice", values: ["0 s", "30 days", "90 days"] };
    const chart = frontierChart(await smallStudy({ policies: ["reactive"], vary, replications: 2 }));
    const [trace] = named(chart, "reactive");
    expect([trace.mode, trace.x.length]).toEqual(["lines+markers", 3]);
    expect(chart.table.rows).toHaveLength(3);
  });
});

describe("cash", () => {
  test("adds up to the net value of each policy", async () => {
    const result = await smallStudy();
    const chart = cashChart(result);
    const bars = chart.data.filter(({ type }) => type === "bar");
    const [net] = named(chart, "Net value");
    result.policies.forEach((_, row) => {
      const sum = bars.reduce((total, { x }) => total + Number(x[row]), 0);
      expect(sum).toBeCloseTo(Number(net.x[row]), 6);
    });
    expect(named(chart, "Opportunity cost")[0].x.every((value) => Number(value) <= 0)).toBe(true);
  });

  test("leaves out what nobody pays", async () => {
    expect(named(cashChart(await smallStudy()), "SLA credits")).toEqual([]);
  });
});

describe("tenants", () => {
  test("stand at the share of replications in which they are evicted", async () => {
    const result = await smallStudy();
    const chart = tenantsChart(result);
    result.policies.forEach(({ policy, tenants, replications }) => {
      const [first] = named(chart, policy);
      expect(first.x).toEqual(tenants.map(({ evictedIn }) => evictedIn / replications / 0.01));
    });
  });

  test("are not asked what a never-ending lease costs them", async () => {
    const chart = tenantsChart(await smallStudy({ policies: ["never"] }));
    expect(chart.data).toHaveLength(1);
    expect(chart.table.columns.map(({ head }) => head)).toContain("Cost to it");
  });
});

describe("the comparison", () => {
  test("of what differs leaves out rows in which no interval leaves out 0", async () => {
    const result = await smallStudy();
    const same = result.comparisons.map((comparison) => ({
      ...comparison,
      metrics: comparison.metrics.map((difference, at) =>
        result.definitions[at].name === "netValue" ? difference : { ...difference, mean: 0, low: 0, high: 0 },
      ),
    }));
    const rows = (chart: Chart) => chart.layout.annotations?.map(({ text }) => text.replace(/ .$/, ""));
    const shown = rows(comparisonChart({ ...result, comparisons: same }, true));
    expect(shown).toEqual(["Net value to owner"]);
    expect(rows(comparisonChart({ ...result, comparisons: same }))?.length).toBeGreaterThan(5);
  });

  test("says so when nothing differs", async () => {
    const result = await smallStudy();
    const comparisons = result.comparisons.map((comparison) => ({
      ...comparison,
      metrics: comparison.metrics.map((difference) => ({ ...difference, mean: 0, low: 0, high: 0 })),
    }));
    const chart = comparisonChart({ ...result, comparisons }, true);
    expect(chart.note).toMatch(/^No policy differs clearly/);
    expect(Number.isFinite(chart.layout.height)).toBe(true);
  });
});

describe("the heat map", () => {
  const names = { metric: { label: "Cost", unit: "$", better: "lower" }, x: "growth", y: "notice" } as const;
  const map = {
    xs: ["1.5", "2", "3"],
    ys: ["0 s", "30 days"],
    values: [
      [1e6, 2e6, 3e6],
      [4e6, Number.NaN, 8e6],
    ],
  };
  const chart = heatMapChart(map, names);
  const cells = chart.data.flatMap(({ x, base, text = [] }) =>
    x.map((column, i) => [column, Number(base?.[i]) + 0.5, text[i]]),
  );

  test("has each value in its column and row, and nothing where nothing is known", () => {
    expect(cells.sort((a, b) => Number(a[1]) - Number(b[1]) || Number(a[0]) - Number(b[0]))).toEqual([
      [0, 0, "1.00"],
      [1, 0, "2.00"],
      [2, 0, "3.00"],
      [0, 1, "4.00"],
      [2, 1, "8.00"],
    ]);
    expect(chart.table.rows[1]).toEqual(["30 days", "$4.00\u00a0M", "–", "$8.00\u00a0M"]);
  });

  test("is the darker the more, from the first shade to the last", () => {
    expect([0, 1, 49, 50, 99, 100].map((value) => shadeOf(value, 0, 100))).toEqual([0, 0, 3, 3, 6, 6]);
    expect(shadeOf(5, 5, 5)).toBe(3);
  });

  test("of one value has one shade", () => {
    const flat = heatMapChart({ xs: ["a", "b"], ys: ["c"], values: [[2, 2]] }, names);
    expect(flat.data).toHaveLength(1);
  });
});

describe("the tornado", () => {
  const chart = tornadoChart(
    [
      { parameter: "small", low: 9, high: 10.5 },
      { parameter: "large", low: 30, high: 2 },
      { parameter: "middling", low: 5, high: 15 },
    ],
    10,
    { label: "Unmet", unit: "count" },
  );

  test("puts the widest bar on top", () => {
    expect(chart.layout.annotations?.map(({ text }) => text)).toEqual(["large", "middling", "small"]);
  });

  test("bars reach from the scenario as it stands to either value", () => {
    const ends = named(chart, "Low value")[0];
    expect(ends.x.map((length, i) => Number(ends.base?.[i]) + Number(length))).toEqual([30, 5, 9]);
    expect(named(chart, "High value")[0].base).toEqual([10, 10, 10]);
  });
});

test("a table as CSV keeps numbers as numbers and runs no formula", () => {
  const csv = tableCsv({
    columns: [
      { head: "Name", isNumber: false },
      { head: "GPUs", isNumber: true },
    ],
    rows: [
      ["=HYPERLINK(1)", "1,234,567"],
      ['say "hi", all', "−12.50"],
      ["plain", "$1.20\u00a0M"],
    ],
    omitted: "",
  });
  expect(csv).toBe(
    'Name,GPUs\r\n\'=HYPERLINK(1),1234567\r\n"say ""hi"", all",-12.5\r\nplain,$1.20\u00a0M\r\n',
  );
});

/**
 * Figures as data: what they show adds up, stands at the right date, and says which way is better.
 */

import { describe, expect, test } from "vitest";
import { metricDefinitions } from "../../src/metrics/definitions.ts";
import { channels } from "../../src/metrics/outcome.ts";
import { capacityChart } from "../../src/results/figures/capacity.ts";
import { cashChart } from "../../src/results/figures/cash.ts";
import { comparisonChart, verdictOf } from "../../src/results/figures/comparison.ts";
import type { Chart, Trace } from "../../src/results/figures/figure.ts";
import { frontierChart } from "../../src/results/figures/frontier.ts";
import { heatMapChart } from "../../src/results/figures/heat-map.ts";
import { jobsChart } from "../../src/results/figures/jobs.ts";
import { ladderChart, laddersOf, placesOf } from "../../src/results/figures/ladder.ts";
import { barsOf } from "../../src/results/figures/lease-bars.ts";
import { leaseChart } from "../../src/results/figures/leases.ts";
import { moneyChart } from "../../src/results/figures/money.ts";
import { noticesChart } from "../../src/results/figures/notices.ts";
import { paint, palettes } from "../../src/results/figures/palette.ts";
import { programsChart } from "../../src/results/figures/programs.ts";
import { queueChart } from "../../src/results/figures/queue.ts";
import { tenantsChart } from "../../src/results/figures/tenants.ts";
import { tornadoChart } from "../../src/results/figures/tornado.ts";
import { unmetBandsChart } from "../../src/results/figures/unmet-bands.ts";
import { utilizationChart } from "../../src/results/figures/utilization.ts";
import type { LeaseStory, StudyResult } from "../../src/results/types.ts";
import { studyResult } from "./report-fixture.ts";
import { DAY } from "./toy-cluster.ts";

const result = studyResult();
const [policy] = result.policies;

const trace = (chart: Chart, name: string): Trace => {
  const found = chart.data.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no trace ${name}: ${chart.data.map((t) => t.name).join(", ")}`);
  return found;
};

describe("who has the accelerators", () => {
  const chart = utilizationChart(result, policy);
  const stack = chart.data.filter(({ stackgroup }) => stackgroup !== undefined);

  test("the stack adds up to what is installed, at every point", () => {
    const installed = trace(chart, "Installed").y;
    expect(stack).toHaveLength(6);
    for (const [i, total] of installed.entries()) {
      expect(stack.reduce((sum, { y }) => sum + y[i], 0)).toBeCloseTo(total, 4);
    }
  });

  test("the gap reaches from internal use to internal demand", () => {
    const [top, internal, demand] = ["Unmet demand", "Internal", "Internal demand"].map(
      (name) => trace(chart, name).y,
    );
    for (const [i, value] of top.entries()) {
      expect(value).toBeCloseTo(demand[i], 4);
      expect(value).toBeGreaterThanOrEqual(internal[i]);
    }
  });

  test("points stand at the middle of bins, and at both ends of the horizon", () => {
    const { x } = trace(chart, "Installed");
    expect(x).toHaveLength(551);
    expect([x[0], x[1], x[2], x[550]]).toEqual([
      "2026-07-01 00:00:00",
      "2026-07-01 12:00:00",
      "2026-07-02 12:00:00",
      "2028-01-01 00:00:00",
    ]);
    expect(chart.layout.xaxis?.range).toEqual([x[0], x[550]]);
  });

  test("both plots share one axis, so that one line follows the pointer through both", () => {
    expect(chart.layout.hovermode).toBe("x unified");
    expect(chart.data.every(({ xaxis }) => xaxis === undefined)).toBe(true);
    expect(chart.data.some(({ yaxis }) => yaxis === "y2")).toBe(true);
  });

  test("bands widen outwards", () => {
    const bands = chart.data.filter(
      ({ name }) => String(name).startsWith("Unmet demand, ") && name.includes("90"),
    );
    const [low, high] = bands.map(({ y }) => y);
    for (const [i, value] of low.entries()) expect(value).toBeLessThanOrEqual(high[i]);
  });

  test("one replication has no bands", () => {
    const one = utilizationChart(result, { ...policy, replications: 1 });
    expect(one.data.filter(({ yaxis, fill }) => yaxis === "y2" && fill !== undefined)).toEqual([]);
  });

  test("a long series is thinned, alike in all layers", () => {
    const bins = 20_000;
    const { values } = policy.series;
    const long = Float64Array.from({ length: bins * 15 }, (_, i) => values[i % values.length]);
    const thin = utilizationChart(result, {
      ...policy,
      fans: [],
      series: { bins, binSeconds: 2372, values: long },
    });
    const lengths = new Set(thin.data.map(({ x, y }) => `${x.length} ${y.length}`));
    expect(lengths.size).toBe(1);
    expect(thin.data[0].x.length).toBeLessThan(11_000);
    expect(thin.table.rows.length).toBe(60);
  });
});

describe("leases", () => {
  const lease = (held: LeaseStory["held"], changes: Partial<LeaseStory> = {}): LeaseStory => ({
    name: "l",
    tenant: "t",
    start: 0,
    expiry: 1000 * DAY,
    lockoutEnd: 0,
    end: -1,
    endReason: "",
    earliestReturn: 0,
    held,
    ...changes,
  });

  test("a bar lasts as long as its state, and is as high as its share of the most held", () => {
    const bars = barsOf(
      lease([
        { at: 0, firm: 100, noticed: 0, vacated: 0 },
        { at: 10 * DAY, firm: 60, noticed: 40, vacated: 0 },
        { at: 40 * DAY, firm: 60, noticed: 0, vacated: 0 },
      ]),
      100 * DAY,
    );
    expect(bars).toEqual([
      { kind: "firm", from: 0, to: 10 * DAY, gpus: 100, low: 0, height: 1 },
      { kind: "firm", from: 10 * DAY, to: 100 * DAY, gpus: 60, low: 0, height: 0.6 },
      { kind: "noticed", from: 10 * DAY, to: 40 * DAY, gpus: 40, low: 0.6, height: 0.4 },
    ]);
  });

  test("many small steps of a departure become few bars that end where it ends", () => {
    const held = Array.from({ length: 5000 }, (_, i) => ({
      at: i * 600,
      firm: 0,
      noticed: 5000 - i,
      vacated: i,
    }));
    const bars = barsOf(
      lease([...held, { at: 5000 * 600, firm: 0, noticed: 0, vacated: 0 }], { end: 5000 * 600 }),
      100 * DAY,
    );
    expect(bars.length).toBeLessThan(250);
    expect(Math.max(...bars.map(({ to }) => to))).toBe(5000 * 600);
  });

  test("a lease that began before the scenario begins with it, and one that never began has no bar", () => {
    const [bar] = barsOf(lease([{ at: -50 * DAY, firm: 5, noticed: 0, vacated: 0 }]), 10 * DAY);
    expect([bar.from, bar.to]).toEqual([0, 10 * DAY]);
    expect(barsOf(lease([]), DAY)).toEqual([]);
  });

  test("each lease has a row, successors too, and nothing is drawn as a shape", () => {
    const chart = leaseChart(result, policy);
    expect(chart.layout.annotations?.length).toBe(policy.story.leases.length);
    expect(chart.layout.annotations?.some(({ text }) => text.includes("/2"))).toBe(true);
    expect(chart.layout).not.toHaveProperty("shapes");
    expect(chart.layout.xaxis?.range).toEqual(utilizationChart(result, policy).layout.xaxis?.range);
  });

  test("marks stand on the row of their lease, at the second of the event", () => {
    const chart = leaseChart(result, policy);
    const served = trace(chart, "Notice served");
    const owners = policy.story.notices.filter(({ by }) => by === "owner");
    expect(served.x).toHaveLength(owners.length);
    const done = policy.story.notices.filter(({ state }) => state === "complied" || state === "enforced");
    expect(trace(chart, "Evicted").x).toHaveLength(done.length);
    expect(trace(chart, "On notice").marker?.pattern?.shape).toBe("/");
  });
});

test("the cumulated rent ends at the rent of the whole window", () => {
  const chart = moneyChart(result, policy);
  const { y } = trace(chart, "Rent so far");
  const revenue = policy.metrics[result.definitions.findIndex(({ name }) => name === "revenue")].mean;
  expect(y[y.length - 1]).toBeCloseTo(revenue / 1e9, 6);
});

test("callable capacity never exceeds what is let", () => {
  const chart = capacityChart(result, policy);
  const [callable, leased] = [trace(chart, "Callable").y, trace(chart, "Let to tenants").y];
  for (const [i, value] of callable.entries()) expect(value).toBeLessThanOrEqual(leased[i] + 1e-6);
});

describe("differences", () => {
  const difference = (mean: number, half: number, n = 30) => ({
    mean,
    sd: 1,
    n,
    low: mean - half,
    high: mean + half,
    varianceReduction: 2,
  });

  test("say better or worse only when the interval leaves out 0", () => {
    expect(verdictOf(difference(3, 1), "higher")).toBe("better");
    expect(verdictOf(difference(3, 1), "lower")).toBe("worse");
    expect(verdictOf(difference(-3, 1), "lower")).toBe("better");
    expect(verdictOf(difference(3, 4), "higher")).toBe("unclear");
    expect(verdictOf(difference(3, 3), "higher")).toBe("unclear");
    expect(verdictOf(difference(3, 1), "neither")).toBe("differs");
    expect(verdictOf(difference(0, 0), "higher")).toBe("same");
    expect(verdictOf(difference(3, 0, 1), "higher")).toBe("unclear");
    expect(verdictOf(difference(Number.NaN, Number.NaN), "higher")).toBe("unclear");
  });

  test("are drawn once each, open where they prove nothing", () => {
    const chart = comparisonChart(result);
    const headline = result.definitions.filter(({ headline }) => headline).length;
    expect(chart.data.reduce((sum, { x }) => sum + x.length, 0)).toBe(headline * result.comparisons.length);
    const open = chart.data
      .filter(({ marker }) => marker?.symbol?.endsWith("-open"))
      .reduce((sum, { x }) => sum + x.length, 0);
    const unclear = result.comparisons.flatMap(({ metrics }) =>
      result.definitions.filter(
        ({ headline, better }, at) =>
          headline && ["unclear", "same"].includes(verdictOf(metrics[at], better)),
      ),
    );
    expect(open).toBe(unclear.length);
  });
});

describe("the notice ladder", () => {
  const [[name, rungs]] = laddersOf(result);
  const chart = ladderChart(name, rungs);

  test("stands no notice at the left edge, with a tick of its own", () => {
    const x = placesOf(rungs);
    expect(rungs[0].noticeSeconds).toBe(0);
    expect(x[0]).toBe(x[1] / 4);
    expect(chart.layout.xaxis?.tickvals?.[0]).toBe(x[0]);
    expect(chart.layout.xaxis?.ticktext?.[0]).toBe("none");
  });

  test("adds owner and tenants up", () => {
    const [owner, tenants, both] = ["Cost to owner", "Cost to tenants", "Both together"].map(
      (key) => trace(chart, key).y,
    );
    for (const [i, value] of both.entries()) expect(value).toBeCloseTo(owner[i] + tenants[i], 9);
  });

  test("draws the closed form beside the simulation, and leaves it out when there is none", () => {
    const at90 = rungs.findIndex(({ noticeSeconds }) => noticeSeconds === 90 * DAY);
    expect(trace(chart, "Unmet share, closed form").y[at90]).toBeCloseTo(19.4, 1);
    const flat = ladderChart(
      name,
      rungs.map((rung) => ({ ...rung, closedForm: Number.NaN })),
    );
    expect(flat.data.some((t) => t.name.includes("closed form"))).toBe(false);
  });
});

describe("every chart", () => {
  const charts = (of: StudyResult): Chart[] => [
    utilizationChart(of, of.policies[0]),
    leaseChart(of, of.policies[0]),
    capacityChart(of, of.policies[0]),
    moneyChart(of, of.policies[0]),
    comparisonChart(of),
    ...laddersOf(of).map(([name, rungs]) => ladderChart(name, rungs)),
    noticesChart(of, of.policies[0]),
    programsChart(of, of.policies[0]),
    queueChart(of, of.policies[0]),
    unmetBandsChart(of),
    tenantsChart(of),
    frontierChart(of),
    cashChart(of),
    jobsChart(
      of,
      ["submitted", "started", "noticed", "preempted"].map((change, i) => jobEvent(change, i, of)),
    ),
    heatMapChart(
      { xs: [of.policies[0].policy, "b"], ys: [of.policies[0].policy], values: [[1, 2]] },
      { metric: metricDefinitions[0], x: of.policies[0].policy, y: of.policies[0].policy },
    ),
    tornadoChart([{ parameter: of.policies[0].policy, low: 1, high: 3 }], 2, metricDefinitions[0]),
  ];
  const jobEvent = (change: string, i: number, { policies: [{ policy }] }: StudyResult) => ({
    t: i * DAY,
    kind: `job.${change}`,
    job: 0,
    name: policy,
    class: "external",
    gpus: 8,
  });

  test("has a table of at most sixty rows with as many cells as columns", () => {
    for (const { table, title } of charts(result)) {
      expect(table.rows.length, title).toBeGreaterThan(0);
      expect(table.rows.length, title).toBeLessThanOrEqual(60);
      for (const row of table.rows) expect(row, title).toHaveLength(table.columns.length);
    }
  });

  test("holds names only as labels, whatever they are", () => {
    const evil = '<span style="background:url(http://evil)">%{x}</span></script>';
    const text = JSON.stringify(
      charts({
        ...result,
        policies: result.policies.map((p) => ({
          ...p,
          policy: `${evil}${p.policy}`,
          tenants: p.tenants.map((tenant) => ({ ...tenant, tenant: evil })),
          story: {
            ...p.story,
            programs: [{ name: evil, demand: [{ at: 0, value: 5 }], held: [{ at: 0, value: 5 }] }],
            leases: p.story.leases.map((l) => ({ ...l, name: evil })),
            notices: p.story.notices.map((n) => ({ ...n, target: evil })),
          },
        })),
        comparisons: result.comparisons.map((c) => ({ ...c, policy: evil })),
        ladder: result.ladder.map((rung) => ({ ...rung, policy: evil, label: evil })),
      }).map(({ data, layout }) => ({ data, layout })),
    );
    expect(text).toContain("&#60;span");
    expect(text).not.toMatch(/<span|<\/script|%\{x\}/);
  });

  test("names only colours of the palette, and all of them are painted", () => {
    for (const { data, layout, title } of charts(result)) {
      const painted = JSON.stringify(paint({ data, layout }, palettes.dark));
      expect(painted, title).not.toMatch(/color":"@/);
      expect(JSON.stringify({ data, layout }), title).not.toMatch(/color":"#/);
    }
  });

  test("survives a study of one bin, one replication and nothing let", () => {
    const [first] = result.policies;
    const empty: StudyResult = {
      ...result,
      comparisons: [],
      ladder: [],
      policies: [
        {
          ...first,
          replications: 1,
          fans: [],
          series: { binSeconds: DAY, bins: 1, values: new Float64Array(channels.length) },
          story: { leases: [], notices: [], programs: [], runs: [], firstShortAt: -1 },
        },
      ],
    };
    for (const chart of charts(empty)) expect(JSON.stringify(chart.data)).not.toContain("null");
  });
});

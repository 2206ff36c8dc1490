/** Figures over time: what they add up, what they mark, and what zooming shows that the whole does not. */
import { describe, expect, test } from "vitest";
import { channels } from "../../src/metrics/outcome.ts";
import { datesOf } from "../../src/results/figures/dates.ts";
import type { Chart, Trace } from "../../src/results/figures/figure.ts";
import { fittedLayout, heightOnPaper, NARROW, narrowLayouts, PAPER } from "../../src/results/figures/fit.ts";
import { jobLinesOf } from "../../src/results/figures/job-spells.ts";
import { jobsChart, MOST_JOBS } from "../../src/results/figures/jobs.ts";
import { leaseChart } from "../../src/results/figures/leases.ts";
import { isEvicted, noticesChart } from "../../src/results/figures/notices.ts";
import { programsChart } from "../../src/results/figures/programs.ts";
import { unmetBandsChart } from "../../src/results/figures/unmet-bands.ts";
import { utilizationChart } from "../../src/results/figures/utilization.ts";
import type { PolicyResult, Series } from "../../src/results/types.ts";
import { studyResult } from "./report-fixture.ts";
import { smallStudy } from "./small-study.ts";
import { DAY } from "./toy-cluster.ts";

const named = (chart: Chart, name: string): Trace => {
  const found = chart.data.find((trace) => trace.name === name);
  if (found === undefined) throw new Error(`no ${name} among ${chart.data.map((trace) => trace.name)}`);
  return found;
};
const total = (values: Iterable<number | string>): number =>
  [...values].reduce<number>((sum, value) => sum + Number(value), 0);

describe("notices and evictions", () => {
  test("add up to the GPUs that were called and that came back", () => {
    const result = studyResult();
    const [policy] = result.policies;
    const { notices } = policy.story;
    const chart = noticesChart(result, policy);
    expect(total(named(chart, "Notice by the owner").y)).toBe(
      total(notices.filter(({ by }) => by === "owner").map(({ gpus }) => gpus)),
    );
    expect(total(named(chart, "Came back by eviction").y)).toBe(
      total(notices.filter(isEvicted).map(({ returned }) => returned)),
    );
  });

  test("of a part are those of its dates", () => {
    const result = studyResult();
    const [policy] = result.policies;
    const [first, ...others] = [...policy.story.notices].sort((a, b) => a.issuedAt - b.issuedAt);
    expect(others.every(({ issuedAt }) => issuedAt > first.issuedAt + DAY)).toBe(true);
    const part = { from: first.issuedAt - DAY, to: first.issuedAt + DAY };
    const served = named(noticesChart(result, policy, part), "Notice by the owner");
    expect([served.y, served.ids]).toEqual([[first.gpus], [`notice-${first.id}`]]);
  });

  test("and the marks on leases know which notice they are", () => {
    const result = studyResult();
    const [policy] = result.policies;
    const { ids = [] } = named(leaseChart(result, policy), "Notice served");
    expect(ids).toEqual(
      policy.story.notices.filter(({ by }) => by === "owner").map(({ id }) => `notice-${id}`),
    );
  });
});

test("programs stack up to what all of them hold, and the line is what they want", async () => {
  const result = await smallStudy({ policies: ["never"] });
  const [policy] = result.policies;
  const [program] = policy.story.programs;
  const second = { name: "second", demand: [{ at: DAY, value: 70 }], held: [{ at: 2 * DAY, value: 40 }] };
  const story = { ...policy.story, programs: [program, second] };
  const chart = programsChart(result, { ...policy, story });
  const at = (values: readonly { at: number; value: number }[], time: number) =>
    values.filter((step) => step.at <= time).pop()?.value ?? 0;
  const wanted = named(chart, "Wanted by all");
  wanted.x.forEach((date, i) => {
    const time = Date.parse(`${String(date).replace(" ", "T")}Z`) / 1000 - result.scenario.epoch;
    expect(wanted.y[i]).toBe(at(program.demand, time) + at(second.demand, time));
    expect(named(chart, "second").y[i]).toBe(at(second.held, time));
  });
});

describe("unmet demand by policy", () => {
  test("has a band only where there are several replications", () => {
    const result = studyResult();
    const one = { ...result, policies: result.policies.map((policy) => ({ ...policy, replications: 1 })) };
    expect(unmetBandsChart(result).data).toHaveLength(3 * result.policies.length);
    expect(unmetBandsChart(one).data).toHaveLength(result.policies.length);
  });
});

describe("zooming into a million bins", () => {
  const bins = 1_000_000;
  const values = new Float64Array(bins * channels.length);
  const put = (channel: (typeof channels)[number], bin: number, value: number) => {
    values[bin * channels.length + channels.indexOf(channel)] = value;
  };
  for (let bin = 0; bin < bins; bin++) {
    put("installed", bin, 1000);
    put("internal", bin, 400 + (bin % 7));
    put("free", bin, 600 - (bin % 7));
    put("demand", bin, 400 + (bin % 7));
  }
  put("demand", 654_321, 5000);
  const series: Series = { binSeconds: 60, bins, values };
  const result = studyResult();
  const long = { ...result, scenario: { ...result.scenario, horizon: bins * 60 } };
  const policy: PolicyResult = { ...result.policies[0], series, fans: [] };
  const shown = (part?: { from: number; to: number }) =>
    named(utilizationChart(long, policy, part), "Internal demand");

  test("the single peak is there from the start, among few thousand points", () => {
    const { y } = shown();
    expect(Math.max(...y)).toBe(5000);
    expect(y.length).toBeLessThan(10_000);
  });

  test("a narrow part shows every bin of it, and its axis that part", () => {
    const part = { from: 654_000 * 60, to: 655_000 * 60 };
    const chart = utilizationChart(long, policy, part);
    const { x, y } = named(chart, "Internal demand");
    expect(y.length).toBeGreaterThanOrEqual(1000);
    expect(y.length).toBeLessThanOrEqual(1004);
    const { axis } = datesOf(long.scenario);
    expect(chart.layout.xaxis?.range).toEqual([axis(part.from), axis(part.to)]);
    // texts, because a browser reads numbers in its own time zone
    expect([x[1], x[x.length - 2]]).toEqual([axis(part.from - 30), axis(part.to + 30)]);
    expect(chart.time).toEqual({ epoch: long.scenario.epoch, horizon: bins * 60, ...part });
  });

  test("lines that fill every pixel column are thin and solid, those of a narrow part as they are elsewhere", () => {
    expect(shown().line).toMatchObject({ width: 1, shape: "linear" });
    expect(shown({ from: 654_000 * 60, to: 655_000 * 60 }).line).toMatchObject({ width: 1.8, shape: "hvh" });
  });

  test("a line that is level keeps its dashes, however long it is", () => {
    const level = new Float64Array(bins * channels.length).fill(5);
    const { line } = named(
      utilizationChart(long, { ...policy, series: { ...series, values: level } }),
      "Installed",
    );
    expect(line).toMatchObject({ dash: "dot", shape: "hvh" });
  });

  test("a part without the peak does not have it", () => {
    expect(Math.max(...shown({ from: 0, to: 600_000 * 60 }).y)).toBe(406);
  });
});

describe("jobs", () => {
  const event = (t: number, kind: string, more: object) => ({
    t,
    kind: `job.${kind}`,
    job: 0,
    name: "one",
    class: "external",
    gpus: 8,
    ...more,
  });

  test("wait, run, run on notice, are stopped, wait again and complete", () => {
    const [line] = jobLinesOf(
      [
        event(10, "submitted", {}),
        event(20, "started", {}),
        event(50, "noticed", { gpus: 8 }),
        event(60, "preempted", { becomes: "queued" }),
        event(90, "started", {}),
        event(120, "completed", {}),
      ],
      1000,
    );
    expect(line.stretches.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ["waiting", 10, 20],
      ["external", 20, 50],
      ["noticed", 50, 60],
      ["waiting", 60, 90],
      ["external", 90, 120],
    ]);
    expect([line.noticed, line.stopped]).toEqual([[50], [60]]);
  });

  test("shrink under a notice and run on, until the run ends", () => {
    const [line] = jobLinesOf(
      [
        event(0, "submitted", {}),
        event(0, "started", {}),
        event(5, "noticed", { gpus: 3 }),
        event(9, "shrunk", { gpus: 3 }),
      ],
      20,
    );
    expect(line.stretches.map(({ kind, to, gpus }) => [kind, to, gpus])).toEqual([
      ["external", 5, 8],
      ["noticed", 9, 8],
      ["external", 20, 5],
    ]);
  });

  test("of which there are many: those that notice touched come first, and the note says how many there are", () => {
    const events = Array.from({ length: 300 }, (_, job) => [
      event(job, "submitted", { job, name: `job ${job}` }),
      event(job, "started", { job, name: `job ${job}`, gpus: 1 }),
      ...(job === 250 ? [event(job + 2, "noticed", { job, gpus: 1 })] : []),
      event(job + (job === 250 ? 3 : 1000), "completed", { job, gpus: 1 }),
    ]).flat();
    const chart = jobsChart(studyResult(), events);
    expect(chart.layout.annotations).toHaveLength(MOST_JOBS);
    expect(chart.layout.annotations?.map(({ text }) => text)).toContain("job 250 · 1 GPUs");
    expect(chart.note).toContain(`${MOST_JOBS} of 300 jobs`);
  });
});

describe("a narrow screen", () => {
  const chart = utilizationChart(studyResult(), studyResult().policies[0]);

  test("keeps the plot as high as it is, and makes room for the legend above it", () => {
    const { height, margin } = fittedLayout(chart, 360);
    expect(height - margin.t).toBe(chart.layout.height - chart.layout.margin.t);
    expect(margin.t).toBeGreaterThan(chart.layout.margin.t);
    expect(fittedLayout(chart, NARROW)).toBe(chart.layout);
  });

  test("has a layout in the report for every width below that", () => {
    expect(narrowLayouts(chart).map(({ below }) => below)).toEqual([400, 500, NARROW]);
  });
});

test("a figure a little higher than a page is pressed into it, and one far higher goes on", () => {
  const chart = utilizationChart(studyResult(), studyResult().policies[0]);
  const of = (height: number) => heightOnPaper({ layout: { ...chart.layout, height } });
  expect([300, PAPER.height, 1100, 3000].map(of)).toEqual([300, PAPER.height, PAPER.height, 3000]);
});

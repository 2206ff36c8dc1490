/** Plans of sweeps: points, keys, schedules, summaries. */
import { describe, expect, test } from "vitest";
import { METRIC, type MetricName, metricDefinitions } from "../../src/metrics/definitions.ts";
import { jobOf } from "../../src/node/sweep.ts";
import type { TidyCell } from "../../src/results/tidy.ts";
import { parseStudy } from "../../src/scenario/parse-study.ts";
import { meanInterval } from "../../src/stats/intervals.ts";
import type { Selection } from "../../src/studies/selection/best-rule.ts";
import { kimNelson } from "../../src/studies/selection/kim-nelson.ts";
import type { Standing } from "../../src/studies/stopping.ts";
import { hexDigest } from "../../src/studies/sweep/digest.ts";
import { planSweep, type SweepPlan, type SweepUnit } from "../../src/studies/sweep/plan.ts";
import { PointRows } from "../../src/studies/sweep/point-rows.ts";
import { decodeRecord, encodeRecord, type UnitRecord } from "../../src/studies/sweep/record.ts";
import { createUnitRunner, type UnitOutcome } from "../../src/studies/sweep/run.ts";
import { countUnits, createSchedule, type Share } from "../../src/studies/sweep/schedule.ts";
import { worstStanding } from "../../src/studies/sweep/standing.ts";
import { type PointSummary, summarize } from "../../src/studies/sweep/summary.ts";
import { meanColumns, meanRows } from "../../src/studies/sweep/table.ts";
import { parsedStudy, smallPlan, smallStudy } from "./small-sweep.ts";

const nothing = { has: () => false, read: () => undefined, isGivenUp: () => false };

const unitsOf = (plan: SweepPlan, share?: Share): SweepUnit[] => {
  const schedule = createSchedule(plan, nothing, share);
  const units: SweepUnit[] = [];
  for (let unit = schedule.next(); unit !== undefined; unit = schedule.next()) units.push(unit);
  return units;
};

const keysOf = (plan: SweepPlan): string[] => unitsOf(plan).map(({ key }) => key);

/** Runs everything a schedule asks for. */
const runAll = (plan: SweepPlan): Map<string, UnitRecord> => {
  const records = new Map<string, UnitRecord>();
  const known = {
    has: (key: string) => records.has(key),
    read: (key: string) => records.get(key),
    isGivenUp: () => false,
  };
  const schedule = createSchedule(plan, known);
  const run = createUnitRunner(jobOf(plan));
  for (let unit = schedule.next(); unit !== undefined; unit = schedule.next()) {
    const outcome = run(unit) as UnitOutcome & { bytes: Uint8Array };
    records.set(unit.key, decodeRecord(outcome.bytes));
    schedule.settle(unit);
  }
  return records;
};

describe("points", () => {
  test("are all combinations, the last axis fastest", () => {
    const plan = smallPlan();
    const labels = Array.from({ length: plan.points }, (_, i) =>
      plan.pointAt(i).values.map(({ label }) => label),
    );
    expect(labels).toEqual([
      ["1 day", "2"],
      ["1 day", "4"],
      ["7 days", "2"],
      ["7 days", "4"],
      ["14 days", "2"],
      ["14 days", "4"],
    ]);
  });

  test("drawn axes come in samples, each with every fixed value; a Latin hypercube has one value in each stratum", () => {
    const plan = smallPlan({
      axes: `  values.internalGpuHour: { kind: uniform, from: 0, to: 8 }
  tenants.tenant.contract.notice: [1 day, 7 days]
  values.tenantGpuHour: { kind: uniform, from: 0, to: 8 }`,
      more: "samples: 8\n",
    });
    expect(plan.points).toBe(16);
    const points = Array.from({ length: 16 }, (_, i) =>
      plan.pointAt(i).values.map(({ number }) => number as number),
    );
    for (const axis of [0, 2]) {
      const strata = points.slice(0, 8).map((values) => Math.floor(values[axis] as number));
      expect([...strata].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(points.slice(8).map((values) => values[axis])).toEqual(
        points.slice(0, 8).map((values) => values[axis]),
      );
    }
  });

  const drawn = (axes: readonly string[], design: string, samples: number): number[][] => {
    const spec = "{ kind: uniform, from: 0, to: 1 }";
    const plan = smallPlan({
      axes: axes.map((axis) => `  ${axis}: ${spec}`).join("\n"),
      more: `samples: ${samples}\ndesign: ${design}\n`,
    });
    return Array.from({ length: plan.points }, (_, i) =>
      plan.pointAt(i).values.map(({ number }) => number as number),
    );
  };
  const two = ["values.internalGpuHour", "values.tenantGpuHour"];

  test("a Sobol sequence has one of sixteen points in every cell of sixteen, however the square is cut", () => {
    const points = drawn(two, "sobol", 16);
    for (const columns of [1, 2, 4, 8, 16]) {
      const cells = points.map(([x, y]) => [
        Math.floor((x as number) * columns),
        Math.floor(((y as number) * 16) / columns),
      ]);
      expect(new Set(cells.map(String)).size).toBe(16);
    }
    for (const value of points.flat()) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(1);
    }
  });

  test("a Latin hypercube fills no such cells, and random draws not even strata", () => {
    const cells = drawn(two, "latinHypercube", 16).map(([x, y]) =>
      String([Math.floor((x as number) * 4), Math.floor((y as number) * 4)]),
    );
    expect(new Set(cells).size).toBeLessThan(16);
    const strata = drawn(two, "random", 64).map(([x]) => Math.floor((x as number) * 64));
    expect(new Set(strata).size).toBeLessThan(64);
  });

  test.each(["random", "latinHypercube", "sobol"])(
    "one more axis at the end moves no point: %s",
    (design) => {
      const before = drawn(two, design, 8);
      const more = drawn([...two, "internal.training.demand.noise.sigma"], design, 8);
      expect(more.map((point) => point.slice(0, 2))).toEqual(before);
    },
  );

  test("those outside a constraint on an axis are not there", () => {
    const plan = smallPlan({ more: "constraints: [{ axis: growth, atMost: 3 }]\n" });
    expect(plan.points).toBe(3);
    expect(plan.pointAt(2).values.map(({ label }) => label)).toEqual(["14 days", "2"]);
  });
});

describe("keys", () => {
  test("SHA-256 of the standard's example", () => {
    expect(hexDigest("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  test("are the same with the platform's digest", async () => {
    const { loadStudy } = await import("../../src/node/study-folder.ts");
    const { plan } = await loadStudy(parsedStudy(), ".");
    expect(keysOf(plan)).toEqual(keysOf(smallPlan()));
  });

  test("each unit has its own", () => {
    const keys = keysOf(smallPlan());
    expect(keys).toHaveLength(12);
    expect(new Set(keys).size).toBe(12);
  });

  test("stay when the study is edited in what does not change a run", () => {
    const before = keysOf(smallPlan());
    const said = smallPlan({ more: "question: Why?\nmetrics: [netValue]\nlimits: { events: 5000 }\n" });
    expect(keysOf(said)).toEqual(before);
    const longer = parseStudy(smallStudy().replace("replications: 4", "replications: 8"));
    expect(keysOf(planSweep(longer))).toEqual(expect.arrayContaining(before));
    const wider = smallPlan({
      axes: `  tenants.tenant.contract.notice: [1 day, 3 days, 7 days, 14 days]
  growth = internal.training.demand.growth: { from: 2, to: 4, count: 2 }`,
    });
    expect(keysOf(wider)).toEqual(expect.arrayContaining(before));
  });

  test.each([
    ["the scenario", "gpus: 600", "gpus: 601"],
    ["the seed", "seed: small", "seed: other"],
    ["the policies", "{ reactive: {}, ahead: {} }", "{ reactive: {} }"],
    ["a policy", "reactive: {}", "reactive: { reclaim: { trigger: { kind: forecastCross } } }"],
    ["the size of units", "batch: 2", "batch: 1"],
  ])("change with %s", (_, from, to) => {
    const before = new Set(keysOf(smallPlan()));
    const text = smallStudy();
    expect(text).toContain(from);
    const after = keysOf(planSweep(parseStudy(text.replace(from, to))));
    expect(after.filter((key) => before.has(key))).toEqual([]);
  });

  test("change with the content of recorded files", () => {
    const parsed = parsedStudy();
    const [a, b] = ["1", "2"].map((sha256) =>
      keysOf(planSweep(parsed, undefined, [{ file: "a.swf", sha256 }])),
    );
    expect(a?.some((key) => b?.includes(key))).toBe(false);
  });

  test("are those of the study as it is kept in its folder", () => {
    const plan = smallPlan();
    const kept = parseStudy(JSON.stringify({ ...plan.study, scenario: plan.scenario }));
    expect(keysOf(planSweep(kept))).toEqual(keysOf(plan));
  });
});

describe("records", () => {
  test("read back what was written, to the bit", () => {
    const record: UnitRecord = {
      fingerprints: ["a", "b"],
      tenants: ["é\n\u{1f600}"],
      width: 3,
      numbers: Float64Array.of(1.5, -1e300, Number.NaN, 5e-324, 0, Number.POSITIVE_INFINITY),
    };
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });

  test("refuse bytes that are too few", () => {
    const bytes = encodeRecord({ fingerprints: ["a"], tenants: [], width: 1, numbers: Float64Array.of(1) });
    expect(() => decodeRecord(bytes.subarray(0, bytes.length - 1))).toThrow(/length/);
  });
});

describe("schedules", () => {
  test("shares cover every unit once, however many there are", () => {
    const plan = smallPlan();
    const all = keysOf(plan).sort();
    for (const of of [1, 2, 5, 12, 40]) {
      const keys = Array.from({ length: of }, (_, index) => unitsOf(plan, { index, of }))
        .flat()
        .map(({ key }) => key);
      expect(keys.sort()).toEqual(all);
    }
  });

  test("what is known or given up is passed over", () => {
    const plan = smallPlan();
    const [first, second, ...rest] = keysOf(plan);
    const known = {
      ...nothing,
      has: (key: string) => key === first,
      isGivenUp: (key: string) => key === second,
    };
    const schedule = createSchedule(plan, known);
    const keys: string[] = [];
    for (let unit = schedule.next(); unit !== undefined; unit = schedule.next()) keys.push(unit.key);
    expect(keys).toEqual(rest);
    expect(schedule.passed()).toBe(1);
  });

  test("with a precision, a point is repeated until its mean is known, and no further", () => {
    const plan = smallPlan({ more: "precision: { unmetGpuHours: 30 % }\nmostReplications: 60\n" });
    const records = runAll(plan);
    for (let place = 0; place < plan.points; place++) {
      const summary = summarize(plan, plan.pointAt(place), (key) => records.get(key));
      const n = summary?.replications ?? 0;
      const metric = plan.definitions.findIndex(({ name }) => name === "unmetGpuHours");
      const widths = summary?.policies.map(({ metrics }) => {
        const interval = metrics[metric] as { mean: number; low: number };
        return (interval.mean - interval.low) / Math.abs(interval.mean);
      }) as number[];
      expect(n).toBeGreaterThanOrEqual(4);
      if (n < 60) expect(Math.max(...widths)).toBeLessThanOrEqual(0.3);
      // one replication fewer was not enough, unless it is the fewest
      if (n > 4) expect(isKnown(plan, records, place, n - 1)).toBe(false);
    }
  });
});

describe("the count of units", () => {
  const knowing = (records: ReadonlyMap<string, UnitRecord>) => ({
    has: (key: string) => records.has(key),
    read: (key: string) => records.get(key),
    isGivenUp: () => false,
  });

  test("is that of the plan when replications are fixed", () => {
    const plan = smallPlan();
    const keys = [...runAll(plan)];
    expect(countUnits(plan, nothing)).toEqual({ done: 0, total: 12 });
    expect(countUnits(plan, knowing(new Map(keys.slice(0, 5))))).toEqual({ done: 5, total: 12 });
  });

  test("with a precision is that of the rounds that each point has come to, the later ones too", () => {
    const plan = smallPlan({ more: "precision: { unmetGpuHours: 30 % }\nmostReplications: 60\n" });
    const all = runAll(plan);
    expect(countUnits(plan, nothing)).toEqual({ done: 0, total: 12 });
    expect(all.size).toBeGreaterThan(12);
    expect(countUnits(plan, knowing(all))).toEqual({ done: all.size, total: all.size });
    // the last one run belongs to the last round of its point
    const most = new Map([...all].slice(0, -1));
    expect(countUnits(plan, knowing(most))).toEqual({ done: all.size - 1, total: all.size });
  });
});

describe("a selection", () => {
  const more = "select: { metric: netValue, indifference: 0.1 %, confidence: 90 % }\nmostReplications: 60\n";

  test("repeats a point until Kim and Nelson's procedure is done, and no further", () => {
    const plan = smallPlan({ more });
    const records = runAll(plan);
    for (let place = 0; place < plan.points; place++) {
      const point = plan.pointAt(place);
      const summary = summarize(plan, point, (key) => records.get(key));
      const selector = kimNelson({
        systems: 2,
        first: 4,
        confidence: 0.9,
        indifference: (means) => 0.001 * Math.abs(Math.max(...means)),
      });
      const columns = plan.policies.map((_, p) => valuesOf(plan, records, place, p, "netValue"));
      const until = columns[0]?.findIndex((_, r) =>
        selector.add(columns.map((values) => values[r] as number)),
      );
      const isDecided = until !== -1;
      expect(summary?.replications).toBe(isDecided ? (until as number) + 1 : 60);
      expect(summary?.selection).toMatchObject({ isDecided, best: plan.policies[selector.best()] });
    }
  });

  test("is told in a column of the table, empty while it is not made", () => {
    const plan = smallPlan({ more });
    expect(meanColumns(plan).at(-1)).toEqual({ name: "selected", kind: "truth" });
    const records = runAll(plan);
    const summary = summarize(plan, plan.pointAt(0), (key) => records.get(key)) as PointSummary;
    const { selection } = summary;
    const open = { ...summary, selection: { ...(selection as Selection), isDecided: false } };
    const cells = (rows: readonly TidyCell[][]) => new Set(rows.map((row) => row.at(-1)));
    expect(cells(meanRows(plan, summary))).toEqual(
      new Set(selection?.isDecided ? [true, false] : [undefined]),
    );
    expect(cells(meanRows(plan, open))).toEqual(new Set([undefined]));
    expect(meanColumns(plan)).toHaveLength(meanRows(plan, summary)[0]?.length as number);
  });
});

describe("rows of a point", () => {
  test("whose metric has no value are enough at the least number", () => {
    const plan = smallPlan({ more: "precision: { netValue: 0.001 % }\nmostReplications: 50\n" });
    const rows = new PointRows(plan);
    const width = metricDefinitions.length;
    const numbers = Float64Array.from({ length: 4 * width }, (_, i) => i);
    numbers[METRIC.netValue] = Number.NaN;
    const record = { fingerprints: ["a", "b", "c", "d"], tenants: [], width, numbers };
    rows.add(record);
    expect(rows.isEnough).toBe(false);
    rows.add(record);
    expect(rows.isEnough).toBe(true);
    expect(rows.replications).toBe(4);
    expect(rows.standing()).toBeUndefined();
  });
});

describe("standings", () => {
  const standing = (current: number, survivors: readonly string[], replications: number): Standing => ({
    replications,
    expected: 2 * replications,
    precision: [
      {
        metric: "netValue",
        halfWidth: 0.01,
        isRelative: true,
        entry: "a",
        current,
        isReached: current <= 0.01,
      },
    ],
    survivors,
  });

  test("of several points are that of the point that is known worst", () => {
    const worst = worstStanding([
      standing(0.1, ["a"], 30),
      standing(0.3, ["a", "b"], 10),
      standing(0.2, [], 20),
    ]);
    expect(worst).toMatchObject({ replications: 10, expected: 60, survivors: ["a", "b"] });
    expect(worst?.precision[0]?.current).toBe(0.3);
    expect(worstStanding([])).toBeUndefined();
  });

  test("are there while a point is open, and not when the number is fixed", () => {
    const plan = smallPlan({ more: "precision: { netValue: 0.001 % }\nmostReplications: 60\n" });
    const records = new Map<string, UnitRecord>();
    const schedule = createSchedule(plan, {
      has: (key) => records.has(key),
      read: (key) => records.get(key),
      isGivenUp: () => false,
    });
    expect(schedule.standing()).toBeUndefined();
    const run = createUnitRunner(jobOf(plan));
    for (let i = 0; i < 2; i++) {
      const unit = schedule.next() as SweepUnit;
      records.set(unit.key, decodeRecord((run(unit) as UnitOutcome & { bytes: Uint8Array }).bytes));
      schedule.settle(unit);
    }
    expect(schedule.standing()).toMatchObject({ replications: 4, precision: [{ metric: "netValue" }] });
    expect(createSchedule(smallPlan(), nothing).standing()).toBeUndefined();
  });
});

/** A metric of a point under one policy, replication by replication, from the records alone. */
const valuesOf = (
  plan: SweepPlan,
  records: ReadonlyMap<string, UnitRecord>,
  place: number,
  p: number,
  metric: MetricName,
): number[] => {
  const values: number[] = [];
  for (let from = 0; ; from += plan.study.batch) {
    const record = records.get(plan.unitAt(plan.pointAt(place), from).key);
    if (record === undefined) return values;
    const { numbers, width, fingerprints } = record;
    for (let r = 0; r < fingerprints.length / plan.policies.length; r++)
      values.push(numbers[(r * plan.policies.length + p) * width + METRIC[metric]] as number);
  }
};

/** Whether the first replications of a point suffice under every policy, worked out from the records alone. */
const isKnown = (
  plan: SweepPlan,
  records: ReadonlyMap<string, UnitRecord>,
  place: number,
  n: number,
): boolean =>
  plan.policies.every((_, p) => {
    const values = valuesOf(plan, records, place, p, "unmetGpuHours");
    const { mean, halfWidth } = meanInterval(values.slice(0, n));
    return halfWidth <= 0.3 * Math.abs(mean);
  });

describe("summaries", () => {
  test("a point is what its scenario gives, run alone", async () => {
    const { runStudy } = await import("../../src/studies/study.ts");
    const { inProcessExecutor } = await import("../../src/studies/unit.ts");
    const { scenarioAt } = await import("../../src/studies/sweep/plan.ts");
    const plan = smallPlan();
    const records = runAll(plan);
    const point = plan.pointAt(3);
    const summary = summarize(plan, point, (key) => records.get(key));
    const alone = await runStudy(
      { scenario: scenarioAt(plan, point.settings), policies: [], command: "test" },
      inProcessExecutor,
    );
    summary?.policies.forEach(({ policy, metrics, tenants }, p) => {
      const other = alone.policies[p];
      expect(policy).toBe(other?.policy);
      expect(metrics).toEqual(other?.metrics);
      expect(tenants[0]?.evicted.mean).toBe((other?.tenants[0]?.evictedIn ?? 0) / 4);
    });
    expect(summary?.policies[1]?.differences).toEqual(alone.comparisons[0]?.metrics);
    expect(summary?.policies[0]?.differences).toBeUndefined();
  });

  test("a point is acceptable when its mean keeps to the constraints", () => {
    const plan = smallPlan();
    const records = runAll(plan);
    const metric = plan.definitions.findIndex(({ name }) => name === "unmetShare");
    const shares = summarize(plan, plan.pointAt(1), (key) => records.get(key))?.policies.map(
      ({ metrics }) => metrics[metric]?.mean as number,
    ) as number[];
    const limit = Math.max(...shares);
    const strict = smallPlan({ more: `constraints: [{ metric: unmetShare, atMost: ${limit - 1e-9} }]\n` });
    const loose = smallPlan({ more: `constraints: [{ metric: unmetShare, atMost: ${limit} }]\n` });
    const acceptable = (plan: SweepPlan) =>
      summarize(plan, plan.pointAt(1), (key) => records.get(key))?.policies.map(
        ({ isAcceptable }) => isAcceptable,
      );
    expect(acceptable(strict)).toEqual(shares.map((share) => share <= limit - 1e-9));
    expect(acceptable(strict)).toContain(false);
    expect(acceptable(loose)).not.toContain(false);
  });

  test("a point that lacks a unit has none", () => {
    const plan = smallPlan();
    expect(summarize(plan, plan.pointAt(0), () => undefined)).toBeUndefined();
  });
});

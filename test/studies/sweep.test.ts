/** Plans of sweeps: points, keys, schedules, summaries. */
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import { jobOf } from "../../src/node/sweep.ts";
import { parseStudy } from "../../src/scenario/parse-study.ts";
import { meanInterval } from "../../src/stats/intervals.ts";
import { hexDigest } from "../../src/studies/sweep/digest.ts";
import { planSweep, type SweepPlan, type SweepUnit } from "../../src/studies/sweep/plan.ts";
import { decodeRecord, encodeRecord, type UnitRecord } from "../../src/studies/sweep/record.ts";
import { createUnitRunner, type UnitOutcome } from "../../src/studies/sweep/run.ts";
import { createSchedule, type Share } from "../../src/studies/sweep/schedule.ts";
import { summarize } from "../../src/studies/sweep/summary.ts";
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

/** Whether the first replications of a point suffice under every policy, worked out from the records alone. */
const isKnown = (
  plan: SweepPlan,
  records: ReadonlyMap<string, UnitRecord>,
  place: number,
  n: number,
): boolean =>
  plan.policies.every((_, p) => {
    const values: number[] = [];
    for (let from = 0; from < n; from += plan.study.batch) {
      const { numbers, width, fingerprints } = records.get(
        plan.unitAt(plan.pointAt(place), from).key,
      ) as UnitRecord;
      for (let r = 0; r < fingerprints.length / plan.policies.length; r++)
        values.push(numbers[(r * plan.policies.length + p) * width + METRIC.unmetGpuHours] as number);
    }
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

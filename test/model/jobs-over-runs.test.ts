/** Jobs that call less important planned runs, on schedules worked out by hand, to the second. */
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import { HELD } from "../../src/model/ledger.ts";
import type { JobStream, PolicySettings, Program, RunSpec } from "../../src/model/types.ts";
import { audit } from "../../src/validation/audit.ts";
import { gang, level, type plan, policy, pool, program, tenant } from "./builders.ts";
import { externalStream, internalStream, type Row, runJobs } from "./job-builders.ts";

const HORIZON = 2000;

const training = (runs: readonly RunSpec[], priority = 50, name = "training"): Program =>
  program(name, { priority, sources: [{ kind: "runs", runs, pools: [{ pool: 0, ratio: 1 }] }] });

type Setting = {
  readonly capacity: number;
  readonly rows: readonly Row[];
  readonly programs: readonly Program[];
  readonly stream?: Partial<JobStream>;
  readonly external?: readonly Row[];
  readonly externalStream?: Partial<JobStream>;
  readonly preemption?: Partial<PolicySettings["preemption"]>;
  readonly policy?: Partial<PolicySettings>;
  readonly plan?: Parameters<typeof plan>[0];
  readonly more?: { readonly [stream: string]: readonly Row[] };
};

/** Jobs of importance 100 beside runs, of importance 50 unless stated. Every log must satisfy the auditor. */
const beside = ({ programs, preemption = {}, plan: over = {}, policy: by = {}, ...setting }: Setting) => {
  const told = runJobs({
    ...setting,
    horizon: HORIZON,
    policy: { preemption: { ...policy().preemption, ...preemption }, ...by },
    plan: { programs: [program("internal", { sources: [] }), ...programs], ...over },
  });
  expect(audit(told.events, HORIZON).violations).toEqual([]);
  return told;
};

type Told = ReturnType<typeof beside>;

/** Notices to runs: whom, when served, when due, how and when they ended, for whom. */
const notices = ({ world }: Told) =>
  world.notices.map(({ run, issuedAt, effectiveAt, state, endedAt, cause }) => [
    run?.spec.name,
    issuedAt,
    effectiveAt,
    state,
    endedAt,
    cause,
  ]);

const starts = (told: Told, run: string) =>
  told.events.filter((e) => e.kind === "run.started" && e.run === run).map(({ t }) => t);

const one = (seconds: number, over: Partial<RunSpec> = {}) => [gang("a", 0, 8, seconds, over)];

/** A checkpoint of five seconds saves everything when the notice allows it. */
const saves = { checkpointEvery: 1000, checkpointCost: 5, restart: 10 } as const;

describe("a job more important than a run", () => {
  test("starts with the last second of the run's own notice, and the run goes on where its checkpoint left it", () => {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      programs: [training(one(100, { notice: 60, ...saves }))],
    });
    expect(notices(told)).toEqual([["a", 10, 70, "enforced", 70, "internal#0"]]);
    expect(told.internal[0]).toMatchObject({ start: 70, end: 100 });
    // 65 of 100 seconds are done and safe; from second 100 on: 10 of restart and 35 of work.
    expect(starts(told, "training/a")).toEqual([0, 100]);
    expect(told.world.runs[0]).toMatchObject({ state: "completed", lost: 0, spells: 2 });
    expect(told.events.find((e) => e.kind === "run.completed")?.t).toBe(145);
    expect(told.world.jobs.inFlight[0]).toBe(0);
  });

  test("has it at once when the run has no notice, and the run starts again on what is left in the same second", () => {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      programs: [training(one(100, { minGpus: 4 }))],
    });
    expect(notices(told)).toEqual([["a", 10, 10, "enforced", 10, "internal#0"]]);
    expect(told.internal[0]).toMatchObject({ start: 10, end: 40 });
    expect(starts(told, "training/a")).toEqual([0, 10]);
    // Nothing was safe: 800 GPU-seconds on four accelerators.
    expect(told.world.runs[0]?.lost).toBe(80);
    expect(told.events.find((e) => e.kind === "run.completed")?.t).toBe(210);
  });

  test("starts as soon as the run ends by itself, before the notice is over", () => {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 80, gpus: 4, seconds: 30 }],
      programs: [training(one(100, { notice: 60 }))],
    });
    expect(notices(told)).toEqual([["a", 80, 140, "complied", 100, "internal#0"]]);
    expect(told.internal[0]).toMatchObject({ start: 100, end: 130 });
    expect(told.world.jobs.inFlight[0]).toBe(0);
  });

  test("waits when it is no more important, or the policy preempts nobody", () => {
    const setting = {
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
    };
    const equal = beside({ ...setting, programs: [training(one(100), 100)] });
    const off = beside({ ...setting, programs: [training(one(100))], preemption: { enabled: false } });
    for (const told of [equal, off]) {
      expect(told.internal[0]?.start).toBe(100);
      expect(told.world.notices).toEqual([]);
    }
  });

  test("is measured from the notice to its start, and the run counts as displaced", () => {
    const { result } = beside({
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      programs: [training(one(100, { notice: 60 }))],
    });
    expect(result.metrics[METRIC.jobReclaimLatencyMean]).toBe(60);
    expect(result.metrics[METRIC.displacements]).toBe(1);
  });
});

test("a tenant's job never stops a run, however important the tenant", () => {
  const told = beside({
    capacity: 8,
    rows: [],
    external: [{ submit: 10, gpus: 4, seconds: 30 }],
    externalStream: { priority: 200 },
    programs: [training(one(100, { notice: 60 }))],
  });
  expect(told.external[0]?.start).toBe(100);
  expect(told.world.notices).toEqual([]);
});

test("a tenant's job takes from another tenant's, though a run is less important", () => {
  const told = beside({
    capacity: 8,
    rows: [],
    external: [{ submit: 0, gpus: 4, seconds: 500 }],
    programs: [training([gang("a", 0, 4, 500)], 10)],
    plan: {
      tenants: [tenant("external"), tenant("first")],
      streams: [
        internalStream("internal", { source: { kind: "trace", key: "none" } }),
        externalStream("external", { priority: 20 }),
        externalStream("late", { tenant: 1, priority: 200, source: { kind: "trace", key: "late" } }),
      ],
    },
    more: { late: [{ submit: 10, gpus: 4, seconds: 30 }], none: [] },
  });
  expect(told.world.notices).toEqual([]);
  expect(told.external[0]?.preemptions).toBe(1);
  expect(told.events.find((e) => e.kind === "job.started" && e.name === "late#0")?.t).toBe(10);
});

test("no level demand makes room for a tenant's job that a run would have to make room for as well", () => {
  const told = beside({
    capacity: 8,
    rows: [],
    external: [{ submit: 10, gpus: 8, seconds: 30 }],
    // One queue with internal jobs, who might call the run.
    stream: { priority: 200 },
    externalStream: { priority: 200 },
    programs: [training([gang("a", 0, 4, 100)]), program("level", { priority: 50, sources: [level(4)] })],
  });
  expect(told.events.filter((e) => e.kind === "displaced").map(({ t }) => t)).toEqual([100]);
  expect(told.external[0]?.start).toBe(100);
});

test("a tenant's job in a queue with internal ones does not either, under any backfill", () => {
  for (const backfill of ["none", "easy", "conservative"] as const) {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 20, gpus: 8, seconds: 30 }],
      external: [{ submit: 10, gpus: 4, seconds: 30 }],
      externalStream: { priority: 100 },
      programs: [training(one(100, { notice: 60 }))],
      policy: { queue: { order: "fcfs", backfill, halfLife: 1000 } },
    });
    for (const { issuedAt, job } of told.world.notices) {
      expect(issuedAt).toBeGreaterThanOrEqual(20);
      expect(told.world.jobs.table.stream[job]).toBe(0);
    }
    expect(told.external[0]?.start).toBeGreaterThanOrEqual(80);
  }
});

describe("nobody is stopped in vain", () => {
  test("no run is called while the job would not fit even so; it is as soon as that would do", () => {
    const told = beside({
      capacity: 16,
      rows: [
        { submit: 0, gpus: 8, seconds: 200 },
        { submit: 10, gpus: 12, seconds: 30 },
      ],
      programs: [training(one(1000, { notice: 60 }))],
    });
    expect(notices(told)).toEqual([["a", 200, 260, "enforced", 260, "internal#1"]]);
    expect(told.internal[1]?.start).toBe(260);
    // What is free meanwhile is held for it.
    expect(told.world.ledger.integral(HELD, HORIZON)).toBe(8 * 60);
  });

  test("the walk back spares the run that turns out not to be needed", () => {
    const runs = [gang("large", 0, 8, 500, { notice: 60 }), gang("young", 5, 2, 500, { notice: 60 })];
    const setting = {
      capacity: 10,
      rows: [{ submit: 10, gpus: 8, seconds: 30 }],
      programs: [training(runs)],
    };
    expect(notices(beside(setting)).map(([run]) => run)).toEqual(["large"]);
    const all = beside({ ...setting, preemption: { spare: false } });
    expect(notices(all).map(([run]) => run)).toEqual(["young", "large"]);
  });

  test("what a run on notice leaves over is for the next job; a second run is called when that is used up", () => {
    const runs = [gang("a", 0, 8, 1000, { notice: 60 }), gang("b", 5, 8, 1000, { notice: 60 })];
    const told = beside({
      capacity: 16,
      rows: [
        { submit: 10, gpus: 4, seconds: 300 },
        { submit: 20, gpus: 4, seconds: 300 },
        { submit: 30, gpus: 4, seconds: 300 },
      ],
      programs: [training(runs)],
    });
    expect(notices(told)).toEqual([
      ["b", 10, 70, "enforced", 70, "internal#0"],
      ["a", 30, 90, "enforced", 90, "internal#2"],
    ]);
    expect(told.internal.map(({ start }) => start)).toEqual([70, 70, 90]);
  });

  test("a part of it counts: only the rest is called", () => {
    const runs = [gang("a", 0, 8, 1000, { notice: 60 }), gang("b", 5, 8, 1000, { notice: 60 })];
    const told = beside({
      capacity: 16,
      rows: [
        { submit: 10, gpus: 6, seconds: 300 },
        { submit: 20, gpus: 9, seconds: 300 },
      ],
      programs: [training(runs)],
    });
    expect(notices(told).map(([run, at]) => [run, at])).toEqual([
      ["b", 10],
      ["a", 20],
    ]);
    // At 70 two are left over of the first and held; the second brings eight, of which it needs seven.
    expect(told.internal.map(({ start }) => start)).toEqual([70, 80]);
    expect(told.world.ledger.integral(HELD, HORIZON)).toBe(2 * 10);
  });
});

describe("the order of victims", () => {
  const victimsFor = (gpus: number, victims?: PolicySettings["preemption"]["victims"]) => {
    const told = beside({
      capacity: 16,
      rows: [{ submit: 10, gpus, seconds: 30 }],
      programs: [
        program("low", { priority: 20, sources: [] }),
        training([gang("same", 0, 4, 1000)], 20),
        training([gang("least", 0, 4, 1000)], 10, "least"),
        training([gang("most", 0, 4, 1000)], 30, "most"),
      ],
      plan: {
        streams: [
          internalStream("internal"),
          // Tenants' jobs as important as a run go before it as well.
          externalStream("external", { priority: 20 }),
        ],
      },
      external: [{ submit: 0, gpus: 4, seconds: 1000 }],
      ...(victims === undefined ? {} : { preemption: { victims } }),
    });
    const jobs = told.events.filter((e) => e.kind === "job.noticed").map(() => "job");
    return [...jobs, ...notices(told).map(([run]) => run)].sort();
  };

  test("is by priority, jobs before runs among equals", () => {
    expect(victimsFor(4)).toEqual(["least"]);
    expect(victimsFor(8)).toEqual(["job", "least"]);
    expect(victimsFor(12)).toEqual(["job", "least", "same"]);
    expect(victimsFor(16)).toEqual(["job", "least", "most", "same"]);
  });

  test("is the same when a policy names priority first and something else then", () => {
    expect(victimsFor(4, ["lowestPriority", "largest"])).toEqual(["least"]);
    expect(victimsFor(8, ["lowestPriority", "largest"])).toEqual(["job", "least"]);
    expect(victimsFor(12, ["lowestPriority", "largest"])).toEqual(["job", "least", "same"]);
  });

  test("has runs after all jobs when a policy orders jobs by something else", () => {
    expect(victimsFor(4, ["largest"])).toEqual(["job"]);
    expect(victimsFor(8, ["largest"])).toEqual(["job", "least"]);
  });

  test("elastic jobs shrink before a run is stopped", () => {
    const told = beside({
      capacity: 16,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      external: [{ submit: 0, gpus: 8, minGpus: 4, seconds: 1000 }],
      programs: [training(one(1000), 0)],
      preemption: { partial: true },
    });
    expect(told.world.notices).toEqual([]);
    expect(told.events.filter((e) => e.kind === "job.shrunk").map(({ t, gpus }) => [t, gpus])).toEqual([
      [10, 4],
    ]);
  });
});

describe("the rules of preemption", () => {
  const two = [gang("a", 0, 8, 1000), gang("b", 5, 8, 1000)];

  test("the job must have waited for its delay", () => {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      programs: [training(one(1000, { notice: 60 }))],
      preemption: { delay: 30 },
    });
    expect(notices(told)[0]?.slice(1, 3)).toEqual([40, 100]);
    expect(told.internal[0]?.start).toBe(100);
  });

  test("the run must be by the gap less important", () => {
    const called = (gap: number) =>
      beside({
        capacity: 8,
        rows: [{ submit: 10, gpus: 4, seconds: 30 }],
        programs: [training(one(100))],
        preemption: { gap },
      }).world.notices.length;
    expect([called(50), called(51)]).toEqual([1, 0]);
  });

  test("a job that would need more victims than a round may have waits until fewer will do", () => {
    const told = beside({
      capacity: 16,
      rows: [{ submit: 10, gpus: 12, seconds: 30 }],
      programs: [training(two)],
      preemption: { maxPerRound: 1 },
    });
    // The first run ends at 1000; the second would have ended five seconds later.
    expect(notices(told).map(([run, at]) => [run, at])).toEqual([["b", 1000]]);
    expect(told.internal[0]?.start).toBe(1000);
  });

  test("notices to runs use up the budget, and the next is served in the second in which it has room again", () => {
    const told = beside({
      capacity: 16,
      rows: [
        { submit: 10, gpus: 8, seconds: 500 },
        { submit: 20, gpus: 8, seconds: 500 },
      ],
      programs: [training(two)],
      preemption: { budget: { evictions: 1, per: 100 } },
    });
    expect(told.internal.map(({ start }) => start)).toEqual([10, 110]);
  });

  test("a guaranteed run time is one of jobs: runs have none", () => {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      programs: [training(one(1000))],
      preemption: { minRuntime: 500 },
    });
    expect(told.internal[0]?.start).toBe(10);
  });

  test("a fixed length is for jobs: a run has its own notice", () => {
    const told = beside({
      capacity: 8,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      programs: [training(one(1000, { notice: 60 }))],
      preemption: { notice: { kind: "fixed", length: 200 } },
    });
    expect(told.internal[0]?.start).toBe(70);
  });

  test("where all victims have the longest notice, jobs have the run's", () => {
    const told = beside({
      capacity: 16,
      rows: [{ submit: 10, gpus: 16, seconds: 30 }],
      external: [{ submit: 0, gpus: 8, seconds: 1000 }],
      externalStream: { notice: 20 },
      programs: [training(one(1000, { notice: 60 }))],
      preemption: { notice: { kind: "longest", length: 0 } },
    });
    expect(told.events.find((e) => e.kind === "job.noticed")?.effectiveAt).toBe(70);
    expect(told.internal[0]?.start).toBe(70);
  });
});

describe("while notices run", () => {
  test("what comes back is held, and the job starts with the last of it", () => {
    const told = beside({
      capacity: 16,
      rows: [{ submit: 10, gpus: 16, seconds: 30 }],
      programs: [training([gang("a", 0, 8, 1000, { notice: 60 }), gang("b", 0, 8, 1000, { notice: 90 })])],
    });
    expect(told.internal[0]?.start).toBe(100);
    expect(told.world.ledger.integral(HELD, HORIZON)).toBe(8 * 30);
  });

  test("a job that gives up lets go of what it held in the same second; the notice is enforced, and the run starts again", () => {
    const told = beside({
      capacity: 10,
      rows: [{ submit: 10, gpus: 4, seconds: 30 }],
      stream: { patience: 30 },
      programs: [training(one(100, { notice: 60, ...saves }))],
    });
    expect(told.events.filter((e) => e.kind === "job.unheld").map(({ t, gpus }) => [t, gpus])).toEqual([
      [40, 2],
    ]);
    expect(told.internal[0]).toMatchObject({ outcome: "gaveUp", end: 40 });
    expect(notices(told)).toEqual([["a", 10, 70, "enforced", 70, "internal#0"]]);
    expect(starts(told, "training/a")).toEqual([0, 70]);
    expect(told.world.jobs.inFlight[0]).toBe(0);
  });

  test("what was called for a job that has gone is there for the next one", () => {
    const told = beside({
      capacity: 16,
      rows: [
        { submit: 10, gpus: 8, seconds: 30 },
        { submit: 50, gpus: 8, seconds: 30 },
      ],
      stream: { patience: 100 },
      programs: [training([gang("a", 0, 8, 1000, { notice: 300 }), gang("b", 5, 8, 1000, { notice: 200 })])],
    });
    // The first calls b and gives up at 110; the second, which had called a, gives up at 150.
    expect(notices(told).map(([run, at, due]) => [run, at, due])).toEqual([
      ["b", 10, 210],
      ["a", 50, 350],
    ]);
    const later = beside({
      capacity: 16,
      rows: [
        { submit: 10, gpus: 8, seconds: 30 },
        { submit: 120, gpus: 8, seconds: 30 },
      ],
      stream: { patience: 100 },
      programs: [training([gang("a", 0, 8, 1000, { notice: 300 }), gang("b", 5, 8, 1000, { notice: 200 })])],
    });
    expect(notices(later).map(([run]) => run)).toEqual(["b"]);
    expect(later.internal.map(({ start }) => start)).toEqual([-1, 210]);
  });

  test("a notice to a run is not taken back when its job has found room elsewhere", () => {
    const told = beside({
      capacity: 16,
      rows: [
        { submit: 0, gpus: 8, seconds: 50 },
        { submit: 10, gpus: 8, seconds: 30 },
      ],
      programs: [training(one(1000, { notice: 300 }))],
      preemption: { rescind: true },
    });
    expect(told.internal[1]?.start).toBe(50);
    expect(notices(told)).toEqual([["a", 10, 310, "enforced", 310, "internal#1"]]);
    // Nobody else is there: it starts again in the second in which it was stopped.
    expect(starts(told, "training/a")).toEqual([0, 310]);
  });

  test("an outage that stops the run ends the notice, and the job starts on what is left", () => {
    const told = beside({
      capacity: 16,
      rows: [{ submit: 10, gpus: 8, seconds: 30 }],
      programs: [training([gang("a", 0, 16, 1000, { notice: 60 })])],
      plan: { pools: [pool(16, { outages: [{ at: 30, gpus: 4, lasts: 100 }] })] },
    });
    expect(notices(told)[0]?.slice(3, 5)).toEqual(["enforced", 30]);
    expect(told.internal[0]?.start).toBe(30);
    expect(told.world.jobs.inFlight[0]).toBe(0);
  });
});

describe("level demand beside", () => {
  const two = [gang("a", 0, 8, 1000, { notice: 60 }), gang("b", 5, 8, 1000, { notice: 60 })];
  const demand = (priority: number) =>
    program("level", {
      priority,
      sources: [level(0, { every: 20, steps: [{ at: 20, value: 8 }] })],
    });
  const told = (priority: number) =>
    beside({
      capacity: 16,
      rows: [{ submit: 10, gpus: 8, seconds: 300 }],
      programs: [training(two), demand(priority)],
      policy: { trigger: { kind: "never" } },
    });

  test("more important takes what was called for a job, and the job calls again", () => {
    const taken = told(200);
    expect(notices(taken)).toEqual([
      ["b", 10, 70, "enforced", 70, "internal#0"],
      ["a", 70, 130, "enforced", 130, "internal#0"],
    ]);
    expect(taken.internal[0]?.start).toBe(130);
  });

  test("less important does not count on it, and calls for itself", () => {
    const own = told(80);
    expect(notices(own)).toEqual([
      ["b", 10, 70, "enforced", 70, "internal#0"],
      ["a", 20, 80, "enforced", 80, "level"],
    ]);
    expect(own.internal[0]?.start).toBe(70);
  });
});

describe("a run that starts on what it held", () => {
  /** The run wants eight; tenants' jobs give up four at 30 and four at 50. The job comes at 20 and wants eight, too. */
  const late = (notice: number) =>
    beside({
      capacity: 8,
      rows: [{ submit: 20, gpus: 8, seconds: 30 }],
      plan: {
        tenants: [tenant("quick"), tenant("slow")],
        streams: [
          internalStream("internal"),
          externalStream("external", { notice: 20 }),
          externalStream("slow", { tenant: 1, notice: 40, source: { kind: "trace", key: "external" } }),
        ],
      },
      external: [{ submit: 0, gpus: 4, seconds: 1000 }],
      programs: [training([gang("a", 10, 8, 500, { notice })])],
    });

  test("may be called in that second by a job that waited for more than was free before", () => {
    const told = late(60);
    expect(starts(told, "training/a")[0]).toBe(50);
    expect(notices(told)).toEqual([["a", 50, 110, "enforced", 110, "internal#0"]]);
    expect(told.internal[0]?.start).toBe(110);
  });

  test("and without a notice makes room in it", () => {
    expect(late(0).internal[0]?.start).toBe(50);
  });
});

test("what a run has in other pools is no use to a job, and goes with it all the same", () => {
  const told = beside({
    capacity: 0,
    rows: [{ submit: 10, gpus: 6, seconds: 30 }],
    programs: [
      program("training", {
        priority: 50,
        sources: [
          {
            kind: "runs",
            runs: [gang("a", 0, 12, 1000, { notice: 60 })],
            pools: [
              { pool: 0, ratio: 1 },
              { pool: 1, ratio: 1 },
            ],
          },
        ],
      }),
    ],
    plan: {
      pools: [pool(4), pool(8, { name: "b" })],
      streams: [internalStream("internal", { pools: [0, 1] })],
    },
  });
  expect(told.world.notices.map(({ gpus }) => gpus)).toEqual([12]);
  expect(told.events.find((e) => e.kind === "job.started")).toMatchObject({ t: 70, pool: "b" });
});

test("an elastic job that starts with less than the run brings leaves the rest to others", () => {
  const told = beside({
    capacity: 8,
    rows: [{ submit: 10, gpus: 6, minGpus: 3, seconds: 30 }],
    external: [{ submit: 20, gpus: 2, seconds: 40 }],
    programs: [training(one(1000, { notice: 60 }))],
  });
  expect(told.internal[0]).toMatchObject({ start: 70, end: 100 });
  expect(told.external[0]?.firstStart).toBe(70);
});

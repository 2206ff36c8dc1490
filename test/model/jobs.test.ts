/** Jobs, notices and preemption, on schedules worked by hand. */
import { describe, expect, test } from "vitest";
import type { JobStream, PolicySettings } from "../../src/model/types.ts";
import { gang, level, policy, pool, program, tenant } from "./builders.ts";
import { externalStream, internalStream, runJobs } from "./job-builders.ts";

type Told = ReturnType<typeof runJobs>["internal"];
const brief = (jobs: Told) =>
  jobs.map(({ firstStart, start, end, outcome, lost }) => ({ firstStart, start, end, outcome, lost }));
const preempting = (over: Partial<PolicySettings["preemption"]>) => ({
  preemption: { ...policy().preemption, ...over },
});
const kinds = (told: ReturnType<typeof runJobs>, job: string) =>
  told.events
    .filter((event) => event.name === job && event.kind.startsWith("job."))
    .map(({ t, kind }) => [t, kind]);

/** A tenant's job of 8 accelerators that has run for 95 s when the owner wants them all at second 100. */
const taken = (terms: Partial<JobStream>, over: Partial<PolicySettings["preemption"]> = {}) =>
  runJobs({
    capacity: 8,
    rows: [{ submit: 100, gpus: 8, seconds: 50 }],
    external: [{ submit: 5, gpus: 8, seconds: 200 }],
    externalStream: terms,
    policy: preempting(over),
  });

describe("checkpoint against notice", () => {
  const checkpoint = { checkpointEvery: 60, checkpointCost: 10, restart: 7 };

  test("no notice: back to the last checkpoint, and a restart", () => {
    // Work 60, checkpoint 10, work 25 until second 100: 25 s x 8 are lost. Then 7 + 140 s of work + 2 checkpoints.
    const { internal, external } = taken({ ...checkpoint, notice: 0 });
    expect(brief(internal)).toEqual([
      { firstStart: 100, start: 100, end: 150, outcome: "completed", lost: 0 },
    ]);
    expect(brief(external)).toEqual([
      { firstStart: 5, start: 150, end: 150 + 7 + 140 + 2 * 10, outcome: "completed", lost: 200 },
    ]);
  });

  test("a notice shorter than the checkpoint saves nothing and costs the owner its length", () => {
    const { internal, external } = taken({ ...checkpoint, notice: 9 });
    expect(internal[0]?.start).toBe(109);
    expect(external[0]?.lost).toBe(8 * 34);
  });

  test("a notice as long as the checkpoint saves everything", () => {
    // At second 110 it has worked 60 + 25 s and saved them: 115 s are left.
    const { internal, external } = taken({ ...checkpoint, notice: 10 });
    expect(internal[0]?.start).toBe(110);
    expect(brief(external)).toEqual([
      { firstStart: 5, start: 160, end: 160 + 7 + 115 + 10, outcome: "completed", lost: 0 },
    ]);
  });

  test("one that does not reach the job saves nothing", () => {
    const { external } = taken({ ...checkpoint, notice: 10, delivered: 0 });
    expect(external[0]?.lost).toBe(8 * 35);
  });

  test("until the next checkpoint: it stops just when that is written", () => {
    // Started at 5, working until 65, writing until 75, working until 135, writing until 145.
    const told = taken({ ...checkpoint, notice: 0 }, { notice: { kind: "untilNextCheckpoint", length: 0 } });
    expect(told.internal[0]?.start).toBe(145);
    expect(told.external[0]?.lost).toBe(0);
  });

  test("without checkpoints everything is lost, whatever the notice", () => {
    const { external } = taken({ notice: 30 });
    expect(external[0]?.lost).toBe(8 * 125);
  });

  test("a job that finishes exactly at its deadline completed", () => {
    const told = taken({ notice: 105 });
    expect(kinds(told, "external#0")).toEqual([
      [5, "job.submitted"],
      [5, "job.started"],
      [100, "job.noticed"],
      [205, "job.completed"],
    ]);
    expect(told.internal[0]?.start).toBe(205);
  });

  test("cancel: it does not come back", () => {
    const { external } = taken({ notice: 10, onPreempt: "cancel" });
    expect(brief(external)).toEqual([
      { firstStart: 5, start: 5, end: 110, outcome: "cancelled", lost: 8 * 105 },
    ]);
  });
});

describe("who is preempted", () => {
  const spot = (gpus: number, submit = 0) => ({ submit, gpus, seconds: 1000 });

  test("nobody, when the beneficiary would not fit even so", () => {
    const { external, internal } = runJobs({
      capacity: 8,
      rows: [
        { submit: 0, gpus: 4, seconds: 1000 },
        { submit: 100, gpus: 8, seconds: 10 },
      ],
      external: [spot(4)],
    });
    expect(external[0]?.preemptions).toBe(0);
    expect(internal[1]?.start).toBe(1000);
  });

  test("the youngest first; whoever turns out not to be needed is spared", () => {
    // 6 are wanted and 1 is free: youngest first takes 2 and 5; the 2 are not needed beside the 5.
    const { external } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 6, seconds: 10 }],
      external: [spot(5, 1), spot(2, 2)],
    });
    expect(external.map(({ preemptions }) => preemptions)).toEqual([1, 0]);
  });

  test("without the spare pass both", () => {
    const { external } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 6, seconds: 10 }],
      external: [spot(5, 1), spot(2, 2)],
      policy: preempting({ spare: false }),
    });
    expect(external.map(({ preemptions }) => preemptions)).toEqual([1, 1]);
  });

  test("never before its guaranteed time", () => {
    const { internal } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 10 }],
      external: [spot(8)],
      externalStream: { minRuntime: 300 },
    });
    expect(internal[0]?.start).toBe(300);
  });

  test("only after the preemptor has waited for its delay", () => {
    const { internal } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 10 }],
      external: [spot(8)],
      policy: preempting({ delay: 45 }),
    });
    expect(internal[0]?.start).toBe(145);
  });

  test("elastic jobs give up their surplus first", () => {
    const { internal, external } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 3, seconds: 10 }],
      external: [{ submit: 0, gpus: 8, seconds: 1000, minGpus: 4 }],
      policy: preempting({ partial: true }),
    });
    expect(internal[0]?.start).toBe(100);
    // 900 s x 8 are left at second 100; 5 accelerators need 1440 s for them.
    expect(brief(external)).toEqual([{ firstStart: 0, start: 0, end: 1540, outcome: "completed", lost: 0 }]);
  });

  test("no more than the budget allows", () => {
    const { external } = runJobs({
      capacity: 8,
      rows: [0, 1, 2, 3].map((k) => ({ submit: 100 + k, gpus: 2, seconds: 500 })),
      external: [0, 1, 2, 3].map(() => spot(2)),
      policy: preempting({ budget: { evictions: 2, per: 10_000 } }),
    });
    expect(external.reduce((sum, { preemptions }) => sum + preemptions, 0)).toBe(2);
  });

  test("and again when the budget has room", () => {
    const { internal } = runJobs({
      capacity: 4,
      rows: [100, 101].map((submit) => ({ submit, gpus: 2, seconds: 5000 })),
      external: [spot(2), spot(2)].map((job) => ({ ...job, seconds: 9000 })),
      policy: preempting({ budget: { evictions: 1, per: 600 } }),
    });
    expect(internal.map(({ start }) => start)).toEqual([100, 700]);
  });

  test("nobody, when preemption is off", () => {
    const { internal } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 10 }],
      external: [spot(8)],
      policy: preempting({ enabled: false }),
    });
    expect(internal[0]?.start).toBe(1000);
  });
});

describe("capacity that is on its way", () => {
  test("is held as it arrives, and the start comes with the last of it", () => {
    const told = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 50 }],
      external: [
        { submit: 0, gpus: 4, seconds: 120 },
        { submit: 0, gpus: 4, seconds: 1000 },
      ],
      externalStream: { notice: 60 },
    });
    expect(told.internal[0]?.start).toBe(160);
    expect(kinds(told, "internal#0")).toEqual([
      [100, "job.submitted"],
      [120, "job.held"],
      [160, "job.held"],
      [160, "job.unheld"],
      [160, "job.started"],
      [210, "job.completed"],
    ]);
  });

  test("a notice is taken back when its beneficiary got what it needs from elsewhere", () => {
    // 4 are called at 100 with 60 s of notice; 4 others come free at 120.
    const told = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 4, seconds: 500 }],
      external: [
        { submit: 0, gpus: 4, seconds: 120 },
        { submit: 1, gpus: 4, seconds: 1000 },
      ],
      externalStream: { notice: 60 },
      policy: preempting({ rescind: true }),
    });
    expect(told.internal[0]?.start).toBe(120);
    expect(told.external[1]?.preemptions).toBe(0);
    expect(kinds(told, "external#1").map(([, kind]) => kind)).toContain("job.pardoned");
  });

  test("a preemptor that gives up releases its hold in the same instant", () => {
    const told = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 8, seconds: 50 }],
      stream: { patience: 30 },
      external: [
        { submit: 0, gpus: 4, seconds: 110 },
        { submit: 0, gpus: 4, seconds: 1000 },
        { submit: 120, gpus: 4, seconds: 10 },
      ],
      externalStream: { notice: 60 },
    });
    expect(told.internal[0]).toMatchObject({ outcome: "gaveUp", end: 130 });
    expect(told.external[2]?.start).toBe(130);
    // Enforced anyway: the need has gone, and nothing takes a notice back.
    expect(told.external[1]?.preemptions).toBe(1);
  });
});

describe("queues with limits", () => {
  test("a loss system refuses what cannot start at once", () => {
    const { internal } = runJobs({
      capacity: 2,
      rows: [0, 1, 2].map((submit) => ({ submit, gpus: 1, seconds: 10 })),
      stream: { queueLimit: 0 },
    });
    expect(internal.map(({ outcome }) => outcome)).toEqual(["completed", "completed", "refused"]);
  });

  test("with room for one, the second to wait is refused", () => {
    const { internal } = runJobs({
      capacity: 1,
      rows: [0, 1, 2].map((submit) => ({ submit, gpus: 1, seconds: 10 })),
      stream: { queueLimit: 1 },
    });
    expect(brief(internal).map(({ start, outcome }) => [start, outcome])).toEqual([
      [0, "completed"],
      [10, "completed"],
      [-1, "refused"],
    ]);
  });

  test("a job larger than its pools will ever be is refused, and holds up nobody", () => {
    const { internal } = runJobs({
      capacity: 4,
      rows: [
        { submit: 0, gpus: 5, seconds: 10 },
        { submit: 1, gpus: 4, seconds: 10 },
      ],
      queue: { backfill: "none" },
    });
    expect(brief(internal).map(({ start, outcome }) => [start, outcome])).toEqual([
      [-1, "refused"],
      [1, "completed"],
    ]);
  });
});

describe("estimates, failures, turnover", () => {
  test("a job that reaches its estimate is killed there, or runs on", () => {
    const rows = [{ submit: 0, gpus: 1, seconds: 100, estimate: 60 }];
    expect(runJobs({ capacity: 1, rows, stream: { atEstimate: "kill" } }).internal[0]).toMatchObject({
      end: 60,
      outcome: "killed",
    });
    expect(runJobs({ capacity: 1, rows, stream: { atEstimate: "extend" } }).internal[0]).toMatchObject({
      end: 100,
      outcome: "completed",
    });
  });

  test("a gang that fails goes back to its last checkpoint on the same accelerators", () => {
    const told = runJobs({
      capacity: 4,
      rows: [{ submit: 0, gpus: 4, seconds: 100_000 }],
      stream: { failuresPerGpuSecond: 1e-5, checkpointEvery: 1000, checkpointCost: 10, restart: 300 },
      horizon: 2_000_000,
    });
    const [job] = told.internal;
    const failures = told.world.jobs.failures[0] as number;
    expect(failures).toBeGreaterThan(0);
    expect(job?.outcome).toBe("completed");
    // What it took: the work, a restart for each failure unless it failed while restarting, checkpoints, what was lost.
    const { used, safe, lostByFailure, restarting, checkpointing } = told.world.jobs.totals[0] as {
      [K in "used" | "safe" | "lostByFailure" | "restarting" | "checkpointing"]: number;
    };
    expect(safe).toBe(400_000);
    expect(used).toBe(4 * (job?.end as number));
    expect(used).toBe(safe + lostByFailure + restarting + checkpointing);
    expect(restarting).toBeLessThanOrEqual(4 * 300 * failures);
  });

  test("accelerators are wiped before the next job has them", () => {
    const { internal } = runJobs({
      capacity: 1,
      rows: [0, 0].map((submit) => ({ submit, gpus: 1, seconds: 10 })),
      stream: { turnover: 5 },
    });
    expect(internal.map(({ start }) => start)).toEqual([0, 15]);
  });
});

describe("what was wiped", () => {
  test("is not expected a second time by a reservation", () => {
    // A's accelerator is wiped from 10 to 15. C wants both and has to wait for B, until 105; D is over by then.
    const { internal } = runJobs({
      capacity: 2,
      rows: [
        { submit: 0, gpus: 1, seconds: 10 },
        { submit: 0, gpus: 1, seconds: 100 },
        { submit: 20, gpus: 2, seconds: 10 },
        { submit: 21, gpus: 1, seconds: 50 },
      ],
      stream: { turnover: 5 },
    });
    expect(internal.map(({ start }) => start)).toEqual([0, 0, 105, 21]);
  });

  test("counts as taken by a backfilled job until it is wiped", () => {
    // D would end at 101 and be wiped until 106: too late for C.
    const { internal } = runJobs({
      capacity: 2,
      rows: [
        { submit: 0, gpus: 1, seconds: 100 },
        { submit: 20, gpus: 2, seconds: 10 },
        { submit: 21, gpus: 1, seconds: 80 },
      ],
      stream: { turnover: 5 },
    });
    expect(internal.map(({ start }) => start)).toEqual([0, 105, 120]);
  });
});

describe("level demand and what is less important", () => {
  const step = level(2, { every: 100, steps: [{ at: 100, value: 6 }] });
  const owners = (preemption: Partial<PolicySettings["preemption"]>) =>
    runJobs({
      capacity: 8,
      rows: [],
      external: [{ submit: 0, gpus: 4, seconds: 5000 }],
      externalStream: { notice: 60, priority: 0 },
      plan: {
        programs: [
          program("level", { priority: 150, sources: [step] }),
          program("run", {
            priority: 50,
            sources: [
              {
                kind: "runs",
                runs: [gang("gang", 0, 2, 5000, { notice: 60 })],
                pools: [{ pool: 0, ratio: 1 }],
              },
            ],
          }),
        ],
      },
      policy: preempting(preemption),
    });

  test("notice is served once for a shortage, to the least important", () => {
    const { external, world } = owners({});
    expect(external[0]?.preemptions).toBe(1);
    expect(world.runs.map(({ spells }) => spells)).toEqual([1]);
  });

  test("nobody is stopped when preemption is off, runs no more than jobs", () => {
    const { external, world } = owners({ enabled: false });
    expect(external[0]?.preemptions).toBe(0);
    expect(world.notices).toEqual([]);
  });
});

describe("a job that starts on what it held", () => {
  /** It wants eight; tenants' jobs give up four at 30 and four at 50. A more important one comes at 20 and wants eight, too. */
  const late = (notice: number) =>
    runJobs({
      capacity: 8,
      rows: [{ submit: 20, gpus: 8, seconds: 30 }],
      external: [{ submit: 0, gpus: 4, seconds: 1000 }],
      more: { lesser: [{ submit: 10, gpus: 8, seconds: 500 }] },
      plan: {
        programs: [program("internal", { sources: [] }), program("lesser", { priority: 50, sources: [] })],
        tenants: [tenant("quick"), tenant("slow")],
        streams: [
          internalStream("internal"),
          externalStream("external", { notice: 20 }),
          externalStream("slow", {
            tenant: 1,
            notice: 40,
            source: { kind: "trace", key: "external" },
          }),
          internalStream("lesser", { program: 1, priority: 50, notice }),
        ],
      },
    });

  test("may be called in that second by one that waited for more than was free before", () => {
    const { internal, events } = late(60);
    expect(
      events.filter((e) => e.kind === "job.noticed" && e.cause === "internal#0").map(({ t }) => t),
    ).toEqual([50]);
    expect(internal[0]?.start).toBe(110);
  });

  test("and without a notice makes room in it", () => {
    expect(late(0).internal[0]?.start).toBe(50);
  });
});

describe("nodes", () => {
  const nodes = [{ count: 2, gpus: 4 }];
  const onNodes = {
    plan: {
      pools: [
        {
          name: "pool",
          gpuType: "gpu",
          site: -1,
          watts: 0,
          phases: [{ at: 0, value: 8 }],
          outages: [],
          warning: 0,
          nodes,
        },
      ],
    },
  };

  test("a worker is within one node: free accelerators in pieces do not help", () => {
    const { internal } = runJobs({
      capacity: 8,
      rows: [
        { submit: 0, gpus: 3, seconds: 100 },
        { submit: 0, gpus: 3, seconds: 50 },
        { submit: 1, gpus: 2, seconds: 10 },
      ],
      ...onNodes,
      stream: { gpusPerWorker: 0 },
    });
    expect(internal.map(({ start }) => start)).toEqual([0, 0, 50]);
  });

  test("victims are chosen so that the gang fits, not so that the numbers do", () => {
    // Bestfit puts A and B on node 0 and C on node 1. A worker of 4 fits only where C is alone to go.
    const { external, internal } = runJobs({
      capacity: 8,
      rows: [{ submit: 100, gpus: 4, seconds: 10 }],
      external: [
        { submit: 0, gpus: 2, seconds: 1000 },
        { submit: 1, gpus: 2, seconds: 1000 },
        { submit: 2, gpus: 2, seconds: 1000 },
      ],
      ...onNodes,
    });
    expect(internal[0]?.start).toBe(100);
    expect(external.map(({ preemptions }) => preemptions)).toEqual([0, 0, 1]);
  });
});

describe("recorded capacity that goes", () => {
  const gone = (warning: number) =>
    runJobs({
      capacity: 2,
      horizon: 10_000,
      rows: [{ submit: 0, gpus: 2, minGpus: 1, seconds: 200 }],
      stream: { checkpointEvery: 1000, checkpointCost: 30, restart: 10 },
      plan: {
        pools: [
          pool(2, {
            phases: [
              { at: 0, value: 2 },
              { at: 100, value: 1 },
            ],
            warning,
          }),
        ],
      },
    }).internal[0];

  test("without a warning costs the work since the last checkpoint", () => {
    // 200 GPU-seconds are lost at 100; 10 s of restart and 400 s on what is left follow.
    expect(gone(0)).toMatchObject({ lost: 200, start: 100, end: 510 });
  });

  test("with a warning that lasts for a checkpoint costs the checkpoint and the restart", () => {
    // 70 s of work are saved: 400 - 140 GPU-seconds remain, on one accelerator.
    expect(gone(30)).toMatchObject({ lost: 0, start: 100, end: 370 });
  });

  test("with a warning shorter than a checkpoint is as bad as without", () => {
    expect(gone(29)).toEqual(gone(0));
  });
});

describe("patience", () => {
  const waiting = { submit: 0, gpus: 1, seconds: 10 };

  test("of no length still lets a job start at once", () => {
    const { internal } = runJobs({ capacity: 1, rows: [waiting], stream: { patience: 0 } });
    expect(internal[0]).toMatchObject({ outcome: "completed", end: 10 });
  });

  test("that ends in the second in which there is room ends in a start", () => {
    const rows = [waiting, waiting, waiting];
    const { internal } = runJobs({ capacity: 1, rows, stream: { patience: 10 } });
    expect(internal.map(({ outcome, end }) => [outcome, end])).toEqual([
      ["completed", 10],
      ["completed", 20],
      ["gaveUp", 10],
    ]);
  });

  test("that ends for the head of the queue makes way for whoever it held up", () => {
    const rows = [
      { submit: 0, gpus: 1, seconds: 100 },
      { submit: 1, gpus: 2, seconds: 10 },
      { submit: 2, gpus: 1, seconds: 10 },
    ];
    const queue = { order: "fcfs", backfill: "none" } as const;
    const { internal } = runJobs({ capacity: 2, rows, stream: { patience: 30 }, queue });
    expect(internal.map(({ outcome, start }) => [outcome, start])).toEqual([
      ["completed", 0],
      ["gaveUp", -1],
      ["completed", 31],
    ]);
  });
});

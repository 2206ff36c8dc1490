/**
 * Metrics, log and auditor on runs of the engine: three ways to count the same run, equal to the GPU-second. Small
 * clusters with everything at once: two classes, notices, checkpoints, failures, turnover, outages, elastic jobs.
 */
import { describe, expect, test } from "vitest";
import { METRIC, type MetricName } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { QUEUED_JOBS, WAITING_GPUS } from "../../src/metrics/jobs/levels.ts";
import { JobMeter } from "../../src/metrics/jobs/meter.ts";
import { workByStream } from "../../src/metrics/jobs/work.ts";
import type { JobRows } from "../../src/model/job-table.ts";
import { accounts } from "../../src/model/ledger.ts";
import type { JobStream, Plan, PolicySettings } from "../../src/model/types.ts";
import { openStream } from "../../src/random/streams.ts";
import { jobsCsv, PoolsOfJobs } from "../../src/results/jobs-csv.ts";
import { perfettoTrace } from "../../src/results/perfetto.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { level, plan, policy, pool, program, tenant } from "../model/builders.ts";
import { type Row, rowsOf, spot, stream } from "./hand-driven.ts";

const HORIZON = 4000;

type Setting = {
  readonly plan: Plan;
  readonly policy: PolicySettings;
  readonly rows: ReadonlyMap<string, JobRows>;
};

const simulate = (setting: Setting) => {
  const events: LoggedEvent[] = [];
  let pools: PoolsOfJobs | undefined;
  let meter: JobMeter | undefined;
  const simulation = createSimulation(
    setting.plan,
    setting.policy,
    drawDemand(setting.plan, 0, setting.rows),
    {
      bins: 10,
      story: false,
      onEvent: (event) => events.push(event),
      observe: (world) => {
        const watching = new PoolsOfJobs(world);
        const second = new JobMeter(world);
        pools = watching;
        meter = second;
        return {
          jobChanged: (at, job, change, where, gpus) => {
            watching.jobChanged(at, job, change, where);
            second.jobChanged(at, job, change, where, gpus);
          },
        };
      },
    },
  );
  const result = simulation.finish();
  return {
    ...result,
    world: simulation.world,
    events,
    pools: pools as PoolsOfJobs,
    meter: meter as JobMeter,
    get: (metric: MetricName) => result.metrics[METRIC[metric]],
  };
};

/** A setting drawn from a seed; the seed is all that is needed to see it again. */
const drawn = (seed: number): Setting => {
  const generator = openStream("metrics of jobs", seed, "test", "setting");
  const upTo = (most: number): number => Math.floor(generator.next() * (most + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(generator.next() * list.length)];
  const rows = (users: number): JobRows => {
    const list: Row[] = Array.from({ length: 3 + upTo(20) }, () => {
      const seconds = pick([0, 1, 10, 100, 500, 1500]) + upTo(50);
      return [
        upTo(HORIZON),
        1 + upTo(5),
        seconds,
        Math.max(1, seconds + upTo(100) - 30),
        upTo(users - 1),
      ] as const;
    });
    const made = rowsOf(list.sort((a, b) => a[0] - b[0]));
    for (let i = 0; i < made.count; i++)
      made.minGpus[i] = pick([made.gpus[i], made.gpus[i], 1 + Math.floor(made.gpus[i] / 2)]);
    return made;
  };
  const terms = (): Partial<JobStream> => ({
    notice: pick([0, 0, 5, 60, 400]),
    delivered: pick([1, 0.5]),
    minRuntime: pick([0, 0, 100]),
    checkpointEvery: pick([0, 50, 200]),
    checkpointCost: pick([0, 5, 20]),
    restart: pick([0, 30]),
    onPreempt: pick(["requeue", "requeue", "cancel"] as const),
    queueLimit: pick([Number.POSITIVE_INFINITY, 2, 0]),
    patience: pick([Number.POSITIVE_INFINITY, 300]),
    turnover: pick([0, 0, 40]),
    atEstimate: pick(["kill", "extend"] as const),
    runtimes: pick(["exact", "estimates"] as const),
    failuresPerGpuSecond: pick([0, 0, 1e-3]),
    feePerGpuHour: 2,
    source: { kind: "trace", key: "" },
  });
  const named = (name: string, over: Partial<JobStream>): JobStream => {
    const base = over.tenant === undefined ? stream(terms()) : spot(terms());
    return { ...base, ...over, name, source: { kind: "trace", key: name } };
  };
  const streams = [
    named("batch", { priority: 50, pools: [0, 1] }),
    named("urgent", { priority: 90, pools: [1] }),
    named("spot", { program: -1, tenant: 0, priority: pick([0, 50]), pools: pick([[0], [1, 0]]) }),
  ];
  const outage = { at: upTo(HORIZON), gpus: 1 + upTo(3), lasts: 1 + upTo(900) };
  return {
    plan: plan({
      seed: `${seed}`,
      horizon: HORIZON,
      warmUp: pick([0, 0, 1000]),
      pools: [pool(6, { outages: [outage] }), pool(4, { name: "second" })],
      programs: [
        program("internal", {
          priority: 70,
          sources: [level(2, { every: 300, steps: [{ at: 900, value: 4 }] })],
        }),
      ],
      tenants: [tenant("tenant")],
      contracts: [],
      streams,
      monthStarts: [0, HORIZON],
    }),
    policy: policy({
      queue: {
        order: pick(["fcfs", "priority", "sjf", "smallest", "fairShare"] as const),
        backfill: pick(["none", "easy", "conservative"] as const),
        halfLife: 1000,
      },
      preemption: {
        ...policy().preemption,
        partial: pick([true, false]),
        rescind: pick([true, false]),
        delay: pick([0, 0, 30]),
        notice: pick([
          { kind: "own", length: 0 },
          { kind: "fixed", length: 30 },
          { kind: "longest", length: 0 },
          { kind: "untilNextCheckpoint", length: 0 },
        ] as const),
      },
    }),
    rows: new Map(streams.map(({ name }) => [name, rows(3)])),
  };
};

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);

describe("of a run of the engine", () => {
  test.each(SEEDS)("the log, the ledger and the columns say the same (setting %i)", (seed) => {
    const setting = drawn(seed);
    const told = simulate(setting);
    const { totals, violations } = audit(told.events, HORIZON);
    expect(violations).toEqual([]);
    const { world } = told;
    accounts.forEach((account, a) => {
      expect([account, totals.accounts[account] ?? 0]).toEqual([account, world.ledger.integral(a, HORIZON)]);
    });
    if (setting.plan.warmUp === 0) {
      expect(told.get("unmetGpuHours")).toBeCloseTo(totals.unmet / 3600, 9);
      expect(told.get("demandGpuHours")).toBeCloseTo(totals.demand / 3600, 9);
      expect(told.get("externalPreemptions") + told.get("internalPreemptions")).toBe(totals.jobs.preemptions);
      expect(told.get("jobNoticesIssued")).toBe(totals.jobs.notices);
      expect(told.get("jobsSubmitted")).toBe(totals.jobs.submitted);
    }
    const integral = (at: number): number =>
      told.meter.levels.integral(at, HORIZON) + told.meter.levels.integral(at + 1, HORIZON);
    expect(integral(QUEUED_JOBS)).toBe(totals.jobs.queued);
    expect(integral(WAITING_GPUS)).toBe(totals.jobs.waited);
    const work = workByStream(world, HORIZON);
    expect(work.reduce((sum, { used }) => sum + used, 0)).toBe(totals.jobs.used);
    for (const { used, safe, lostByPreemption, lostByFailure, restarting, checkpointing } of work)
      expect(safe + lostByPreemption + lostByFailure + restarting + checkpointing).toBe(used);
  });

  test.each(SEEDS.slice(0, 60))("outcomes and notices add up, and the trace opens (setting %i)", (seed) => {
    const told = simulate(drawn(seed));
    for (const c of ["internal", "external"] as const) {
      const ends = ["Completed", "Cancelled", "Refused", "GaveUp", "Killed", "Waiting", "Running"] as const;
      const sum = ends.reduce((total, end) => total + told.get(`${c}Jobs${end}`), 0);
      expect(sum).toBe(told.get(`${c}JobsSubmitted`));
    }
    if (told.world.plan.warmUp === 0) {
      const ends = ["Complied", "Enforced", "Pardoned", "Moot", "Open"] as const;
      const sum = ends.reduce((total, end) => total + told.get(`jobNotices${end}`), 0);
      expect(sum).toBe(told.get("jobNoticesIssued"));
    }
    // Regret takes another policy to be known.
    for (const [m, value] of told.metrics.entries())
      expect(Number.isFinite(value) || m === METRIC.regret).toBe(true);
    const rows = jobsCsv(told.world, told.pools).trimEnd().split("\r\n");
    expect(rows).toHaveLength(1 + told.events.filter(({ kind }) => kind === "job.submitted").length);
    const last = (
      JSON.parse(perfettoTrace(told.events, HORIZON)) as {
        traceEvents: { ph: string; name: string; args: { [account: string]: number } }[];
      }
    ).traceEvents.filter(({ ph }) => ph === "C");
    told.world.plan.pools.forEach(({ name }, p) => {
      const counts = last.filter((event) => event.name === name).at(-1)?.args ?? {};
      accounts.forEach((account, a) => {
        expect([name, account, counts[account]]).toEqual([name, account, told.world.ledger.count(p, a)]);
      });
    });
  });

  test("the settings meet every change of a job", () => {
    const seen = new Set(SEEDS.flatMap((seed) => simulate(drawn(seed)).events.map(({ kind }) => kind)));
    const changes = [
      "submitted",
      "refused",
      "gaveUp",
      "held",
      "unheld",
      "started",
      "noticed",
      "pardoned",
    ] as const;
    const others = ["shrunk", "preempted", "failed", "shed", "killed", "completed"] as const;
    expect([...changes, ...others].filter((change) => !seen.has(`job.${change}`))).toEqual([]);
  });
});

test("a small job on one of two nodes leaves a fragment for as long as it runs", () => {
  const one = stream({ name: "one" });
  const told = simulate({
    plan: plan({
      horizon: 200,
      pools: [pool(8, { nodes: [{ count: 2, gpus: 4 }] })],
      programs: [program("internal", { sources: [] })],
      tenants: [],
      contracts: [],
      streams: [{ ...one, source: { kind: "trace", key: "one" } }],
      monthStarts: [0, 200],
    }),
    policy: policy(),
    rows: new Map([["one", rowsOf([[0, 1, 100]])]]),
  });
  // 3 of 7 free accelerators are on the node in use for 100 s, then 0 of 8.
  expect(told.get("fragmentationShare")).toBe((3 * 100) / (7 * 100 + 8 * 100));
});

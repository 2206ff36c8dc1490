/**
 * Jobs that call planned runs, on random scenarios: the books balance and the auditor agrees after every instant; with no
 * notice the jobs run as if there were no runs; and a run is to more important jobs what a job of its terms would be.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Plan, PolicySettings, RunSpec } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { holdAtEnd } from "../fuzz/end-identities.ts";
import { gang, plan, policy, pool, program, tenant } from "../model/builders.ts";
import { internalStream, type Row, rowsOf } from "../model/job-builders.ts";
import { invariants } from "./invariants.ts";
import { HORIZON } from "./job-scenarios.ts";
import { jobsAndRuns, planWithRuns, withoutNodes } from "./planned-runs.ts";

/** A long run has more of them, and other ones: `CLAWBACK_PROPERTY_RUNS=10000 CLAWBACK_PROPERTY_SEED=1`. */
const RUNS = Number(process.env.CLAWBACK_PROPERTY_RUNS ?? 1000);
const SEED = Number(process.env.CLAWBACK_PROPERTY_SEED ?? 20_261_130);
const TIMEOUT = 60_000 + 300 * RUNS;

const simulate = (subject: Plan, by: PolicySettings, rows: { readonly [stream: string]: readonly Row[] }) => {
  const events: LoggedEvent[] = [];
  let shared = 0; // instants in which a run on notice is for several jobs
  const traces = new Map(Object.entries(rows).map(([key, list]) => [key, rowsOf(list)]));
  const simulation = createSimulation(subject, by, drawDemand(subject, 0, traces), {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
    observe: (world) => {
      const checks = invariants(world);
      return {
        ...checks,
        settled(at) {
          checks.settled?.(at);
          if (world.runs.some(({ earmarks }) => earmarks.length > 1)) shared++;
        },
      };
    },
  });
  const result = simulation.finish();
  return { world: simulation.world, events, result, shared };
};

/** What became of the jobs of the first stream, row by row. */
const schedule = ({ jobs }: World) =>
  Array.from({ length: jobs.table.count }, (_, job) => job)
    .filter((job) => jobs.table.stream[job] === 0)
    .map((job) => [
      jobs.table.row[job],
      jobs.firstStart[job],
      jobs.lastStart[job],
      jobs.end[job],
      jobs.state[job],
      jobs.preemptions[job],
    ]);

test(
  `accounts balance after every instant and the auditor agrees (${RUNS} scenarios)`,
  () => {
    const seen = { called: 0, shared: 0 };
    fc.assert(
      fc.property(jobsAndRuns, (drawn) => {
        const { internal, external } = drawn.jobs;
        const { world, events, result, shared } = simulate(planWithRuns(drawn), drawn.jobs.policy, {
          internal,
          external,
        });
        holdAtEnd(world, result, audit(events, HORIZON));
        const forJobs = world.notices.filter(({ run, job }) => run !== undefined && job >= 0);
        for (const { run } of forJobs)
          expect(run?.priority).toBeLessThan(world.jobs.streams[0]?.priority ?? 0);
        seen.called += forJobs.length;
        seen.shared += shared;
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(seen.called).toBeGreaterThan(RUNS / 8);
    expect(seen.shared).toBeGreaterThan(RUNS / 200);
  },
  TIMEOUT,
);

test(
  "with no notice and everything preemptible, more important jobs run as if there were no runs",
  () => {
    let called = 0;
    fc.assert(
      fc.property(jobsAndRuns, (drawn) => {
        const jobs = withoutNodes(drawn.jobs);
        const subject = {
          ...drawn,
          // A job starts on what is free in another pool rather than stop somebody in its own.
          other: 0,
          importance: Math.min(99, drawn.importance),
          runs: drawn.runs.map((run) => ({ ...run, notice: 0 })),
          more: drawn.more.map((run) => ({ ...run, notice: 0 })),
          jobs: {
            ...jobs,
            // An elastic job starts smaller on what is free rather than stop somebody: it does see the runs.
            internal: jobs.internal.map((job) => ({ ...job, minGpus: job.gpus })),
            levels: undefined,
            outage: undefined,
            turnover: 0 as const,
            // What runs longer than expected voids promises whenever they are looked at, and runs make for more looks.
            internalTerms:
              jobs.policy.queue.backfill === "conservative"
                ? {
                    ...jobs.internalTerms,
                    failuresPerGpuSecond: 0,
                    failuresPerSecond: 0,
                    atEstimate: "kill" as const,
                  }
                : jobs.internalTerms,
            externalTerms: { ...jobs.externalTerms, notice: 0, minRuntime: 0, failuresPerGpuSecond: 0 },
          },
        };
        const by = policy({
          trigger: { kind: "never" },
          queue: jobs.policy.queue,
          preemption: { ...policy().preemption, victims: jobs.policy.preemption.victims },
        });
        const { internal, external } = subject.jobs;
        const beside = simulate(planWithRuns(subject), by, { internal, external }).world;
        const alone = simulate(planWithRuns({ ...subject, runs: [], more: [] }), by, {
          internal,
          external: [],
        });
        expect(schedule(beside)).toEqual(schedule(alone.world));
        called += beside.notices.filter(({ job }) => job >= 0).length;
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(called).toBeGreaterThan(100);
  },
  TIMEOUT,
);

describe("a run is to more important jobs what a job of its terms is", () => {
  const SIZE = 4;
  const drawn = fc.record({
    slots: fc.integer({ min: 1, max: 4 }),
    rest: fc.integer({ min: 0, max: SIZE - 1 }),
    runs: fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 6 }),
    jobs: fc.array(fc.tuple(fc.nat(1500), fc.integer({ min: 1, max: 400 })), { minLength: 1, maxLength: 8 }),
    notice: fc.constantFrom(0, 1, 30, 100, 400),
    delivered: fc.constantFrom(0, 1),
    checkpointEvery: fc.constantFrom(0, 20, 100),
    checkpointCost: fc.constantFrom(0, 5, 40),
    restart: fc.constantFrom(0, 7, 100),
    delay: fc.constantFrom(0, 0, 50),
    gap: fc.constantFrom(1, 1, 1000),
    maxPerRound: fc.constantFrom(Number.POSITIVE_INFINITY, 1),
    budget: fc.constantFrom({ evictions: Number.POSITIVE_INFINITY, per: 0 }, { evictions: 2, per: 300 }),
    backfill: fc.constantFrom("none" as const, "easy" as const),
  });

  test("to the second, where all are of one size", () => {
    let compared = 0;
    let called = 0;
    fc.assert(
      fc.property(drawn, (s) => {
        const { notice, delivered, checkpointEvery, checkpointCost, restart } = s;
        const terms = { notice, delivered, checkpointEvery, checkpointCost, restart };
        const { delay, gap, maxPerRound, budget } = s;
        const by = policy({
          trigger: { kind: "never" },
          queue: { order: "fcfs", backfill: s.backfill, halfLife: 1000 },
          preemption: { ...policy().preemption, delay, gap, maxPerRound, budget },
        });
        const starts = s.runs.slice().sort((a, b) => a[0] - b[0]);
        const setting = (asRuns: boolean): Plan => {
          const specs: RunSpec[] = starts.map(([at, seconds], i) => gang(`${i}`, at, SIZE, seconds, terms));
          const streams = [internalStream("urgent")];
          if (!asRuns) streams.push(internalStream("training", { program: 1, priority: 50, ...terms }));
          return plan({
            horizon: 3000,
            pools: [pool(SIZE * s.slots + s.rest)],
            programs: [
              program("urgent", { sources: [] }),
              program("training", {
                priority: 50,
                sources: asRuns ? [{ kind: "runs", runs: specs, pools: [{ pool: 0, ratio: 1 }] }] : [],
              }),
            ],
            tenants: [tenant("nobody")],
            contracts: [],
            streams,
          });
        };
        const urgent = s.jobs.map(([submit, seconds]) => ({ submit, gpus: SIZE, seconds }));
        const training = starts.map(([submit, seconds]) => ({ submit, gpus: SIZE, seconds }));
        const runs = simulate(setting(true), by, { urgent });
        // Of two that have started in one second, the planned run with the lower number goes first, the job with the higher.
        const begun = runs.events.filter(({ kind }) => kind === "run.started").map(({ t }) => t);
        fc.pre(new Set(begun).size === begun.length);
        // What a run leaves over is for the next job; what a job leaves over is for nobody yet.
        const { firstStart } = runs.world.jobs;
        const isUsed = ({ job, endedAt }: { readonly job: number; readonly endedAt: number }): boolean =>
          (firstStart[job] as number) < 0 || (endedAt >= 0 && (firstStart[job] as number) >= endedAt);
        fc.pre(runs.world.notices.every(isUsed));
        const jobs = simulate(setting(false), by, { urgent, training });
        expect(schedule(runs.world)).toEqual(schedule(jobs.world));
        const { table, end, lost } = jobs.world.jobs;
        for (let job = 0; job < table.count; job++) {
          if (table.stream[job] !== 1) continue;
          const run = runs.world.runs[table.row[job] as number];
          expect(run?.lost).toBe(lost[job]);
          const done = runs.events.find((e) => e.kind === "run.completed" && e.run === run?.name);
          expect(done?.t ?? -1).toBe(end[job]);
        }
        compared++;
        called += runs.world.notices.length;
      }),
      { numRuns: 1000, seed: 20_261_130 },
    );
    expect(compared).toBeGreaterThan(200);
    expect(called).toBeGreaterThan(200);
  }, 120_000);
});

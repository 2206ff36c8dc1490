/** Random job scenarios: nothing is lost, nobody is stopped without notice, early or late, and an auditor agrees. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { CALLING, QUEUED, RUNNING } from "../../src/model/job-store.ts";
import { ACCOUNTS, EXTERNAL, HELD, INTERNAL } from "../../src/model/ledger.ts";
import type { Observer } from "../../src/model/observer.ts";
import type { JobStream, JobVictimOrder, PolicySettings } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { jobVictimOrders } from "../../src/scenario/work-policy-schema.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { level, plan, policy, pool, program, tenant } from "../model/builders.ts";
import { externalStream, internalStream, type Row, rowsOf } from "../model/job-builders.ts";

const RUNS = 1000;
const HORIZON = 3000;

const row: fc.Arbitrary<Row> = fc
  .record({
    submit: fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((n) => n * 50),
      fc.integer({ min: 0, max: HORIZON }),
    ),
    gpus: fc.oneof(fc.constantFrom(1, 2, 4, 8, 9), fc.integer({ min: 1, max: 20 })),
    seconds: fc.oneof(fc.constantFrom(0, 1, 50, 100), fc.integer({ min: 1, max: 900 })),
    over: fc.constantFrom(0, 0, 1, 50, 400),
    under: fc.constantFrom(0, 0, 0, 30),
    elastic: fc.boolean(),
    priority: fc.integer({ min: 0, max: 2 }),
    user: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ over, under, elastic, ...rest }) => ({
    ...rest,
    estimate: Math.max(1, rest.seconds + over - under),
    minGpus: elastic ? Math.ceil(rest.gpus / 2) : rest.gpus,
  }));

const streamTerms: fc.Arbitrary<Partial<JobStream>> = fc.record({
  notice: fc.constantFrom(0, 0, 1, 30, 100, 400),
  delivered: fc.constantFrom(1, 1, 0.5, 0),
  minRuntime: fc.constantFrom(0, 0, 60, 500),
  checkpointEvery: fc.constantFrom<JobStream["checkpointEvery"]>(0, 0, 20, 100, "young"),
  checkpointCost: fc.constantFrom(0, 5, 40),
  restart: fc.constantFrom(0, 0, 7, 100),
  onPreempt: fc.constantFrom("requeue" as const, "requeue" as const, "cancel" as const),
  queueLimit: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 2),
  patience: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 200),
  runtimes: fc.constantFrom("exact" as const, "estimates" as const),
  atEstimate: fc.constantFrom("kill" as const, "extend" as const),
  failuresPerGpuSecond: fc.constantFrom(0, 0, 1e-4, 1e-3),
  failuresPerSecond: fc.constantFrom(0, 0, 1e-3),
});

const policies: fc.Arbitrary<PolicySettings> = fc
  .record({
    order: fc.constantFrom("fcfs", "priority", "sjf", "smallest", "fairShare") as fc.Arbitrary<
      PolicySettings["queue"]["order"]
    >,
    backfill: fc.constantFrom("none" as const, "easy" as const, "conservative" as const),
    halfLife: fc.constantFrom(100, 1000, Number.POSITIVE_INFINITY),
    placement: fc.constantFrom("bestFit" as const, "firstFit" as const, "worstFit" as const),
    enabled: fc.constantFrom(true, true, true, false),
    gap: fc.constantFrom(1, 1, 1000),
    delay: fc.constantFrom(0, 0, 50),
    victims: fc.oneof(
      fc.constant<readonly JobVictimOrder[]>(["lowestPriority", "youngest"]),
      fc.shuffledSubarray([...jobVictimOrders], { minLength: 1, maxLength: 3 }),
    ),
    spare: fc.boolean(),
    partial: fc.boolean(),
    notice: fc.constantFrom<PolicySettings["preemption"]["notice"]>(
      { kind: "own", length: 0 },
      { kind: "fixed", length: 60 },
      { kind: "longest", length: 0 },
      { kind: "untilNextCheckpoint", length: 0 },
    ),
    rescind: fc.boolean(),
    minRuntime: fc.constantFrom(0, 0, 100),
    maxPerRound: fc.constantFrom(Number.POSITIVE_INFINITY, 1, 3),
    admission: fc.constantFrom<PolicySettings["admission"]>(
      { kind: "all" },
      { kind: "all" },
      { kind: "quota", share: 0.5 },
      {
        kind: "spotQuota",
        window: 200,
        guarantee: 0.9,
        every: 100,
        q: 0.9,
        history: 1000,
        least: 0.2,
        most: 1.5,
      },
    ),
    budget: fc.constantFrom({ evictions: Number.POSITIVE_INFINITY, per: 0 }, { evictions: 2, per: 300 }),
  })
  .map(({ order, backfill, halfLife, placement, admission, ...preemption }) =>
    policy({
      trigger: { kind: "never" },
      queue: { order, backfill, halfLife },
      placement,
      preemption,
      admission,
    }),
  );

const scenarios = fc.record({
  capacity: fc.constantFrom(1, 8, 16, 20),
  nodes: fc.constantFrom(0, 0, 4, 8),
  internal: fc.array(row, { maxLength: 12 }),
  external: fc.array(row, { maxLength: 12 }),
  internalTerms: streamTerms,
  externalTerms: streamTerms,
  turnover: fc.constantFrom(0, 0, 25),
  perWorker: fc.constantFrom(0, 0, 1, 2),
  levels: fc.option(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 0, max: 20 })), { maxLength: 5 }),
    {
      nil: undefined,
    },
  ),
  levelPriority: fc.constantFrom(150, 100, 50),
  outage: fc.option(fc.tuple(fc.integer({ min: 0, max: HORIZON }), fc.integer({ min: 1, max: 12 })), {
    nil: undefined,
  }),
  policy: policies,
});

type Scenario = typeof scenarios extends fc.Arbitrary<infer T> ? T : never;

const build = (s: Scenario) => {
  const onNodes = s.nodes > 0;
  const capacity = onNodes ? s.nodes * 3 : s.capacity;
  const levels = onNodes ? undefined : s.levels;
  return plan({
    horizon: HORIZON,
    pools: [
      pool(capacity, {
        nodes: onNodes ? [{ count: 3, gpus: s.nodes }] : [],
        outages:
          s.outage !== undefined && !onNodes ? [{ at: s.outage[0], gpus: s.outage[1], lasts: 500 }] : [],
      }),
    ],
    programs: [
      program("jobs", { sources: [] }),
      program("level", {
        priority: s.levelPriority,
        sources:
          levels === undefined
            ? []
            : [
                level(3, {
                  every: 100,
                  steps: [...new Map(levels)]
                    .sort((a, b) => a[0] - b[0])
                    .map(([k, value]) => ({ at: k * 100, value })),
                }),
              ],
      }),
    ],
    tenants: [tenant("external")],
    contracts: [],
    streams: [
      internalStream("internal", {
        ...s.internalTerms,
        gpusPerWorker: onNodes ? Math.min(s.perWorker, s.nodes) : 0,
      }),
      externalStream("external", { ...s.externalTerms, turnover: onNodes ? 0 : s.turnover }),
    ],
  });
};

/** What must hold after every instant. */
const invariants = (world: World): Observer => ({
  settled() {
    const { jobs, ledger, work, plan: subject } = world;
    let internal = 0;
    let external = 0;
    let held = 0;
    const waiting = [0, 0];
    for (let job = 0; job < jobs.table.count; job++) {
      const state = jobs.state[job];
      const stream = jobs.table.stream[job] as number;
      const gpus = jobs.held[job] as number;
      if (state === RUNNING) {
        if (stream === 0) internal += gpus;
        else external += gpus;
        if (gpus < (jobs.table.minGpus[job] as number)) throw new Error(`job ${job} runs with ${gpus}`);
      } else if (state === CALLING) held += gpus;
      else if (gpus !== 0) throw new Error(`job ${job} has ${gpus} in state ${state}`);
      if (state === QUEUED || state === CALLING) waiting[stream] = (waiting[stream] as number) + 1;
      if ((jobs.remaining[job] as number) < 0) throw new Error("more done than there was to do");
    }
    const levels = world.claims.reduce((sum, claim) => sum + (claim.held[0] as number), 0);
    expect(ledger.count(0, INTERNAL)).toBe(internal + levels);
    expect(ledger.count(0, EXTERNAL)).toBe(external);
    expect(ledger.count(0, HELD)).toBe(held);
    expect(work.runningInternal).toBe(internal);
    expect(work.runningExternal).toBe(external);
    expect(work.streams.map((load) => load.waitingJobs)).toEqual(waiting);
    let sum = 0;
    for (let account = 0; account < ACCOUNTS; account++) sum += ledger.count(0, account);
    expect(sum).toBe((subject.pools[0] as { phases: readonly { value: number }[] }).phases[0]?.value);
    const nodes = world.nodes[0];
    if (nodes !== undefined) expect(nodes.free).toBe(ledger.count(0, 0) + ledger.count(0, 2));
  },
});

const simulate = (s: Scenario) => {
  const subject = build(s);
  const events: LoggedEvent[] = [];
  const traces = new Map([
    ["internal", rowsOf(s.internal)],
    ["external", rowsOf(s.external)],
  ]);
  const simulation = createSimulation(subject, s.policy, drawDemand(subject, 0, traces), {
    bins: 0,
    story: false,
    onEvent: (event) => events.push(event),
    observe: invariants,
  });
  const result = simulation.finish();
  return { world: simulation.world, events, result };
};

describe("jobs", () => {
  test(`accounts balance after every instant and the auditor agrees (${RUNS} scenarios)`, () => {
    fc.assert(
      fc.property(scenarios, (s) => {
        const { world, events } = simulate(s);
        const report = audit(events, HORIZON);
        expect(report.violations).toEqual([]);
        const { jobs, ledger } = world;
        let used = 0;
        for (const totals of jobs.totals) {
          used += totals.used;
          expect(
            totals.safe +
              totals.lostByPreemption +
              totals.lostByFailure +
              totals.restarting +
              totals.checkpointing,
          ).toBe(totals.used);
        }
        let underWay = 0;
        for (let job = 0; job < jobs.table.count; job++)
          if (jobs.state[job] === RUNNING)
            underWay += (jobs.held[job] as number) * (HORIZON - (jobs.since[job] as number));
        const levels = report.totals.accounts.internal ?? 0;
        const inUse = ledger.integral(INTERNAL, HORIZON) + ledger.integral(EXTERNAL, HORIZON);
        expect(report.totals.accounts.external ?? 0).toBe(ledger.integral(EXTERNAL, HORIZON));
        expect(levels).toBe(ledger.integral(INTERNAL, HORIZON));
        if (world.claims.length === 0) expect(used + underWay).toBe(inUse);
      }),
      { numRuns: RUNS, seed: 20_261_124 },
    );
  }, 120_000);

  test("with no notice and everything preemptible, internal jobs run as if there were no tenants", () => {
    fc.assert(
      fc.property(scenarios, (s) => {
        const subject: Scenario = {
          ...s,
          // An elastic job starts smaller on what is free rather than stop somebody: it does see the tenants.
          internal: s.internal.map((job) => ({ ...job, minGpus: job.gpus })),
          nodes: 0,
          levels: undefined,
          outage: undefined,
          turnover: 0,
          // What runs longer than expected voids promises whenever they are looked at, and tenants make for more looks.
          internalTerms:
            s.policy.queue.backfill === "conservative"
              ? {
                  ...s.internalTerms,
                  failuresPerGpuSecond: 0,
                  failuresPerSecond: 0,
                  atEstimate: "kill" as const,
                }
              : s.internalTerms,
          externalTerms: { ...s.externalTerms, notice: 0, minRuntime: 0, failuresPerGpuSecond: 0 },
          policy: policy({
            trigger: { kind: "never" },
            queue: s.policy.queue,
            preemption: { ...policy().preemption, victims: s.policy.preemption.victims },
          }),
        };
        const withTenants = simulate(subject).world.jobs;
        const alone = simulate({ ...subject, external: [] }).world.jobs;
        const schedule = (jobs: World["jobs"]) =>
          Array.from({ length: jobs.table.count }, (_, job) => job)
            .filter((job) => jobs.table.stream[job] === 0)
            .map((job) => [
              jobs.table.row[job],
              jobs.firstStart[job],
              jobs.lastStart[job],
              jobs.end[job],
              jobs.state[job],
            ]);
        expect(schedule(withTenants)).toEqual(schedule(alone));
      }),
      { numRuns: 500, seed: 7 },
    );
  }, 120_000);
});

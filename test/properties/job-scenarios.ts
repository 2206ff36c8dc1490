/** Job scenarios by chance: a dozen jobs of a program and of a tenant, with every term, under every part of a policy. */
import fc from "fast-check";
import type { JobStream, JobVictimOrder, PolicySettings } from "../../src/model/types.ts";
import { jobVictimOrders } from "../../src/scenario/work-policy-schema.ts";
import { level, plan, policy, pool, program, tenant } from "../model/builders.ts";
import { externalStream, internalStream, type Row } from "../model/job-builders.ts";

/** Seconds. */
export const HORIZON = 3000;

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

/** Every field of a job scenario, drawn. */
export const jobScenarios = fc.record({
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

export type JobScenario = typeof jobScenarios extends fc.Arbitrary<infer T> ? T : never;

/** The plan of a drawn scenario. */
export const planOf = (s: JobScenario) => {
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

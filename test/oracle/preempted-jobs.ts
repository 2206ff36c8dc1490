/** Random small workloads of two importances for the engine and the oracle, and what each tells of them. */
import fc from "fast-check";
import { policy } from "../model/builders.ts";
import { runJobs } from "../model/job-builders.ts";
import { type OracleJob, type OracleRow, type OracleScenario, runOracle, type Terms } from "./jobs.ts";

const HORIZON = 600;

const row: fc.Arbitrary<OracleRow> = fc.record({
  submit: fc.integer({ min: 0, max: 30 }),
  gpus: fc.integer({ min: 1, max: 6 }),
  seconds: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 20 })),
});

const rows = fc.array(row, { maxLength: 6 }).map((list) => list.toSorted((a, b) => a.submit - b.submit));

const terms: fc.Arbitrary<Terms> = fc.record({
  notice: fc.constantFrom(0, 0, 1, 3, 6),
  minRuntime: fc.constantFrom(0, 0, 4),
  checkpointEvery: fc.constantFrom(0, 0, 2, 5),
  checkpointCost: fc.constantFrom(0, 1, 3),
  restart: fc.constantFrom(0, 0, 2),
  onPreempt: fc.constantFrom("requeue" as const, "requeue" as const, "cancel" as const),
  queueLimit: fc.constantFrom(Infinity, Infinity, 0),
});

export const oracleScenarios: fc.Arbitrary<OracleScenario> = fc.record({
  capacity: fc.integer({ min: 4, max: 8 }),
  horizon: fc.constant(HORIZON),
  backfill: fc.constantFrom("none" as const, "easy" as const),
  spare: fc.boolean(),
  rows: fc.tuple(rows, rows),
  terms: fc.tuple(terms, terms),
});

type Told = readonly (readonly OracleJob[])[];

export const toldBy = ({
  capacity,
  horizon,
  backfill,
  spare,
  rows: [inside, outside],
  terms: both,
}: OracleScenario): Told => {
  const told = runJobs({
    ...{ capacity, horizon, rows: inside, external: outside },
    stream: both[0],
    externalStream: both[1],
    queue: { order: "fcfs", backfill },
    policy: { preemption: { ...policy().preemption, spare } },
  });
  return [told.internal, told.external].map((list) =>
    list.map(({ start, firstStart, end, outcome, lost, preemptions }) => ({
      ...{ start, firstStart, end, outcome, lost, preemptions },
    })),
  );
};

export const expected = (scenario: OracleScenario): Told =>
  runOracle(scenario).map((list) =>
    list.map(({ start, firstStart, end, outcome, lost, preemptions }) => ({
      ...{ start, firstStart, end, outcome, lost, preemptions },
    })),
  );

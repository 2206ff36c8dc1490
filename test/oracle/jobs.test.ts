/** The engine against the oracle on random small workloads of two importances, job by job. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { expected, oracleScenarios, toldBy } from "./preempted-jobs.ts";

const RUNS = Number(process.env.CLAWBACK_ORACLE_RUNS ?? 800);
const seed = process.env.CLAWBACK_ORACLE_SEED;

test("engine and oracle agree on when each job starts and ends, what it loses and how often it is stopped", () => {
  const property = fc.property(oracleScenarios, (scenario) => {
    expect(toldBy(scenario)).toEqual(expected(scenario));
  });
  fc.assert(property, { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}, 600_000);

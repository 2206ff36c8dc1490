/** The engine against the oracle on random small books of leases: every notice, every dollar, every unmet GPU-second. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { leaseScenarios } from "./lease-scenarios.ts";
import { expected, toldBy } from "./leases-compare.ts";

const RUNS = Number(process.env.CLAWBACK_ORACLE_RUNS ?? 1000);
const seed = process.env.CLAWBACK_ORACLE_SEED;

test("engine and oracle agree on leases, notice by notice and dollar by dollar", () => {
  const property = fc.property(leaseScenarios, (scenario) => {
    expect(toldBy(scenario)).toEqual(expected(scenario));
  });
  fc.assert(property, { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) });
});

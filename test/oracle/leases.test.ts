/** The engine against the oracle on random small books of leases: every notice, every dollar, every unmet GPU-second. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { leaseScenarios } from "./lease-scenarios.ts";
import { disagreements } from "./leases-compare.ts";

const RUNS = Number(process.env.CLAWBACK_ORACLE_RUNS ?? 800);
const seed = process.env.CLAWBACK_ORACLE_SEED;

test("engine and oracle agree on leases, notice by notice and dollar by dollar", () => {
  const property = fc.property(leaseScenarios, (scenario) => {
    expect(disagreements(scenario)).toEqual([]);
  });
  fc.assert(property, { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}, 600_000);

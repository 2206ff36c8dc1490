/** Random lease scenarios: nothing is lost, nobody is evicted without notice, and an auditor agrees. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRIC } from "../../src/metrics/definitions.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { invariants, keepsLimits } from "./invariants.ts";
import { anyPlan, anyPolicy } from "./lease-scenarios.ts";

/** A long run has more of them, and other ones: `CLAWBACK_PROPERTY_RUNS=10000 CLAWBACK_PROPERTY_SEED=1`. */
const RUNS = Number(process.env.CLAWBACK_PROPERTY_RUNS ?? 1000);
const SEED = Number(process.env.CLAWBACK_PROPERTY_SEED ?? 20_261_124);
const TIMEOUT = 60_000 + 300 * RUNS;

describe("on random lease scenarios", () => {
  test(
    `accounts balance after every instant and the auditor finds the same totals (${RUNS} scenarios)`,
    () => {
      let notices = 0;
      let bought = 0;
      let signed = 0;
      fc.assert(
        fc.property(anyPlan, anyPolicy, (subject, by) => {
          const events: LoggedEvent[] = [];
          const result = createSimulation(subject, by, drawDemand(subject, 0), {
            bins: 10,
            story: true,
            onEvent: (event) => events.push(event),
            observe: invariants,
          });
          const { metrics, story, tenants } = result.finish();
          keepsLimits(result.world);
          const { totals, violations } = audit(events, subject.horizon);
          expect(violations).toEqual([]);
          notices += story?.notices.length ?? 0;
          bought += (metrics[METRIC.buyOuts] as number) > 0 ? 1 : 0;
          const hours = (name: keyof typeof METRIC): number => (metrics[METRIC[name]] as number) * 3600;
          if (subject.warmUp > 0) return;
          const spent = (account: string): number => totals.accounts[account] ?? 0;
          expect(hours("internalGpuHours")).toBeCloseTo(spent("internal"), 3);
          expect(result.world.ledger.integral(3, subject.horizon)).toBe(spent("internal"));
          expect(result.world.ledger.integral(4, subject.horizon)).toBe(spent("firm"));
          expect(result.world.ledger.integral(5, subject.horizon)).toBe(spent("noticed"));
          expect(result.world.ledger.integral(6, subject.horizon)).toBe(spent("vacated"));
          expect(hours("installedGpuHours")).toBeCloseTo(totals.installed, 3);
          if (subject.programs.every((p) => p.sources[0]?.kind === "level")) {
            expect(hours("demandGpuHours")).toBeCloseTo(totals.demand, 3);
            expect(hours("unmetGpuHours")).toBeCloseTo(totals.unmet, 3);
          }
          expect(metrics[METRIC.revenue]).toBeCloseTo(totals.money.rent ?? 0, 4);
          expect(metrics[METRIC.buyOuts]).toBeCloseTo(-(totals.money.buyOut ?? 0), 4);
          expect(metrics[METRIC.credits]).toBeCloseTo(-(totals.money.credit ?? 0), 4);
          expect(metrics[METRIC.evictions]).toBe(totals.evictions);
          expect(metrics[METRIC.noticesIssued]).toBe(totals.noticesIssued);
          const cash = Object.values(totals.cash).reduce((sum, dollars) => sum + dollars, 0);
          expect(metrics[METRIC.ownerCash]).toBeCloseTo(cash, 4);
          tenants.forEach((row, t) => {
            const paid = result.world.leases
              .filter((lease) => lease.contract.tenant === t)
              .reduce((sum, lease) => sum + (totals.cash[lease.name] ?? 0), 0);
            expect(row.rent - row.credits + row.termination - row.buyOut).toBeCloseTo(paid, 4);
          });
          expect([METRIC.dealsOffered, METRIC.dealsSigned].map((m) => metrics[m])).toEqual([
            totals.deals.arrived,
            totals.deals.signed,
          ]);
          signed += totals.deals.signed;
        }),
        { numRuns: RUNS, seed: SEED },
      );
      expect(notices).toBeGreaterThan(RUNS);
      expect(bought).toBeGreaterThan(RUNS / 50);
      expect(signed).toBeGreaterThan(RUNS / 20);
    },
    TIMEOUT,
  );
});

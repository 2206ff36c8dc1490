/** Exact relations: pools that share nothing but the owner are runs of their own. */
import { describe, expect } from "vitest";
import { METRIC, metricDefinitions } from "../../src/metrics/definitions.ts";
import type { Plan, PolicySettings } from "../../src/model/types.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import { DAY, unthrottled } from "../model/builders.ts";
import { alone, belongsTo, uncoupled, unnumbered } from "./lease-pools.ts";
import { anyPlan, anyPolicy } from "./lease-scenarios.ts";
import { firstDifference, logOf, relation } from "./relations.ts";

/**
 * Limits on rounds and on notices are of the policy, for all pools together. One that waits for a shortage looks
 * whenever anything happens anywhere, and a later look sees another supply: by the clock all looks are the same.
 */
const byTheClock = (policy: PolicySettings): PolicySettings => {
  const { naturalExitFactor, deadZone, maxPerYear } = policy.throttle;
  return {
    ...policy,
    trigger: policy.trigger.kind === "onBlocked" ? { kind: "periodic", every: 2 * DAY } : policy.trigger,
    throttle: { ...unthrottled, naturalExitFactor, deadZone, maxPerYear },
  };
};

/** What adds up over pools; rent forgone is at the mean fee of all contracts, and part of the value that is lost. */
const isNoSum: readonly string[] = ["rentForgone", "lostValue", "regret"];
const sums = metricDefinitions.filter(
  ({ name, unit }) => ["GPU-hours", "$", "count"].includes(unit) && !isNoSum.includes(name),
);
const sumsOf = (plan: Plan, policy: PolicySettings): number[] => {
  const { metrics } = createSimulation(plan, policy, drawDemand(plan, 0), { bins: 0, story: false }).finish();
  return sums.map(({ name }) => metrics[METRIC[name as keyof typeof METRIC]] as number);
};

describe("what is apart", () => {
  relation(
    "pools that share nobody: each does what it does alone",
    [anyPlan, anyPolicy],
    100,
    (drawn, policy) => {
      const plan = uncoupled(drawn);
      const by = byTheClock(policy);
      const together = unnumbered(logOf(plan, by));
      plan.pools.forEach((_, pool) => {
        const mine = belongsTo(plan, pool);
        const without = unnumbered(logOf(alone(plan, pool), by));
        expect(firstDifference(together.filter(mine), without.filter(mine))).toBe(undefined);
      });
    },
  );

  relation(
    "pools that share nobody: their sums are the sums of the whole",
    [anyPlan, anyPolicy],
    60,
    (drawn, policy) => {
      const plan = uncoupled(drawn);
      const by = byTheClock(policy);
      const together = sumsOf(plan, by);
      const parts = plan.pools.map((_, pool) => sumsOf(alone(plan, pool), by));
      sums.forEach(({ name }, i) => {
        const sum = parts.reduce((all, part) => all + (part[i] as number), 0);
        const is = together[i] as number;
        expect(Math.abs(is - sum), `${name}: ${is}, pool by pool ${sum}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(sum)),
        );
      });
    },
  );
});

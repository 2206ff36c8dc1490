/**
 * What the `preemption` of a policy allows: who is important enough to take from whom, and how many notices are left.
 */
import { KIND } from "./events.ts";
import { ROOM_IN_BUDGET } from "./job-loads.ts";
import type { Tier, World } from "./world.ts";

/** Whether work of a tier is by the policy's gap more important than that of another. */
export const mayTake = ({ tiers, policy }: World, rank: number, lower: number): boolean =>
  (tiers[rank] as Tier).priority - (tiers[lower] as Tier).priority >= policy.preemption.gap;

/** How many more notices the policy allows at this instant. */
export const evictionsLeft = (world: World): number => {
  const { maxPerRound, budget } = world.policy.preemption;
  if (budget.evictions === Number.POSITIVE_INFINITY) return maxPerRound;
  const { evictedAt } = world.work;
  let recent = 0;
  for (let i = evictedAt.length - 1; i >= 0 && (evictedAt[i] as number) > world.now - budget.per; i--)
    recent++;
  return Math.max(0, Math.min(maxPerRound, budget.evictions - recent));
};

/** A notice is served: it uses up one of the budget, which has room again when that has become old. */
export const countEviction = (world: World): void => {
  const { budget } = world.policy.preemption;
  if (budget.evictions === Number.POSITIVE_INFINITY) return;
  world.work.evictedAt.push(world.now);
  const at = world.now + budget.per;
  if (at > world.now && at < world.plan.horizon) world.simulator.schedule(at, KIND.exempt, 0, ROOM_IN_BUDGET);
};

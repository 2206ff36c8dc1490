/**
 * What waits holds what has come so far, out of everybody's reach. When it starts, more important jobs that wait may call it;
 * they were served before it in that instant, so they are looked at once more in it.
 */
import { mayTake } from "./preemption-rules.ts";
import type { Tier, World } from "./world.ts";

/**
 * Something of a tier has started on what it held.
 *
 * @param what - jobs of tenants never call runs
 */
export const wakeAbove = (world: World, rank: number, what: "job" | "run"): void => {
  const { tiers, work, policy } = world;
  if (!policy.preemption.enabled) return;
  for (let higher = 0; higher < rank; higher++) {
    const { queue } = tiers[higher] as Tier;
    if (queue === undefined || queue.waiting.count === 0 || !mayTake(world, higher, rank)) continue;
    if (what === "run" && !hasInternalJobs(world, higher)) continue;
    queue.mustLook = true;
    work.someCameWithinReach = true;
  }
};

const hasInternalJobs = ({ jobs, work }: World, tier: number): boolean =>
  jobs.streams.some(({ program }, stream) => program >= 0 && work.queues[stream]?.tier === tier);

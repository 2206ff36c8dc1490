/** What is known to come when a run begins: the first event of everything that goes on from one to the next. */
import { KIND } from "./events.ts";
import { startLease } from "./leases.ts";
import { nextReview } from "./reviews.ts";
import { wakeAtLockoutEnds } from "./shortage.ts";
import type { Seconds } from "./types.ts";
import type { World } from "./world.ts";

/**
 * Fills the agenda of a world that has just been made.
 *
 * @param sampleEvery - seconds between samples; 0 for none
 */
export const scheduleStart = (world: World, sampleEvery: Seconds): void => {
  const { plan, claims, runs, jobs } = world;
  const at = (time: Seconds, kind: number, entity: number, argument = 0): void => {
    if (time < plan.horizon) world.simulator.schedule(time, kind, entity, argument);
  };
  plan.pools.forEach((pool, p) => {
    at(0, KIND.phase, p, 0);
    pool.outages.forEach((outage, i) => {
      at(outage.at, KIND.outage, p, i);
    });
  });
  world.broken.forEach((broken, p) => {
    const first = broken?.path.at[0];
    if (first !== undefined) at(first, KIND.failures, p, 0);
  });
  plan.sites.forEach((site, s) => {
    const next = site.power.findIndex((step) => step.at > 0);
    if (next >= 0) at((site.power[next] as { at: Seconds }).at, KIND.power, s, next);
  });
  plan.contracts.forEach((_, c) => {
    startLease(world, c);
  });
  wakeAtLockoutEnds(world, 0);
  if (world.market.index.length > 1) at(0, KIND.market, 0, 0);
  world.deals.forEach(({ prospect }, d) => {
    at(prospect.at, KIND.deal, d);
  });
  for (const claim of claims) at(0, KIND.demand, claim.id, 0);
  for (const waiting of runs) at(waiting.spec.start, KIND.submit, waiting.id);
  if (jobs.table.count > 0) at(jobs.table.submit[0] as number, KIND.arrive, 0, 0);
  if (world.work.admission !== undefined) at(0, KIND.quota, 0, 0);
  at(plan.monthStarts[1] as Seconds, KIND.month, 0, 1);
  at(nextReview(plan, world.policy.trigger, -1), KIND.review, 0);
  if (sampleEvery > 0) at(sampleEvery, KIND.sample, 0, 0);
  if (plan.warmUp > 0) at(plan.warmUp, KIND.sample, 1, -1);
};

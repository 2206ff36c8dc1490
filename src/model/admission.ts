/**
 * The quota of tenants' jobs: asked for when the run begins, at its interval, and whenever installed capacity changes; one that has
 * no interval also whenever what works of it does. Jobs that run are left alone when it falls; it only decides who may start.
 */
import { KIND } from "./events.ts";
import { QUEUED, streamOf } from "./job-store.ts";
import { FAILED, FIRM, NOTICED, UNPOWERED, VACATED } from "./ledger.ts";
import { levelDemand } from "./supply.ts";
import type { Gpus, Seconds } from "./types.ts";
import type { World } from "./world.ts";

/** Works the quota out anew, and schedules the next time. */
export const reviewQuota = (world: World, isTimed: boolean): void => {
  const { admission } = world.work;
  if (admission === undefined) return;
  const { rule } = admission;
  const [quota, memory] = rule.decide(
    {
      now: world.now,
      usable: usable(world),
      leased: world.ledger.total(FIRM) + world.ledger.total(NOTICED) + world.ledger.total(VACATED),
      internal: internalDemand(world),
      succeeded: world.work.windowsSucceeded,
      failed: world.work.windowsFailed,
      longestWait: longestWait(world),
    },
    admission.memory,
  );
  admission.memory = memory;
  if (quota > world.work.quota) world.work.released = true;
  world.work.quota = quota;
  world.dirty = true;
  if (isTimed && rule.every > 0 && world.now + rule.every < world.plan.horizon)
    world.simulator.schedule(world.now + rule.every, KIND.quota, 0, 0);
};

/** Something failed, was repaired, or has power or has it no longer: a rule that looks only then looks. */
export const followUsable = (world: World): void => {
  if (world.work.admission?.rule.every === 0) reviewQuota(world, false);
};

const usable = ({ ledger }: World): Gpus => {
  let gpus = 0;
  for (let pool = 0; pool < ledger.pools; pool++)
    gpus += ledger.installed(pool) - ledger.count(pool, FAILED) - ledger.count(pool, UNPOWERED);
  return gpus;
};

const internalDemand = (world: World): Gpus => {
  let gpus = world.work.waitingInternal + world.work.runningInternal;
  for (let group = 0; group < world.groups.length; group++) gpus += levelDemand(world, group);
  return gpus;
};

/** How long the tenants' job that is next has waited. */
const longestWait = (world: World): Seconds => {
  let longest = 0;
  for (const { queue } of world.tiers) {
    const place = queue?.waiting.first(0) ?? -1;
    if (queue === undefined || place < 0) continue;
    const job = queue.jobAt[place] as number;
    if (world.jobs.state[job] === QUEUED && streamOf(world.jobs, job).program < 0)
      longest = Math.max(longest, world.now - (world.jobs.table.submit[job] as number));
  }
  return longest;
};

/**
 * Counts guarantee windows of a tenant's job when a spell ends: each full window is kept; the one it ends in is kept when
 * the job is done, and failed when it was evicted.
 */
export const countWindows = (world: World, elapsed: Seconds, evicted: boolean): void => {
  const { admission } = world.work;
  if (admission === undefined || admission.rule.window === 0) return;
  const full = Math.floor(elapsed / admission.rule.window);
  world.work.windowsSucceeded += full + (evicted ? 0 : 1);
  if (evicted) world.work.windowsFailed++;
};

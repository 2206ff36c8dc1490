/**
 * Whether what a notice brought was needed. From the moment it is free, the least idle capacity of its pools
 * is followed for a while: what was never taken up in that time was not needed.
 */
import type { Lease } from "./lease.ts";
import { FREE } from "./ledger.ts";
import type { Notice } from "./notice.ts";
import type { Gpus } from "./types.ts";
import type { World } from "./world.ts";

/** Looks at every notice that is being watched; those whose time is over are settled. */
export const watchNeed = (world: World): void => {
  for (let i = world.watched.length - 1; i >= 0; i--) {
    const notice = world.watched[i] as Notice;
    if (world.now < notice.readyAt) continue;
    if (world.now < notice.readyAt + world.plan.values.inVainAfter) {
      notice.leastIdle = Math.min(notice.leastIdle, idleFor(world, notice) + notice.relet);
    } else {
      settleNeed(notice);
      world.watched.splice(i, 1);
    }
  }
};

/** At the horizon: whatever has been seen so far decides. */
export const settleAll = (world: World): void => {
  for (const notice of world.watched) if (Number.isFinite(notice.leastIdle)) settleNeed(notice);
};

const idleFor = (world: World, notice: Notice): Gpus => {
  let idle = 0;
  for (const pool of (notice.lease as Lease).contract.pools) idle += world.ledger.count(pool, FREE);
  return idle;
};

const settleNeed = (notice: Notice): void => {
  notice.needed = Math.max(0, notice.returned - notice.leastIdle);
};

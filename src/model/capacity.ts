/**
 * Capacity facts: phases come on line, units fail and are repaired, power limits move. When usable capacity
 * falls below what is in use, somebody is cut off by force (`shedding.ts`). Forced losses are no evictions: no
 * policy decided them.
 */
import { type Broken, followFailures } from "./block-failures.ts";
import { KIND } from "./events.ts";
import { NO_JOB } from "./expected-ends.ts";
import { FAILED, FREE, TURNOVER, UNPOWERED } from "./ledger.ts";
import { makeFree } from "./shedding.ts";
import type { Gpus, Pool, Site } from "./types.ts";
import { move, type World } from "./world.ts";

/** A phase: installed capacity becomes what the plan says. */
export const installPhase = (world: World, pool: number, index: number): void => {
  const { phases } = world.plan.pools[pool] as Pool;
  const target = (phases[index] as { value: Gpus }).value;
  const change = target - world.ledger.installed(pool);
  if (change < 0) {
    retire(world, pool, -change);
    makeFree(world, pool, -change, (world.plan.pools[pool] as Pool).warning);
  }
  world.ledger.install(pool, change, world.now);
  world.observer.installed?.(world.now, pool, change);
  if (change > 0) followFailures(world, pool);
  if (change > 0) world.work.released = true;
  world.dirty = true;
  const next = phases[index + 1];
  if (next !== undefined && next.at <= world.plan.horizon)
    world.simulator.schedule(next.at, KIND.phase, pool, index + 1);
  reviewPower(world, (world.plan.pools[pool] as Pool).site);
};

/** Units that do not work are the first to go when a pool shrinks. */
const retire = (world: World, pool: number, gpus: Gpus): void => {
  const { ledger } = world;
  const short = () => Math.max(0, gpus - ledger.count(pool, FREE));
  move(world, "powered", pool, UNPOWERED, FREE, Math.min(short(), ledger.count(pool, UNPOWERED)), undefined);
  const failed = Math.min(short(), ledger.count(pool, FAILED));
  move(world, "repaired", pool, FAILED, FREE, failed, undefined);
  const broken = world.broken[pool];
  if (broken !== undefined) broken.failed -= Math.min(failed, broken.failed);
};

/** The next step of a pool's failures: blocks are out of service, or in service again. */
export const stepFailures = (world: World, pool: number, index: number): void => {
  const broken = world.broken[pool] as Broken;
  const { at, out } = broken.path;
  broken.due = out[index] as Gpus;
  followFailures(world, pool);
  const next = at[index + 1];
  if (next !== undefined && next < world.plan.horizon)
    world.simulator.schedule(next, KIND.failures, pool, index + 1);
  reviewPower(world, (world.plan.pools[pool] as Pool).site);
};

/** An outage strikes: as many units as are up, at most, fail until they are repaired. */
export const strike = (world: World, pool: number, index: number): void => {
  const outage = (world.plan.pools[pool] as Pool).outages[index] as Pool["outages"][0];
  const up =
    world.ledger.installed(pool) - world.ledger.count(pool, FAILED) - world.ledger.count(pool, UNPOWERED);
  const n = Math.min(outage.gpus, up);
  makeFree(world, pool, n);
  move(world, "failed", pool, FREE, FAILED, n, undefined);
  const at = world.now + outage.lasts;
  if (n > 0 && at <= world.plan.horizon) world.simulator.schedule(at, KIND.repair, pool, n);
  reviewPower(world, (world.plan.pools[pool] as Pool).site);
};

/** What an outage took is free again, if there is power for it and no block of it has failed meanwhile. */
export const repair = (world: World, pool: number, gpus: Gpus): void => {
  const struck = world.ledger.count(pool, FAILED) - (world.broken[pool]?.failed ?? 0);
  move(world, "repaired", pool, FAILED, FREE, Math.min(gpus, struck), undefined);
  followFailures(world, pool);
  reviewPower(world, (world.plan.pools[pool] as Pool).site);
};

/** Turnover is over; what failed meanwhile is not there. */
export const wiped = (world: World, pool: number, gpus: Gpus): void => {
  const i = world.wiping.findIndex(
    (item) => item.pool === pool && item.at === world.now && item.gpus === gpus,
  );
  world.wiping.splice(i, 1);
  for (const { queue } of world.tiers) queue?.ends[pool]?.remove(world.now, gpus, NO_JOB);
  world.dirty = true;
  move(world, "wiped", pool, TURNOVER, FREE, Math.min(gpus, world.ledger.count(pool, TURNOVER)), undefined);
};

/** Shares a site's power among its pools in declared order; what is not carried is unpowered. */
export const reviewPower = (world: World, site: number): void => {
  if (site < 0) return;
  const { power } = world.plan.sites[site] as Site;
  if (power.length === 0) return;
  let left = valueAt(power, world.now);
  for (let pool = 0; pool < world.plan.pools.length; pool++) {
    const spec = world.plan.pools[pool] as Pool;
    if (spec.site !== site) continue;
    const up = world.ledger.installed(pool) - world.ledger.count(pool, FAILED);
    const carried = spec.watts === 0 ? up : Math.min(up, Math.floor(left / spec.watts));
    left -= carried * spec.watts;
    const change = up - carried - world.ledger.count(pool, UNPOWERED);
    if (change > 0) {
      makeFree(world, pool, change);
      move(world, "unpowered", pool, FREE, UNPOWERED, change, undefined);
    } else move(world, "powered", pool, UNPOWERED, FREE, -change, undefined);
  }
};

/** The next step of a site's power limit. */
export const stepPower = (world: World, site: number, index: number): void => {
  reviewPower(world, site);
  const next = (world.plan.sites[site] as Site).power[index + 1];
  if (next !== undefined && next.at < world.plan.horizon)
    world.simulator.schedule(next.at, KIND.power, site, index + 1);
};

/** Value of a step function at a second; the first step also holds before. */
export const valueAt = (steps: readonly { at: number; value: number }[], at: number): number =>
  (steps[stepAt(steps, at)] as { value: number }).value;

/** Number of the step that holds at a second. */
export const stepAt = (steps: readonly { at: number }[], at: number): number => {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((steps[middle] as { at: number }).at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
};

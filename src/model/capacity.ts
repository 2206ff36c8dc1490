/**
 * Capacity facts: phases come on line, units fail and are repaired, power limits move. When usable capacity
 * falls below what is in use, somebody is cut off by force: tenants first, least important first, then
 * internal programs. Forced losses are no evictions: no policy decided them.
 */
import { fail } from "../base/assert.ts";
import { accrue } from "./billing.ts";
import { KIND } from "./events.ts";
import { takeFromClaim } from "./internal.ts";
import type { JobQueue } from "./job-queue.ts";
import { QUEUED, streamOf } from "./job-store.ts";
import { enqueue, shedJob, stopCalling } from "./jobs.ts";
import type { Lease } from "./lease.ts";
import { owe } from "./leases.ts";
import { FAILED, FIRM, FREE, HELD, NOTICED, TURNOVER, UNPOWERED, VACATED } from "./ledger.ts";
import { failRun } from "./runs.ts";
import type { Gpus, Pool, Seconds, Site } from "./types.ts";
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
  move(world, "repaired", pool, FAILED, FREE, Math.min(short(), ledger.count(pool, FAILED)), undefined);
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

/** Repaired units are free again, if there is power for them. */
export const repair = (world: World, pool: number, gpus: Gpus): void => {
  move(world, "repaired", pool, FAILED, FREE, Math.min(gpus, world.ledger.count(pool, FAILED)), undefined);
  reviewPower(world, (world.plan.pools[pool] as Pool).site);
};

/** Turnover is over; what failed meanwhile is not there. */
export const wipe = (world: World, pool: number, gpus: Gpus): void => {
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

/** Value of a step function at a second; the first step also holds before. */
export const valueAt = (steps: readonly { at: number; value: number }[], at: number): number => {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((steps[middle] as { at: number }).at <= at) low = middle;
    else high = middle - 1;
  }
  return (steps[low] as { value: number }).value;
};

/**
 * Makes sure that a pool has `gpus` free, by force if need be: least harm first.
 *
 * @param warning - for how long it had been known that this would come
 */
const makeFree = (world: World, pool: number, gpus: Gpus, warning: Seconds = 0): void => {
  const { ledger } = world;
  const short = () => Math.max(0, gpus - ledger.count(pool, FREE));
  if (short() === 0) return;
  move(world, "shed", pool, TURNOVER, FREE, Math.min(short(), ledger.count(pool, TURNOVER)), undefined);
  takeHolds(world, pool, short);
  takeJobs(world, pool, short, false, warning);
  for (const lease of byImportance(world)) shedLease(world, lease, pool, short());
  takeInternal(world, pool, short);
  takeJobs(world, pool, short, true, warning);
  if (short() > 0) fail(`pool ${pool} cannot free ${gpus} accelerators`);
};

const takeHolds = (world: World, pool: number, short: () => Gpus): void => {
  for (const run of world.runs) {
    const n = Math.min(short(), run.state === "queued" ? (run.held[pool] as number) : 0);
    if (n <= 0) continue;
    run.held[pool] = (run.held[pool] as number) - n;
    run.heldTotal -= n;
    move(world, "unheld", pool, HELD, FREE, n, run);
  }
};

const takeInternal = (world: World, pool: number, short: () => Gpus): void => {
  for (const tier of [...world.tiers].reverse()) {
    for (const claim of [...tier.claims].reverse()) {
      const n = Math.min(short(), claim.held[pool] as number);
      if (n > 0) takeFromClaim(world, claim, pool, n, true);
    }
    for (const run of tier.runs) {
      if (short() > 0 && run.state === "running" && (run.held[pool] as number) > 0) failRun(world, run);
    }
  }
};

/** Jobs of tenants, or of programs; the least important and youngest first. */
const takeJobs = (
  world: World,
  pool: number,
  short: () => Gpus,
  internal: boolean,
  warning: Seconds,
): void => {
  const { jobs } = world;
  for (const { queue } of [...world.tiers].reverse()) {
    for (const job of queue?.calling.slice() ?? []) {
      if (short() === 0) return;
      if (jobs.pool[job] !== pool || streamOf(jobs, job).program >= 0 !== internal) continue;
      stopCalling(world, queue as JobQueue, job);
      jobs.state[job] = QUEUED;
      enqueue(world, queue as JobQueue, job);
    }
    for (let job = queue?.youngest ?? -1; job >= 0; ) {
      const next = jobs.older[job] as number;
      if (short() === 0) return;
      if (jobs.pool[job] === pool && streamOf(jobs, job).program >= 0 === internal)
        shedJob(world, job, warning);
      job = next;
    }
  }
};

const byImportance = (world: World): Lease[] =>
  world.living
    .filter((l) => l.state !== "ended")
    .sort((a, b) => a.tenant.priority - b.tenant.priority || b.id - a.id);

/** Firm capacity first; what is on notice stays the tenant's until the deadline, unless that fails too. */
const shedLease = (world: World, lease: Lease, pool: number, gpus: Gpus): void => {
  if (gpus === 0) return;
  accrue(world, lease);
  let left = gpus;
  const firm = Math.min(left, lease.firm[pool] as number);
  if (firm > 0) {
    lease.firm[pool] = (lease.firm[pool] as number) - firm;
    lease.firmTotal -= firm;
    left -= firm;
    move(world, "shed", pool, FIRM, FREE, firm, lease);
    owe(world, lease, false);
  }
  for (const notice of lease.open) {
    const vacated = Math.min(left, notice.vacated[pool] as number);
    notice.vacated[pool] = (notice.vacated[pool] as number) - vacated;
    notice.vacatedTotal -= vacated;
    const inUse = Math.min(left - vacated, notice.inUse[pool] as number);
    notice.inUse[pool] = (notice.inUse[pool] as number) - inUse;
    notice.inUseTotal -= inUse;
    notice.missing += vacated + inUse;
    left -= vacated + inUse;
    move(world, "shed", pool, VACATED, FREE, vacated, lease);
    move(world, "shed", pool, NOTICED, FREE, inUse, lease);
  }
};

/**
 * Freeing capacity by force, when less is usable than is in use: least harm first. What is being wiped and what is only
 * held, then jobs and leases of tenants, the least important first, then internal programs.
 */
import { fail } from "../base/assert.ts";
import { accrue } from "./billing.ts";
import { takeFromClaim } from "./internal.ts";
import type { JobQueue } from "./job-queue.ts";
import { QUEUED, streamOf } from "./job-store.ts";
import { enqueue, stopCalling } from "./job-waiting.ts";
import { shedJob } from "./jobs.ts";
import type { Lease } from "./lease.ts";
import { owe } from "./leases.ts";
import { FIRM, FREE, HELD, NOTICED, TURNOVER, VACATED } from "./ledger.ts";
import { failRun } from "./runs.ts";
import type { Gpus, Seconds } from "./types.ts";
import { move, type World } from "./world.ts";

/**
 * Makes sure that a pool has `gpus` free, by force if need be: least harm first.
 *
 * @param warning - for how long it had been known that this would come
 */
export const makeFree = (world: World, pool: number, gpus: Gpus, warning: Seconds = 0): void => {
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

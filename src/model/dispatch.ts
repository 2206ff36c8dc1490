/**
 * Dispatch: what is free goes to deliveries that are owed, then to internal work, most important first.
 * Level demand yields at once to anything more important; a gang yields with its own notice.
 */
import { type Claim, fillFromFree, releaseDownTo, takeFromClaim } from "./internal.ts";
import { FOR_LEVELS, forRun } from "./job-store.ts";
import { deliver } from "./leases.ts";
import { callJobs, reclaimable } from "./preempt.ts";
import { preemptRuns } from "./preempt-runs.ts";
import { QueuePass } from "./queueing.ts";
import { freeFor, holdFor, type Run, releaseHold, startingSize, startRun } from "./runs.ts";
import { lentBy, recall, serveSpot } from "./spot-on-held.ts";
import type { Gpus, PoolChoice } from "./types.ts";
import { wakeAbove } from "./wake-above.ts";
import type { Tier, World } from "./world.ts";

/** Deliveries that are owed come first, before the policy is asked: they are dates of contracts. */
export const deliverOwed = (world: World): void => {
  if (world.dirty) for (const lease of world.living) deliver(world, lease);
};

/** Gives out what is free. Does nothing when nothing has changed. */
export const dispatch = (world: World): void => {
  if (!world.dirty) return;
  deliverOwed(world);
  do {
    world.work.someCameWithinReach = false;
    serveTiers(world);
  } while (world.work.someCameWithinReach);
  world.work.released = false;
  world.dirty = false;
};

const serveTiers = (world: World): void => {
  for (let rank = 0; rank < world.tiers.length; rank++) {
    const tier = world.tiers[rank] as Tier;
    for (const claim of tier.claims) serveClaim(world, claim, rank);
    for (const claims of tier.sharing) share(world, claims);
    for (const run of tier.runs) serveRun(world, run, rank);
    if (tier.queue !== undefined) serveSpot(world, tier.queue);
  }
};

/** Gives each queue of jobs its view of the world. */
export const openQueues = (world: World): void => {
  for (const { queue } of world.tiers)
    if (queue !== undefined)
      queue.pass = new QueuePass(world, queue, displace, (w, rank, pool) => displaceableIn(w, rank, pool));
};

const serveClaim = (world: World, claim: Claim, rank: number): void => {
  if (claim.covered >= claim.target) return;
  fillFromFree(world, claim, claim.target);
  if (claim.covered >= claim.target) return;
  for (const choice of claim.pools) {
    const wanted = Math.ceil((claim.target - claim.covered) / choice.ratio);
    if (wanted > 0 && displace(world, rank, choice.pool, wanted) > 0)
      fillFromFree(world, claim, claim.target);
  }
  callJobsForClaim(world, claim, rank);
  const short = lacking(world, claim);
  if (short > 0 && preemptRuns(world, rank, claim.pools, short, claim.name, true)) {
    fillFromFree(world, claim, claim.target);
  }
};

/** What a claim is short of, less what is on its way from jobs on notice, in its own accelerators. */
const lacking = ({ work }: World, { pools, target, covered }: Claim): Gpus =>
  pools.reduce(
    (short, { pool, ratio }) => short - Math.floor((work.inFlightForLevels[pool] as number) * ratio),
    target - covered,
  );

/** Serves less important jobs notice for what a claim lacks; those without a notice make room at once. */
const callJobsForClaim = (world: World, claim: Claim, rank: number): void => {
  for (const { pool, ratio } of claim.pools) {
    const missing = Math.ceil(lacking(world, claim) / ratio);
    if (missing <= 0 || reclaimable(world, rank, pool) === 0) continue;
    if (callJobs(world, rank, pool, missing, FOR_LEVELS, true) > 0) fillFromFree(world, claim, claim.target);
  }
};

/** Takes capacity of one pool from less important level demand, the least important first. */
const displace = (world: World, rank: number, pool: number, gpus: Gpus): Gpus => {
  let left = gpus;
  for (let lower = world.tiers.length - 1; lower > rank && left > 0; lower--) {
    const { claims } = world.tiers[lower] as Tier;
    for (let i = claims.length - 1; i >= 0 && left > 0; i--) {
      const claim = claims[i] as Claim;
      const n = Math.min(left, claim.held[pool] as number);
      if (n <= 0) continue;
      takeFromClaim(world, claim, pool, n, false);
      left -= n;
    }
  }
  return gpus - left;
};

/** What `displace` could take in a set of pools. */
const displaceable = (world: World, rank: number, pools: PoolChoice): Gpus => {
  let sum = 0;
  for (const { pool } of pools) sum += displaceableIn(world, rank, pool);
  return sum;
};

const displaceableIn = (world: World, rank: number, pool: number): Gpus => {
  if (world.claims.length === 0) return 0;
  let sum = 0;
  for (let lower = rank + 1; lower < world.tiers.length; lower++)
    for (const claim of (world.tiers[lower] as Tier).claims) sum += claim.held[pool] as number;
  return sum;
};

/** Claims of equal priority with pools in common share what they have together, by weight, nobody above its target. */
const share = (world: World, claims: readonly Claim[]): void => {
  let together = 0;
  let short = false;
  for (const claim of claims) {
    together += claim.covered;
    if (claim.covered < claim.target) short = true;
  }
  if (!short) return;
  const fair = fairShares(
    together,
    claims.map((c) => c.target),
    claims.map((c) => c.weight),
  );
  claims.forEach((claim, i) => {
    releaseDownTo(world, claim, fair[i] as number);
  });
  claims.forEach((claim, i) => {
    fillFromFree(world, claim, fair[i] as number);
  });
  for (const claim of claims) fillFromFree(world, claim, claim.target);
};

/**
 * Weighted max-min shares of a whole quantity: nobody above its demand, the rest in proportion to weight.
 * What rounding leaves over goes to the first ones that still want more.
 */
export const fairShares = (total: Gpus, demands: readonly Gpus[], weights: readonly number[]): Gpus[] => {
  const shares = demands.map(() => 0);
  let left = total;
  let open = demands.map((_, i) => i).filter((i) => (demands[i] as number) > 0);
  while (left > 0 && open.length > 0) {
    const weight = open.reduce((sum, i) => sum + (weights[i] as number), 0);
    const offers = open.map((i) => Math.floor((left * (weights[i] as number)) / weight));
    const sated = open.filter((i, k) => (demands[i] as number) <= (offers[k] as number));
    if (sated.length === 0) {
      open.forEach((i, k) => {
        shares[i] = offers[k] as number;
      });
      left -= offers.reduce((sum, n) => sum + n, 0);
      for (const i of open) {
        if (left === 0) break;
        if ((shares[i] as number) < (demands[i] as number)) {
          shares[i] = (shares[i] as number) + 1;
          left--;
        }
      }
      break;
    }
    for (const i of sated) {
      shares[i] = demands[i] as number;
      left -= demands[i] as number;
    }
    open = open.filter((i) => !sated.includes(i));
  }
  return shares;
};

/** A gang starts whole: on what is free, on what less important work gives up, or it waits. */
const serveRun = (world: World, run: Run, rank: number): void => {
  if (run.state !== "queued") return;
  const { gpus, minGpus } = run.spec;
  const reach = readyFor(world, run) + displaceable(world, rank, run.pools);
  if (reach >= minGpus) {
    const hasHeld = run.heldTotal > 0 || run.lent.length > 0;
    recall(world, run);
    const size = startingSize(run.spec, reach);
    for (const { pool } of run.pools) {
      const missing = size - freeFor(world, run) - run.heldTotal;
      if (missing > 0) displace(world, rank, pool, missing);
    }
    startRun(world, run, size);
    if (hasHeld) wakeAbove(world, rank, "run");
    return;
  }
  if (callForRun(world, run, rank, minGpus - reach)) {
    if (readyFor(world, run) + displaceable(world, rank, run.pools) >= minGpus) {
      serveRun(world, run, rank);
      return;
    }
    run.calling = true;
  }
  if (run.calling && capacityIsComing(world, run)) holdFor(world, run, gpus);
  else {
    run.calling = false;
    releaseHold(world, run);
  }
};

/** What a gang could start on now: free, held for it, or lent by it. */
const readyFor = (world: World, run: Run): Gpus => freeFor(world, run) + run.heldTotal + lentBy(world, run);

/** Calls what a gang lacks from less important jobs and, for the rest, gangs: all of it or nothing. */
const callForRun = (world: World, run: Run, rank: number, missing: Gpus): boolean => {
  let left = missing - (world.work.inFlightForRuns[run.id] as number);
  if (left <= 0) return true;
  let fromJobs = 0;
  for (const { pool } of run.pools) fromJobs += reclaimable(world, rank, pool);
  if (left > fromJobs && !preemptRuns(world, rank, run.pools, left - fromJobs, run.name, false)) return false;
  for (const { pool } of run.pools) {
    const part = Math.min(left, reclaimable(world, rank, pool));
    if (part > 0) left -= callJobs(world, rank, pool, part, forRun(run.id), true);
  }
  return true;
};

/** Whether something that was called for a gang is not there yet: on notice, or being wiped. */
const capacityIsComing = (world: World, run: Run): boolean =>
  (world.work.inFlightForRuns[run.id] as number) > 0 ||
  world.runs.some((other) => other.notice?.cause === run.name) ||
  world.living.some((lease) => lease.open.some((notice) => notice.cause === run.name)) ||
  (world.watched.some((notice) => notice.cause === run.name && notice.readyAt > world.now) &&
    world.wiping.some(({ at, pool }) => at > world.now && run.pools.some((choice) => choice.pool === pool)));

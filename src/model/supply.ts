/**
 * Demand and supply as a policy must see them: what internal demand wants, and what it could hold at a
 * coming second, counting phases that will be on line, notices in flight and leases that will have ended, so
 * that nobody calls the same capacity twice.
 */
import { stepAt, valueAt } from "./capacity.ts";
import { entitledAt, type Lease, noticeGiven } from "./lease.ts";
import { FAILED, FREE } from "./ledger.ts";
import { type Run, wantedBy } from "./runs.ts";
import type { Gpus, JobStream, Pool, Seconds, Site } from "./types.ts";
import type { World } from "./world.ts";

/** What internal demand of a group could hold at a second, in the group's own accelerators. */
export const supplyAt = (world: World, group: number, at: Seconds): Gpus => {
  let supply = 0;
  for (const { pool, ratio } of world.groups[group] as World["groups"][0]) {
    let gpus = usableAt(world, pool, at);
    for (const lease of world.living) gpus -= leasedAt(lease, pool, at);
    for (const item of world.wiping) if (item.pool === pool && item.at > at) gpus -= item.gpus;
    for (const claim of world.claims) if (claim.group !== group) gpus -= claim.held[pool] as number;
    for (const run of world.runs) if (run.group !== group) gpus -= run.held[pool] as number;
    gpus -= jobsOfOthers(world, group, pool);
    supply += Math.floor(gpus * ratio);
  }
  return supply;
};

/** Seconds from `from` on and before `to` at which the supply of a group may change, `from` included, in order. */
export const supplySteps = (world: World, group: number, from: Seconds, to: Seconds): Seconds[] => {
  const choice = world.groups[group] as World["groups"][0];
  const isOurs = (pool: number): boolean => choice.some((one) => one.pool === pool);
  const steps = [from];
  const note = (at: Seconds): void => {
    if (at > from && at < to) steps.push(at);
  };
  for (const { pool } of choice) {
    const { phases, site } = world.plan.pools[pool] as Pool;
    for (const phase of phases) note(phase.at);
    // The other pools of a site share its power.
    if (site < 0) continue;
    for (const power of (world.plan.sites[site] as Site).power) note(power.at);
    for (const other of world.plan.pools)
      if (other.site === site) for (const phase of other.phases) note(phase.at);
  }
  for (const item of world.wiping) if (isOurs(item.pool)) note(item.at);
  for (const lease of world.living) {
    if (!lease.contract.pools.some(isOurs)) continue;
    const { ramp, turnover } = lease.contract;
    for (const step of ramp) note(step.at);
    note(lease.expiry + turnover);
    for (const notice of lease.open) note(notice.effectiveAt + turnover);
  }
  return [...new Set(steps)].sort((a, b) => a - b);
};

/** What internal demand of a group holds or could take at once, in the group's own accelerators. */
export const atHand = (world: World, group: number): Gpus => {
  let sum = 0;
  for (const { pool, ratio } of world.groups[group] as World["groups"][0]) {
    let gpus = world.ledger.count(pool, FREE);
    for (const claim of world.claims) if (claim.group === group) gpus += claim.held[pool] as number;
    for (const run of world.runs) if (run.group === group) gpus += run.held[pool] as number;
    gpus += jobsWithin(world, group, pool);
    sum += Math.floor(gpus * ratio);
  }
  return sum;
};

/** In use by internal jobs that draw on other pools. Jobs of tenants are no obstacle: they go at short notice. */
const jobsOfOthers = (world: World, group: number, pool: number): Gpus => {
  let gpus = 0;
  world.jobs.streams.forEach((stream, s) => {
    if (stream.program >= 0 && groupOfStream(world, stream) !== group) gpus += runningIn(world, s, pool);
  });
  return gpus;
};

/** In use by internal jobs of a group, and by jobs of tenants that it could take back. */
const jobsWithin = (world: World, group: number, pool: number): Gpus => {
  let gpus = 0;
  world.jobs.streams.forEach((stream, s) => {
    if (stream.program < 0 || groupOfStream(world, stream) === group) gpus += runningIn(world, s, pool);
  });
  return gpus;
};

const runningIn = (world: World, stream: number, pool: number): Gpus =>
  (world.work.streams[stream] as World["work"]["streams"][0]).running[pool] as number;

const groupOfStream = (world: World, stream: JobStream): number =>
  world.groups.findIndex(
    (choice) =>
      choice.length === stream.pools.length &&
      choice.every(({ pool, ratio }, i) => pool === stream.pools[i] && ratio === 1),
  );

/** What internal jobs of a group have in use or wait for. */
export const jobDemand = (world: World, group: number): Gpus => {
  let gpus = 0;
  world.jobs.streams.forEach((stream, s) => {
    if (stream.program < 0 || groupOfStream(world, stream) !== group) return;
    gpus += (world.work.streams[s] as World["work"]["streams"][0]).waitingGpus;
    for (const { pool } of world.groups[group] as World["groups"][0]) gpus += runningIn(world, s, pool);
  });
  return gpus;
};

/** Accelerators of a group that work and have power now, in the group's own. */
export const usableNow = (world: World, group: number): Gpus => {
  let gpus = 0;
  for (const { pool, ratio } of world.groups[group] as World["groups"][0])
    gpus += Math.floor(usableAt(world, pool, world.now) * ratio);
  return gpus;
};

const usableAt = (world: World, pool: number, at: Seconds): Gpus => {
  const spec = world.plan.pools[pool] as Pool;
  const up = valueAt(spec.phases, at) - world.ledger.count(pool, FAILED);
  if (spec.site < 0) return up;
  const site = world.plan.sites[spec.site] as Site;
  if (site.power.length === 0 || spec.watts === 0) return up;
  let left = bestPower(site, at);
  for (let earlier = 0; earlier < pool; earlier++) {
    const other = world.plan.pools[earlier] as Pool;
    if (other.site !== spec.site) continue;
    const carried =
      other.watts === 0 ? 0 : Math.min(valueAt(other.phases, at), Math.floor(left / other.watts));
    left -= carried * other.watts;
  }
  return Math.min(up, Math.floor(left / spec.watts));
};

/**
 * Power of a site at a second; under a duty cycle the most of the cycle that begins there. What the dark part of a
 * cycle lacks is cut from tenants first, notice or not, so that a notice can only help in the bright part.
 */
const bestPower = ({ power, cycle }: Site, at: Seconds): number => {
  let best = valueAt(power, at);
  for (let i = stepAt(power, at) + 1; i < power.length; i++) {
    const step = power[i] as Site["power"][0];
    if (step.at >= at + cycle) break;
    best = Math.max(best, step.value);
  }
  return best;
};

/** What a lease will keep of a pool: its entitlement, and what it has on notice until that is wiped. */
const leasedAt = (lease: Lease, pool: number, at: Seconds): Gpus => {
  let gpus = firmAt(lease, pool, at);
  for (const notice of lease.open) {
    if (notice.effectiveAt + lease.contract.turnover <= at) continue;
    gpus += (notice.inUse[pool] as number) + (notice.vacated[pool] as number);
  }
  return gpus;
};

/** What is due at a second, or was due less than a turnover before: a term that has ended is wiped as a whole. */
const unavailableAt = (lease: Lease, at: Seconds): Gpus => {
  if (at < lease.startAt) return 0;
  const before = entitledAt(lease, Math.max(lease.startAt, at - lease.contract.turnover));
  const isWiped = lease.expiry <= at && at < lease.expiry + lease.contract.turnover;
  return Math.max(entitledAt(lease, at), before, isWiped ? entitledAt(lease, lease.expiry - 1) : 0);
};

/** The part of the entitlement in a pool; what is still to be delivered counts for the first pool. */
const firmAt = (lease: Lease, pool: number, at: Seconds): Gpus => {
  let entitlement = unavailableAt(lease, at);
  for (const notice of lease.waiting) {
    if (notice.effectiveAt + lease.contract.turnover <= at)
      entitlement = Math.max(0, entitlement - notice.gpus);
  }
  if (entitlement === 0) return 0;
  const firm = lease.firm[pool] as number;
  if (entitlement >= lease.firmTotal)
    return firm + (pool === lease.contract.pools[0] ? entitlement - lease.firmTotal : 0);
  return Math.floor((firm * entitlement) / lease.firmTotal);
};

/** Level targets of a group now. */
export const levelDemand = (world: World, group: number): Gpus => {
  let sum = 0;
  for (const claim of world.claims) if (claim.group === group) sum += claim.target;
  return sum;
};

/**
 * What gangs of a group want: running ones what they hold; waiting ones what they could get if everything
 * that may ever be called were called. One that would not fit even then asks for nothing and waits.
 */
export const gangDemand = (world: World, group: number): Gpus => {
  let sum = 0;
  let room: number | undefined;
  for (const tier of world.tiers) {
    for (const run of tier.runs) {
      if (run.group !== group || (run.state !== "queued" && run.state !== "running")) continue;
      room ??= potential(world, group);
      const share =
        run.state === "running" ? wantedBy(run) : fitting(run, room - levelAbove(world, group, run) - sum);
      sum += share;
    }
  }
  return sum;
};

const fitting = (run: Run, room: Gpus): Gpus =>
  room >= run.spec.gpus ? run.spec.gpus : room >= run.spec.minGpus ? room : 0;

const levelAbove = (world: World, group: number, run: Run): Gpus => {
  let sum = 0;
  for (const claim of world.claims)
    if (claim.group === group && claim.priority >= run.priority) sum += claim.target;
  return sum;
};

/** Supply of a group if every lease that can be called before the horizon were called. */
const potential = (world: World, group: number): Gpus => {
  let gpus = supplyAt(world, group, world.now);
  for (const lease of world.living) {
    if (lease.state !== "active" && lease.state !== "ramping") continue;
    const from =
      lease.contract.lockoutMeaning === "issue" ? Math.max(world.now, lease.lockoutEnd) : world.now;
    if (from + noticeGiven(lease.contract) > world.plan.horizon) continue;
    for (const { pool, ratio } of world.groups[group] as World["groups"][0])
      gpus += Math.floor((lease.firm[pool] as number) * ratio);
  }
  return gpus;
};

/** What waiting gangs of a group want that could be had at all. */
export const waitingGangs = (world: World, group: number): Gpus => {
  let running = 0;
  for (const run of world.runs) if (run.group === group && run.state === "running") running += run.heldTotal;
  return gangDemand(world, group) - running;
};

/**
 * Whose demand is the first, by importance, that a supply does not cover; failing that, the last of those who want
 * something; when nobody does yet, the most important.
 */
export const causeIn = (world: World, group: number, supply: Gpus): string => {
  let sum = 0;
  let first = "";
  let last = "";
  for (const tier of world.tiers) {
    for (const claim of tier.claims) {
      if (claim.group !== group) continue;
      first ||= claim.name;
      if (claim.target === 0) continue;
      sum += claim.target;
      last = claim.name;
      if (sum > supply) return claim.name;
    }
    for (const run of tier.runs) {
      if (run.group !== group || (run.state !== "queued" && run.state !== "running")) continue;
      sum += wantedBy(run);
      last = run.name;
      if (sum > supply) return run.name;
    }
    for (const [s, stream] of world.jobs.streams.entries()) {
      if (stream.program < 0 || stream.priority !== tier.priority || groupOfStream(world, stream) !== group)
        continue;
      const { waitingGpus, running } = world.work.streams[s] as World["work"]["streams"][0];
      const wanted = running.reduce((all, gpus) => all + gpus, waitingGpus);
      first ||= stream.name;
      if (wanted === 0) continue;
      sum += wanted;
      last = stream.name;
      if (sum > supply) return stream.name;
    }
  }
  return last || first;
};

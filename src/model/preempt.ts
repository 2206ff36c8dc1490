/**
 * Taking accelerators from running jobs for something more important: who may be taken from, the choice in the order
 * of the policy, the spare pass, the limits. Nobody is stopped when the beneficiary would not fit even so.
 */
import { jobNoticeLength, serveJobNotice } from "./job-notices.ts";
import type { Gpus, Seconds } from "./types.ts";
import type { Tier, World } from "./world.ts";

/** Accelerators in a pool that work of a tier may take from jobs less important than itself. */
export const reclaimable = (world: World, rank: number, pool: number): Gpus => {
  const { tiers, work, ledger } = world;
  const { preemption } = world.policy;
  if (!preemption.enabled || rank + 1 >= tiers.length) return 0;
  let gpus = 0;
  const { priority } = tiers[rank] as Tier;
  for (let lower = rank + 1; lower < tiers.length; lower++) {
    const there = work.eligible[lower * ledger.pools + pool] as number;
    if (there > 0 && priority - (tiers[lower] as Tier).priority >= preemption.gap) gpus += there;
  }
  return gpus === 0 || evictionsLeft(world) === 0 ? 0 : gpus;
};

/** How many more notices the policy allows at this instant. */
const evictionsLeft = (world: World): number => {
  const { maxPerRound, budget } = world.policy.preemption;
  if (budget.evictions === Number.POSITIVE_INFINITY) return maxPerRound;
  const { evictedAt } = world.work;
  let recent = 0;
  for (let i = evictedAt.length - 1; i >= 0 && (evictedAt[i] as number) > world.now - budget.per; i--)
    recent++;
  return Math.max(0, Math.min(maxPerRound, budget.evictions - recent));
};

// Victims of the call that is being worked out, and what each would give up.
const chosen: number[] = [];
const amounts: Gpus[] = [];

/** Whether a set of victims is enough, where it is not their number of accelerators that decides. */
export type Suffices = (victims: readonly number[]) => boolean;

/**
 * Serves notice to jobs in a pool until `gpus` accelerators are on their way.
 *
 * @param rank - tier of whoever needs them
 * @param cause - the job that needs them, or a code of `job-store.ts`
 * @param partHelps - whether less than all is of use
 * @returns accelerators on their way, or free already when there is no notice; 0 when nobody was called
 */
export const callJobs = (
  world: World,
  rank: number,
  pool: number,
  gpus: Gpus,
  cause: number,
  partHelps: boolean,
  suffices?: Suffices,
): Gpus => {
  const { preemption } = world.policy;
  chosen.length = 0;
  amounts.length = 0;
  const covered =
    preemption.partial && suffices === undefined
      ? chooseParts(world, rank, pool, gpus)
      : chooseWhole(world, rank, pool, gpus, suffices);
  const isEnough = suffices === undefined ? covered >= gpus : suffices(chosen);
  if (chosen.length === 0 || (!isEnough && !partHelps)) return 0;
  if (preemption.spare && isEnough) spare(covered, gpus, suffices);
  const together = preemption.notice.kind === "longest" || suffices !== undefined;
  const longest = together ? longestNotice(world) : 0;
  const victims = chosen.slice();
  const parts = amounts.slice();
  let called = 0;
  victims.forEach((job, i) => {
    called += parts[i] as number;
    serveJobNotice(world, job, parts[i] as number, cause, together ? longest : jobNoticeLength(world, job));
  });
  return called;
};

const longestNotice = (world: World): Seconds => {
  let longest = 0;
  for (const job of chosen) longest = Math.max(longest, jobNoticeLength(world, job));
  return longest;
};

/** Takes victims whole, in the order of the policy, until they suffice; returns what they have together. */
const chooseWhole = (
  world: World,
  rank: number,
  pool: number,
  gpus: Gpus,
  suffices: Suffices | undefined,
): Gpus => {
  const most = evictionsLeft(world);
  let covered = 0;
  const take = (job: number): boolean => {
    if (chosen.length >= most) return false;
    chosen.push(job);
    amounts.push(world.jobs.held[job] as number);
    covered += world.jobs.held[job] as number;
    return suffices === undefined ? covered < gpus : !suffices(chosen);
  };
  if (isYoungestFirst(world.policy.preemption.victims)) walkYoungestFirst(world, rank, pool, take);
  else for (const job of sorted(world, rank, pool, gpus)) if (!take(job)) break;
  return covered;
};

/** First what elastic jobs have above their minimum, then whole jobs: both in the order of the policy. */
const chooseParts = (world: World, rank: number, pool: number, gpus: Gpus): Gpus => {
  const { held, table } = world.jobs;
  const candidates = sorted(world, rank, pool, gpus);
  const most = evictionsLeft(world);
  let covered = 0;
  for (const job of candidates) {
    const part = Math.min(gpus - covered, (held[job] as number) - (table.minGpus[job] as number));
    if (part <= 0 || chosen.length >= most) continue;
    chosen.push(job);
    amounts.push(part);
    covered += part;
  }
  for (const job of candidates) {
    if (covered >= gpus) break;
    let at = chosen.indexOf(job);
    if (at < 0 && chosen.length >= most) continue;
    if (at < 0) at = chosen.push(job) - 1;
    covered += (held[job] as number) - (amounts[at] ?? 0);
    amounts[at] = held[job] as number;
  }
  return covered;
};

/** The usual order needs no sorting: jobs are linked by their starts, tiers stand by importance. */
const isYoungestFirst = (victims: readonly string[]): boolean =>
  victims.length === 2 && victims[0] === "lowestPriority" && victims[1] === "youngest";

const walkYoungestFirst = (
  world: World,
  rank: number,
  pool: number,
  take: (job: number) => boolean,
): void => {
  const { jobs, tiers } = world;
  for (let lower = tiers.length - 1; lower > rank; lower--) {
    if (!mayTake(world, rank, lower)) continue;
    for (let job = (tiers[lower] as Tier).queue?.youngest ?? -1; job >= 0; job = jobs.older[job] as number) {
      if (jobs.eligible[job] === 0 || jobs.pool[job] !== pool) continue;
      if (!take(job)) return;
    }
  }
};

const sorted = (world: World, rank: number, pool: number, gpus: Gpus): number[] => {
  const { jobs, tiers } = world;
  const found: number[] = [];
  for (let lower = rank + 1; lower < tiers.length; lower++) {
    if (!mayTake(world, rank, lower)) continue;
    for (let job = (tiers[lower] as Tier).queue?.oldest ?? -1; job >= 0; job = jobs.younger[job] as number)
      if (jobs.eligible[job] === 1 && jobs.pool[job] === pool) found.push(job);
  }
  return found.sort(world.work.victims(jobs, world.now, gpus, (stream) => inUseOf(world, stream)));
};

const inUseOf = ({ work }: World, stream: number): Gpus => {
  let gpus = 0;
  for (const part of (work.streams[stream] as World["work"]["streams"][0]).running) gpus += part;
  return gpus;
};

const mayTake = (world: World, rank: number, lower: number): boolean =>
  (world.tiers[rank] as Tier).priority - (world.tiers[lower] as Tier).priority >= world.policy.preemption.gap;

/** Walks back and spares whoever is no longer needed. */
const spare = (covered: Gpus, gpus: Gpus, suffices: Suffices | undefined): void => {
  let left = covered;
  for (let i = chosen.length - 1; i >= 0; i--) {
    const job = chosen[i] as number;
    const amount = amounts[i] as number;
    if (suffices === undefined) {
      if (left - amount < gpus) continue;
    } else if (!suffices(chosen.filter((other) => other !== job))) continue;
    left -= amount;
    chosen.splice(i, 1);
    amounts.splice(i, 1);
  }
};

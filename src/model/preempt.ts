/**
 * Taking accelerators from running jobs for something more important, and from planned runs too when a job needs them: who
 * may be taken from, the choice in the order of the policy, the spare pass, the limits. Nobody is stopped when the
 * beneficiary would not fit even so.
 */
import { dropUnawaited } from "./earmarks.ts";
import { jobNoticeLength, serveJobNotice } from "./job-notices.ts";
import { streamOf } from "./job-store.ts";
import { callRun, leftOver, runsToCall, takeLeftOver } from "./preempt-runs.ts";
import { evictionsLeft, mayTake } from "./preemption-rules.ts";
import type { Run } from "./runs.ts";
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

// Victims of the call that is being worked out, jobs by their numbers and runs by `asVictim`, and what each would give up.
const chosen: number[] = [];
const amounts: Gpus[] = [];

/** A run among victims; this is its own inverse. */
const asVictim = (run: number): number => -1 - run;

const noRuns: readonly Run[] = [];

/** Whether a set of victims is enough, where it is not their number of accelerators that decides. */
export type Suffices = (victims: readonly number[]) => boolean;

/**
 * Serves notice to jobs in a pool until `gpus` accelerators are on their way; for an internal job to planned runs too,
 * after the jobs that are as important as they are.
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
  const withRuns = suffices === undefined && mayCallRuns(world, cause);
  if (withRuns) dropUnawaited(world);
  const coming = withRuns ? Math.min(gpus, leftOver(world, rank, pool)) : 0;
  const runs = withRuns ? runsToCall(world, rank, pool) : noRuns;
  const missing = gpus - coming;
  chosen.length = 0;
  amounts.length = 0;
  if (missing > 0 || coming === 0) {
    const covered =
      preemption.partial && suffices === undefined
        ? chooseParts(world, rank, pool, missing, runs)
        : chooseWhole(world, rank, pool, missing, suffices, runs);
    const isEnough = suffices === undefined ? covered >= missing : suffices(chosen);
    if (chosen.length === 0 || (!isEnough && !partHelps)) return 0;
    if (preemption.spare && isEnough) spare(covered, missing, suffices);
  }
  if (coming > 0) takeLeftOver(world, rank, pool, coming, cause);
  return coming + serveChosen(world, pool, missing, cause, suffices !== undefined);
};

/** Whether those who need accelerators are internal jobs: tenants' jobs never stop a run, and all others call runs by themselves. */
const mayCallRuns = ({ runs, policy, jobs }: World, cause: number): boolean =>
  runs.length > 0 && cause >= 0 && policy.preemption.enabled && streamOf(jobs, cause).program >= 0;

/** Serves all notices of the call; returns what they bring. */
const serveChosen = (world: World, pool: number, missing: Gpus, cause: number, onNodes: boolean): Gpus => {
  const together = onNodes || world.policy.preemption.notice.kind === "longest";
  const longest = together ? longestNotice(world) : 0;
  const victims = chosen.slice();
  const parts = amounts.slice();
  let called = 0;
  let fromRuns = missing;
  victims.forEach((victim, i) => {
    called += parts[i] as number;
    if (victim >= 0) fromRuns -= parts[i] as number;
  });
  victims.forEach((victim, i) => {
    const part = parts[i] as number;
    if (victim >= 0) {
      serveJobNotice(world, victim, part, cause, together ? longest : jobNoticeLength(world, victim));
      return;
    }
    callRun(world, world.runs[asVictim(victim)] as Run, pool, Math.max(0, Math.min(part, fromRuns)), cause);
    fromRuns -= part;
  });
  return called;
};

const longestNotice = (world: World): Seconds => {
  let longest = 0;
  for (const victim of chosen) {
    const length =
      victim >= 0 ? jobNoticeLength(world, victim) : (world.runs[asVictim(victim)] as Run).spec.notice;
    longest = Math.max(longest, length);
  }
  return longest;
};

/** Takes victims whole, in the order of the policy, until they suffice; returns what they have together. */
const chooseWhole = (
  world: World,
  rank: number,
  pool: number,
  gpus: Gpus,
  suffices: Suffices | undefined,
  runs: readonly Run[],
): Gpus => {
  const most = evictionsLeft(world);
  let covered = 0;
  const take = (victim: number): boolean => {
    if (chosen.length >= most) return false;
    const part = heldBy(world, victim, pool);
    chosen.push(victim);
    amounts.push(part);
    covered += part;
    return suffices === undefined ? covered < gpus : !suffices(chosen);
  };
  if (isYoungestFirst(world.policy.preemption.victims)) walkYoungestFirst(world, rank, pool, runs, take);
  else for (const victim of inOrder(world, sorted(world, rank, pool, gpus), runs)) if (!take(victim)) break;
  return covered;
};

const heldBy = ({ jobs, runs }: World, victim: number, pool: number): Gpus =>
  victim >= 0 ? (jobs.held[victim] as number) : ((runs[asVictim(victim)] as Run).held[pool] as number);

/** First what elastic jobs have above their minimum, then whole jobs and runs: both in the order of the policy. */
const chooseParts = (world: World, rank: number, pool: number, gpus: Gpus, runs: readonly Run[]): Gpus => {
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
  for (const victim of inOrder(world, candidates, runs)) {
    if (covered >= gpus) break;
    let at = chosen.indexOf(victim);
    if (at < 0 && chosen.length >= most) continue;
    if (at < 0) at = chosen.push(victim) - 1;
    const whole = heldBy(world, victim, pool);
    covered += whole - (amounts[at] ?? 0);
    amounts[at] = whole;
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
  runs: readonly Run[],
  take: (victim: number) => boolean,
): void => {
  const { jobs, tiers } = world;
  let r = 0;
  for (let lower = tiers.length - 1; lower > rank; lower--) {
    if (!mayTake(world, rank, lower)) continue;
    for (let job = (tiers[lower] as Tier).queue?.youngest ?? -1; job >= 0; job = jobs.older[job] as number) {
      if (jobs.eligible[job] === 0 || jobs.pool[job] !== pool) continue;
      if (!take(job)) return;
    }
    const { priority } = tiers[lower] as Tier;
    for (; r < runs.length && (runs[r] as Run).priority === priority; r++)
      if (!take(asVictim((runs[r] as Run).id))) return;
  }
};

/** Jobs in the order of the policy, with runs after the jobs that are as important as they are; after all, in another order. */
const inOrder = (
  { policy, jobs }: World,
  sorted: readonly number[],
  runs: readonly Run[],
): readonly number[] => {
  if (runs.length === 0) return sorted;
  const isByPriority = policy.preemption.victims[0] === "lowestPriority";
  const victims: number[] = [];
  let r = 0;
  for (const job of sorted) {
    for (; isByPriority && r < runs.length; r++) {
      if ((runs[r] as Run).priority >= streamOf(jobs, job).priority) break;
      victims.push(asVictim((runs[r] as Run).id));
    }
    victims.push(job);
  }
  for (; r < runs.length; r++) victims.push(asVictim((runs[r] as Run).id));
  return victims;
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

/** Walks back and spares whoever is no longer needed. */
const spare = (covered: Gpus, gpus: Gpus, suffices: Suffices | undefined): void => {
  let left = covered;
  for (let i = chosen.length - 1; i >= 0; i--) {
    const victim = chosen[i] as number;
    const amount = amounts[i] as number;
    if (suffices === undefined) {
      if (left - amount < gpus) continue;
    } else if (!suffices(chosen.filter((other) => other !== victim))) continue;
    left -= amount;
    chosen.splice(i, 1);
    amounts.splice(i, 1);
  }
};

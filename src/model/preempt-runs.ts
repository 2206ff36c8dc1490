/**
 * Taking accelerators from planned runs for something more important. A run goes whole, with its own notice: the least
 * important first, the youngest among equals. For level demand and gangs that is all; a job calls under the limits of the
 * policy too, and may have what runs on notice for other jobs leave over.
 */
import { earmark, markedAbove, unmarked } from "./earmarks.ts";
import { jobName } from "./job-store.ts";
import { countEviction, evictionsLeft, mayTake } from "./preemption-rules.ts";
import { preemptRun, type Run } from "./runs.ts";
import type { Gpus, PoolChoice } from "./types.ts";
import type { Tier, World } from "./world.ts";

/**
 * Serves less important gangs their own notices until `gpus` are free or on their way; nobody, when even all
 * of them would not do, unless a part helps too. Whoever turns out not to be needed is spared.
 *
 * @returns whether something is on its way
 */
export const preemptRuns = (
  world: World,
  rank: number,
  pools: PoolChoice,
  gpus: Gpus,
  cause: string,
  partHelps: boolean,
): boolean => {
  if (world.runs.length === 0 || !world.policy.preemption.enabled) return false;
  const ofUse = (run: Run): Gpus => pools.reduce((sum, { pool }) => sum + (run.held[pool] as number), 0);
  const lower = world.tiers
    .slice(rank + 1)
    .flatMap((tier) => tier.runs)
    .filter((run) => run.state === "running" && ofUse(run) > 0);
  if (lower.length === 0) return false;
  let left = gpus;
  for (const run of lower)
    if (run.notice !== undefined) left -= ofUse(run) - promised(world, run, rank, pools);
  if (left <= 0) return true;
  const candidates = lower.filter((run) => run.notice === undefined).sort(firstToGo);
  const chosen: Run[] = [];
  for (const run of candidates) {
    if (left <= 0) break;
    chosen.push(run);
    left -= ofUse(run);
  }
  if (left > 0 && !partHelps) return false;
  for (let i = chosen.length - 1; i >= 0; i--) {
    const run = chosen[i] as Run;
    if (left + ofUse(run) > 0) continue;
    left += ofUse(run);
    chosen.splice(i, 1);
  }
  for (const run of chosen) preemptRun(world, run, cause);
  return true;
};

const firstToGo = (a: Run, b: Run): number =>
  a.priority - b.priority || b.startedAt - a.startedAt || a.id - b.id;

/** What a run on notice will bring to jobs that go before a tier. */
const promised = (world: World, run: Run, rank: number, pools: PoolChoice): Gpus =>
  pools.reduce((sum, { pool }) => sum + markedAbove(world, run, rank, pool), 0);

/** Accelerators in a pool that a job of a tier could have from less important runs: called already, or still to be called. */
export const fromRuns = (world: World, rank: number, pool: number): Gpus => {
  if (world.runs.length === 0 || !world.policy.preemption.enabled) return 0;
  const { tiers } = world;
  let leftOver = 0;
  let callable = 0;
  for (let lower = rank + 1; lower < tiers.length; lower++) {
    const { runs } = tiers[lower] as Tier;
    if (runs.length === 0 || !mayTake(world, rank, lower)) continue;
    for (let i = 0; i < runs.length; i++) {
      const run = runs[i] as Run;
      if (run.state !== "running") continue;
      if (run.notice === undefined) callable += run.held[pool] as number;
      else leftOver += unmarked(world, run, pool);
    }
  }
  return callable > 0 && evictionsLeft(world) > 0 ? leftOver + callable : leftOver;
};

/** The same of what is called already. */
export const leftOver = (world: World, rank: number, pool: number): Gpus => {
  let gpus = 0;
  for (const run of lesserRuns(world, rank, pool)) gpus += unmarked(world, run, pool);
  return gpus;
};

/** Earmarks so much of it for a job. */
export const takeLeftOver = (world: World, rank: number, pool: number, gpus: Gpus, job: number): void => {
  let left = gpus;
  for (const run of lesserRuns(world, rank, pool)) {
    const n = Math.min(left, unmarked(world, run, pool));
    if (n > 0) earmark(world, run, pool, n, job);
    left -= n;
  }
};

/** Runs that a job of a tier may call in a pool, in the order in which they go. */
export const runsToCall = (world: World, rank: number, pool: number): Run[] =>
  lesserRuns(world, rank, pool)
    .filter((run) => run.notice === undefined)
    .sort(firstToGo);

/**
 * Serves a run notice for a job.
 *
 * @param gpus - what the job lacks of what the run has in the pool
 */
export const callRun = (world: World, run: Run, pool: number, gpus: Gpus, job: number): void => {
  countEviction(world);
  if (gpus > 0) earmark(world, run, pool, gpus, job);
  preemptRun(world, run, causeOf(world, job), job);
};

/** A result has no longer names, and the ids of a trace may be of any length. */
const LONGEST_NAME = 200;

const causeOf = ({ jobs }: World, job: number): string => {
  const name = jobName(jobs, job);
  return name.length <= LONGEST_NAME ? name : [...name].slice(0, LONGEST_NAME / 2).join("");
};

const lesserRuns = (world: World, rank: number, pool: number): Run[] =>
  world.tiers.flatMap(({ runs }, lower) =>
    lower > rank && runs.length > 0 && mayTake(world, rank, lower)
      ? runs.filter((run) => run.state === "running" && (run.held[pool] as number) > 0)
      : [],
  );

/**
 * What the time of jobs was spent on, stream by stream, up to now: the books of finished spells and what is under
 * way. Exact: used = safe + lost + restarting + checkpointing, in whole GPU-seconds, at any moment.
 */
import { workDone } from "../../model/checkpoint.ts";
import { RUNNING, type StreamTotals } from "../../model/job-store.ts";
import { termsOf } from "../../model/job-terms.ts";
import type { Seconds } from "../../model/types.ts";
import type { World } from "../../model/world.ts";

export type Work = { -readonly [K in keyof StreamTotals]: number };

/** By stream; work under way counts as safe until it is lost. */
export const workByStream = (world: World, now: Seconds): Work[] => {
  const { jobs } = world;
  const sums: Work[] = jobs.totals.map((totals) => ({ ...totals }));
  for (let job = 0; job < jobs.table.count; job++) {
    if (jobs.state[job] === RUNNING) addUnderWay(world, job, now, sums[jobs.table.stream[job]] as Work);
  }
  return sums;
};

const addUnderWay = (world: World, job: number, now: Seconds, sum: Work): void => {
  const { jobs } = world;
  const gpus = jobs.held[job];
  const remaining = jobs.remaining[job];
  const terms = termsOf(world, job);
  const elapsed = now - jobs.since[job];
  const restarting = gpus * Math.min(elapsed, terms.restart);
  const done = Math.min(remaining, gpus * workDone(elapsed, Math.ceil(remaining / gpus), terms));
  sum.used += gpus * elapsed;
  sum.safe += done;
  sum.restarting += restarting;
  sum.checkpointing += gpus * elapsed - done - restarting;
};

/** The sum of one kind of work over streams that count, less what it was before. */
export const spentOn = (
  kind: keyof Work,
  now: readonly Work[],
  before: readonly Work[],
  counts: (stream: number) => boolean,
): number => {
  let gpuSeconds = 0;
  now.forEach((work, stream) => {
    if (counts(stream)) gpuSeconds += work[kind] - (before[stream]?.[kind] ?? 0);
  });
  return gpuSeconds;
};

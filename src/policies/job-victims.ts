/**
 * Which running jobs are preempted first. Each order compares two jobs; a list of them is applied one after the
 * other, and the number of the job ends every tie.
 */

import type { VictimRule } from "../model/decisions.ts";
import { type JobStore, streamOf } from "../model/job-store.ts";
import type { Gpus, JobVictimOrder, Seconds } from "../model/types.ts";
import type { GeneratorState } from "../random/generator.ts";
import { keyedUniform } from "../random/keyed.ts";

type Comparison = (a: number, b: number) => number;

/** @param key - names the draws of `random`, one for each job and spell */
export const victimsBy =
  (orders: readonly JobVictimOrder[], key: GeneratorState): VictimRule =>
  (jobs, now, shortfall, inUse) => {
    const comparisons = orders.map((order) => comparisonOf(order, jobs, now, shortfall, inUse, key));
    return (a, b) => {
      for (const compare of comparisons) {
        const difference = compare(a, b);
        if (difference !== 0) return difference;
      }
      return a - b;
    };
  };

const comparisonOf = (
  order: JobVictimOrder,
  jobs: JobStore,
  now: Seconds,
  shortfall: Gpus,
  inUse: (stream: number) => Gpus,
  key: GeneratorState,
): Comparison => {
  const held = (job: number): number => jobs.held[job] as number;
  switch (order) {
    case "lowestPriority":
      return by((job) => streamOf(jobs, job).priority);
    case "youngest":
      return by((job) => -(jobs.lastStart[job] as number));
    case "oldest":
      return by((job) => jobs.lastStart[job] as number);
    case "smallest":
      return by(held);
    case "largest":
      return by((job) => -held(job));
    case "mostOverShare":
      return by(overShare(jobs, inUse));
    case "leastLostWork":
      return by((job) => held(job) * sinceCheckpoint(jobs, job, now));
    case "longestRemaining":
      return by((job) => now - (jobs.expectedEnd[job] as number));
    case "shortestNotice":
      return by((job) => streamOf(jobs, job).notice);
    case "lowestFee":
      return by((job) => streamOf(jobs, job).feePerGpuHour);
    case "fewestVictims":
      return fewest(held, shortfall);
    case "random":
      return by((job) => keyedUniform(key, jobs.table.row[job] as number, jobs.spells[job] as number));
  }
};

/** Seconds of running that a stop without notice would throw away. */
const sinceCheckpoint = (jobs: JobStore, job: number, now: Seconds): Seconds => {
  const elapsed = now - (jobs.since[job] as number);
  const { checkpointEvery, checkpointCost } = streamOf(jobs, job);
  return typeof checkpointEvery === "number" && checkpointEvery > 0
    ? elapsed % (checkpointEvery + checkpointCost)
    : elapsed;
};

const by =
  (value: (job: number) => number): Comparison =>
  (a, b) =>
    value(a) - value(b);

/** The smallest that does it alone; failing that, the largest. */
const fewest =
  (held: (job: number) => number, shortfall: Gpus): Comparison =>
  (a, b) => {
    const aAlone = held(a) >= shortfall;
    const bAlone = held(b) >= shortfall;
    if (aAlone !== bAlone) return aAlone ? -1 : 1;
    return aAlone ? held(a) - held(b) : held(b) - held(a);
  };

/** Jobs of the stream that has most in use for its weight come first. */
const overShare =
  (jobs: JobStore, inUse: (stream: number) => Gpus): ((job: number) => number) =>
  (job) =>
    -inUse(jobs.table.stream[job] as number) / streamOf(jobs, job).weight;

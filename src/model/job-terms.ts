/**
 * What holds for a job by its stream and its size: the queue that serves it, its checkpoint terms, how long it is expected
 * to take, how often it fails, and whether a notice reaches it.
 */
import { log } from "../random/elementary.ts";
import { keyedUniform } from "../random/keyed.ts";
import { type Checkpointing, spellLength, youngInterval } from "./checkpoint.ts";
import type { JobQueue } from "./job-queue.ts";
import { streamOf, workOf } from "./job-store.ts";
import type { Gpus, JobStream, Seconds } from "./types.ts";
import type { StreamLoad, World } from "./world.ts";

/** Seconds that the queue believes a spell will take, by the job's estimate. */
export const believed = (world: World, job: number, gpus: Gpus, terms: Checkpointing): Seconds => {
  const { table, remaining } = world.jobs;
  const estimate = table.estimate[job] as number;
  const done = workOf(world.jobs, job) - (remaining[job] as number);
  const left = Math.max(1, Math.ceil((estimate * (table.gpus[job] as number) - done) / gpus));
  return spellLength(left, terms);
};

/** Seconds that the queue expects a waiting job to take on `gpus` accelerators. */
export const expectedLength = (world: World, job: number, gpus: Gpus): Seconds => {
  const { jobs } = world;
  const stream = streamOf(jobs, job);
  const terms = termsFor(stream, loadOf(world, job), gpus, (jobs.spells[job] as number) > 0);
  return stream.runtimes === "exact"
    ? spellLength(Math.ceil((jobs.remaining[job] as number) / gpus), terms)
    : believed(world, job, gpus, terms);
};

/** The queue that serves a job. */
export const queueOf = (world: World, job: number): JobQueue =>
  world.work.queues[world.jobs.table.stream[job] as number] as JobQueue;

export const loadOf = (world: World, job: number): StreamLoad =>
  world.work.streams[world.jobs.table.stream[job] as number] as StreamLoad;

/** Checkpoint terms of a job as it runs now. */
export const termsOf = (world: World, job: number): Checkpointing => {
  const { jobs } = world;
  return termsFor(
    streamOf(jobs, job),
    loadOf(world, job),
    jobs.held[job] as number,
    jobs.restarting[job] === 1,
  );
};

export const termsFor = (
  stream: JobStream,
  load: StreamLoad,
  gpus: Gpus,
  restarts: boolean,
): Checkpointing => {
  const fixed = restarts ? load.again : load.afresh;
  if (fixed !== undefined) return fixed;
  const every = youngInterval(stream.checkpointCost, 1 / hazardOf(stream, gpus));
  return { restart: restarts ? stream.restart : 0, every, cost: stream.checkpointCost };
};

/** Failures a second that stop a gang of this size. */
export const hazardOf = (stream: JobStream, gpus: Gpus): number =>
  stream.failuresPerGpuSecond * gpus + stream.failuresPerSecond;

export const drawHazard = (world: World, job: number): number => {
  const { key } = loadOf(world, job);
  if (key === undefined) return Number.POSITIVE_INFINITY;
  return -log(
    keyedUniform(key, world.jobs.table.row[job] as number, 2 * (world.jobs.failures[job] as number)),
  );
};

/** Whether the next notice reaches a job. */
export const reachesJob = (world: World, job: number): boolean => {
  const { delivered } = streamOf(world.jobs, job);
  const { key } = loadOf(world, job);
  if (delivered >= 1 || key === undefined) return true;
  const k = 2 * (world.jobs.preemptions[job] as number) + 1;
  return keyedUniform(key, world.jobs.table.row[job] as number, k) < delivered;
};

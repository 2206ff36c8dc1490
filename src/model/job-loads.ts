/**
 * Sums and lists that are kept up as jobs come and go: who waits and runs, what users have in use, who may be
 * preempted from when on.
 */
import { KIND } from "./events.ts";
import { ageUse } from "./fair-share.ts";
import type { JobQueue } from "./job-queue.ts";
import { QUEUED, RUNNING } from "./job-store.ts";
import { queueOf } from "./job-terms.ts";
import type { Gpus, JobStream } from "./types.ts";
import type { StreamLoad, World } from "./world.ts";

export const makeEligible = (world: World, queue: JobQueue, job: number, stream: JobStream): void => {
  const { jobs } = world;
  if (jobs.state[job] !== RUNNING) return;
  const guaranteed = Math.max(stream.minRuntime, world.policy.preemption.minRuntime);
  if (guaranteed === 0) allowPreemption(world, queue, job);
  else if (world.now + guaranteed < world.plan.horizon)
    world.simulator.schedule(world.now + guaranteed, KIND.exempt, job, jobs.spells[job] as number);
};

/** From now on it may be preempted. */
export const allowPreemption = (world: World, queue: JobQueue, job: number): void => {
  world.jobs.eligible[job] = 1;
  addEligible(world, queue, world.jobs.pool[job] as number, world.jobs.held[job] as number);
};

/** From now on it may not, or it is being already. */
export const protectJob = (world: World, queue: JobQueue, job: number): void => {
  if (world.jobs.eligible[job] === 0) return;
  world.jobs.eligible[job] = 0;
  addEligible(world, queue, world.jobs.pool[job] as number, -(world.jobs.held[job] as number));
};

/** What the argument of an `exempt` event says when it is no spell: a job has waited; the budget has room again. */
export const HAS_WAITED = -1;

export const ROOM_IN_BUDGET = -2;

/** A job has run for its guaranteed time, or has waited for its preemptor's delay, or more may be preempted again. */
export const exemptionEnds = (world: World, job: number, spell: number): void => {
  const { jobs } = world;
  const queue = queueOf(world, job);
  if (spell === ROOM_IN_BUDGET) world.work.released = true;
  else if (spell === HAS_WAITED) {
    if (jobs.state[job] !== QUEUED) return;
    queue.mustLook = true;
  } else {
    if (jobs.state[job] !== RUNNING || jobs.spells[job] !== spell || jobs.noticed[job] !== 0) return;
    allowPreemption(world, queue, job);
    world.work.released = true;
  }
  world.dirty = true;
};

export const addEligible = (world: World, queue: JobQueue, pool: number, gpus: Gpus): void => {
  const i = queue.tier * world.ledger.pools + pool;
  world.work.eligible[i] = (world.work.eligible[i] as number) + gpus;
};

/** One more waits, or one less: of a stream, with as many accelerators as `each` wants. */
export const addWaiting = (
  { work }: World,
  stream: JobStream,
  load: StreamLoad,
  sign: 1 | -1,
  each: Gpus,
): void => {
  const gpus = sign * each;
  load.waitingJobs += sign;
  load.waitingGpus += gpus;
  if (stream.program >= 0) work.waitingInternal += gpus;
  else work.waitingExternal += gpus;
};

/** Accelerators come into use in a pool, or go out of it. */
export const addRunning = (
  world: World,
  stream: JobStream,
  load: StreamLoad,
  pool: number,
  gpus: Gpus,
): void => {
  load.running[pool] = (load.running[pool] as number) + gpus;
  if (stream.program >= 0) world.work.runningInternal += gpus;
  else world.work.runningExternal += gpus;
};

/** The same for the user of a job, under fair share. */
export const addUse = (world: World, queue: JobQueue, job: number, gpus: Gpus): void => {
  const range = queue.users[queue.rangeOfUser[world.jobs.table.user[job] as number] as number];
  if (range === undefined) return;
  ageUse(range, world.now, queue.settings.halfLife);
  range.inUse += gpus;
};

/** The youngest among those that run. */
export const link = (world: World, queue: JobQueue, job: number): void => {
  const { older, younger } = world.jobs;
  older[job] = queue.youngest;
  younger[job] = -1;
  if (queue.youngest >= 0) younger[queue.youngest] = job;
  else queue.oldest = job;
  queue.youngest = job;
};

/** It runs no longer. */
export const unlink = (world: World, queue: JobQueue, job: number): void => {
  const { older, younger } = world.jobs;
  const before = older[job] as number;
  const after = younger[job] as number;
  if (before >= 0) younger[before] = after;
  else queue.oldest = after;
  if (after >= 0) older[after] = before;
  else queue.youngest = before;
};

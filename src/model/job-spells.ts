/**
 * The books of a spell: what its seconds were spent on, what is kept of them, and what becomes free when it ends; the
 * lists of when accelerators are expected back; and the end of a notice.
 */
import { NO_EVENT } from "../kernel/event-queue.ts";
import { countWindows } from "./admission.ts";
import { workDone, workSaved } from "./checkpoint.ts";
import { KIND } from "./events.ts";
import { NO_JOB } from "./expected-ends.ts";
import { addEligible, addRunning, addUse, unlink } from "./job-loads.ts";
import type { JobQueue } from "./job-queue.ts";
import { streamOf } from "./job-store.ts";
import { hazardOf, queueOf, termsOf } from "./job-terms.ts";
import { EXTERNAL, FREE, INTERNAL, TURNOVER } from "./ledger.ts";
import type { Gpus, JobStream } from "./types.ts";
import { move, type StreamLoad, type World } from "./world.ts";

/** Counts what the time since `since` was spent on, and what of it is kept. */
export const countSpell = (
  world: World,
  job: number,
  cause: "preemption" | "failure",
  saves: boolean,
): void => {
  const { jobs } = world;
  const gpus = jobs.held[job] as number;
  const totals = jobs.totals[jobs.table.stream[job] as number] as (typeof jobs.totals)[0];
  const terms = termsOf(world, job);
  const elapsed = world.now - (jobs.since[job] as number);
  const remaining = jobs.remaining[job] as number;
  const most = Math.ceil(remaining / gpus);
  const worked = workDone(saves ? elapsed - terms.cost : elapsed, most, terms);
  const done = Math.min(remaining, worked * gpus);
  const kept = saves ? done : Math.min(done, workSaved(elapsed, terms) * gpus);
  const restarting = gpus * Math.min(elapsed, terms.restart);
  jobs.remaining[job] = remaining - kept;
  jobs.lost[job] = (jobs.lost[job] as number) + done - kept;
  totals.used += gpus * elapsed;
  totals.safe += kept;
  if (cause === "preemption") totals.lostByPreemption += done - kept;
  else totals.lostByFailure += done - kept;
  totals.restarting += restarting;
  totals.checkpointing += gpus * elapsed - done - restarting;
  if (jobs.hazardLeft.length > 0) {
    const rate = hazardOf(streamOf(jobs, job), gpus);
    jobs.hazardLeft[job] = Math.max(0, (jobs.hazardLeft[job] as number) - rate * elapsed);
  }
};

/** It has its accelerators no longer; they are free. */
export const endSpell = (
  world: World,
  job: number,
  stream: JobStream,
  load: StreamLoad,
  evicted: boolean,
): void => {
  const { jobs, now } = world;
  if (stream.program < 0) countWindows(world, now - (jobs.lastStart[job] as number), evicted);
  const queue = queueOf(world, job);
  const pool = jobs.pool[job] as number;
  const gpus = jobs.held[job] as number;
  endJobNotice(world, job);
  unwatch(world, queue, job, stream);
  unlink(world, queue, job);
  if (jobs.eligible[job] === 1) {
    jobs.eligible[job] = 0;
    addEligible(world, queue, pool, -gpus);
  }
  if (queue.users.length > 0) addUse(world, queue, job, -gpus);
  addRunning(world, stream, load, pool, -gpus);
  world.nodes[pool]?.remove(job);
  world.ledger.move(pool, stream.program >= 0 ? INTERNAL : EXTERNAL, FREE, gpus, now);
  world.work.released = true;
  world.dirty = true;
  jobs.held[job] = 0;
  jobs.pool[job] = -1;
};

export const wipeAfter = (world: World, { turnover }: JobStream, pool: number, gpus: Gpus): void => {
  if (turnover === 0) return;
  const at = world.now + turnover;
  move(world, "wiping", pool, FREE, TURNOVER, gpus, undefined);
  world.wiping.push({ at, pool, gpus });
  if (at < world.plan.horizon) world.simulator.schedule(at, KIND.wiped, pool, gpus);
  for (const { queue } of world.tiers) queue?.ends[pool]?.add(at, gpus, NO_JOB);
};

export const unwatch = (world: World, queue: JobQueue, job: number, { turnover }: JobStream): void => {
  const { jobs } = world;
  const at = (jobs.expectedEnd[job] as number) + turnover;
  const pool = jobs.pool[job] as number;
  const watchers = world.work.watchers[queue.tier] as readonly JobQueue[];
  for (let i = 0; i < watchers.length; i++)
    (watchers[i] as JobQueue).ends[pool]?.remove(at, jobs.held[job] as number, job);
};

/** Writes anew when accelerators of a pool are expected back, after the list of a queue was let go. */
export const wakeEnds = (world: World, watcher: JobQueue, pool: number): void => {
  const { jobs, tiers, work } = world;
  const ends = watcher.ends[pool];
  const isAsleep = ends?.isResting;
  ends?.wake();
  if (!isAsleep) return;
  for (const { queue } of tiers) {
    if (queue === undefined || !work.watchers[queue.tier]?.includes(watcher)) continue;
    for (let job = queue.oldest; job >= 0; job = jobs.younger[job] as number)
      if (jobs.pool[job] === pool) ends.add(jobs.expectedEnd[job] as number, jobs.held[job] as number, job);
  }
  ends.wake();
};

/** The notice is over, whatever ended it. */
export const endJobNotice = (world: World, job: number): void => {
  const { jobs } = world;
  if (jobs.noticed[job] === 0) return;
  addInFlight(world, jobs.cause[job] as number, jobs.pool[job] as number, -(jobs.noticed[job] as number));
  if (jobs.otherEvent[job] !== NO_EVENT) world.simulator.cancel(jobs.otherEvent[job] as number);
  jobs.otherEvent[job] = NO_EVENT;
  jobs.noticed[job] = 0;
};

/** Accelerators that are called for somebody and still in use elsewhere. */
export const addInFlight = (world: World, cause: number, pool: number, gpus: Gpus): void => {
  const { jobs, work } = world;
  if (cause >= 0) jobs.inFlight[cause] = (jobs.inFlight[cause] as number) + gpus;
  else if (cause <= -3)
    work.inFlightForRuns[-3 - cause] = (work.inFlightForRuns[-3 - cause] as number) + gpus;
  else if (cause === -2) work.inFlightForLevels[pool] = (work.inFlightForLevels[pool] as number) + gpus;
};

/** Jobs that wait: put into their queue, taken out of it, refused, gone without having started. */
import { NO_EVENT } from "../kernel/event-queue.ts";
import { addWaiting } from "./job-loads.ts";
import type { JobQueue } from "./job-queue.ts";
import { CALLING, GAVE_UP, QUEUED, REFUSED, streamOf } from "./job-store.ts";
import { expectedLength, loadOf, queueOf } from "./job-terms.ts";
import { FREE, HELD } from "./ledger.ts";
import type { World } from "./world.ts";

/** It is not taken on. */
export const refuseJob = (world: World, job: number): void => {
  leave(world, job, REFUSED);
  world.observer.jobChanged?.(world.now, job, "refused", -1, world.jobs.table.gpus[job] as number);
};

/** A job that never started leaves; what is held for it is released in the same instant. */
export const giveUpJob = (world: World, job: number): void => {
  const { jobs } = world;
  jobs.otherEvent[job] = NO_EVENT;
  if ((jobs.state[job] !== QUEUED && jobs.state[job] !== CALLING) || (jobs.firstStart[job] as number) >= 0)
    return;
  const queue = queueOf(world, job);
  if (jobs.state[job] === CALLING) stopCalling(world, queue, job);
  else forget(world, queue, job);
  leave(world, job, GAVE_UP);
  queue.mustLook = true;
  world.dirty = true;
  world.observer.jobChanged?.(world.now, job, "gaveUp", -1, jobs.table.gpus[job] as number);
};

const leave = (world: World, job: number, state: number): void => {
  const { jobs } = world;
  jobs.state[job] = state;
  jobs.end[job] = world.now;
  addWaiting(world, streamOf(jobs, job), loadOf(world, job), -1, jobs.table.gpus[job] as number);
};

/** Takes a waiting job out of the queue. */
export const forget = (world: World, queue: JobQueue, job: number): void => {
  const rank = world.jobs.rank[job] as number;
  if (queue.waiting.has(rank)) queue.waiting.remove(rank);
  else {
    const at = queue.fresh.indexOf(job);
    if (at >= 0 && at < queue.freshCount) queue.fresh.copyWithin(at, at + 1, queue.freshCount--);
  }
  if (queue.reserved === job) queue.reserved = -1;
};

/** Puts a job among those that wait, where its order has it. */
export const enqueue = (world: World, queue: JobQueue, job: number): void => {
  const { table, rank } = world.jobs;
  const { turnover } = streamOf(world.jobs, job);
  queue.waiting.add(
    rank[job] as number,
    table.minGpus[job] as number,
    queue.settings.backfill === "none" ? 0 : expectedLength(world, job, table.gpus[job] as number) + turnover,
  );
  queue.mustLook = true;
  world.dirty = true;
};

/** Gives up the turn of a job that was calling: its hold is released. It is in no queue then. */
export const stopCalling = (world: World, queue: JobQueue, job: number): void => {
  const { jobs } = world;
  const held = jobs.held[job] as number;
  const pool = jobs.pool[job] as number;
  queue.calling.splice(queue.calling.indexOf(job), 1);
  jobs.held[job] = 0;
  if (held > 0) {
    world.nodes[pool]?.remove(job);
    world.ledger.move(pool, HELD, FREE, held, world.now);
    world.observer.jobChanged?.(world.now, job, "unheld", pool, held);
    world.work.released = true;
    world.dirty = true;
  }
  jobs.pool[job] = -1;
};

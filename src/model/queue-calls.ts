/**
 * Calling capacity for jobs whose turn has come: less important work is served notice, what comes back is held, and the
 * job starts with the last of it.
 */
import { pardonFor } from "./job-notices.ts";
import type { JobQueue } from "./job-queue.ts";
import { CALLING, QUEUED, streamOf } from "./job-store.ts";
import { enqueue, forget, stopCalling } from "./job-waiting.ts";
import { startJob } from "./jobs.ts";
import { FREE, HELD } from "./ledger.ts";
import { callJobs } from "./preempt.ts";
import type { QueueRoom } from "./queue-room.ts";
import type { QueueStarts } from "./queue-starts.ts";
import type { Gpus } from "./types.ts";
import { wakeAbove } from "./wake-above.ts";
import type { World } from "./world.ts";

/** What a queue may take from level demand of less important programs, at once. */
export type Displace = (world: World, rank: number, pool: number, gpus: Gpus) => Gpus;

export class QueueCalls {
  private readonly world: World;
  private readonly queue: JobQueue;
  private readonly room: QueueRoom;
  private readonly starts: QueueStarts;
  private readonly displace: Displace;

  constructor(world: World, queue: JobQueue, room: QueueRoom, starts: QueueStarts, displace: Displace) {
    this.world = world;
    this.queue = queue;
    this.room = room;
    this.starts = starts;
    this.displace = displace;
  }

  /** Takes back what a job lacks in a pool: it starts at once, or holds what there is until the rest has come. */
  callFor(job: number, pool: number): boolean {
    const { world, queue } = this;
    const takeable = this.room.takeable(job, pool);
    if (takeable === 0) return false;
    const free = this.room.freeIn(job, pool);
    const size = this.room.sizeIn(job, pool, free + takeable);
    if (size === 0) return false;
    this.displace(world, queue.tier, pool, size - free);
    if (this.starts.startIn(job, pool)) return true;
    if (!this.call(job, pool, size - this.room.freeIn(job, pool))) return this.starts.startIn(job, pool);
    // Whoever had no notice has made room already.
    if (this.starts.startIn(job, pool)) return true;
    this.beginCalling(job, pool);
    return true;
  }

  /** Serves notice for what a job lacks; on nodes, for what would let it fit. */
  private call(job: number, pool: number, missing: Gpus): boolean {
    const { world, queue } = this;
    const nodes = world.nodes[pool];
    if (nodes === undefined) return callJobs(world, queue.tier, pool, missing, job, false) > 0;
    const gpus = world.jobs.table.minGpus[job] as number;
    const { gpusPerWorker } = streamOf(world.jobs, job);
    const suffices = (victims: readonly number[]): boolean =>
      nodes.fitsWithout(victims, victims.length, gpus, gpusPerWorker);
    return callJobs(world, queue.tier, pool, Math.max(1, missing), job, false, suffices) > 0;
  }

  private beginCalling(job: number, pool: number): void {
    const { world, queue } = this;
    forget(world, queue, job);
    world.jobs.state[job] = CALLING;
    world.jobs.pool[job] = pool;
    queue.calling.push(job);
    this.holdFor(job);
  }

  /** Holds what is free for a job that is calling. */
  private holdFor(job: number): void {
    const { world } = this;
    const { jobs, ledger } = world;
    const pool = jobs.pool[job] as number;
    const nodes = world.nodes[pool];
    const before = jobs.held[job] as number;
    const wanted = jobs.table.gpus[job] as number;
    const free = this.room.freeIn(job, pool);
    const n =
      nodes === undefined
        ? Math.min(wanted - before, free)
        : nodes.hold(job, wanted, streamOf(jobs, job).gpusPerWorker, free) - before;
    if (n <= 0) return;
    ledger.move(pool, FREE, HELD, n, world.now);
    jobs.held[job] = (jobs.held[job] as number) + n;
    world.observer.jobChanged?.(world.now, job, "held", pool, n);
  }

  /** Serves those who have called already, in the order of their turns. */
  serveCalling(): void {
    const { world, queue } = this;
    const { jobs } = world;
    for (const job of queue.calling.slice()) {
      const pool = jobs.pool[job] as number;
      const wanted = jobs.table.gpus[job] as number;
      const least = jobs.table.minGpus[job] as number;
      this.holdFor(job);
      const held = jobs.held[job] as number;
      const coming = jobs.inFlight[job] as number;
      if (held >= wanted || (held >= least && coming === 0)) this.startFromHold(job, pool);
      else if (held + coming < least && !this.call(job, pool, least - held - coming)) {
        // Somebody more important has taken what was called for it: it waits for its turn again.
        stopCalling(world, queue, job);
        jobs.state[job] = QUEUED;
        enqueue(world, queue, job);
      } else {
        this.holdFor(job);
        if ((jobs.held[job] as number) >= wanted) this.startFromHold(job, pool);
      }
    }
  }

  private startFromHold(job: number, pool: number): void {
    const { world, queue } = this;
    const gpus = world.jobs.held[job] as number;
    const wasReleased = world.work.released;
    stopCalling(world, queue, job);
    world.work.released = wasReleased;
    pardonFor(world, job);
    world.nodes[pool]?.place(job, gpus, streamOf(world.jobs, job).gpusPerWorker);
    startJob(world, queue, job, pool, gpus);
    if (world.jobs.eligible[job] === 1) wakeAbove(world, queue.tier, "job");
  }
}

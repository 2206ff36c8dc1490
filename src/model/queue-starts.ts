/**
 * Starting jobs of a queue on what is free: as large as there is room for, on nodes where the pool has any, and never
 * on what is kept for somebody else.
 */
import type { JobQueue } from "./job-queue.ts";
import { RUNNING, streamOf } from "./job-store.ts";
import { forget } from "./job-waiting.ts";
import { startJob } from "./jobs.ts";
import type { QueueRoom } from "./queue-room.ts";
import type { Gpus } from "./types.ts";
import type { World } from "./world.ts";

export class QueueStarts {
  private readonly world: World;
  private readonly queue: JobQueue;
  private readonly room: QueueRoom;

  constructor(world: World, queue: JobQueue, room: QueueRoom) {
    this.world = world;
    this.queue = queue;
    this.room = room;
  }

  /** Starts a job in a pool if it fits there now. */
  startIn(job: number, pool: number): boolean {
    const size = this.room.startingSize(job, pool);
    if (size > 0) this.take(job, pool, size);
    return size > 0;
  }

  /** The only one that waits, and it has just come: no order, no index. */
  startAlone(job: number): boolean {
    const { world, queue } = this;
    queue.reserved = -1;
    const { pools } = streamOf(world.jobs, job);
    for (let i = 0; i < pools.length; i++) {
      const pool = pools[i] as number;
      const size = this.room.startingSize(job, pool);
      if (size === 0) continue;
      world.nodes[pool]?.place(job, size, streamOf(world.jobs, job).gpusPerWorker);
      startJob(world, queue, job, pool, size);
      return true;
    }
    return false;
  }

  private take(job: number, pool: number, gpus: Gpus): void {
    const { world, queue } = this;
    const outlasts = this.room.outlasts(job, pool, gpus);
    forget(world, queue, job);
    const nodes = world.nodes[pool];
    const { gpusPerWorker } = streamOf(world.jobs, job);
    if (outlasts) nodes?.placeBeside(job, gpus, gpusPerWorker);
    else nodes?.place(job, gpus, gpusPerWorker);
    startJob(world, queue, job, pool, gpus);
    const isGone = world.jobs.state[job] !== RUNNING;
    if (outlasts && !isGone) queue.extra[pool] = (queue.extra[pool] as number) - gpus;
  }
}

/**
 * Promised starts, for conservative backfilling: what will be free over time by what is expected of running jobs, less
 * what is promised to those that wait. A promise is kept or moved forward, never back, as long as the capacity
 * that it counted on is there; when that is lost, the promise is made anew.
 */
import { CapacityProfile } from "./capacity-profile.ts";
import type { JobQueue } from "./job-queue.ts";
import type { Gpus, Seconds } from "./types.ts";

export type Promised = { pool: number; at: Seconds; readonly gpus: Gpus; readonly length: Seconds };

export class Promises {
  private readonly queue: JobQueue;
  private readonly profiles: readonly CapacityProfile[];
  private readonly of = new Map<number, Promised>();

  constructor(queue: JobQueue) {
    this.queue = queue;
    this.profiles = queue.ends.map(() => new CapacityProfile());
  }

  /** What a job is promised; undefined before it has come to that. */
  get(job: number): Promised | undefined {
    return this.of.get(job);
  }

  /** The promise is used up or void. */
  drop(job: number): void {
    this.of.delete(job);
  }

  /** Begins a pass: what is free in a pool now and when more is expected; no promise is counted yet. */
  open(pool: number, now: Seconds, free: Gpus): void {
    const profile = this.profiles[pool] as CapacityProfile;
    const ends = this.queue.ends[pool] as JobQueue["ends"][0];
    profile.reset(now, free);
    for (let k = 0; k < ends.count; k++)
      profile.add(Math.max(ends.atOf(k), now + 1), Number.POSITIVE_INFINITY, ends.gpusOf(k));
  }

  /** Counts a promise that was made before; one that can no longer be kept is dropped. */
  keep(job: number, now: Seconds): void {
    const promise = this.of.get(job);
    if (promise === undefined) return;
    const { pool, gpus, length } = promise;
    const at = Math.max(now, promise.at);
    const profile = this.profiles[pool] as CapacityProfile;
    if (profile.earliest(at, gpus, length) === at) {
      promise.at = at;
      profile.add(at, at + length, -gpus);
    } else this.of.delete(job);
  }

  /** The earliest slot for a job among the promises as they stand; its own, if it has one, is taken out first. */
  place(
    job: number,
    pools: readonly number[],
    gpus: Gpus,
    length: Seconds,
    now: Seconds,
  ): Promised | undefined {
    const before = this.of.get(job);
    if (before !== undefined)
      (this.profiles[before.pool] as CapacityProfile).add(before.at, before.at + before.length, before.gpus);
    let best: Promised | undefined;
    for (const pool of pools) {
      const at = (this.profiles[pool] as CapacityProfile).earliest(now, gpus, length);
      if (at < (best?.at ?? Number.POSITIVE_INFINITY)) best = { pool, at, gpus, length };
    }
    if (best === undefined) this.of.delete(job);
    else {
      this.of.set(job, best);
      (this.profiles[best.pool] as CapacityProfile).add(best.at, best.at + length, -gpus);
    }
    return best;
  }
}

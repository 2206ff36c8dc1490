/**
 * Promised starts, for conservative backfilling: what will be free over time by what is expected of running jobs, less
 * what is promised to those that wait. A promise is kept or moved forward, never back, as long as the capacity
 * that it counted on is there; when that is lost, the promise is made anew.
 */
import { CapacityProfile } from "./capacity-profile.ts";
import type { JobQueue } from "./job-queue.ts";
import type { Gpus, Seconds } from "./types.ts";

export type Promised = {
  readonly pool: number;
  readonly at: Seconds;
  readonly gpus: Gpus;
  readonly length: Seconds;
  /** Whether it is in the profile of this pass. */
  isCounted: boolean;
};

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

  /** Second that a job is promised. */
  at(job: number): Seconds {
    return this.of.get(job)?.at ?? Number.POSITIVE_INFINITY;
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
    for (const promise of this.of.values()) if (promise.pool === pool) promise.isCounted = false;
    for (let k = 0; k < ends.count; k++)
      profile.add(Math.max(ends.atOf(k), now + 1), Number.POSITIVE_INFINITY, ends.gpusOf(k));
  }

  /** The earliest slot for a job from a second on, among the promises counted so far; its own is taken out first. */
  place(job: number, pools: readonly number[], gpus: Gpus, length: Seconds, from: Seconds): void {
    const before = this.of.get(job);
    if (before?.isCounted)
      (this.profiles[before.pool] as CapacityProfile).add(before.at, before.at + before.length, before.gpus);
    let best: Promised | undefined;
    for (const pool of pools) {
      const at = (this.profiles[pool] as CapacityProfile).earliest(from, gpus, length);
      if (at < (best?.at ?? Number.POSITIVE_INFINITY)) best = { pool, at, gpus, length, isCounted: true };
    }
    if (best === undefined) this.of.delete(job);
    else {
      this.of.set(job, best);
      (this.profiles[best.pool] as CapacityProfile).add(best.at, best.at + length, -gpus);
    }
  }
}

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
  /** Pools in which no more is promised than there is. */
  private readonly isSound: boolean[];
  private readonly of = new Map<number, Promised>();

  constructor(queue: JobQueue) {
    this.queue = queue;
    this.profiles = queue.ends.map(() => new CapacityProfile());
    this.isSound = queue.ends.map(() => false);
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

  /**
   * Begins a pass with all promises counted where they are, if the capacity for all of them is there.
   *
   * @param inTime - jobs that have a promise, by its second
   * @param free - what is free now, by pool
   * @returns false when it is not: nothing is counted then, and promises must be made anew
   */
  keep(inTime: readonly number[], now: Seconds, free: (pool: number) => Gpus): boolean {
    const slots = inTime.map((job) => this.of.get(job) as Promised);
    if (slots.some(({ at }) => at < now)) return false;
    for (let pool = 0; pool < this.profiles.length; pool++) {
      this.lay(
        pool,
        now,
        free(pool),
        slots.filter((slot) => slot.pool === pool),
      );
      if ((this.profiles[pool] as CapacityProfile).least < 0) return false;
    }
    for (const slot of slots) slot.isCounted = true;
    this.isSound.fill(true);
    return true;
  }

  /** Lays the profile of a pool out from the front: starts of promises, their ends, and ends of running jobs, merged. */
  private lay(pool: number, now: Seconds, free: Gpus, starts: readonly Promised[]): void {
    const profile = this.profiles[pool] as CapacityProfile;
    const running = this.queue.ends[pool] as JobQueue["ends"][0];
    const ends = starts.slice().sort((a, b) => a.at + a.length - (b.at + b.length));
    let left = free;
    let [s, e, r] = [0, 0, 0];
    for (; s < starts.length && (starts[s] as Promised).at === now; s++) left -= (starts[s] as Promised).gpus;
    profile.reset(now, left);
    while (s < starts.length || e < ends.length || r < running.count) {
      const start = s < starts.length ? (starts[s] as Promised).at : Infinity;
      const end = e < ends.length ? (ends[e] as Promised).at + (ends[e] as Promised).length : Infinity;
      const back = r < running.count ? Math.max(running.atOf(r), now + 1) : Infinity;
      const at = Math.min(start, end, back);
      for (; s < starts.length && (starts[s] as Promised).at === at; s++)
        left -= (starts[s] as Promised).gpus;
      for (; e < ends.length && (ends[e] as Promised).at + (ends[e] as Promised).length === at; e++)
        left += (ends[e] as Promised).gpus;
      for (; r < running.count && Math.max(running.atOf(r), now + 1) === at; r++) left += running.gpusOf(r);
      profile.append(at, left);
    }
  }

  /** Begins a pass: what is free in a pool now and when more is expected; no promise is counted yet. */
  open(pool: number, now: Seconds, free: Gpus): void {
    const profile = this.profiles[pool] as CapacityProfile;
    const ends = this.queue.ends[pool] as JobQueue["ends"][0];
    profile.reset(now, free);
    this.isSound[pool] = false;
    for (const promise of this.of.values()) if (promise.pool === pool) promise.isCounted = false;
    for (let k = 0; k < ends.count; k++)
      profile.add(Math.max(ends.atOf(k), now + 1), Number.POSITIVE_INFINITY, ends.gpusOf(k));
  }

  /** The earliest slot for a job from a second on, among the promises counted so far; its own is taken out first. */
  place(job: number, pools: readonly number[], gpus: Gpus, length: Seconds, from: Seconds): void {
    const before = this.of.get(job);
    if (before !== undefined && this.isBest(before, pools, gpus, length, from)) return;
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

  /**
   * Whether a promise is the earliest that could be made. Where no more is promised than there is, what the promise itself
   * has taken need not be given back to see that: an earlier start is free up to the promised one, or not at all.
   */
  private isBest(
    { pool, at, gpus, length, isCounted }: Promised,
    pools: readonly number[],
    wanted: Gpus,
    expected: Seconds,
    from: Seconds,
  ): boolean {
    if (!isCounted || !this.isSound[pool] || pools.length > 1) return false;
    if (gpus !== wanted || length !== expected || at < from) return false;
    return (this.profiles[pool] as CapacityProfile).earliest(from, gpus, length, at) === at;
  }
}

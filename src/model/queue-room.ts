/**
 * What a queue could have: how much of a pool now, with what less important work would give up, and from which second
 * on it could have more. It counts and changes nothing but the queue's one reservation.
 */
import type { ExpectedEnds } from "./expected-ends.ts";
import type { JobQueue } from "./job-queue.ts";
import { wakeEnds } from "./job-spells.ts";
import { streamOf } from "./job-store.ts";
import { expectedLength } from "./job-terms.ts";
import { FREE } from "./ledger.ts";
import { FITS_NOW, NEVER_FITS, type NodeMap } from "./node-map.ts";
import { reclaimable } from "./preempt.ts";
import { fromRuns } from "./preempt-runs.ts";
import type { Gpus, Seconds } from "./types.ts";
import { LONGEST } from "./waiting-index.ts";
import type { World } from "./world.ts";

/** How much a queue could take from level demand of less important programs, at once. */
export type Displaceable = (world: World, rank: number, pool: number) => Gpus;

export class QueueRoom {
  /** What the tree of waiting jobs is asked for: nobody that it leaves out could be granted. */
  readonly bounds: { gpus: Gpus; spare: Gpus; seconds: Seconds } = { gpus: 0, spare: 0, seconds: 0 };
  private readonly world: World;
  private readonly queue: JobQueue;
  private readonly displaceable: Displaceable;
  private readonly isTenantsOnly: boolean;
  /** Whether there are planned runs that jobs of the queue may call. */
  private readonly callsRuns: boolean;

  constructor(world: World, queue: JobQueue, displaceable: Displaceable) {
    this.world = world;
    this.queue = queue;
    this.displaceable = displaceable;
    this.isTenantsOnly = world.jobs.streams.every(
      ({ program }, stream) => program < 0 || world.work.queues[stream] !== queue,
    );
    this.callsRuns = world.runs.length > 0 && !this.isTenantsOnly;
  }

  /** Keeps room for a job from the earliest second at which it could start, in the pool where that is soonest. */
  reserve(job: number): void {
    const { world, queue } = this;
    if (queue.reserved === job && this.hasShadow()) return;
    queue.reserved = job;
    const { pools } = streamOf(world.jobs, job);
    let best = -1;
    let bestAt = Number.POSITIVE_INFINITY;
    let bestExtra = 0;
    for (let pool = 0; pool < world.ledger.pools; pool++) queue.shadow[pool] = Number.POSITIVE_INFINITY;
    for (let i = 0; i < pools.length; i++) {
      const pool = pools[i] as number;
      const found = this.earliest(job, pool);
      if (found.at >= bestAt) continue;
      best = pool;
      bestAt = found.at;
      bestExtra = found.extra;
    }
    if (best < 0) return;
    queue.shadow[best] = bestAt;
    queue.extra[best] = bestExtra;
  }

  /** Whether the reservation begins at a second to come. */
  private hasShadow(): boolean {
    const { world, queue } = this;
    for (let pool = 0; pool < world.ledger.pools; pool++) {
      const at = queue.shadow[pool] as number;
      if (at > world.now && at < Number.POSITIVE_INFINITY) return true;
    }
    return false;
  }

  /** Free accelerators that a job may have, within the quota of tenants' jobs. */
  freeIn(job: number, pool: number): Gpus {
    const free = this.world.ledger.count(pool, FREE);
    if (streamOf(this.world.jobs, job).program >= 0) return free;
    const { quota, runningExternal } = this.world.work;
    return Math.min(free, quota - runningExternal);
  }

  /** What a job may take back from less important work; of jobs and runs nothing before it has waited for the preemptor's delay. */
  takeable(job: number, pool: number): Gpus {
    const { world, queue } = this;
    const { delay } = world.policy.preemption;
    const displaceable = this.displaceable(world, queue.tier, pool);
    if (delay > 0 && world.now - (world.jobs.table.submit[job] as number) < delay) return displaceable;
    const jobs = displaceable + reclaimable(world, queue.tier, pool);
    if (!this.callsRuns || streamOf(world.jobs, job).program < 0) return jobs;
    return jobs + fromRuns(world, queue.tier, pool);
  }

  /** Accelerators it would start with in a pool that has `free`, or 0 when it does not fit or may not. */
  sizeIn(job: number, pool: number, free: Gpus): Gpus {
    const { table } = this.world.jobs;
    if ((table.minGpus[job] as number) > free) return 0;
    const size = Math.min(table.gpus[job] as number, free);
    return this.respectsReservation(job, pool, size) ? size : 0;
  }

  /** The same for what is free now, on nodes too: as much as wanted, else the least that it starts with. */
  startingSize(job: number, pool: number): Gpus {
    const size = this.sizeIn(job, pool, this.freeIn(job, pool));
    const nodes = this.world.nodes[pool];
    if (nodes === undefined || size === 0) return size;
    if (this.fitsNodes(nodes, job, pool, size)) return size;
    const least = this.world.jobs.table.minGpus[job] as number;
    return least < size && this.fitsNodes(nodes, job, pool, least) ? least : 0;
  }

  private fitsNodes(nodes: NodeMap, job: number, pool: number, gpus: Gpus): boolean {
    const { gpusPerWorker } = streamOf(this.world.jobs, job);
    return this.outlasts(job, pool, gpus)
      ? nodes.fitsBeside(gpus, gpusPerWorker)
      : nodes.fits(gpus, gpusPerWorker);
  }

  private respectsReservation(job: number, pool: number, gpus: Gpus): boolean {
    if (this.world.nodes[pool] !== undefined) return true;
    return gpus <= (this.queue.extra[pool] as number) || !this.outlasts(job, pool, gpus);
  }

  /** Whether a job would still run when somebody else's reservation in the pool begins. */
  outlasts(job: number, pool: number, gpus: Gpus): boolean {
    const { world, queue } = this;
    if (queue.reserved < 0 || queue.reserved === job) return false;
    const shadow = queue.shadow[pool] as number;
    if (shadow === Number.POSITIVE_INFINITY) return false;
    const { turnover } = streamOf(world.jobs, job);
    return world.now + expectedLength(world, job, gpus) + turnover > shadow;
  }

  /** Sets the bounds anew. */
  setBounds(): void {
    const { world, queue, bounds } = this;
    let gpus = 0;
    let spare = 0;
    let seconds = -1;
    for (let pool = 0; pool < world.ledger.pools; pool++) {
      const reach = Math.min(this.reach(pool), this.allowed());
      gpus = Math.max(gpus, reach);
      const shadow = queue.reserved < 0 ? Number.POSITIVE_INFINITY : (queue.shadow[pool] as number);
      const isOpen = shadow === Number.POSITIVE_INFINITY || world.nodes[pool] !== undefined;
      spare = Math.max(spare, isOpen ? reach : (queue.extra[pool] as number));
      seconds = Math.max(seconds, shadow === Number.POSITIVE_INFINITY ? LONGEST : shadow - world.now);
    }
    bounds.gpus = gpus;
    bounds.spare = spare;
    bounds.seconds = seconds;
  }

  /** What the quota of tenants' jobs leaves, for a queue of nothing else. */
  private allowed(): Gpus {
    const { quota, runningExternal } = this.world.work;
    return this.isTenantsOnly ? quota - runningExternal : Number.POSITIVE_INFINITY;
  }

  /** Whether a job that needs so many could have them in any pool, now or by calling them. */
  hasRoomFor(gpus: Gpus): boolean {
    const most = this.allowed();
    if (most < gpus) return false;
    for (let pool = 0; pool < this.world.ledger.pools; pool++) if (this.reach(pool) >= gpus) return true;
    return false;
  }

  /** What the queue could have in a pool now: free, and what less important work would give up. */
  reach(pool: number): Gpus {
    const { world, queue } = this;
    const gpus =
      world.ledger.count(pool, FREE) +
      this.displaceable(world, queue.tier, pool) +
      reclaimable(world, queue.tier, pool);
    return this.callsRuns ? gpus + fromRuns(world, queue.tier, pool) : gpus;
  }

  private earliest(job: number, pool: number): { at: Seconds; extra: Gpus } {
    const { world, queue } = this;
    const wanted = world.jobs.table.minGpus[job] as number;
    wakeEnds(world, queue, pool);
    const ends = queue.ends[pool] as ExpectedEnds;
    const nodes = world.nodes[pool];
    if (nodes !== undefined) return this.earliestOnNodes(nodes, job, ends);
    let gpus = this.freeIn(job, pool) + this.takeable(job, pool);
    if (gpus >= wanted) return { at: world.now, extra: gpus - wanted };
    for (let k = 0; k < ends.count; k++) {
      gpus += ends.gpusOf(k);
      if (gpus < wanted) continue;
      const at = Math.max(ends.atOf(k), world.now + 1);
      for (let more = k + 1; more < ends.count && ends.atOf(more) <= at; more++) gpus += ends.gpusOf(more);
      return { at, extra: gpus - wanted };
    }
    return { at: Number.POSITIVE_INFINITY, extra: 0 };
  }

  private earliestOnNodes(nodes: NodeMap, job: number, ends: ExpectedEnds): { at: Seconds; extra: Gpus } {
    const { world } = this;
    const { gpusPerWorker } = streamOf(world.jobs, job);
    const last = nodes.reserve(world.jobs.table.minGpus[job] as number, gpusPerWorker, ends);
    if (last === NEVER_FITS) return { at: Number.POSITIVE_INFINITY, extra: 0 };
    return { at: last === FITS_NOW ? world.now : Math.max(ends.atOf(last), world.now + 1), extra: 0 };
  }
}

/**
 * Serving the jobs that wait, one queue after the other, the most important first. The discipline decides in
 * which order jobs are looked at and for whom room is kept; the view given to it does the counting, and refuses
 * what does not fit. What a more important queue may take from less important jobs counts as free for it.
 */
import type { QueueView } from "./decisions.ts";
import type { ExpectedEnds } from "./expected-ends.ts";
import { orderUsers } from "./fair-share.ts";
import { pardonFor } from "./job-notices.ts";
import type { JobQueue } from "./job-queue.ts";
import { wakeEnds } from "./job-spells.ts";
import { CALLING, QUEUED, RUNNING, streamOf } from "./job-store.ts";
import { expectedLength } from "./job-terms.ts";
import { enqueue, forget, refuseJob, startJob, stopCalling } from "./jobs.ts";
import { FREE, HELD } from "./ledger.ts";
import { FITS_NOW, NEVER_FITS, type NodeMap } from "./node-map.ts";
import { callJobs, reclaimable } from "./preempt.ts";
import { Promises } from "./promises.ts";
import type { Gpus, Seconds } from "./types.ts";
import { LONGEST } from "./waiting-index.ts";
import type { World } from "./world.ts";

/** What a queue may take from level demand of less important programs, at once. */
export type Displace = (world: World, rank: number, pool: number, gpus: Gpus) => Gpus;
/** How much that would be at most. */
export type Displaceable = (world: World, rank: number, pool: number) => Gpus;

/** A live view of a queue, for its discipline. */
export class QueuePass implements QueueView {
  private readonly world: World;
  private readonly queue: JobQueue;
  private readonly displace: Displace;
  private readonly displaceable: Displaceable;
  /** First place that is looked at beyond the head: that of the first arrival when nothing came back. */
  private from = 0;
  private readonly userOrder: Int32Array;
  /** Whether this pass is over all who wait, for capacity has come back. */
  private isFull = false;
  private readonly promises: Promises | undefined;
  private readonly isTenantsOnly: boolean;
  private readonly bounds: { gpus: Gpus; spare: Gpus; seconds: Seconds } = { gpus: 0, spare: 0, seconds: 0 };

  constructor(world: World, queue: JobQueue, displace: Displace, displaceable: Displaceable) {
    this.world = world;
    this.queue = queue;
    this.displace = displace;
    this.displaceable = displaceable;
    this.userOrder = Int32Array.from(queue.users.keys());
    // On nodes it counts who comes first of those that end together, and what is being wiped is no running job.
    const isSimple = world.jobs.streams.every(({ turnover }) => turnover === 0);
    queue.ends.forEach((ends, pool) => {
      ends.mayRest = isSimple && world.nodes[pool] === undefined;
    });
    this.isTenantsOnly = world.jobs.streams.every(
      ({ program }, stream) => program < 0 || world.work.queues[stream] !== queue,
    );
    this.promises = queue.settings.backfill === "conservative" ? new Promises(queue) : undefined;
  }

  get now(): Seconds {
    return this.world.now;
  }

  /** One pass, when there is a reason for one; one more when jobs that take no time have made room in it. */
  serve(): void {
    const { work } = this.world;
    do {
      work.someTookNoTime = false;
      this.pass();
    } while (work.someTookNoTime);
  }

  private pass(): void {
    const { queue, world } = this;
    if (queue.calling.length > 0) this.serveCalling();
    const isFull = world.work.released || queue.mustLook;
    this.isFull = isFull;
    if (queue.freshCount === 0 && (!isFull || queue.waiting.count === 0)) {
      queue.mustLook = false;
      return;
    }
    if (queue.freshCount === 1 && queue.waiting.count === 0 && this.startAlone(queue.fresh[0] as number)) {
      queue.freshCount = 0;
      return;
    }
    const arrivals = queue.freshCount;
    let first = LONGEST;
    for (let i = 0; i < arrivals; i++) {
      const job = queue.fresh[i] as number;
      const isReady = queue.mustLook;
      enqueue(world, queue, job);
      queue.mustLook = isReady;
      first = Math.min(first, world.jobs.rank[job] as number);
    }
    queue.freshCount = 0;
    this.from = isFull || queue.users.length > 0 ? 0 : first;
    if (queue.reservedAsOf !== world.ledger.moves || isFull) queue.reserved = -1;
    if (queue.users.length > 0) orderUsers(queue.users, world.now, queue.settings.halfLife, this.userOrder);
    if (queue.reserved >= 0 && this.first() !== queue.reserved) {
      // Somebody came who goes before it: everything is open again.
      queue.reserved = -1;
      this.from = 0;
    }
    // What ends later than believed may leave more over now than when those who wait were looked at last.
    for (let pool = 0; this.from > 0 && pool < queue.ends.length; pool++) {
      wakeEnds(world, queue, pool);
      const ends = queue.ends[pool] as ExpectedEnds;
      if (ends.count > 0 && ends.atOf(0) <= world.now) this.from = 0;
    }
    if (queue.waiting.count > 0) world.work.discipline(this);
    queue.reservedAsOf = world.ledger.moves;
    queue.mustLook = false;
    this.refuseBeyondLimits(arrivals);
  }

  first(): number {
    const { queue } = this;
    if (queue.users.length > 0) return this.firstOfUsers(0);
    const place = queue.waiting.first(0);
    return place < 0 ? -1 : (queue.jobAt[place] as number);
  }

  next(job: number): number {
    const { queue, world } = this;
    this.setBounds();
    const { bounds } = this;
    const place = (world.jobs.rank[job] as number) + 1;
    if (queue.users.length === 0) {
      const found = queue.waiting.next(Math.max(place, this.from), bounds.gpus, bounds.spare, bounds.seconds);
      return found < 0 ? -1 : (queue.jobAt[found] as number);
    }
    const user = queue.rangeOfUser[world.jobs.table.user[job] as number] as number;
    for (let turn = this.userOrder.indexOf(user); turn < this.userOrder.length; turn++) {
      const range = queue.users[this.userOrder[turn] as number] as JobQueue["users"][0];
      const start = this.userOrder[turn] === user ? place : range.from;
      const found = queue.waiting.next(start, bounds.gpus, bounds.spare, bounds.seconds);
      if (found >= 0 && found < range.to) return queue.jobAt[found] as number;
    }
    return -1;
  }

  grant(job: number): boolean {
    const { pools } = streamOf(this.world.jobs, job);
    for (let i = 0; i < pools.length; i++) if (this.startIn(job, pools[i] as number)) return true;
    for (let i = 0; i < pools.length; i++) if (this.callFor(job, pools[i] as number)) return true;
    return false;
  }

  private grantIn(job: number, pool: number): boolean {
    return this.startIn(job, pool) || this.callFor(job, pool);
  }

  private startIn(job: number, pool: number): boolean {
    const size = this.startingSize(job, pool);
    if (size > 0) this.take(job, pool, size);
    return size > 0;
  }

  /** Everyone who waits, in the order of the queue. */
  private inOrder(): number[] {
    const { waiting, jobAt, users } = this.queue;
    const jobs: number[] = [];
    const ranges =
      users.length === 0
        ? [{ from: 0, to: jobAt.length }]
        : Array.from(this.userOrder, (user) => users[user] as JobQueue["users"][0]);
    for (const { from, to } of ranges) {
      for (let place = waiting.first(from); place >= 0 && place < to; place = waiting.first(place + 1))
        jobs.push(jobAt[place] as number);
    }
    return jobs;
  }

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

  promise(): void {
    const { world, promises } = this;
    if (promises === undefined) return;
    const waiting = this.inOrder();
    for (let pool = 0; pool < world.ledger.pools; pool++) {
      wakeEnds(world, this.queue, pool);
      promises.open(pool, world.now, this.reach(pool));
    }
    const known = waiting.filter((job) => promises.get(job) !== undefined);
    // The sort is stable: promises of one second stay in the order of the queue.
    const inTime = known.slice().sort((a, b) => promises.at(a) - promises.at(b));
    for (const job of inTime) this.promiseTo(job, Math.max(world.now, promises.at(job)));
    if (world.work.released || this.isFull) for (const job of known) this.promiseTo(job, world.now);
    for (const job of waiting) if (promises.get(job) === undefined) this.promiseTo(job, world.now);
    for (const job of waiting) {
      const slot = promises.get(job);
      if (slot !== undefined && slot.at <= world.now && this.grantIn(job, slot.pool)) promises.drop(job);
    }
  }

  /** Promises a job the earliest slot from a second on. */
  private promiseTo(job: number, from: Seconds): void {
    const { world, promises } = this;
    const gpus = world.jobs.table.gpus[job] as number;
    const length = Math.max(1, expectedLength(world, job, gpus));
    promises?.place(job, streamOf(world.jobs, job).pools, gpus, length, from);
  }

  // ---------------------------------------------------------------- counting

  /** Free accelerators that a job may have, within the quota of tenants' jobs. */
  private freeIn(job: number, pool: number): Gpus {
    const free = this.world.ledger.count(pool, FREE);
    if (streamOf(this.world.jobs, job).program >= 0) return free;
    const { quota, runningExternal } = this.world.work;
    return Math.min(free, quota - runningExternal);
  }

  /** What a job may take back from less important work; nothing before it has waited for the preemptor's delay. */
  private takeable(job: number, pool: number): Gpus {
    const { world, queue } = this;
    const { delay } = world.policy.preemption;
    const displaceable = this.displaceable(world, queue.tier, pool);
    if (delay > 0 && world.now - (world.jobs.table.submit[job] as number) < delay) return displaceable;
    return displaceable + reclaimable(world, queue.tier, pool);
  }

  /** Accelerators it would start with in a pool that has `free`, or 0 when it does not fit or may not. */
  private sizeIn(job: number, pool: number, free: Gpus): Gpus {
    const { table } = this.world.jobs;
    if ((table.minGpus[job] as number) > free) return 0;
    const size = Math.min(table.gpus[job] as number, free);
    return this.respectsReservation(job, pool, size) ? size : 0;
  }

  /** The same for what is free now, on nodes too: as much as wanted, else the least that it starts with. */
  private startingSize(job: number, pool: number): Gpus {
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
  private outlasts(job: number, pool: number, gpus: Gpus): boolean {
    const { world, queue } = this;
    if (queue.reserved < 0 || queue.reserved === job) return false;
    const shadow = queue.shadow[pool] as number;
    if (shadow === Number.POSITIVE_INFINITY) return false;
    const { turnover } = streamOf(world.jobs, job);
    return world.now + expectedLength(world, job, gpus) + turnover > shadow;
  }

  /** What the tree of waiting jobs is asked for: nobody that it leaves out could be granted. */
  private setBounds(): void {
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

  /** What the queue could have in a pool now: free, and what less important work would give up. */
  private reach(pool: number): Gpus {
    const { world, queue } = this;
    return (
      world.ledger.count(pool, FREE) +
      this.displaceable(world, queue.tier, pool) +
      reclaimable(world, queue.tier, pool)
    );
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

  // ---------------------------------------------------------------- starting

  /** The only one that waits, and it has just come: no order, no index. */
  private startAlone(job: number): boolean {
    const { world, queue } = this;
    queue.reserved = -1;
    const { pools } = streamOf(world.jobs, job);
    for (let i = 0; i < pools.length; i++) {
      const pool = pools[i] as number;
      const size = this.startingSize(job, pool);
      if (size === 0) continue;
      world.nodes[pool]?.place(job, size, streamOf(world.jobs, job).gpusPerWorker);
      startJob(world, queue, job, pool, size);
      return true;
    }
    return false;
  }

  private take(job: number, pool: number, gpus: Gpus): void {
    const { world, queue } = this;
    const outlasts = this.outlasts(job, pool, gpus);
    forget(world, queue, job);
    const nodes = world.nodes[pool];
    const { gpusPerWorker } = streamOf(world.jobs, job);
    if (outlasts) nodes?.placeBeside(job, gpus, gpusPerWorker);
    else nodes?.place(job, gpus, gpusPerWorker);
    startJob(world, queue, job, pool, gpus);
    const isGone = world.jobs.state[job] !== RUNNING;
    if (outlasts && !isGone) queue.extra[pool] = (queue.extra[pool] as number) - gpus;
  }

  /** Takes back what a job lacks in a pool: it starts at once, or holds what there is until the rest has come. */
  private callFor(job: number, pool: number): boolean {
    const { world, queue } = this;
    const takeable = this.takeable(job, pool);
    if (takeable === 0) return false;
    const free = this.freeIn(job, pool);
    const size = this.sizeIn(job, pool, free + takeable);
    if (size === 0) return false;
    this.displace(world, queue.tier, pool, size - free);
    if (this.startIn(job, pool)) return true;
    if (!this.call(job, pool, size - this.freeIn(job, pool))) return this.startIn(job, pool);
    // Whoever had no notice has made room already.
    if (this.startIn(job, pool)) return true;
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
    const n =
      nodes === undefined
        ? Math.min(wanted - before, this.freeIn(job, pool))
        : nodes.hold(job, wanted, streamOf(jobs, job).gpusPerWorker) - before;
    if (n <= 0) return;
    ledger.move(pool, FREE, HELD, n, world.now);
    jobs.held[job] = (jobs.held[job] as number) + n;
    world.observer.jobChanged?.(world.now, job, "held", pool, n);
  }

  private serveCalling(): void {
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
  }

  // ---------------------------------------------------------------- limits, users

  /** Jobs of streams with a limit that have found no place in the queue: the last to come is the first to go. */
  private refuseBeyondLimits(arrivals: number): void {
    const { world, queue } = this;
    for (let i = arrivals - 1; i >= 0; i--) {
      const job = queue.fresh[i] as number;
      const stream = world.jobs.table.stream[job] as number;
      const { queueLimit } = streamOf(world.jobs, job);
      if (queueLimit === Number.POSITIVE_INFINITY || world.jobs.state[job] !== QUEUED) continue;
      if ((world.work.streams[stream] as World["work"]["streams"][0]).waitingJobs <= queueLimit) continue;
      forget(world, queue, job);
      refuseJob(world, job);
    }
  }

  private firstOfUsers(turn: number): number {
    const { queue } = this;
    for (let t = turn; t < this.userOrder.length; t++) {
      const range = queue.users[this.userOrder[t] as number] as JobQueue["users"][0];
      const place = queue.waiting.first(range.from);
      if (place >= 0 && place < range.to) return queue.jobAt[place] as number;
    }
    return -1;
  }
}

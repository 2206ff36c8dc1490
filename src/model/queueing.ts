/**
 * Serving the jobs that wait, one queue after the other, the most important first. The discipline decides in
 * which order jobs are looked at and for whom room is kept; the view given to it does the counting, and refuses
 * what does not fit. What a more important queue may take from less important jobs counts as free for it.
 */
import type { QueueView } from "./decisions.ts";
import type { ExpectedEnds } from "./expected-ends.ts";
import { orderUsers } from "./fair-share.ts";
import type { JobQueue } from "./job-queue.ts";
import { wakeEnds } from "./job-spells.ts";
import { QUEUED, streamOf } from "./job-store.ts";
import { expectedLength } from "./job-terms.ts";
import { enqueue, forget, refuseJob } from "./job-waiting.ts";
import { Promises } from "./promises.ts";
import { type Displace, QueueCalls } from "./queue-calls.ts";
import { type Displaceable, QueueRoom } from "./queue-room.ts";
import { QueueStarts } from "./queue-starts.ts";
import type { Seconds } from "./types.ts";
import { LONGEST } from "./waiting-index.ts";
import type { World } from "./world.ts";

/** A live view of a queue, for its discipline. */
export class QueuePass implements QueueView {
  private readonly world: World;
  private readonly queue: JobQueue;
  private readonly room: QueueRoom;
  private readonly starts: QueueStarts;
  private readonly calls: QueueCalls;
  /** First place that is looked at beyond the head: that of the first arrival when nothing came back. */
  private from = 0;
  private readonly userOrder: Int32Array;
  /** Whether this pass is over all who wait, for capacity has come back. */
  private isFull = false;
  private readonly promises: Promises | undefined;

  constructor(world: World, queue: JobQueue, displace: Displace, displaceable: Displaceable) {
    this.world = world;
    this.queue = queue;
    this.room = new QueueRoom(world, queue, displaceable);
    this.starts = new QueueStarts(world, queue, this.room);
    this.calls = new QueueCalls(world, queue, this.room, this.starts, displace);
    this.userOrder = Int32Array.from(queue.users.keys());
    // On nodes it counts who comes first of those that end together, and what is being wiped is no running job.
    const isSimple = world.jobs.streams.every(({ turnover }) => turnover === 0);
    queue.ends.forEach((ends, pool) => {
      ends.mayRest = isSimple && world.nodes[pool] === undefined;
    });
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
    if (queue.calling.length > 0) this.calls.serveCalling();
    const isFull = world.work.released || queue.mustLook;
    this.isFull = isFull;
    if (queue.freshCount === 0 && (!isFull || queue.waiting.count === 0)) {
      queue.mustLook = false;
      return;
    }
    if (
      queue.freshCount === 1 &&
      queue.waiting.count === 0 &&
      this.starts.startAlone(queue.fresh[0] as number)
    ) {
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
    if (queue.waiting.count > 0 && this.mayGrant()) world.work.discipline(this);
    queue.reservedAsOf = world.ledger.moves;
    queue.mustLook = false;
    this.refuseBeyondLimits(arrivals);
  }

  /** Nobody who waits can start when there is less than the least of them needs; promises are made all the same. */
  private mayGrant(): boolean {
    return this.promises !== undefined || this.room.hasRoomFor(this.queue.waiting.fewest);
  }

  first(): number {
    const { queue } = this;
    if (queue.users.length > 0) return this.firstOfUsers(0);
    const place = queue.waiting.first(0);
    return place < 0 ? -1 : (queue.jobAt[place] as number);
  }

  next(job: number): number {
    const { queue, world } = this;
    this.room.setBounds();
    const { bounds } = this.room;
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
    for (let i = 0; i < pools.length; i++) if (this.starts.startIn(job, pools[i] as number)) return true;
    for (let i = 0; i < pools.length; i++) if (this.calls.callFor(job, pools[i] as number)) return true;
    return false;
  }

  private grantIn(job: number, pool: number): boolean {
    return this.starts.startIn(job, pool) || this.calls.callFor(job, pool);
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
    this.room.reserve(job);
  }

  promise(): void {
    const { world, promises } = this;
    if (promises === undefined) return;
    const waiting = this.inOrder();
    for (let pool = 0; pool < world.ledger.pools; pool++) wakeEnds(world, this.queue, pool);
    const known = waiting.filter((job) => promises.get(job) !== undefined);
    // The sort is stable: promises of one second stay in the order of the queue.
    const inTime = known.slice().sort((a, b) => promises.at(a) - promises.at(b));
    if (!promises.keep(inTime, world.now, (pool) => this.room.reach(pool))) {
      for (let pool = 0; pool < world.ledger.pools; pool++)
        promises.open(pool, world.now, this.room.reach(pool));
      for (const job of inTime) this.promiseTo(job, Math.max(world.now, promises.at(job)));
    }
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

/**
 * Which job runs on which nodes of a pool, and who would find room there.
 *
 * A job wants accelerators in workers; a worker is within one node; a job is placed whole or not at all. Full
 * workers go first, each to the node that the rule names, and the smaller last one at the end. Nothing is ever
 * moved. No operation looks at all nodes or allocates, but for `nodesOf`: whether a gang fits costs the levels of
 * one node, placing it a few words for each worker.
 */
import { fail } from "../base/assert.ts";
import { FreeNodes } from "./nodes/free-nodes.ts";
import { Pieces } from "./nodes/pieces.ts";
import { type Ends, Reservation } from "./nodes/reservation.ts";
import { hasRoom, slotsOf, workerOf } from "./nodes/room.ts";
import { Trial } from "./nodes/trial.ts";
import type { Gpus, PlacementRule, Pool } from "./types.ts";

export { type Ends, FITS_NOW, NEVER_FITS } from "./nodes/reservation.ts";

export class NodeMap {
  readonly nodes: number;
  /** Accelerators of all nodes, and of the largest one. */
  readonly capacity: Gpus;
  readonly largest: Gpus;
  /** What if some jobs were gone: one at a time, for choosing victims. `fitsWithout` and `reserve` begin a new one. */
  readonly trial: Trial;
  private readonly rule: PlacementRule;
  private readonly now: FreeNodes;
  private readonly whenEmpty: Int32Array;
  private readonly pieces: Pieces;
  private readonly reservation: Reservation;

  /**
   * @param shapes - nodes are numbered from 0 in this order
   * @param jobs - jobs are numbers below this
   */
  constructor(shapes: Pool["nodes"], rule: PlacementRule, jobs: number) {
    const sizes = sizesOf(shapes);
    this.rule = rule;
    this.nodes = sizes.length;
    this.largest = sizes.reduce((most, gpus) => (gpus > most ? gpus : most), 0);
    const newNodes = (): FreeNodes => new FreeNodes(sizes, this.largest);
    this.now = newNodes();
    this.capacity = this.now.free;
    this.whenEmpty = this.now.counts.slice();
    this.pieces = new Pieces(jobs);
    this.trial = new Trial(this.now, this.pieces, sizes);
    this.reservation = new Reservation(this.now, this.trial, sizes.length, [newNodes(), newNodes()]);
  }

  /** Accelerators free now, of all nodes and of one. */
  get free(): Gpus {
    return this.now.free;
  }
  freeOn(node: number): Gpus {
    return this.now.levelOf(node);
  }

  /** Accelerators that a job has. */
  held(job: number): Gpus {
    return this.pieces.held[job];
  }

  /**
   * Whether a gang fits into what is free now.
   *
   * @param perWorker - accelerators of a worker; the last worker takes what remains. 0: one worker when the job is
   *   no larger than the largest node; otherwise whole nodes of the largest shape and one worker for the rest.
   *   More than the largest node has: never, but for a job that is smaller itself
   */
  fits(gpus: Gpus, perWorker: Gpus): boolean {
    return gpus <= this.now.free && hasRoom(this.now.counts, gpus, workerOf(gpus, perWorker, this.largest));
  }

  /** Whether it would fit with nobody else there. */
  fitsEmpty(gpus: Gpus, perWorker: Gpus): boolean {
    return gpus <= this.capacity && hasRoom(this.whenEmpty, gpus, workerOf(gpus, perWorker, this.largest));
  }

  /** Whether it would fit if the first `count` of these jobs, all different, were gone. */
  fitsWithout(victims: ArrayLike<number>, count: number, gpus: Gpus, perWorker: Gpus): boolean {
    this.trial.reset();
    for (let i = 0; i < count; i++) this.trial.without(victims[i]);
    return this.trial.fits(gpus, perWorker);
  }

  /** Places a job that has nothing yet, whole. False, and nothing has changed, when it does not fit. */
  place(job: number, gpus: Gpus, perWorker: Gpus): boolean {
    this.expectNothingHeld(job);
    if (!this.fits(gpus, perWorker)) return false;
    this.hold(job, gpus, perWorker);
    return true;
  }

  /**
   * Places those workers of a job that find room now, beside what it has already, and says how much it has after
   * that. A job waiting for capacity that has been called may take what comes: each worker uses up one worker's
   * room wherever it goes, so that it takes nothing from its own chances (see `nodes/room.ts`).
   *
   * @param most - of that, what it may take; less than what stands free where some of it is being wiped
   */
  hold(job: number, gpus: Gpus, perWorker: Gpus, most: Gpus = Number.POSITIVE_INFINITY): Gpus {
    const { now, pieces } = this;
    const worker = workerOf(gpus, perWorker, this.largest);
    const before = pieces.held[job];
    while (pieces.held[job] < gpus) {
      const part = Math.min(worker, gpus - pieces.held[job]);
      const node = pieces.held[job] + part > before + most ? -1 : now.choose(this.rule, part);
      if (node < 0) break;
      pieces.add(job, node, part);
      this.setFree(node, now.levelOf(node) - part);
    }
    return pieces.held[job];
  }

  /** All of a job's accelerators are free again. */
  remove(job: number): void {
    this.shrink(job, this.pieces.held[job]);
  }

  /**
   * A job gives back so many accelerators, what was placed last first: whole pieces come free and the nodes it was
   * placed on first stay as full as they are.
   */
  shrink(job: number, gpus: Gpus): void {
    const { now, pieces } = this;
    if (gpus > pieces.held[job])
      fail(`job ${job} has ${pieces.held[job]} accelerators and gives back ${gpus}`);
    for (let left = gpus; left > 0; ) {
      const piece = pieces.lastOf(job);
      const node = pieces.nodeOf(piece);
      const part = Math.min(left, pieces.gpusOf(piece));
      pieces.takeOffLast(job, part);
      this.setFree(node, now.levelOf(node) + part);
      left -= part;
    }
  }

  /** What one job has becomes another's, such as a number that stands for accelerators being wiped. */
  handOver(from: number, to: number): void {
    this.expectNothingHeld(to);
    this.pieces.handOver(from, to);
  }

  /** Where a job runs, by node; for logs. */
  nodesOf(job: number): { readonly node: number; readonly gpus: Gpus }[] {
    const onNode = new Map<number, number>();
    for (let p = this.pieces.lastOf(job); p >= 0; p = this.pieces.before(p)) {
      const node = this.pieces.nodeOf(p);
      onNode.set(node, (onNode.get(node) ?? 0) + this.pieces.gpusOf(p));
    }
    return [...onNode].map(([node, gpus]) => ({ node, gpus })).sort((a, b) => a.node - b.node);
  }

  /**
   * Reserves the nodes where the head of the queue will start, in place of the last reservation: jobs end as
   * expected, those of one second together, until it fits, and it is placed by the rule on what is free then.
   *
   * @returns index into `ends` of the last end that it needs, whose second is the reservation's; or `FITS_NOW`, or
   *   `NEVER_FITS`, which reserves nothing
   */
  reserve(gpus: Gpus, perWorker: Gpus, ends: Ends): number {
    return this.reservation.make(this.rule, gpus, perWorker, ends);
  }

  /** Nobody waits for nodes any more. */
  endReservation(): void {
    this.reservation.isActive = false;
  }

  /**
   * Whether a job that runs beyond the reservation's second fits beside it. One that is over by then uses `fits` and
   * `place`. What jobs give back in between is not handed on before the next reservation. Without a
   * reservation these are `fits` and `place`.
   */
  fitsBeside(gpus: Gpus, perWorker: Gpus): boolean {
    if (!this.reservation.isActive) return this.fits(gpus, perWorker);
    const { beside } = this.reservation;
    return gpus <= beside.free && hasRoom(beside.counts, gpus, workerOf(gpus, perWorker, this.largest));
  }

  /** Places it there, by the rule as applied to what may be used, and leaves so much less for the next one. */
  placeBeside(job: number, gpus: Gpus, perWorker: Gpus): boolean {
    const { reservation, now } = this;
    if (!reservation.isActive) return this.place(job, gpus, perWorker);
    this.expectNothingHeld(job);
    if (!this.fitsBeside(gpus, perWorker)) return false;
    const worker = workerOf(gpus, perWorker, this.largest);
    for (let left = gpus; left > 0; ) {
      const part = Math.min(worker, left);
      const node = reservation.beside.choose(this.rule, part);
      this.pieces.add(job, node, part);
      reservation.lower(node, part);
      this.setFree(node, now.levelOf(node) - part);
      left -= part;
    }
    return true;
  }

  /** Workers of a size that could start now; 0 is a whole node of the largest shape. */
  hostable(perWorker: Gpus): number {
    return slotsOf(this.now.counts, perWorker === 0 ? this.largest : perWorker);
  }

  /** Share of the free accelerators that no worker of a size can use; 0 when nothing is free. */
  fragmentation(perWorker: Gpus): number {
    const { free } = this.now;
    const usable = this.hostable(perWorker) * (perWorker === 0 ? this.largest : perWorker);
    return free === 0 ? 0 : (free - usable) / free;
  }

  private setFree(node: number, level: number): void {
    this.now.set(node, level);
    this.reservation.follow(node);
  }

  private expectNothingHeld(job: number): void {
    if (this.pieces.held[job] !== 0) fail(`job ${job} has ${this.pieces.held[job]} accelerators already`);
  }
}

const sizesOf = (shapes: Pool["nodes"]): Int32Array => {
  const sizes = new Int32Array(shapes.reduce((sum, shape) => sum + shape.count, 0));
  let node = 0;
  for (const { count, gpus } of shapes) {
    sizes.fill(gpus, node, node + count);
    node += count;
  }
  return sizes;
};

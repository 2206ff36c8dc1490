/**
 * The nodes of the job at the head of a queue, at the second when enough will have ended for it to start (EASY
 * backfilling on nodes). Each node has a limit: what will be free there at that second, less the head's part. Work
 * that runs beyond it may use no more of a node than the limit, so that the head finds its place; work that is
 * over by then may use all that is free.
 *
 * `limit` and `beside` are like the map but for the nodes listed as apart: a new reservation repairs only those.
 */
import type { PlacementRule } from "../types.ts";
import type { FreeNodes } from "./free-nodes.ts";
import { workerOf } from "./room.ts";
import type { Trial } from "./trial.ts";

/** Running jobs in the order of their expected ends, the earliest first; a job below 0 has no nodes. */
export type Ends = {
  readonly count: number;
  atOf(k: number): number;
  jobOf(k: number): number;
};

/** Answers of `reserve` that are no index: it fits already; it would not fit even if all of them had ended. */
export const FITS_NOW = -1;
export const NEVER_FITS = -2;

export class Reservation {
  isActive = false;
  /** What work that runs beyond the reservation's second may still use: the less of what is free and the limit. */
  readonly beside: FreeNodes;
  private readonly limit: FreeNodes;
  private readonly now: FreeNodes;
  private readonly trial: Trial;
  private readonly apart: Int32Array;
  private apartCount = 0;
  private readonly isApart: Uint8Array;

  /** @param copies - two more of the same nodes as `now` */
  constructor(now: FreeNodes, trial: Trial, nodes: number, copies: readonly [FreeNodes, FreeNodes]) {
    this.now = now;
    this.trial = trial;
    this.limit = copies[0];
    this.beside = copies[1];
    this.apart = new Int32Array(nodes);
    this.isApart = new Uint8Array(nodes);
  }

  /** What is free on a node has changed. */
  follow(node: number): void {
    this.setApart(node);
    if (this.isActive) this.settle(node);
  }

  /** Work that runs beyond the reservation's second has been placed on a node: it is not there for the head. */
  lower(node: number, gpus: number): void {
    this.limit.set(node, this.limit.levelOf(node) - gpus);
    this.settle(node);
  }

  /** See `NodeMap.reserve`. */
  make(rule: PlacementRule, gpus: number, perWorker: number, ends: Ends): number {
    this.isActive = false;
    const index = this.firstFit(gpus, perWorker, ends);
    if (index === NEVER_FITS) return index;
    this.repair();
    const { trial, limit } = this;
    for (let i = 0; i < trial.touchedCount; i++) {
      const node = trial.touched[i];
      limit.set(node, trial.levelOf(node));
      this.setApart(node);
    }
    const worker = workerOf(gpus, perWorker, limit.counts.length - 1);
    for (let left = gpus; left > 0; ) {
      const part = Math.min(worker, left);
      const node = limit.choose(rule, part);
      limit.set(node, limit.levelOf(node) - part);
      this.settle(node);
      this.setApart(node);
      left -= part;
    }
    this.isActive = true;
    return index;
  }

  /** Lets jobs end in a trial until the head fits; those that end at one second end together. */
  private firstFit(gpus: number, perWorker: number, ends: Ends): number {
    const { trial } = this;
    const { count } = ends;
    trial.reset();
    if (trial.fits(gpus, perWorker)) return FITS_NOW;
    for (let k = 0; k < count; k++) {
      const job = ends.jobOf(k);
      if (job >= 0) trial.without(job);
      if (k + 1 < count && ends.atOf(k + 1) === ends.atOf(k)) continue;
      if (trial.fits(gpus, perWorker)) return k;
    }
    return NEVER_FITS;
  }

  /** Makes `limit` and `beside` what the map is now. */
  private repair(): void {
    const { now, limit, beside, apart, isApart } = this;
    // Past an eighth of all nodes, copying is quicker than mending.
    const copies = 8 * this.apartCount > isApart.length;
    if (copies) {
      limit.copyFrom(now);
      beside.copyFrom(now);
    }
    for (let i = 0; i < this.apartCount; i++) {
      const node = apart[i];
      isApart[node] = 0;
      if (copies) continue;
      limit.set(node, now.levelOf(node));
      beside.set(node, now.levelOf(node));
    }
    this.apartCount = 0;
  }

  private settle(node: number): void {
    this.beside.set(node, Math.min(this.now.levelOf(node), this.limit.levelOf(node)));
  }

  private setApart(node: number): void {
    if (this.isApart[node] === 1) return;
    this.isApart[node] = 1;
    this.apart[this.apartCount++] = node;
  }
}

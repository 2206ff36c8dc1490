/**
 * What if some jobs were gone? Counts nodes by what would be free on each, and touches no node of the map: a step
 * costs the pieces of one job, a question the levels of one node. `reset` forgets the last trial and looks at the
 * map as it is; what changes on the map after that is not seen.
 */
import { fail } from "../../base/assert.ts";
import type { FreeNodes } from "./free-nodes.ts";
import type { Pieces } from "./pieces.ts";
import { hasRoom, workerOf } from "./room.ts";

export class Trial {
  /** Accelerators that would be free. */
  free = 0;
  /** Nodes on which more was freed at one time or another, the first `touchedCount` of them. */
  readonly touched: Int32Array;
  touchedCount = 0;
  private readonly now: FreeNodes;
  private readonly pieces: Pieces;
  private readonly capacity: Int32Array;
  private readonly counts: Int32Array;
  private readonly freed: Int32Array;
  private readonly isTouched: Uint8Array;

  constructor(now: FreeNodes, pieces: Pieces, capacity: Int32Array) {
    this.now = now;
    this.pieces = pieces;
    this.capacity = capacity;
    this.counts = new Int32Array(now.counts.length);
    this.touched = new Int32Array(capacity.length);
    this.freed = new Int32Array(capacity.length);
    this.isTouched = new Uint8Array(capacity.length);
  }

  /** Everybody is there again. */
  reset(): void {
    const { touched, freed, isTouched } = this;
    for (let i = 0; i < this.touchedCount; i++) {
      freed[touched[i]] = 0;
      isTouched[touched[i]] = 0;
    }
    this.touchedCount = 0;
    this.counts.set(this.now.counts);
    this.free = this.now.free;
  }

  /** A job would be gone, or have only `keep` accelerators left, as after `shrink`. Once a job. */
  without(job: number, keep = 0): void {
    this.change(job, keep, 1);
  }

  /** Undoes `without`: the victim is spared. `keep` must be the same. */
  putBack(job: number, keep = 0): void {
    this.change(job, keep, -1);
  }

  fits(gpus: number, perWorker: number): boolean {
    if (gpus > this.free) return false;
    return hasRoom(this.counts, gpus, workerOf(gpus, perWorker, this.counts.length - 1));
  }

  /** Accelerators that would be free on a node. */
  levelOf(node: number): number {
    return this.now.levelOf(node) + this.freed[node];
  }

  private change(job: number, keep: number, sign: number): void {
    const { pieces } = this;
    let left = pieces.held[job] - keep;
    for (let piece = pieces.lastOf(job); left > 0; piece = pieces.before(piece)) {
      const gpus = Math.min(left, pieces.gpusOf(piece));
      this.changeNode(pieces.nodeOf(piece), sign * gpus);
      left -= gpus;
    }
  }

  private changeNode(node: number, gpus: number): void {
    const { counts, freed, isTouched } = this;
    const before = this.levelOf(node);
    const after = before + gpus;
    if (freed[node] + gpus < 0 || after > this.capacity[node]) {
      fail(`node ${node}: ${gpus} accelerators beside ${freed[node]} freed are not what a job has there`);
    }
    counts[before]--;
    counts[after]++;
    freed[node] += gpus;
    this.free += gpus;
    if (isTouched[node] === 1) return;
    isTouched[node] = 1;
    this.touched[this.touchedCount++] = node;
  }
}

/**
 * Who has how much on which node. A job's pieces are a list, what was placed last at its head; pieces live in typed
 * columns and are used again, so that placing makes no garbage.
 */

const NONE = -1;

export class Pieces {
  /** Accelerators that a job has on all nodes together. */
  readonly held: Int32Array;
  private readonly head: Int32Array;
  private nodes = new Int32Array(64);
  private gpus = new Int32Array(64);
  private nexts = new Int32Array(64);
  private used = 0; // pieces that were ever in use
  private spare = NONE; // list of those that no longer are

  constructor(jobs: number) {
    this.held = new Int32Array(jobs);
    this.head = new Int32Array(jobs).fill(NONE);
  }

  /** The piece placed last, or -1; then the one placed before it. */
  lastOf(job: number): number {
    return this.head[job];
  }
  before(piece: number): number {
    return this.nexts[piece];
  }
  nodeOf(piece: number): number {
    return this.nodes[piece];
  }
  gpusOf(piece: number): number {
    return this.gpus[piece];
  }

  add(job: number, node: number, gpus: number): void {
    this.held[job] += gpus;
    const last = this.head[job];
    if (last !== NONE && this.nodes[last] === node) {
      this.gpus[last] += gpus;
      return;
    }
    const piece = this.newPiece();
    this.nodes[piece] = node;
    this.gpus[piece] = gpus;
    this.nexts[piece] = last;
    this.head[job] = piece;
  }

  /** Takes accelerators off the piece placed last, which has at least so many. */
  takeOffLast(job: number, gpus: number): void {
    const piece = this.head[job];
    this.held[job] -= gpus;
    this.gpus[piece] -= gpus;
    if (this.gpus[piece] > 0) return;
    this.head[job] = this.nexts[piece];
    this.nexts[piece] = this.spare;
    this.spare = piece;
  }

  /** All pieces of one become those of another, which has none. */
  handOver(from: number, to: number): void {
    this.held[to] = this.held[from];
    this.head[to] = this.head[from];
    this.held[from] = 0;
    this.head[from] = NONE;
  }

  private newPiece(): number {
    const piece = this.spare;
    if (piece !== NONE) {
      this.spare = this.nexts[piece];
      return piece;
    }
    if (this.used === this.nodes.length) this.grow();
    return this.used++;
  }

  private grow(): void {
    this.nodes = twiceAsLong(this.nodes);
    this.gpus = twiceAsLong(this.gpus);
    this.nexts = twiceAsLong(this.nexts);
  }
}

const twiceAsLong = (column: Int32Array): Int32Array<ArrayBuffer> => {
  const longer = new Int32Array(2 * column.length);
  longer.set(column);
  return longer;
};

/**
 * Who waits, in the order of a queue, and who is next that fits. Places in the order are given once (`rank`), so
 * a binary tree over them, each node with the fewest accelerators and the shortest estimate below it, finds the next
 * fitting one among fifty thousand in a few steps, where a list would be walked for every event.
 *
 * Numbers are kept as what they leave to `MOST`, and the least as the greatest of these: where nobody waits there are
 * noughts, and those parts of the tree that nobody has waited in take no memory.
 */

const MOST = 0x7fffffff;
/** Estimates above this count as this: 68 years. */
export const LONGEST = MOST - 1;

export class WaitingIndex {
  /** How many wait. */
  count = 0;
  private head = 0; // nobody waits before it
  private readonly leaves: number;
  private readonly gpusLeft: Int32Array;
  private readonly secondsLeft: Int32Array;

  /** @param places - places in the order, from 0 */
  constructor(places: number) {
    let leaves = 1;
    while (leaves < places) leaves *= 2;
    this.leaves = leaves;
    this.gpusLeft = new Int32Array(2 * leaves);
    this.secondsLeft = new Int32Array(2 * leaves);
  }

  /** One more waits, with the accelerators it needs at least and its estimate in seconds. */
  add(rank: number, gpus: number, seconds: number): void {
    const { gpusLeft, secondsLeft } = this;
    const ofGpus = MOST - gpus;
    const ofSeconds = MOST - (seconds > LONGEST ? LONGEST : seconds);
    if (this.count === 0 || rank < this.head) this.head = rank;
    let node = this.leaves + rank;
    gpusLeft[node] = ofGpus;
    secondsLeft[node] = ofSeconds;
    for (node >>= 1; node > 0; node >>= 1) {
      const isSmaller = ofGpus > (gpusLeft[node] as number);
      const isShorter = ofSeconds > (secondsLeft[node] as number);
      if (!isSmaller && !isShorter) break;
      if (isSmaller) gpusLeft[node] = ofGpus;
      if (isShorter) secondsLeft[node] = ofSeconds;
    }
    this.count++;
  }

  /** It waits no longer. */
  remove(rank: number): void {
    const { gpusLeft, secondsLeft } = this;
    let node = this.leaves + rank;
    gpusLeft[node] = 0;
    secondsLeft[node] = 0;
    for (node >>= 1; node > 0; node >>= 1) {
      const left = 2 * node;
      const ofGpus = greater(gpusLeft[left] as number, gpusLeft[left + 1] as number);
      const ofSeconds = greater(secondsLeft[left] as number, secondsLeft[left + 1] as number);
      if (ofGpus === gpusLeft[node] && ofSeconds === secondsLeft[node]) break;
      gpusLeft[node] = ofGpus;
      secondsLeft[node] = ofSeconds;
    }
    this.count--;
  }

  /** The fewest accelerators that anybody needs who waits; somebody must. */
  get fewest(): number {
    return MOST - (this.gpusLeft[1] as number);
  }

  has(rank: number): boolean {
    return this.gpusLeft[this.leaves + rank] !== 0;
  }

  /** First place from `from` on where somebody waits, or -1. */
  first(from: number): number {
    if (this.count === 0) return -1;
    if (from > this.head) return this.next(from, LONGEST, LONGEST, LONGEST);
    if (!this.has(this.head)) this.head = this.next(this.head, LONGEST, LONGEST, LONGEST);
    return this.head;
  }

  /**
   * First place from `from` on whose holder needs at most `gpus`, and either at most `spare` or no more than
   * `seconds`; -1: none.
   */
  next(from: number, gpus: number, spare: number, seconds: number): number {
    if (this.count === 0) return -1;
    const { leaves, gpusLeft, secondsLeft } = this;
    const ofGpus = MOST - gpus;
    const ofSpare = MOST - (spare < gpus ? spare : gpus);
    const ofSeconds = MOST - seconds;
    if (from >= leaves) return -1;
    let node = leaves + from;
    for (;;) {
      const left = gpusLeft[node] as number;
      if (left >= ofSpare || (left >= ofGpus && (secondsLeft[node] as number) >= ofSeconds)) {
        if (node >= leaves) return node - leaves;
        node *= 2;
      } else {
        while ((node & 1) === 1) node >>= 1;
        if (node === 0) return -1;
        node++;
      }
    }
  }
}

const greater = (a: number, b: number): number => (a > b ? a : b);

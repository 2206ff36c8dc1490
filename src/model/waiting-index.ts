/**
 * Who waits, in the order of a queue, and who is next that fits. Places in the order are given once (`rank`), so
 * a binary tree over them, each node with the fewest accelerators and the shortest estimate below it, finds the next
 * fitting one among fifty thousand in a few steps, where a list would be walked for every event.
 */

const NONE = 0x7fffffff;
/** Estimates above this count as this: 68 years. */
export const LONGEST = NONE - 1;

export class WaitingIndex {
  /** How many wait. */
  count = 0;
  private head = 0; // nobody waits before it
  private readonly leaves: number;
  private readonly gpus: Int32Array;
  private readonly seconds: Int32Array;

  /** @param places - places in the order, from 0 */
  constructor(places: number) {
    let leaves = 1;
    while (leaves < places) leaves *= 2;
    this.leaves = leaves;
    this.gpus = new Int32Array(2 * leaves).fill(NONE);
    this.seconds = new Int32Array(2 * leaves).fill(NONE);
  }

  /** One more waits, with the accelerators it needs at least and its estimate in seconds. */
  add(rank: number, gpus: number, seconds: number): void {
    const { gpus: fewest, seconds: shortest } = this;
    const estimate = seconds > LONGEST ? LONGEST : seconds;
    if (this.count === 0 || rank < this.head) this.head = rank;
    let node = this.leaves + rank;
    fewest[node] = gpus;
    shortest[node] = estimate;
    for (node >>= 1; node > 0; node >>= 1) {
      const isSmaller = gpus < (fewest[node] as number);
      const isShorter = estimate < (shortest[node] as number);
      if (!isSmaller && !isShorter) break;
      if (isSmaller) fewest[node] = gpus;
      if (isShorter) shortest[node] = estimate;
    }
    this.count++;
  }

  /** It waits no longer. */
  remove(rank: number): void {
    const { gpus: fewest, seconds: shortest } = this;
    let node = this.leaves + rank;
    fewest[node] = NONE;
    shortest[node] = NONE;
    for (node >>= 1; node > 0; node >>= 1) {
      const left = 2 * node;
      const gpus = least(fewest[left] as number, fewest[left + 1] as number);
      const seconds = least(shortest[left] as number, shortest[left + 1] as number);
      if (gpus === fewest[node] && seconds === shortest[node]) break;
      fewest[node] = gpus;
      shortest[node] = seconds;
    }
    this.count--;
  }

  has(rank: number): boolean {
    return this.gpus[this.leaves + rank] !== NONE;
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
    const { leaves, gpus: fewest, seconds: shortest } = this;
    const most = spare < gpus ? spare : gpus;
    if (from >= leaves) return -1;
    let node = leaves + from;
    for (;;) {
      const n = fewest[node] as number;
      if (n <= most || (n <= gpus && (shortest[node] as number) <= seconds)) {
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

const least = (a: number, b: number): number => (a < b ? a : b);

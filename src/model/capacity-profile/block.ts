/** A stretch of a step function: some steps in order of time, what is added to all of them, their least and their most. */
import type { Gpus, Seconds } from "../types.ts";

/** Steps that a block has room for. */
export const ROOM = 64;

export class Block {
  /** Second at which each step begins. */
  readonly at = new Float64Array(ROOM);
  count = 0;
  least: Gpus = 0;
  most: Gpus = 0;
  /** Free accelerators of each step, less `base`. */
  private readonly free = new Float64Array(ROOM);
  private base: Gpus = 0;

  /** Free accelerators of a step. */
  freeAt(step: number): Gpus {
    return (this.free[step] as number) + this.base;
  }

  /** Free accelerators of the last step. */
  get last(): Gpus {
    return this.freeAt(this.count - 1);
  }

  /** One step alone. */
  begin(at: Seconds, free: Gpus): void {
    this.at[0] = at;
    this.free[0] = free;
    this.base = 0;
    this.count = 1;
    this.least = free;
    this.most = free;
  }

  /** The last step that begins at `when` or earlier; the first one, when all begin later. */
  stepAt(when: Seconds): number {
    const { at } = this;
    let low = 1;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((at[middle] as number) <= when) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Adds accelerators to the steps from one on that begin before `to`. */
  add(from: number, to: Seconds, gpus: Gpus): void {
    const { at, free, count } = this;
    if (from === 0 && (at[count - 1] as number) < to) {
      this.base += gpus;
      this.least += gpus;
      this.most += gpus;
      return;
    }
    for (let step = from; step < count && (at[step] as number) < to; step++)
      free[step] = (free[step] as number) + gpus;
    this.measure();
  }

  /** Cuts a step in two: the second part begins at `when`. There must be room. */
  repeat(step: number, when: Seconds): void {
    this.at.copyWithin(step + 2, step + 1, this.count);
    this.free.copyWithin(step + 2, step + 1, this.count);
    this.at[step + 1] = when;
    this.free[step + 1] = this.free[step] as number;
    this.count++;
  }

  /** Takes out the steps from one up to and without another. */
  close(from: number, to: number): void {
    this.at.copyWithin(from, to, this.count);
    this.free.copyWithin(from, to, this.count);
    this.count -= to - from;
    this.measure();
  }

  /** Moves its second half into an empty block. */
  halve(upper: Block): void {
    const half = this.count >> 1;
    upper.at.set(this.at.subarray(half, this.count));
    upper.free.set(this.free.subarray(half, this.count));
    upper.base = this.base;
    upper.count = this.count - half;
    this.count = half;
    this.measure();
    upper.measure();
  }

  /** One step more, behind the others. There must be room. */
  append(at: Seconds, free: Gpus): void {
    this.at[this.count] = at;
    this.free[this.count] = free - this.base;
    this.count++;
    if (free < this.least) this.least = free;
    if (free > this.most) this.most = free;
  }

  /** Takes over the steps of the block behind it. */
  takeOver(upper: Block): void {
    for (let step = 0; step < upper.count; step++) this.append(upper.at[step] as number, upper.freeAt(step));
  }

  private measure(): void {
    const { free, count } = this;
    let least = Infinity;
    let most = -Infinity;
    for (let step = 0; step < count; step++) {
      const value = free[step] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    this.least = least + this.base;
    this.most = most + this.base;
  }
}

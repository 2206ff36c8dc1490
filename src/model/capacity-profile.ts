/**
 * Free accelerators of a pool over the time to come, as a step function: what conservative backfilling promises
 * from. The steps stand in order of time in blocks that know their least and their most, so that a question
 * passes over whole blocks and a change that covers a block is one addition. Neighbours are never equal. Below zero is
 * allowed: promised more than there is.
 */
import { Block, ROOM } from "./capacity-profile/block.ts";
import type { Gpus, Seconds } from "./types.ts";

/** Steps in a block that was filled from the front, so that there is room for more. */
const FILLED = (ROOM * 3) / 4;

export class CapacityProfile {
  private readonly blocks: Block[] = [new Block()];
  private readonly spare: Block[] = [];
  private steps = 1;
  // Where `find` stopped: a block, and a step in it.
  private place = 0;
  private step = 0;

  constructor() {
    this.reset(0, 0);
  }

  /** Number of steps. */
  get count(): number {
    return this.steps;
  }

  /** So many are free from `now` on, for ever; of the time before nothing is known. */
  reset(now: Seconds, free: Gpus): void {
    const { blocks, spare } = this;
    while (blocks.length > 1) spare.push(blocks.pop() as Block);
    (blocks[0] as Block).begin(now, free);
    this.steps = 1;
  }

  /** Adds a step behind all others, from which on so many are free; nothing when that is no change. */
  append(at: Seconds, free: Gpus): void {
    const { blocks } = this;
    let block = blocks[blocks.length - 1] as Block;
    if (block.last === free) return;
    if (block.count >= FILLED) {
      block = this.spare.pop() ?? new Block();
      blocks.push(block);
      block.begin(at, free);
    } else block.append(at, free);
    this.steps++;
  }

  /** The fewest that are ever free. */
  get least(): Gpus {
    return this.blocks.reduce((least, block) => Math.min(least, block.least), Infinity);
  }

  /**
   * Adds accelerators on [from, to), or takes them when negative; what lies before the first step is left out.
   *
   * @param to - Infinity: for ever
   */
  add(from: Seconds, to: Seconds, gpus: Gpus): void {
    const begins = (this.blocks[0] as Block).at[0] as number;
    const start = from > begins ? from : begins;
    if (gpus === 0 || !(start < to)) return;
    if (to < Infinity) this.split(to);
    this.split(start);
    this.find(start);
    let { step } = this;
    for (let b = this.place; b < this.blocks.length; b++, step = 0) {
      const block = this.blocks[b] as Block;
      if ((block.at[step] as number) >= to) break;
      block.add(step, to, gpus);
    }
    if (to < Infinity) this.mergeAt(to);
    this.mergeAt(start);
  }

  /**
   * First second, `from` or later, from which at least `gpus` are free for `length` seconds on end.
   *
   * @param length - at least 1; Infinity: for ever
   * @param limit - a second that is known to do: a stretch that reaches it is long enough, and a later one is not looked for
   * @returns Infinity when there is none
   */
  earliest(from: Seconds, gpus: Gpus, length: Seconds, limit = Infinity): Seconds {
    const { blocks } = this;
    this.find(from);
    let { step } = this;
    let begin = from;
    for (let b = this.place; b < blocks.length && begin < limit; b++, step = 0) {
      const block = blocks[b] as Block;
      const until = b + 1 < blocks.length ? ((blocks[b + 1] as Block).at[0] as number) : Infinity;
      if (block.most < gpus) begin = until;
      else if (block.least < gpus) {
        for (; step < block.count; step++) {
          const next = step + 1 < block.count ? (block.at[step + 1] as number) : until;
          if (block.freeAt(step) < gpus) begin = next;
          else if (next - begin >= length || next >= limit) return Math.min(begin, limit);
        }
      } else if (until - begin >= length || until >= limit) return begin;
    }
    return Math.min(begin, limit);
  }

  /** Free accelerators at a second; before the first step, as many as there. */
  freeAt(at: Seconds): Gpus {
    this.find(at);
    return (this.blocks[this.place] as Block).freeAt(this.step);
  }

  /** Lets the profile begin at `before`; what was earlier is forgotten. */
  forget(before: Seconds): void {
    this.find(before);
    const past = this.blocks.splice(0, this.place);
    for (const block of past) this.steps -= block.count;
    this.spare.push(...past);
    const first = this.blocks[0] as Block;
    this.steps -= this.step;
    first.close(0, this.step);
    if ((first.at[0] as number) < before) first.at[0] = before;
  }

  /** The last step that begins at `when` or earlier; the first one, when all begin later. */
  private find(when: Seconds): void {
    const { blocks } = this;
    let low = 1;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (((blocks[middle] as Block).at[0] as number) <= when) low = middle + 1;
      else high = middle;
    }
    this.place = low - 1;
    this.step = (blocks[low - 1] as Block).stepAt(when);
  }

  /** Makes a step begin at `when`, which is not before the first one. */
  private split(when: Seconds): void {
    this.find(when);
    let block = this.blocks[this.place] as Block;
    if (block.at[this.step] === when) return;
    if (block.count === ROOM) {
      const upper = this.spare.pop() ?? new Block();
      block.halve(upper);
      this.blocks.splice(this.place + 1, 0, upper);
      this.find(when);
      block = this.blocks[this.place] as Block;
    }
    block.repeat(this.step, when);
    this.steps++;
  }

  /** Takes out the step that begins at `when` if it goes on as the one before it. */
  private mergeAt(when: Seconds): void {
    this.find(when);
    const { blocks, place, step } = this;
    const block = blocks[place] as Block;
    if (place === 0 && step === 0) return;
    const before = step > 0 ? block.freeAt(step - 1) : (blocks[place - 1] as Block).last;
    if (block.freeAt(step) !== before) return;
    block.close(step, step + 1);
    this.steps--;
    if (block.count === 0) this.spare.push(...blocks.splice(place, 1));
    else this.join(place);
  }

  /** Two neighbours that are half empty together become one. */
  private join(place: number): void {
    const { blocks } = this;
    const [lower, upper] = [blocks[place] as Block, blocks[place + 1]];
    if (upper === undefined || lower.count + upper.count > ROOM / 2) return;
    lower.takeOver(upper);
    this.spare.push(...blocks.splice(place + 1, 1));
  }
}

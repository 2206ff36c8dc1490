/**
 * Free accelerators of a pool over the time to come, as a step function: what conservative backfilling promises
 * from. Two typed columns in order of time: a question is a binary search and a walk, a change opens or closes at most
 * two steps and each time moves the shorter side. Neighbours are never equal. Below zero is allowed: promised more
 * than there is.
 */
import type { Gpus, Seconds } from "./types.ts";

const LEAST_ROOM = 64;

export class CapacityProfile {
  // Step k, from `first` to before `end`: `free[k]` accelerators on [at[k], at[k + 1]), the last one for ever.
  private at = new Float64Array(LEAST_ROOM);
  private free = new Int32Array(LEAST_ROOM);
  private first = 0;
  private end = 0;

  constructor() {
    this.reset(0, 0);
  }

  /** Number of steps. */
  get count(): number {
    return this.end - this.first;
  }

  /** So many are free from `now` on, for ever; of the time before nothing is known. */
  reset(now: Seconds, free: Gpus): void {
    this.first = this.at.length >> 1;
    this.end = this.first + 1;
    this.at[this.first] = now;
    this.free[this.first] = free;
  }

  /**
   * Adds accelerators on [from, to), or takes them when negative; what lies before the first step is left out.
   *
   * @param to - Infinity: for ever
   */
  add(from: Seconds, to: Seconds, gpus: Gpus): void {
    const begins = this.at[this.first] as number;
    const start = from > begins ? from : begins;
    if (gpus === 0 || !(start < to)) return;
    if (to < Infinity) this.split(to);
    this.split(start);
    const { at, free, end } = this;
    for (let k = this.stepAt(start); k < end && (at[k] as number) < to; k++) free[k] += gpus;
    if (to < Infinity) this.mergeAt(to);
    this.mergeAt(start);
  }

  /**
   * First second, `from` or later, from which at least `gpus` are free for `length` seconds on end.
   *
   * @param length - at least 1; Infinity: for ever
   * @returns Infinity when there is none
   */
  earliest(from: Seconds, gpus: Gpus, length: Seconds): Seconds {
    const { at, free } = this;
    const last = this.end - 1;
    let begin = from;
    for (let k = this.stepAt(from); k < last; k++) {
      const next = at[k + 1] as number;
      if ((free[k] as number) < gpus) begin = next;
      else if (next - begin >= length) return begin;
    }
    return (free[last] as number) < gpus ? Infinity : begin;
  }

  /** Free accelerators at a second; before the first step, as many as there. */
  freeAt(at: Seconds): Gpus {
    return this.free[this.stepAt(at)] as number;
  }

  /** Lets the profile begin at `before`; what was earlier is forgotten. */
  forget(before: Seconds): void {
    const step = this.stepAt(before);
    this.first = step;
    if ((this.at[step] as number) < before) this.at[step] = before;
  }

  /** The last step that begins at `when` or earlier; the first one, when all begin later. */
  private stepAt(when: Seconds): number {
    const { at } = this;
    let low = this.first + 1;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((at[middle] as number) <= when) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Makes a step begin at `when`, which is not before the first one. */
  private split(when: Seconds): void {
    const step = this.stepAt(when);
    if (this.at[step] === when) return;
    const value = this.free[step] as number;
    const place = this.open(step + 1);
    this.at[place] = when;
    this.free[place] = value;
  }

  /** Takes out the step that begins at `when` if it goes on as the one before it. */
  private mergeAt(when: Seconds): void {
    const step = this.stepAt(when);
    if (step > this.first && this.free[step] === this.free[step - 1]) this.close(step);
  }

  /** Makes room for a step before the one at `place`, and says where. */
  private open(place: number): number {
    const isNearFront = place - this.first < this.end - place;
    if (isNearFront && this.first > 0) {
      this.move(this.first, place, -1);
      this.first--;
      return place - 1;
    }
    if (this.end === this.at.length) {
      const moved = this.makeRoom();
      return this.open(place + moved);
    }
    this.move(place, this.end, 1);
    this.end++;
    return place;
  }

  private close(place: number): void {
    if (place - this.first < this.end - place) {
      this.move(this.first, place, 1);
      this.first++;
    } else {
      this.move(place + 1, this.end, -1);
      this.end--;
    }
  }

  private move(from: number, to: number, by: number): void {
    this.at.copyWithin(from + by, from, to);
    this.free.copyWithin(from + by, from, to);
  }

  /** Centres the steps, in twice the room if they fill half of it; returns by how much they moved. */
  private makeRoom(): number {
    const { count, first } = this;
    const length = 2 * count > this.at.length ? 2 * this.at.length : this.at.length;
    const centred = (length - count) >> 1;
    const at = new Float64Array(length);
    const free = new Int32Array(length);
    at.set(this.at.subarray(first, this.end), centred);
    free.set(this.free.subarray(first, this.end), centred);
    this.at = at;
    this.free = free;
    this.first = centred;
    this.end = centred + count;
    return centred - first;
  }
}

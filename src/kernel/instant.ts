/**
 * The events of one time, in the order (rank, serial): a sorted run of those that were there when
 * the instant was opened, and a heap of those that came later. Both hold keys: rank × 2^24 + arrival,
 * where the arrival, a running number, breaks ties and leads to the slot.
 */
import { fail } from "../base/assert.ts";
import type { EventRecords } from "./event-records.ts";

/** Stands where the bucket stands in the places of events that wait elsewhere. */
export const INSTANT = 255;

const ARRIVALS = 0x1000000;
const GONE = -1;
const SHORT = 24; // runs up to this length are sorted by insertion

export class Instant {
  /** Events here that are neither taken nor removed. */
  live = 0;

  private readonly records: EventRecords;
  private arrivals = 0;
  private slots = new Int32Array(256); // by arrival
  private run = new Float64Array(256).fill(Infinity); // Infinity behind the last key
  private runStart = 0;
  private runEnd = 0;
  private late = new Float64Array(256).fill(Infinity); // a binary heap, Infinity behind the last key
  private lateEnd = 0;

  constructor(records: EventRecords) {
    this.records = records;
  }

  /** Starts anew, with nothing in it. */
  begin(): void {
    if (this.lateEnd > 0) this.late.fill(Infinity, 0, this.lateEnd);
    this.run[0] = Infinity;
    this.arrivals = this.runStart = this.runEnd = this.lateEnd = this.live = 0;
  }

  /** Adds an event to the run, which is to be sorted once all are gathered. */
  gather(slot: number): void {
    if (this.runEnd + 1 === this.run.length) this.run = doubled(this.run);
    this.run[this.runEnd++] = this.arrive(slot);
  }

  sort(): void {
    const { run, runEnd } = this;
    run[runEnd] = Infinity;
    if (runEnd > SHORT) {
      run.subarray(0, runEnd).sort();
      return;
    }
    for (let i = 1; i < runEnd; i++) {
      const key = run[i];
      let hole = i;
      for (; hole > 0 && run[hole - 1] > key; hole--) run[hole] = run[hole - 1];
      run[hole] = key;
    }
  }

  /** Adds an event after the run was sorted. */
  add(slot: number): void {
    if (this.lateEnd + 1 === this.late.length) this.late = doubled(this.late);
    const late = this.late;
    const key = this.arrive(slot);
    let hole = this.lateEnd++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = late[parent];
      if (above < key) break;
      late[hole] = above;
      hole = parent;
    }
    late[hole] = key;
  }

  /** Takes out the event at that place. */
  remove(place: number): void {
    this.slots[place & (ARRIVALS - 1)] = GONE;
    this.live--;
  }

  /** Rank of the first event; one must be live. */
  firstRank(): number {
    while (this.slotOf(this.firstKey()) === GONE) this.dropFirst();
    return Math.floor(this.firstKey() / ARRIVALS);
  }

  /** Takes out the first event if its rank is at most `most`, and returns its slot; -1: there is none. */
  takeThrough(most: number): number {
    while (this.live > 0) {
      const inRun = this.run[this.runStart];
      const inLate = this.late[0];
      const key = inRun < inLate ? inRun : inLate;
      const rank = Math.floor(key / ARRIVALS);
      const slot = this.slots[key - rank * ARRIVALS];
      if (rank > most && slot !== GONE) return -1;
      if (inRun < inLate) this.runStart++;
      else this.dropLate();
      if (slot === GONE) continue;
      this.live--;
      return slot;
    }
    return -1;
  }

  /** Gives the event its key. */
  private arrive(slot: number): number {
    const arrival = this.arrivals++;
    if (arrival === this.slots.length) {
      if (arrival === ARRIVALS) fail(`more than ${ARRIVALS} events in one instant`);
      const grown = new Int32Array(2 * arrival);
      grown.set(this.slots);
      this.slots = grown;
    }
    this.slots[arrival] = slot;
    this.records.setPlace(slot, (INSTANT << 24) | arrival);
    this.live++;
    return this.records.rank(slot) * ARRIVALS + arrival;
  }

  private firstKey(): number {
    return Math.min(this.run[this.runStart], this.late[0]);
  }

  private slotOf(key: number): number {
    return this.slots[key - Math.floor(key / ARRIVALS) * ARRIVALS];
  }

  private dropFirst(): void {
    if (this.run[this.runStart] < this.late[0]) this.runStart++;
    else this.dropLate();
  }

  /** Takes the root out of the heap: the last key sinks in its place. */
  private dropLate(): void {
    const late = this.late;
    const end = --this.lateEnd;
    const key = late[end];
    late[end] = Infinity;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= end) break;
      if (late[child + 1] < late[child]) child++;
      const below = late[child];
      if (key < below) break;
      late[hole] = below;
      hole = child;
    }
    if (end > 0) late[hole] = key;
  }
}

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(2 * array.length).fill(Infinity, array.length);
  grown.set(array);
  return grown;
}

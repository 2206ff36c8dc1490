/**
 * Events to come, unsorted in buckets that grow with the distance: a hierarchical timing wheel
 * (Varghese and Lauck, 1987) with the rule of the radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990).
 *
 * Times are read as numbers in base 32. An event lies in the bucket of the highest digit in which it
 * differs from the cursor, the time of the instant that was opened last. `open` takes the lowest
 * bucket, moves the cursor to the earliest event in it, and spreads the rest over lower buckets. So
 * an event moves at most once per digit, whatever the distribution of times, and events of one time
 * always lie in one bucket, in the order in which they were scheduled. A bucket keeps its memory.
 *
 * Looking ahead must not move the cursor, because something may yet be scheduled before the earliest
 * event. It reads the lowest bucket, once, and again only if the earliest event was cancelled.
 */
import { fail } from "../base/assert.ts";
import type { EventRecords } from "./event-records.ts";
import type { Instant } from "./instant.ts";

const DIGIT = 5; // bits
const LEVELS = 7; // 7 digits are more than 32 bits
const BEYOND = LEVELS << DIGIT; // the bucket of everything 2^32 s or more after the epoch
const INDEX = 0xffffff;
const GONE = -1;

export class TimingWheel {
  private readonly records: EventRecords;
  private epoch = 0;
  private cursor = 0; // seconds since the epoch, below 2^32
  private earliest = Infinity; // of all events, if known
  private isEarliestKnown = true;
  private readonly occupied = new Int32Array(LEVELS); // a bit a bucket
  private readonly times: Float64Array[] = [];
  private readonly slots: Int32Array[] = [];
  private readonly ends = new Int32Array(BEYOND + 1); // entries of a bucket, with those that are gone
  private readonly lives = new Int32Array(BEYOND + 1); // without them

  constructor(records: EventRecords) {
    this.records = records;
    for (let bucket = 0; bucket <= BEYOND; bucket++) {
      this.times.push(new Float64Array(8));
      this.slots.push(new Int32Array(8));
    }
  }

  add(at: number, slot: number): void {
    if (at < this.earliest) this.earliest = at;
    this.put(at, slot);
  }

  /** Takes an event out. */
  remove(place: number): void {
    const bucket = place >>> 24;
    const index = place & INDEX;
    const times = this.times[bucket];
    if (times[index] === this.earliest) this.isEarliestKnown = false;
    times[index] = Infinity;
    this.slots[bucket][index] = GONE;
    const live = --this.lives[bucket];
    if (live === 0) this.vacate(bucket);
    else if (this.ends[bucket] > 2 * live + 32) this.compact(bucket);
  }

  /** Time of the earliest event; Infinity if there is none. */
  firstTime(): number {
    if (!this.isEarliestKnown) this.findEarliest();
    return this.earliest;
  }

  /** Moves the events of the earliest time, of which there must be some, to `instant`. */
  open(instant: Instant): void {
    const earliest = this.firstTime();
    const bucket = this.lowestBucket();
    if (bucket === BEYOND) this.epoch = earliest;
    this.cursor = earliest - this.epoch;
    const end = this.ends[bucket];
    const times = this.times[bucket];
    const slots = this.slots[bucket];
    this.vacate(bucket); // only entries beyond 2^32 s come back to it, never more than were read
    instant.begin();
    for (let index = 0; index < end; index++) {
      const slot = slots[index];
      if (slot === GONE) continue;
      const at = times[index];
      if (at === earliest) instant.gather(slot);
      else this.put(at, slot);
    }
    instant.sort();
    this.isEarliestKnown = false;
  }

  clear(): void {
    for (let bucket = 0; bucket <= BEYOND; bucket++) this.vacate(bucket);
    this.epoch = this.cursor = 0;
    this.earliest = Infinity;
    this.isEarliestKnown = true;
  }

  private put(at: number, slot: number): void {
    const bucket = this.bucketOf(at);
    const end = this.ends[bucket];
    let times = this.times[bucket];
    if (end === times.length) {
      this.grow(bucket);
      times = this.times[bucket];
    }
    times[end] = at;
    this.slots[bucket][end] = slot;
    this.records.setPlace(slot, (bucket << 24) | end);
    this.ends[bucket] = end + 1;
    this.lives[bucket]++;
  }

  /** Marks the bucket as occupied too, for the caller is about to use it. */
  private bucketOf(at: number): number {
    const time = at - this.epoch;
    if (time >= 0x100000000) return BEYOND;
    const level = ((31 - Math.clz32((time ^ this.cursor) | 1)) * 13) >> 6; // a division by 5
    const digit = (time >>> (level * DIGIT)) & 31;
    this.occupied[level] |= 1 << digit;
    return (level << DIGIT) | digit;
  }

  private lowestBucket(): number {
    for (let level = 0; level < LEVELS; level++) {
      const bits = this.occupied[level];
      if (bits !== 0) return (level << DIGIT) | (31 - Math.clz32(bits & -bits));
    }
    return BEYOND;
  }

  private findEarliest(): void {
    const bucket = this.lowestBucket();
    const times = this.times[bucket];
    const end = this.ends[bucket];
    let earliest = Infinity;
    for (let index = 0; index < end; index++) {
      const at = times[index];
      if (at < earliest) {
        earliest = at;
        if (bucket < 32) break; // they all have the same time
      }
    }
    this.earliest = earliest;
    this.isEarliestKnown = true;
  }

  private vacate(bucket: number): void {
    this.ends[bucket] = this.lives[bucket] = 0;
    const level = bucket >> DIGIT;
    if (level < LEVELS) this.occupied[level] &= ~(1 << (bucket & 31));
  }

  private compact(bucket: number): void {
    const times = this.times[bucket];
    const slots = this.slots[bucket];
    const end = this.ends[bucket];
    let kept = 0;
    for (let index = 0; index < end; index++) {
      const slot = slots[index];
      if (slot === GONE) continue;
      times[kept] = times[index];
      slots[kept] = slot;
      this.records.setPlace(slot, (bucket << 24) | kept);
      kept++;
    }
    this.ends[bucket] = kept;
  }

  private grow(bucket: number): void {
    const times = this.times[bucket];
    if (times.length > INDEX) fail("a bucket of the agenda is full");
    const grownTimes = new Float64Array(2 * times.length);
    grownTimes.set(times);
    this.times[bucket] = grownTimes;
    const grownSlots = new Int32Array(2 * times.length);
    grownSlots.set(this.slots[bucket]);
    this.slots[bucket] = grownSlots;
  }
}

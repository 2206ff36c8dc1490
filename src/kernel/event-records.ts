/**
 * What belongs to an event and stays put while the agenda moves its entry: rank, argument, kind and
 * the entry's place, in a numbered slot that is used again once the event is gone. A slot counts its
 * events in generations, so that the name of an old event never fits a new one.
 */
import { fail } from "../base/assert.ts";

/** Names one scheduled event: (generation + 1) × MAX_PENDING + slot. Never given twice before `clear`. */
export type EventId = number;

/** No event: the name of none, so that columns of names begin as they are made. */
export const NO_EVENT: EventId = 0;

/** At most this many events can be pending. */
export const MAX_PENDING = 0x800000;

/** Kinds are below this. */
export const MAX_KINDS = 255;

const NONE = 255; // in place of the kind: the slot is free
const LAST_GENERATION = 0xffffff; // a slot that reached it is retired

export class EventRecords {
  // Slot s: rank (phase << 24 | entity), argument, generation << 8 | kind, place in words 4s … 4s+3.
  private words: Int32Array;
  private used = 0;
  private free = -1; // head of a list linked through the places

  constructor(capacity: number) {
    this.words = new Int32Array(4 * capacity);
  }

  /** Takes a slot for a new event. */
  take(rank: number, kind: number, argument: number): number {
    let slot = this.free;
    if (slot >= 0) {
      this.free = this.words[4 * slot + 3];
    } else {
      slot = this.used;
      if (slot === MAX_PENDING) fail(`more than ${MAX_PENDING} events pending`);
      if (4 * slot >= this.words.length) this.grow();
      this.used++;
    }
    const words = this.words;
    words[4 * slot] = rank;
    words[4 * slot + 1] = argument;
    words[4 * slot + 2] = (words[4 * slot + 2] & ~NONE) | kind;
    return slot;
  }

  /** Lets the slot serve its next generation. */
  release(slot: number): void {
    const generation = (this.words[4 * slot + 2] >>> 8) + 1;
    this.words[4 * slot + 2] = (generation << 8) | NONE;
    if (generation === LAST_GENERATION) return;
    this.words[4 * slot + 3] = this.free;
    this.free = slot;
  }

  /** The slot of a pending event; -1 if it already ran or was cancelled. */
  find(id: EventId): number {
    const turn = Math.floor(id / MAX_PENDING);
    const slot = id - turn * MAX_PENDING; // a quarter of the time that % takes on doubles
    if (!(slot >= 0 && slot < this.used) || Math.floor(slot) !== slot) return -1;
    const word = this.words[4 * slot + 2];
    return word >>> 8 === turn - 1 && (word & NONE) !== NONE ? slot : -1;
  }

  id(slot: number): EventId {
    return ((this.words[4 * slot + 2] >>> 8) + 1) * MAX_PENDING + slot;
  }

  rank(slot: number): number {
    return this.words[4 * slot];
  }

  argument(slot: number): number {
    return this.words[4 * slot + 1];
  }

  kind(slot: number): number {
    return this.words[4 * slot + 2] & NONE;
  }

  /** Where the entry lies: bucket << 24 | index. */
  place(slot: number): number {
    return this.words[4 * slot + 3];
  }

  setPlace(slot: number, place: number): void {
    this.words[4 * slot + 3] = place;
  }

  clear(): void {
    this.words.fill(0, 0, 4 * this.used);
    this.used = 0;
    this.free = -1;
  }

  private grow(): void {
    const grown = new Int32Array(2 * this.words.length);
    grown.set(this.words);
    this.words = grown;
  }
}

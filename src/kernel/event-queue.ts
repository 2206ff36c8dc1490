/**
 * The agenda: pending events in the total order (time, phase, entity, serial). Serials count calls
 * of `schedule`, so events that tie in everything else run in the order in which they were asked for.
 *
 * The events of the current instant are kept in order (`Instant`), all later ones by rough distance
 * (`TimingWheel`), and what an event carries stays in its slot (`EventRecords`). An event is moved at
 * most once per digit of its distance, however many are pending and however their times are spread,
 * and no object is made for it.
 */
import { fail } from "../base/assert.ts";
import { type EventId, EventRecords, MAX_KINDS } from "./event-records.ts";
import { INSTANT, Instant } from "./instant.ts";
import { TimingWheel } from "./timing-wheel.ts";

export { type EventId, NO_EVENT } from "./event-records.ts";

/** Entities are whole numbers from 0 to this. */
export const MAX_ENTITY = 0xffffff;

/** No phase: above all of them. */
export const NO_PHASE = 16;

export class EventQueue {
  /** Time of the event popped last, or the one `advance` moved to; nothing may be scheduled before it. */
  at = 0;
  /** Kind of the event popped last, as the next four. */
  kind = 0;
  entity = 0;
  argument = 0;
  phase = 0;
  id: EventId = 0;

  private readonly phaseBits: Uint32Array; // kind → phase << 24
  private readonly records: EventRecords;
  private readonly instant: Instant; // the events at `at`
  private readonly wheel: TimingWheel; // the events after it
  private live = 0;

  /**
   * @param phaseOfKind - phase, 0 to 15, of each kind; kinds are its indexes, at most 255 of them
   * @param capacity - pending events to make room for; the queue grows beyond it as needed
   */
  constructor(phaseOfKind: ArrayLike<number>, capacity = 1024) {
    if (phaseOfKind.length > MAX_KINDS)
      fail(`at most ${MAX_KINDS} kinds of event, got ${phaseOfKind.length}`);
    this.phaseBits = Uint32Array.from(phaseOfKind, (phase, kind) => {
      if (!(phase >= 0 && phase < NO_PHASE && Math.floor(phase) === phase))
        fail(`phase of kind ${kind} is ${phase}`);
      return phase << 24;
    });
    this.records = new EventRecords(Math.max(16, capacity));
    this.instant = new Instant(this.records);
    this.wheel = new TimingWheel(this.records);
  }

  /** Events that are scheduled and neither run nor cancelled. */
  get size(): number {
    return this.live;
  }

  /**
   * Adds an event.
   *
   * @param at - whole seconds, not before the event popped last
   * @param kind - index into the phases given to the constructor
   * @param entity - 0 to `MAX_ENTITY`; the lower runs first within a phase
   * @param argument - any 32-bit signed integer, handed back unchanged
   * @returns a name for `cancel`
   * @throws InvariantError on anything else
   */
  schedule(at: number, kind: number, entity: number, argument = 0): EventId {
    const phaseBits = this.phaseBits[kind];
    if (phaseBits === undefined) fail(`no event kind ${kind}`);
    if (!(at >= this.at && at <= Number.MAX_SAFE_INTEGER) || Math.floor(at) !== at) {
      fail(`events happen at a whole second from ${this.at} on, got ${at}`);
    }
    if (entity >>> 0 !== entity || entity > MAX_ENTITY) fail(`entity is 0 to ${MAX_ENTITY}, got ${entity}`);
    if ((argument | 0) !== argument) fail(`argument is a 32-bit integer, got ${argument}`);
    const slot = this.records.take(phaseBits | entity, kind, argument);
    if (at === this.at) this.instant.add(slot);
    else this.wheel.add(at, slot);
    this.live++;
    return this.records.id(slot);
  }

  /** Takes an event out. Returns false, and does nothing, if it already ran or was cancelled. */
  cancel(id: EventId): boolean {
    const slot = this.records.find(id);
    if (slot < 0) return false;
    const place = this.records.place(slot);
    if (place >>> 24 === INSTANT) this.instant.remove(place);
    else this.wheel.remove(place);
    this.records.release(slot);
    this.live--;
    return true;
  }

  /** Time of the earliest pending event; Infinity if there is none. */
  peekTime(): number {
    return this.instant.live > 0 ? this.at : this.wheel.firstTime();
  }

  /** Phase of the next event at `at`; `NO_PHASE` if none is left there. */
  peekPhase(): number {
    return this.instant.live > 0 ? this.instant.firstRank() >>> 24 : NO_PHASE;
  }

  /** Moves `at` to the time of the earliest pending event. Returns false, and stays, if there is none. */
  advance(): boolean {
    if (this.instant.live > 0) return true;
    if (this.live === 0) return false;
    this.at = this.wheel.firstTime();
    this.wheel.open(this.instant);
    return true;
  }

  /** Removes the earliest event and loads it into `at`, `kind`, `entity`, `argument`, `phase`, `id`. False if none. */
  pop(): boolean {
    return this.advance() && this.popThrough(NO_PHASE - 1);
  }

  /** The same for events at `at` alone whose phase is at most `lastPhase`. */
  popThrough(lastPhase: number): boolean {
    const slot = this.instant.takeThrough((lastPhase << 24) | MAX_ENTITY);
    if (slot < 0) return false;
    const records = this.records;
    const rank = records.rank(slot);
    this.phase = rank >>> 24;
    this.entity = rank & MAX_ENTITY;
    this.kind = records.kind(slot);
    this.argument = records.argument(slot);
    this.id = records.id(slot);
    records.release(slot);
    this.live--;
    return true;
  }

  /** Back to the state after construction, keeping the memory. Ids given before must not be used any more. */
  clear(): void {
    this.records.clear();
    this.instant.begin();
    this.wheel.clear();
    this.live = 0;
    this.at = this.kind = this.entity = this.argument = this.phase = this.id = 0;
  }
}

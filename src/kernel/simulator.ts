/**
 * The clock. Time jumps from instant to instant; within one, events run phase by phase, and the
 * process settles exactly once, when all facts of the instant are known:
 *
 *   events up to the settle phase, in order → settle → events of the later phases, in order
 *
 * A handler may add to the instant it runs in, but only to a phase that is still to come. An event of
 * the settle phase itself is a wake-up: it is handled just before the process settles.
 */
import { fail } from "../base/assert.ts";
import { type EventId, EventQueue, NO_PHASE } from "./event-queue.ts";

/** What the simulator drives. */
export interface Process {
  /** Carries out one event. `kind`, `entity` and `argument` are as they were scheduled. */
  handle(kind: number, entity: number, argument: number): void;
  /** Decides what follows from the facts of this instant; called once in each. */
  settle(): void;
}

/** More events than this in one instant are taken for a livelock. */
export const MAX_EVENTS_PER_INSTANT = 1_000_000;

export class Simulator {
  /** Seconds since the start: the instant being handled, or how far the clock has come. */
  now = 0;
  /** Events handled since construction or `reset`; settling is not an event. */
  eventsHandled = 0;

  private readonly queue: EventQueue;
  private readonly phaseOfKind: Uint8Array;
  private readonly settlePhase: number;
  private readonly maxEventsPerInstant: number;
  private phaseToCome = 0; // the lowest phase that may still be scheduled at `now`

  /**
   * @param phaseOfKind - phase, 0 to 15, of each event kind
   * @param settlePhase - the process settles after the events of this phase and before those of the next
   * @param maxEventsPerInstant - more than this is a livelock
   */
  constructor(
    phaseOfKind: ArrayLike<number>,
    settlePhase: number,
    maxEventsPerInstant: number = MAX_EVENTS_PER_INSTANT,
  ) {
    this.queue = new EventQueue(phaseOfKind);
    this.phaseOfKind = Uint8Array.from(phaseOfKind);
    this.settlePhase = settlePhase;
    this.maxEventsPerInstant = maxEventsPerInstant;
  }

  /** Events scheduled and neither handled nor cancelled. */
  get pending(): number {
    return this.queue.size;
  }

  /** Time of the next instant; Infinity if nothing is pending. */
  get nextTime(): number {
    return this.queue.peekTime();
  }

  /**
   * Adds an event at `now` or later; at `now`, only to a phase that is still to come.
   *
   * @throws InvariantError when that would be travelling back, and as `EventQueue.schedule` does
   */
  schedule(at: number, kind: number, entity: number, argument = 0): EventId {
    if (at <= this.now) this.checkIsToCome(at, kind);
    return this.queue.schedule(at, kind, entity, argument);
  }

  /** Takes an event out. Returns false, and does nothing, if it already ran or was cancelled. */
  cancel(id: EventId): boolean {
    return this.queue.cancel(id);
  }

  /** Runs all instants up to and including `until`, then moves the clock there unless `until` is Infinity. */
  run(process: Process, until: number): void {
    while (this.queue.peekTime() <= until) {
      if (!this.step(process)) break;
    }
    if (until > this.now && until < Infinity) {
      this.now = until;
      this.phaseToCome = 0;
    }
  }

  /** Runs the next instant. Returns false if nothing is pending. */
  step(process: Process): boolean {
    if (!this.queue.advance()) return false;
    this.now = this.queue.at;
    const budget = this.eventsHandled + this.maxEventsPerInstant;
    this.handleThrough(this.settlePhase, process, budget);
    this.phaseToCome = this.settlePhase + 1;
    process.settle();
    this.handleThrough(NO_PHASE - 1, process, budget);
    this.phaseToCome = NO_PHASE;
    return true;
  }

  /** Forgets all events and turns the clock back to 0, keeping the memory. */
  reset(): void {
    this.queue.clear();
    this.now = 0;
    this.eventsHandled = 0;
    this.phaseToCome = 0;
  }

  private handleThrough(lastPhase: number, process: Process, budget: number): void {
    const queue = this.queue;
    while (queue.popThrough(lastPhase)) {
      this.phaseToCome = queue.phase;
      if (++this.eventsHandled > budget) {
        fail(`livelock: more than ${this.maxEventsPerInstant} events at second ${this.now}`);
      }
      process.handle(queue.kind, queue.entity, queue.argument);
    }
  }

  private checkIsToCome(at: number, kind: number): void {
    if (at < this.now) fail(`an event for second ${at} came at second ${this.now}`);
    const phase = this.phaseOfKind[kind];
    if (phase !== undefined && phase < this.phaseToCome) {
      fail(`an event of kind ${kind} for second ${at} came after its phase ${phase} was over`);
    }
  }
}

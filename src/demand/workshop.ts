/**
 * The workshop of a pool: its blocks in their places, spares on the shelf, and a crew that mends what has failed in the
 * order of failure. A small simulation of its own, run before the one that counts.
 */
import { EventQueue } from "../kernel/event-queue.ts";
import type { FailurePath } from "../model/block-failures.ts";
import type { BlockFailures, Gpus, Seconds, Step } from "../model/types.ts";

/** Seconds that the block in a place takes, given how often a block has failed there; at least 1. */
export type DrawnFor = (place: number, turn: number) => Seconds;

// In one second the pool's size is settled first, then what comes into service, then what fails.
const PHASE = 0;
const MENDED = 1;
const SWAPPED = 2;
const FAILS = 3;
const ORDER = [PHASE, MENDED, SWAPPED, FAILS];

type State = "running" | "swapping" | "empty" | "gone";

type Place = {
  readonly id: number;
  state: State;
  /** How often a block has failed here, and the event that ends its state. */
  failures: number;
  due: number;
};

export class Workshop {
  private readonly agenda = new EventQueue(ORDER);
  private readonly all: Place[] = [];
  private readonly gone: Place[] = [];
  private readonly empty = new Line<Place>();
  /** Broken blocks that wait for the crew: where they failed, for the how-many-eth time. */
  private readonly broken = new Line<{ readonly place: number; readonly turn: number }>();
  private mending = 0;
  private swapping = 0;
  private shelf: number;
  /** Blocks being mended that no longer belong to the pool. */
  private surplus = 0;

  private readonly spec: Pick<BlockFailures, "block" | "crew" | "spares" | "swap">;
  private readonly horizon: Seconds;
  private readonly life: DrawnFor;
  private readonly repair: DrawnFor;

  constructor(
    spec: Pick<BlockFailures, "block" | "crew" | "spares" | "swap">,
    horizon: Seconds,
    life: DrawnFor,
    repair: DrawnFor,
  ) {
    this.spec = spec;
    this.horizon = horizon;
    this.life = life;
    this.repair = repair;
    this.shelf = spec.spares;
  }

  /** What is out of service up to the horizon, of a pool of these sizes. */
  path(phases: readonly Step<Gpus>[]): FailurePath {
    const at: number[] = [];
    const out: number[] = [];
    phases.forEach((phase, i) => {
      this.schedule(phase.at, PHASE, i);
    });
    for (let last = 0; this.agenda.advance(); ) {
      while (this.agenda.popThrough(FAILS)) {
        if (this.agenda.kind === PHASE)
          this.resize(Math.floor((phases[this.agenda.entity] as Step<Gpus>).value / this.spec.block));
        else this.handle();
      }
      const missing = (this.empty.length + this.swapping) * this.spec.block;
      if (missing === last) continue;
      at.push(this.agenda.at);
      out.push(missing);
      last = missing;
    }
    return { at: Float64Array.from(at), out: Float64Array.from(out) };
  }

  private handle(): void {
    const { kind, entity } = this.agenda;
    if (kind === MENDED) {
      this.mended();
      return;
    }
    const place = this.all[entity] as Place;
    if (kind === FAILS) this.fails(place);
    else {
      this.swapping--;
      this.run(place);
    }
  }

  /** A block comes into service, as good as new. */
  private run(place: Place): void {
    place.state = "running";
    place.due = this.schedule(this.agenda.at + this.life(place.id, place.failures), FAILS, place.id);
  }

  private fails(place: Place): void {
    this.broken.push({ place: place.id, turn: place.failures++ });
    this.mendNext();
    if (this.shelf === 0) {
      place.state = "empty";
      this.empty.push(place);
      return;
    }
    this.shelf--;
    if (this.spec.swap === 0) {
      this.run(place);
      return;
    }
    place.state = "swapping";
    this.swapping++;
    place.due = this.schedule(this.agenda.at + this.spec.swap, SWAPPED, place.id);
  }

  private mendNext(): void {
    while (this.mending < this.spec.crew && this.broken.length > 0) {
      const { place, turn } = this.broken.shift();
      this.mending++;
      this.schedule(this.agenda.at + this.repair(place, turn), MENDED, 0);
    }
  }

  private mended(): void {
    this.mending--;
    this.mendNext();
    if (this.surplus > 0) this.surplus--;
    else if (this.empty.length > 0) this.run(this.empty.shift());
    else this.shelf++;
  }

  /** New places come with a block each. When there are to be fewer, those without a block in service go first, then the last. */
  private resize(places: number): void {
    let more = places - (this.all.length - this.gone.length);
    for (; more > 0; more--) this.run(this.gone.pop() ?? this.added());
    for (; more < 0 && this.empty.length > 0; more++) this.remove(this.empty.shift());
    for (const state of ["swapping", "running"] as const)
      for (let id = this.all.length - 1; more < 0 && id >= 0; id--) {
        const place = this.all[id] as Place;
        if (place.state !== state) continue;
        this.remove(place);
        more++;
      }
  }

  private added(): Place {
    const place: Place = { id: this.all.length, state: "gone", failures: 0, due: -1 };
    this.all.push(place);
    return place;
  }

  private remove(place: Place): void {
    if (place.state !== "empty") this.agenda.cancel(place.due);
    if (place.state !== "running") this.leaveOne();
    if (place.state === "swapping") {
      this.swapping--;
      this.shelf++;
    }
    place.state = "gone";
    this.gone.push(place);
  }

  /** The broken block of a place that goes, goes too: one that waits for the crew, or else one that is being mended. */
  private leaveOne(): void {
    if (this.broken.length > 0) this.broken.pop();
    else this.surplus++;
  }

  /** @returns the event; -1 when it lies beyond the horizon */
  private schedule(at: Seconds, kind: number, entity: number): number {
    return at < this.horizon ? this.agenda.schedule(at, kind, entity) : -1;
  }
}

/** First in, first out. */
class Line<T> {
  private items: T[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** The first of a line that is not empty. */
  shift(): T {
    const item = this.items[this.head++] as T;
    if (this.head > 1024 && 2 * this.head > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** Takes out the last of a line that is not empty. */
  pop(): void {
    this.items.pop();
  }
}

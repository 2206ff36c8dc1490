/**
 * Notices to jobs: how many there were and how they ended, and how long those had to wait for whom they were
 * served. A job has at most one notice at a time. Counted from the start of the measured window.
 */
import type { JobChange } from "../../model/observer.ts";
import type { Seconds } from "../../model/types.ts";
import { Histogram } from "../../stats/histogram.ts";

type NoticeEnd = "complied" | "enforced" | "pardoned" | "moot";

/** How a change ends the notice that runs against a job. */
const endOf: { readonly [C in JobChange]?: NoticeEnd } = {
  completed: "complied",
  killed: "complied",
  preempted: "enforced",
  shrunk: "enforced",
  pardoned: "pardoned",
  shed: "moot",
};

export class JobNotices {
  issued = 0;
  undelivered = 0;
  open = 0;
  readonly ended = { complied: 0, enforced: 0, pardoned: 0, moot: 0 };
  private readonly from: Seconds;
  private readonly isOpen: Uint8Array;

  constructor(jobs: number, from: Seconds) {
    this.from = from;
    this.isOpen = new Uint8Array(jobs);
  }

  issue(at: Seconds, job: number, isDelivered: boolean): void {
    this.isOpen[job] = 1;
    this.open++;
    if (at < this.from) return;
    this.issued++;
    if (!isDelivered) this.undelivered++;
  }

  /** A job changed in a way that may end its notice. */
  end(at: Seconds, job: number, change: JobChange): void {
    if (this.open === 0 || this.isOpen[job] === 0) return;
    this.isOpen[job] = 0;
    this.open--;
    const how = endOf[change];
    if (how !== undefined && at >= this.from) this.ended[how]++;
  }
}

/** From the first notice that was served for somebody until that one starts. */
export class ReclaimLatency {
  sum = 0;
  readonly lengths = new Histogram();
  private readonly from: Seconds;
  private readonly calledAt: Float64Array; // the second after it; 0: never
  private waiting = 0; // for whom somebody was called

  /** @param waiters - numbers of those for whom notices may be served: from 0, below this */
  constructor(waiters: number, from: Seconds) {
    this.from = from;
    this.calledAt = new Float64Array(waiters);
  }

  called(at: Seconds, waiter: number): void {
    if (this.calledAt[waiter] > 0) return;
    this.calledAt[waiter] = at + 1;
    this.waiting++;
  }

  started(at: Seconds, waiter: number): void {
    if (this.waiting === 0) return;
    const since = this.calledAt[waiter] - 1;
    if (since < 0) return;
    this.left(waiter);
    if (at < this.from) return;
    this.sum += at - since;
    this.lengths.add(at - since);
  }

  left(waiter: number): void {
    if (this.waiting === 0 || this.calledAt[waiter] === 0) return;
    this.calledAt[waiter] = 0;
    this.waiting--;
  }
}

/** Shortages: how often, how long in all, and the longest without pause. Counted from the measured window's start. */
import type { Seconds } from "../model/types.ts";

export class Gaps {
  count = 0;
  total = 0;
  longest = 0;
  /** First second of the first shortage, or -1. */
  first = -1;
  private since = -1;
  private readonly from: Seconds;

  constructor(from: Seconds) {
    this.from = from;
  }

  /** Whether demand is short from now on. */
  see(at: Seconds, short: boolean): void {
    if (short && this.since < 0) {
      this.since = at;
      if (this.first < 0) this.first = at;
    } else if (!short && this.since >= 0) this.end(at);
  }

  /** The run is over. */
  close(at: Seconds): void {
    if (this.since >= 0) this.end(at);
  }

  private end(at: Seconds): void {
    const length = at - Math.max(this.from, this.since);
    this.since = -1;
    if (length <= 0) return;
    this.count++;
    this.total += length;
    this.longest = Math.max(this.longest, length);
  }
}

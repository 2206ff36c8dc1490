/**
 * How often jobs of one class are evicted, counted so that each published rate can be told: by start, by hour of
 * running, by stop, by guarantee window. Only preemption by decision is an eviction; being stopped for want of
 * capacity is not. Counted from the start of the measured window.
 */
import type { Gpus, Seconds } from "../../model/types.ts";

export class Evictions {
  starts = 0;
  stops = 0;
  preempted = 0;
  preemptedGpus = 0;
  /** Guarantee windows that were completed, or whose job ended; and those that a preemption cut short. */
  kept = 0;
  broken = 0;
  /** First evictions of jobs, and the seconds from their first starts until then. */
  first = 0;
  untilFirst = 0;
  private readonly from: Seconds;
  private readonly window: Seconds;

  /**
   * @param from - start of the measured window
   * @param window - length of a guarantee window, after GFS: they follow one another from each start
   */
  constructor(from: Seconds, window: Seconds) {
    this.from = from;
    this.window = window;
  }

  started(at: Seconds): void {
    if (at >= this.from) this.starts++;
  }

  /** A job that has run since `start` was preempted. */
  preempts(at: Seconds, start: Seconds, gpus: Gpus): void {
    if (at < this.from) return;
    this.stops++;
    this.preempted++;
    this.preemptedGpus += gpus;
    if (!this.countKept(at, start)) this.broken++;
  }

  /** It came to its end: the window it was in counts as kept. */
  ends(at: Seconds, start: Seconds): void {
    if (at < this.from) return;
    this.stops++;
    if (!this.countKept(at, start) || at === start) this.kept++;
  }

  /** It was stopped by force: the window it was in is not counted. */
  shed(at: Seconds, start: Seconds): void {
    if (at < this.from) return;
    this.stops++;
    this.countKept(at, start);
  }

  /** It still runs when the books are closed. */
  runs(at: Seconds, start: Seconds): void {
    this.countKept(at, start);
  }

  /** A first eviction. */
  firstAfter(at: Seconds, seconds: Seconds): void {
    if (at < this.from) return;
    this.first++;
    this.untilFirst += seconds;
  }

  /** Counts whole windows; true when the last of them ends just now. */
  private countKept(at: Seconds, start: Seconds): boolean {
    const windows = Math.floor((at - start) / this.window);
    this.kept += windows;
    if (start < this.from) this.kept -= Math.floor((this.from - start) / this.window);
    return windows * this.window === at - start;
  }
}

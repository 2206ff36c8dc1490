/**
 * Jobs that wait, the accelerators they want, and jobs that run, by class, with exact time integrals. All three of a
 * class change together, so that an event costs one look at the clock.
 */
import { fail } from "../../base/assert.ts";
import { tooMuchToCount } from "../../base/errors.ts";
import type { Gpus, Seconds } from "../../model/types.ts";

/** Levels, each for both classes: add the class, 0 or 1. */
export const QUEUED_JOBS = 0;
export const WAITING_GPUS = 2;
export const RUNNING_JOBS = 4;
export const LEVELS = 6;
/** What is counted, in words. */
const NAMES = ["jobs that wait", "accelerators that waiting jobs want", "jobs that run"];

export class JobLevels {
  private readonly values = new Float64Array(LEVELS);
  private readonly sums = new Float64Array(LEVELS);
  private readonly since = new Float64Array(2);

  /** So many more wait, for so many accelerators, and run, from now on; negative: fewer. Time must not go back. */
  change(c: number, waiting: number, gpus: Gpus, running: number, at: Seconds): void {
    const { values, sums, since } = this;
    const elapsed = at - since[c];
    if (elapsed !== 0) {
      if (elapsed < 0) fail(`a level changes at ${at}, before ${since[c]}`);
      sums[c] += values[c] * elapsed;
      sums[WAITING_GPUS + c] += values[WAITING_GPUS + c] * elapsed;
      sums[RUNNING_JOBS + c] += values[RUNNING_JOBS + c] * elapsed;
      since[c] = at;
    }
    values[c] += waiting;
    values[WAITING_GPUS + c] += gpus;
    values[RUNNING_JOBS + c] += running;
  }

  /**
   * The integral of a level from second 0 to `now`, exact.
   *
   * @throws InputError beyond 2^53, where it would no longer be exact
   */
  integral(level: number, now: Seconds): number {
    const sum = this.sums[level] + this.values[level] * (now - this.since[level % 2]);
    if (!Number.isSafeInteger(sum)) throw tooMuchToCount(NAMES[level >> 1] as string, now);
    return sum;
  }
}

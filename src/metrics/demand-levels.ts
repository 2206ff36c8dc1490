/**
 * Internal demand, its unmet part, and idle capacity that was called back, with exact time integrals. All three are
 * known anew when an instant has settled, so that it costs one look at the clock.
 */
import { fail } from "../base/assert.ts";
import { tooMuchToCount } from "../base/errors.ts";
import type { Gpus, Seconds } from "../model/types.ts";

export const DEMAND = 0;
export const UNMET = 1;
export const IDLE_RECLAIMED = 2;
export const DEMAND_LEVELS = 3;
/** What is counted, in words. */
const NAMES = [
  "accelerators that are wanted",
  "accelerators that are short",
  "idle accelerators that were called back",
];

export class DemandLevels {
  private readonly values = new Float64Array(DEMAND_LEVELS);
  private readonly sums = new Float64Array(DEMAND_LEVELS);
  private since: Seconds = 0;

  /** The levels from now on. Time must not go back. */
  set(demand: Gpus, unmet: Gpus, idle: Gpus, at: Seconds): void {
    const { values, sums } = this;
    const elapsed = at - this.since;
    if (elapsed !== 0) {
      if (elapsed < 0) fail(`levels change at ${at}, before ${this.since}`);
      sums[DEMAND] += values[DEMAND] * elapsed;
      sums[UNMET] += values[UNMET] * elapsed;
      sums[IDLE_RECLAIMED] += values[IDLE_RECLAIMED] * elapsed;
      this.since = at;
    }
    values[DEMAND] = demand;
    values[UNMET] = unmet;
    values[IDLE_RECLAIMED] = idle;
  }

  /**
   * The integral of a level from second 0 to `now`, exact.
   *
   * @throws InputError beyond 2^53, where it would no longer be exact
   */
  integral(level: number, now: Seconds): number {
    const sum = this.sums[level] + this.values[level] * (now - this.since);
    if (!Number.isSafeInteger(sum)) throw tooMuchToCount(NAMES[level] as string, now);
    return sum;
  }
}

/**
 * Time integrals of step functions, exact. Values are whole numbers and so is time, therefore each
 * integral is a whole number, held exactly in a double up to 2^53: a million accelerators for ten
 * years are 3.2e14 GPU-seconds. Conservation can be tested with `===`.
 */
import { fail } from "../base/assert.ts";

const LIMIT = Number.MAX_SAFE_INTEGER;

/** A column of step functions, all 0 at time 0. */
export class TimeIntegrals {
  private readonly values: Float64Array;
  private readonly sums: Float64Array; // up to `since`
  private readonly since: Float64Array; // last change

  /** @param count - how many functions */
  constructor(count: number) {
    this.values = new Float64Array(count);
    this.sums = new Float64Array(count);
    this.since = new Float64Array(count);
  }

  /** The function takes `value`, a whole number, from `now` on. Time must not go back. */
  set(index: number, value: number, now: number): void {
    if (!Number.isSafeInteger(value)) fail(`a step function takes whole numbers, got ${value}`);
    this.sums[index] = this.integral(index, now);
    this.since[index] = now;
    this.values[index] = value;
  }

  /** The function changes by `change`, a whole number, from `now` on. */
  add(index: number, change: number, now: number): void {
    this.set(index, this.value(index) + change, now);
  }

  /** The value now in force. */
  value(index: number): number {
    return this.values[index];
  }

  /**
   * The integral from the last `reset` (or time 0) to `now`, in value × seconds, exact.
   *
   * @throws InvariantError if time goes back, or beyond 2^53, where it would no longer be exact
   */
  integral(index: number, now: number): number {
    const elapsed = now - this.since[index];
    if (!(elapsed >= 0)) fail(`integral ${index} was asked for at ${now}, before ${this.since[index]}`);
    const step = this.values[index] * elapsed;
    const sum = this.sums[index] + step;
    if (!(step <= LIMIT && step >= -LIMIT && sum <= LIMIT && sum >= -LIMIT)) {
      fail(`integral ${index} passes 2^53 at ${now}: it would no longer be exact`);
    }
    return sum;
  }

  /** Starts all integrals anew at `now`, as after a warm-up; the values stay in force. */
  reset(now: number): void {
    for (let index = 0; index < this.since.length; index++) {
      if (!(now >= this.since[index])) fail(`reset at ${now}, before ${this.since[index]}`);
    }
    this.sums.fill(0);
    this.since.fill(now);
  }
}

/**
 * A growing column of instants. What is pushed is an exact real time; what is kept is the whole second it falls
 * into, so that rounding never accumulates. It refuses to grow beyond what a replication may hold, by name and
 * before memory runs out.
 */
import { InputError } from "../../base/errors.ts";
import type { Seconds } from "../../model/types.ts";

/** Most jobs of one stream in one replication. */
export const MOST_JOBS = 16_000_000;

export class Instants {
  count = 0;
  private times: Float64Array;
  private readonly name: string;

  /**
   * @param expected - about how many will come; only speed depends on it
   * @param name - whose jobs they are, for the message when there are too many
   */
  constructor(expected: number, name: string) {
    const room = expected + 6 * Math.sqrt(expected) + 16;
    this.times = new Float64Array(room < MOST_JOBS ? Math.ceil(room) : 1024);
    this.name = name;
  }

  /** @param at - not before the last one, and not negative */
  push(at: number): void {
    if (this.count === this.times.length) this.grow();
    this.times[this.count++] = Math.floor(at);
  }

  /** All instants, in whole seconds, ascending. */
  toArray(): Float64Array<ArrayBuffer> {
    return this.times.slice(0, this.count) as Float64Array<ArrayBuffer>;
  }

  private grow(): void {
    if (this.count >= MOST_JOBS) throw tooManyJobs(this.name, this.times[this.count - 1]);
    const larger = new Float64Array(Math.min(MOST_JOBS, 2 * this.times.length));
    larger.set(this.times);
    this.times = larger;
  }
}

const tooManyJobs = (name: string, last: Seconds): InputError =>
  new InputError([
    {
      path: name,
      message: "more than 16,000,000 jobs in one replication",
      found: `16,000,000 jobs by second ${last}`,
      allowed: "at most 16,000,000 jobs",
      hint: "lower the rate of arrivals or shorten the horizon",
    },
  ]);

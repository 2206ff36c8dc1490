/** GPU-seconds that each user has had in the measured window, exact, and how equal they are. */
import type { Gpus, Seconds } from "../../model/types.ts";

export class UserUse {
  private readonly inUse: Float64Array;
  private readonly sums: Float64Array;
  private readonly since: Float64Array;

  /** @param from - start of the measured window; what was before it does not count */
  constructor(users: number, from: Seconds) {
    this.inUse = new Float64Array(users);
    this.sums = new Float64Array(users);
    this.since = new Float64Array(users).fill(from);
  }

  /** A user has so many accelerators more, or fewer, in use from now on. */
  add(user: number, gpus: Gpus, at: Seconds): void {
    this.settle(user, at);
    this.inUse[user] += gpus;
  }

  /** GPU-seconds of a user up to now. */
  of(user: number, now: Seconds): number {
    this.settle(user, now);
    return this.sums[user];
  }

  /** Jain's index, (sum x)^2 / (n sum x^2): 1 when all had the same, 1/n when one had everything, 1 when nobody had any. */
  fairness(now: Seconds): number {
    let sum = 0;
    let squares = 0;
    for (let user = 0; user < this.sums.length; user++) {
      const hours = this.of(user, now) / 3600;
      sum += hours;
      squares += hours * hours;
    }
    return squares === 0 ? 1 : (sum * sum) / (this.sums.length * squares);
  }

  private settle(user: number, at: Seconds): void {
    const since = this.since[user];
    if (at <= since) return;
    this.sums[user] += this.inUse[user] * (at - since);
    this.since[user] = at;
  }
}

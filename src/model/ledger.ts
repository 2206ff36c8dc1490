/**
 * The ledger: every installed accelerator of every pool is in exactly one account, at every instant.
 * The only operation is a move from one account to another, so that nothing can appear or vanish; the
 * time integral of each account is kept as it moves, exactly.
 *
 *   installed = free + held + turnover + internal + external + firm + noticed + vacated + failed + unpowered
 */
import { fail } from "../base/assert.ts";

export const accounts = [
  "free",
  "held", // reserved for a gang that waits for more
  "turnover", // being wiped between two users
  "internal",
  "firm", // leased, not on notice
  "noticed", // leased, on notice, in use
  "vacated", // leased, on notice, handed back but not yet the owner's: stranded
  "failed",
  "unpowered",
  "external", // jobs of tenants
] as const;

export type Account = number;
export const FREE = 0;
export const HELD = 1;
export const TURNOVER = 2;
export const INTERNAL = 3;
export const FIRM = 4;
export const NOTICED = 5;
export const VACATED = 6;
export const FAILED = 7;
export const UNPOWERED = 8;
export const EXTERNAL = 9;
export const ACCOUNTS = accounts.length;

export class Ledger {
  readonly pools: number;
  /** Moves so far: while it stands still, so do all accounts. */
  moves = 0;
  private readonly counts: Float64Array;
  private readonly sums: Float64Array;
  private readonly since: Float64Array;

  constructor(pools: number) {
    this.pools = pools;
    this.counts = new Float64Array(pools * ACCOUNTS);
    this.sums = new Float64Array(pools * ACCOUNTS);
    this.since = new Float64Array(pools * ACCOUNTS);
  }

  /** Accelerators of a pool in an account. */
  count(pool: number, account: Account): number {
    return this.counts[pool * ACCOUNTS + account] as number;
  }

  /** Accelerators in an account, over all pools. */
  total(account: Account): number {
    let sum = 0;
    for (let i = account; i < this.counts.length; i += ACCOUNTS) sum += this.counts[i] as number;
    return sum;
  }

  /** Installed accelerators of a pool: the sum of its accounts. */
  installed(pool: number): number {
    let sum = 0;
    for (let a = 0; a < ACCOUNTS; a++) sum += this.counts[pool * ACCOUNTS + a] as number;
    return sum;
  }

  /** GPU-seconds spent in an account since second 0, over all pools; exact. */
  integral(account: Account, now: number): number {
    let sum = 0;
    for (let pool = 0; pool < this.pools; pool++) sum += this.integralOf(pool, account, now);
    return sum;
  }

  /** GPU-seconds spent in an account of one pool since second 0; exact. */
  integralOf(pool: number, account: Account, now: number): number {
    const i = pool * ACCOUNTS + account;
    return (this.sums[i] as number) + (this.counts[i] as number) * (now - (this.since[i] as number));
  }

  /** Moves accelerators between two accounts of a pool. */
  move(pool: number, from: Account, to: Account, gpus: number, now: number): void {
    this.moves++;
    this.change(pool * ACCOUNTS + from, -gpus, now);
    this.change(pool * ACCOUNTS + to, gpus, now);
  }

  /** New accelerators come on line, free. A negative number takes free ones away. */
  install(pool: number, gpus: number, now: number): void {
    this.moves++;
    this.change(pool * ACCOUNTS + FREE, gpus, now);
  }

  private change(i: number, gpus: number, now: number): void {
    const before = this.counts[i] as number;
    const after = before + gpus;
    if (!(after >= 0))
      fail(`account ${accounts[i % ACCOUNTS]} of pool ${Math.floor(i / ACCOUNTS)} would hold ${after}`);
    this.sums[i] = (this.sums[i] as number) + before * (now - (this.since[i] as number));
    this.since[i] = now;
    this.counts[i] = after;
  }
}

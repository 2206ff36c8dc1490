/**
 * Time series: the mean of each channel over bins of equal length, from exact integrals. The last bin may be
 * shorter. Rates of money use the mean month, so that they do not jump with its length.
 */
import { feePerGpuHour } from "../model/billing.ts";
import { type Lease, noticeGiven } from "../model/lease.ts";
import { accounts } from "../model/ledger.ts";
import type { Observer } from "../model/observer.ts";
import type { Seconds } from "../model/types.ts";
import type { World } from "../model/world.ts";
import type { Collector } from "./collector.ts";
import { DEMAND, UNMET } from "./demand-levels.ts";
import { WAITING_GPUS } from "./jobs/levels.ts";
import { channels, type Series } from "./outcome.ts";

const DAY = 86_400;
const HOUR = 3600;
/** `callable` counts what would be handed over within this time. */
const CALLABLE_WITHIN = 90 * DAY;

/** Seconds a bin, for about `bins` of them: whole days when there are enough. */
export const binLength = (horizon: Seconds, bins: number): Seconds => {
  const length = Math.max(1, Math.ceil(horizon / bins));
  return length > DAY / 2 ? Math.ceil(length / DAY) * DAY : length;
};

const COLUMN_OF_ACCOUNT = accounts.map((account) => channels.indexOf(account));
const AT = Object.fromEntries(channels.map((c, i) => [c, i])) as {
  readonly [K in (typeof channels)[number]]: number;
};

export class SeriesRecorder implements Observer {
  private readonly world: World;
  private readonly collector: Collector;
  private readonly binSeconds: Seconds;
  private readonly bins: number;
  private readonly values: Float64Array;
  private readonly before = new Float64Array(channels.length);
  private readonly rented: { held: number; share: number }[] = [];
  private bin = 0;
  private since = 0;
  private callable = 0;

  constructor(world: World, collector: Collector, binSeconds: Seconds) {
    this.world = world;
    this.collector = collector;
    this.binSeconds = binSeconds;
    this.bins = Math.ceil(world.plan.horizon / binSeconds);
    this.values = new Float64Array(this.bins * channels.length);
  }

  settled(at: Seconds): void {
    if (at !== 0) return;
    this.callable = callableNow(this.world);
    for (const lease of this.world.leases) this.rented[lease.id] = { held: 0, share: lease.feeShare };
  }

  sampled(at: Seconds): void {
    if (this.bin >= this.bins) return;
    if (at % this.binSeconds !== 0 && at !== this.world.plan.horizon) return;
    const elapsed = at - this.since;
    if (elapsed <= 0) return;
    const { world, values } = this;
    const row = this.bin * channels.length;
    let installed = 0;
    for (let account = 0; account < accounts.length; account++) {
      const column = COLUMN_OF_ACCOUNT[account] as number;
      const mean = this.difference(column, world.ledger.integral(account, at)) / elapsed;
      values[row + column] = mean;
      installed += mean;
    }
    values[row + AT.installed] = installed;
    values[row + AT.demand] =
      this.difference(AT.demand, this.collector.levels.integral(DEMAND, at)) / elapsed;
    const unmet = this.difference(AT.unmet, this.collector.levels.integral(UNMET, at)) / elapsed;
    values[row + AT.unmet] = unmet;
    values[row + AT.queued] = this.difference(AT.queued, this.waitingGpus(at)) / elapsed;
    values[row + AT.opportunity] = unmet * 24 * world.plan.values.internalGpuHour;
    values[row + AT.rent] = (this.rentSince(at) / elapsed) * DAY;
    values[row + AT.callable] = this.callable;
    this.callable = callableNow(world);
    this.since = at;
    this.bin++;
  }

  series(): Series {
    return { binSeconds: this.binSeconds, bins: this.bins, values: this.values };
  }

  /** Rent since the last sample, at the share of the fee that was due then. */
  private rentSince(at: Seconds): number {
    let rent = 0;
    for (const lease of this.world.leases) {
      const held = heldSoFar(lease, at);
      const last = this.rented[lease.id] ?? { held: 0, share: lease.feeShare };
      rent += ((held - last.held) / HOUR) * feePerGpuHour(this.world.plan, lease) * last.share;
      this.rented[lease.id] = { held, share: lease.feeShare };
    }
    return rent;
  }

  /** GPU-seconds that jobs have waited for. */
  private waitingGpus(at: Seconds): number {
    const levels = this.collector.jobs?.levels;
    if (levels === undefined) return 0;
    return levels.integral(WAITING_GPUS, at) + levels.integral(WAITING_GPUS + 1, at);
  }

  private difference(column: number, integral: number): number {
    const change = integral - (this.before[column] as number);
    this.before[column] = integral;
    return change;
  }
}

/** GPU-seconds a lease has held, firm or on notice. */
const heldSoFar = (lease: Lease, at: Seconds): number => {
  let held = lease.firmTotal;
  for (const notice of lease.open) held += notice.inUseTotal + notice.vacatedTotal;
  return lease.books.heldTotal + held * (at - lease.books.since);
};

/** Accelerators that would be handed over within 90 days if all were called now. */
const callableNow = (world: World): number => {
  let gpus = 0;
  for (const lease of world.living) {
    if (lease.state !== "active" && lease.state !== "ramping") continue;
    const { lockoutMeaning } = lease.contract;
    const issue = lockoutMeaning === "issue" ? Math.max(world.now, lease.lockoutEnd) : world.now;
    let effective = issue + noticeGiven(lease.contract);
    if (lockoutMeaning === "effective") effective = Math.max(effective, lease.lockoutEnd);
    if (effective <= world.now + CALLABLE_WITHIN) gpus += lease.firmTotal;
  }
  return gpus;
};

/**
 * Measures one run: exact integrals of demand, its unmet part and idle reclaimed capacity; counts of what
 * happened; and at the end the row of metrics. It only reads the world.
 */
import { monthlyFee } from "../model/billing.ts";
import {
  ACCOUNTS,
  FAILED,
  FIRM,
  FREE,
  HELD,
  INTERNAL,
  NOTICED,
  TURNOVER,
  UNPOWERED,
  VACATED,
} from "../model/ledger.ts";
import type { Observer } from "../model/observer.ts";
import { wantedBy } from "../model/runs.ts";
import type { Seconds } from "../model/types.ts";
import type { World } from "../model/world.ts";
import { TimeIntegrals } from "../stats/time-integral.ts";
import { METRIC, type MetricName, metricDefinitions } from "./definitions.ts";
import { fairnessOf } from "./fairness.ts";
import { Gaps } from "./gaps.ts";
import { noticeMetrics } from "./notice-metrics.ts";
import { ratio, sum } from "./sums.ts";

const HOUR = 3600;
const DAY = 86_400;
const YEAR = 365 * DAY;

export const DEMAND = 0;
export const UNMET = 1;
export const IDLE_RECLAIMED = 2;

/** What had been counted when the measured window began. */
type Baseline = {
  /** GPU-seconds by pool and account. */
  readonly ledger: Float64Array;
  readonly level: Float64Array;
  readonly money: Money;
  readonly lostWork: number;
  /** GPU-seconds that leases had held, by lease. */
  readonly held: readonly number[];
};
type Money = {
  readonly rent: number;
  readonly credits: number;
  readonly termination: number;
  readonly due: number;
  readonly held: number;
};

export class Collector implements Observer {
  readonly levels = new TimeIntegrals(3);
  readonly gaps: Gaps;
  private readonly world: World;
  private displaced = 0;
  private signedAgain = 0;
  private baseline: Baseline;

  constructor(world: World) {
    this.world = world;
    this.gaps = new Gaps(world.plan.warmUp);
    this.baseline = this.snapshot(0);
  }

  moved(at: Seconds, kind: string): void {
    if (kind === "displaced" && at >= this.world.plan.warmUp) this.displaced++;
  }

  runChanged(at: Seconds, _run: unknown, change: string): void {
    if (change === "preempted" && at >= this.world.plan.warmUp) this.displaced++;
  }

  relet(at: Seconds): void {
    if (at >= this.world.plan.warmUp) this.signedAgain++;
  }

  settled(at: Seconds): void {
    const { world } = this;
    let demand = 0;
    let unmet = 0;
    for (const claim of world.claims) {
      demand += claim.target;
      if (claim.covered < claim.target) unmet += claim.target - claim.covered;
    }
    for (const run of world.runs) {
      const wanted = wantedBy(run);
      demand += wanted;
      if (run.state === "queued") unmet += wanted;
    }
    const idle = world.reclaimed === 0 ? 0 : Math.min(world.reclaimed, world.ledger.total(FREE));
    this.levels.set(DEMAND, demand, at);
    this.levels.set(UNMET, unmet, at);
    this.levels.set(IDLE_RECLAIMED, idle, at);
    this.gaps.see(at, unmet > 0);
  }

  sampled(at: Seconds): void {
    if (at === this.world.plan.warmUp && at > 0) this.baseline = this.snapshot(at);
  }

  /** The row of metrics, once the run is over. */
  metrics(): Float64Array {
    const row = new Float64Array(metricDefinitions.length);
    const set = (name: MetricName, value: number): void => {
      row[METRIC[name]] = value;
    };
    this.capacityMetrics(set);
    this.demandMetrics(set);
    const leased = this.spent(FIRM) + this.spent(NOTICED) + this.spent(VACATED);
    noticeMetrics(this.world, leased / HOUR, set);
    set("relets", this.signedAgain);
    this.moneyMetrics(set, row);
    return row;
  }

  /** GPU-seconds of an account over the measured window. */
  private spent(account: number): number {
    let gpuSeconds = 0;
    for (let pool = 0; pool < this.world.ledger.pools; pool++) gpuSeconds += this.spentIn(pool, account);
    return gpuSeconds;
  }

  private spentIn(pool: number, account: number): number {
    const before = this.baseline.ledger[pool * ACCOUNTS + account] as number;
    return this.world.ledger.integralOf(pool, account, this.world.now) - before;
  }

  private capacityMetrics(set: (name: MetricName, value: number) => void): void {
    const internal = this.spent(INTERNAL);
    const firm = this.spent(FIRM);
    const noticed = this.spent(NOTICED);
    const vacated = this.spent(VACATED);
    const free = this.spent(FREE);
    const down = this.spent(FAILED) + this.spent(UNPOWERED);
    const turnover = this.spent(TURNOVER);
    const held = this.spent(HELD);
    const installed = internal + firm + noticed + vacated + free + down + turnover + held;
    const after =
      this.levels.integral(IDLE_RECLAIMED, this.world.now) - (this.baseline.level[IDLE_RECLAIMED] as number);
    set("installedGpuHours", installed / HOUR);
    set("internalGpuHours", internal / HOUR);
    set("leasedGpuHours", (firm + noticed + vacated) / HOUR);
    set("allocationShare", ratio(internal + firm + noticed + vacated, installed));
    set("occupancyShare", ratio(internal + firm + noticed, installed));
    set("internalShare", ratio(internal, installed));
    set("leasedShare", ratio(firm + noticed + vacated, installed));
    set("freeShare", ratio(free, installed));
    set("shedGpuHours", down / HOUR);
    set("strandedInNotice", vacated / HOUR);
    set("strandedInTurnover", turnover / HOUR);
    set("strandedHeld", held / HOUR);
    set("strandedAfterNotice", after / HOUR);
    set("strandedGpuHours", (vacated + turnover + held + after) / HOUR);
    set("powerShare", this.powerShare());
  }

  private powerShare(): number {
    let used = 0;
    let all = 0;
    this.world.plan.pools.forEach((pool, p) => {
      for (let account = 0; account < ACCOUNTS; account++) {
        const wattSeconds = this.spentIn(p, account) * pool.watts;
        all += wattSeconds;
        if (account === INTERNAL || account === FIRM || account === NOTICED) used += wattSeconds;
      }
    });
    return ratio(used, all);
  }

  private demandMetrics(set: (name: MetricName, value: number) => void): void {
    const { world } = this;
    const demand = this.levels.integral(DEMAND, world.now) - (this.baseline.level[DEMAND] as number);
    const unmet = this.levels.integral(UNMET, world.now) - (this.baseline.level[UNMET] as number);
    this.gaps.close(world.now);
    set("demandGpuHours", demand / HOUR);
    set("unmetGpuHours", unmet / HOUR);
    set("unmetShare", ratio(unmet, demand));
    set("opportunityCost", (unmet / HOUR) * world.plan.values.internalGpuHour);
    set("longestGapDays", this.gaps.longest / DAY);
    set("shortDays", this.gaps.total / DAY);
    set("serveDays", ratio(this.gaps.total, this.gaps.count) / DAY);
    set("displacements", this.displaced);
    set("lostWorkGpuHours", (sum(world.runs, (run) => run.lost) - this.baseline.lostWork) / HOUR);
  }

  private moneyMetrics(set: (name: MetricName, value: number) => void, row: Float64Array): void {
    const { world, baseline } = this;
    const money = moneyOf(world);
    const revenue = money.rent - baseline.money.rent;
    const credits = money.credits - baseline.money.credits;
    const termination = money.termination - baseline.money.termination;
    set("revenue", revenue);
    set("credits", credits);
    set("terminationBalance", termination);
    set(
      "missedDeliveryGpuHours",
      (money.due - baseline.money.due - (money.held - baseline.money.held)) / HOUR,
    );
    set("netValue", revenue - credits + termination - (row[METRIC.opportunityCost] as number));
    set("rentForgone", (row[METRIC.strandedGpuHours] as number) * meanFee(world));
    set("fairness", fairnessOf(world, baseline.held));
  }

  private snapshot(at: Seconds): Baseline {
    const { ledger, plan, runs, leases } = this.world;
    const spent = new Float64Array(plan.pools.length * ACCOUNTS);
    for (let i = 0; i < spent.length; i++) {
      spent[i] = ledger.integralOf(Math.floor(i / ACCOUNTS), i % ACCOUNTS, at);
    }
    const level = new Float64Array(3);
    for (let i = 0; i < 3; i++) level[i] = this.levels.integral(i, at);
    return {
      ledger: spent,
      level,
      money: moneyOf(this.world),
      lostWork: sum(runs, (run) => run.lost),
      held: leases.map((lease) => lease.books.heldTotal),
    };
  }
}

const moneyOf = (world: World): Money => {
  let rent = 0;
  let credits = 0;
  let termination = 0;
  let due = 0;
  let held = 0;
  for (const { books } of world.leases) {
    rent += books.rent;
    credits += books.credits;
    termination += books.termination;
    due += books.dueTotal;
    held += books.heldTotal;
  }
  return { rent, credits, termination, due, held };
};

/** Mean fee for an accelerator-hour over the contracts, weighted by their size. */
const meanFee = (world: World): number => {
  let monthly = 0;
  let gpus = 0;
  for (const contract of world.plan.contracts) {
    monthly += monthlyFee(world.plan, { contract, feeScale: 1 });
    gpus += contract.gpus;
  }
  return ratio(monthly, gpus * (YEAR / 12 / HOUR));
};

/**
 * Measures one run: exact integrals of demand, its unmet part and idle reclaimed capacity; counts of what
 * happened; and at the end the row of metrics. It only reads the world.
 */
import { monthlyFee } from "../model/billing.ts";
import {
  ACCOUNTS,
  EXTERNAL,
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
import type { JobChange, Observer } from "../model/observer.ts";
import { wantedBy } from "../model/runs.ts";
import type { Gpus, Seconds } from "../model/types.ts";
import type { World } from "../model/world.ts";
import { dealMetrics } from "./deal-metrics.ts";
import { METRIC, type MetricName, metricDefinitions } from "./definitions.ts";
import { DEMAND, DEMAND_LEVELS, DemandLevels, IDLE_RECLAIMED, UNMET } from "./demand-levels.ts";
import { fairnessOf } from "./fairness.ts";
import { Gaps } from "./gaps.ts";
import { JobMeter } from "./jobs/meter.ts";
import { type JobTotals, jobMetrics, noJobTotals } from "./jobs/metrics.ts";
import { TenantShares } from "./jobs/tenant-shares.ts";
import { spentOn, workByStream } from "./jobs/work.ts";
import { noticeMetrics } from "./notice-metrics.ts";
import { StepClock } from "./step-clock.ts";
import { ratio, sum } from "./sums.ts";
import { valueMetrics } from "./value-metrics.ts";

const HOUR = 3600;
const DAY = 86_400;
const YEAR = 365 * DAY;

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
  readonly buyOuts: number;
  readonly due: number;
  readonly held: number;
};

export class Collector implements Observer {
  readonly levels = new DemandLevels();
  readonly gaps: Gaps;
  /** Undefined in a world without jobs, which then pays nothing for them. */
  readonly jobs: JobMeter | undefined;
  readonly steps: StepClock;
  /** Likewise undefined without jobs. */
  readonly shares: TenantShares | undefined;
  private readonly world: World;
  private displaced = 0;
  private signedAgain = 0;
  private baseline: Baseline;

  constructor(world: World) {
    this.world = world;
    this.gaps = new Gaps(world.plan.warmUp);
    const meter = world.jobs.table.count > 0 ? new JobMeter(world) : undefined;
    this.jobs = meter;
    this.steps = new StepClock(world.plan.warmUp);
    this.shares = meter && new TenantShares(world);
    this.baseline = this.snapshot(0);
  }

  jobChanged(at: Seconds, job: number, change: JobChange, pool: number, gpus: Gpus): void {
    this.jobs?.jobChanged(at, job, change, pool, gpus);
    if (change === "preempted") this.shares?.preempted(at, this.world.jobs.table.stream[job] as number);
  }

  moved(at: Seconds, kind: string): void {
    if (kind === "displaced" && at >= this.world.plan.warmUp) this.displaced++;
  }

  runChanged(at: Seconds, run: { readonly id: number }, change: string): void {
    this.jobs?.runChanged(at, run, change);
    if (change === "preempted" && at >= this.world.plan.warmUp) this.displaced++;
  }

  relet(at: Seconds): void {
    if (at >= this.world.plan.warmUp) this.signedAgain++;
  }

  settled(at: Seconds): void {
    const { world } = this;
    let unmet = world.work.waitingInternal;
    let demand = unmet + world.work.runningInternal;
    for (const claim of world.claims) {
      demand += claim.target;
      if (claim.covered < claim.target) unmet += claim.target - claim.covered;
      this.steps.see(at, claim);
    }
    for (const run of world.runs) {
      const wanted = wantedBy(run);
      demand += wanted;
      if (run.state === "queued") unmet += wanted;
    }
    let idle = 0;
    for (let pool = 0; pool < world.reclaimed.length; pool++)
      idle += Math.min(world.reclaimed[pool] as number, world.ledger.count(pool, FREE));
    this.levels.set(demand, unmet, idle, at);
    this.gaps.see(at, unmet > 0);
    this.jobs?.settled(at);
    this.shares?.settled(at);
  }

  sampled(at: Seconds): void {
    if (at !== this.world.plan.warmUp || at === 0) return;
    this.baseline = this.snapshot(at);
    this.jobs?.begin(at);
  }

  /** The row of metrics, once the run is over. */
  metrics(): Float64Array {
    const row = new Float64Array(metricDefinitions.length);
    const set = (name: MetricName, value: number): void => {
      row[METRIC[name]] = value;
    };
    const jobs =
      this.jobs === undefined ? noJobTotals : jobMetrics(this.world, this.jobs, this.spent(EXTERNAL), set);
    this.demandMetrics(set, jobs);
    this.capacityMetrics(set, jobs);
    const leased = this.spent(FIRM) + this.spent(NOTICED) + this.spent(VACATED);
    noticeMetrics(this.world, leased / HOUR, this.shares?.evictions ?? [], set);
    this.firstEviction(set, row);
    set(
      "tenantCost",
      row[METRIC.tenantCost] + (jobs.lostByTenants / HOUR) * this.world.plan.values.tenantGpuHour,
    );
    set("relets", this.signedAgain);
    this.moneyMetrics(set, row, jobs);
    const use = {
      leases: this.spent(FIRM) + this.spent(NOTICED),
      jobs: this.spent(EXTERNAL) - jobs.lostByTenants,
      internalLost: this.lostWork(jobs) - jobs.lostOfTenants,
    };
    valueMetrics(this.world, row, use, set);
    dealMetrics(this.world, set);
    // Of one run alone it is not known.
    set("regret", Number.NaN);
    return row;
  }

  private firstEviction(set: (name: MetricName, value: number) => void, row: Float64Array): void {
    const ofJobs = Array.from(this.shares?.firstMeasured ?? []).filter((at) => at >= 0);
    const first = ofJobs.reduce(
      (least, at) => Math.min(least, at / DAY),
      row[METRIC.firstEvictionDays] as number,
    );
    set("firstEvictionDays", first);
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

  private capacityMetrics(set: (name: MetricName, value: number) => void, jobs: JobTotals): void {
    const internal = this.spent(INTERNAL);
    const external = this.spent(EXTERNAL);
    const firm = this.spent(FIRM);
    const noticed = this.spent(NOTICED);
    const vacated = this.spent(VACATED);
    const free = this.spent(FREE);
    const down = this.spent(FAILED) + this.spent(UNPOWERED);
    const turnover = this.spent(TURNOVER);
    const held = this.spent(HELD);
    const inUse = internal + external + firm + noticed;
    const installed = inUse + vacated + free + down + turnover + held;
    const after =
      this.levels.integral(IDLE_RECLAIMED, this.world.now) - (this.baseline.level[IDLE_RECLAIMED] as number);
    set("installedGpuHours", installed / HOUR);
    set("internalGpuHours", internal / HOUR);
    set("leasedGpuHours", (firm + noticed + vacated) / HOUR);
    set("allocationShare", ratio(inUse + vacated, installed));
    set("occupancyShare", ratio(inUse, installed));
    set("externalGpuHours", external / HOUR);
    set("externalShare", ratio(external, installed));
    if (this.jobs !== undefined)
      set("goodputShare", ratio(inUse - this.lostWork(jobs) - jobs.overhead, installed));
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
        if (isInUse(account)) used += wattSeconds;
      }
    });
    return ratio(used, all);
  }

  private demandMetrics(set: (name: MetricName, value: number) => void, jobs: JobTotals): void {
    const { world } = this;
    const demand = this.levels.integral(DEMAND, world.now) - (this.baseline.level[DEMAND] as number);
    const unmet = this.levels.integral(UNMET, world.now) - (this.baseline.level[UNMET] as number);
    this.gaps.close(world.now);
    this.steps.close(world.now);
    set("stepServeDays", ratio(this.steps.waited, this.steps.asked) / DAY);
    set("stepServeMostDays", this.steps.longest / DAY);
    set("demandGpuHours", demand / HOUR);
    set("unmetGpuHours", unmet / HOUR);
    set("unmetShare", ratio(unmet, demand));
    set("opportunityCost", (unmet / HOUR) * world.plan.values.internalGpuHour);
    set("longestGapDays", this.gaps.longest / DAY);
    set("shortDays", this.gaps.total / DAY);
    set("serveDays", ratio(this.gaps.total, this.gaps.count) / DAY);
    set("displacements", this.displaced + jobs.internalPreemptions);
    set("lostWorkGpuHours", this.lostWork(jobs) / HOUR);
  }

  /** GPU-seconds of work thrown away, of runs and of jobs. */
  private lostWork(jobs: JobTotals): number {
    return sum(this.world.runs, (run) => run.lost) - this.baseline.lostWork + jobs.lost;
  }

  private moneyMetrics(
    set: (name: MetricName, value: number) => void,
    row: Float64Array,
    jobs: JobTotals,
  ): void {
    const { world, baseline } = this;
    const money = moneyOf(world);
    const revenue = money.rent - baseline.money.rent + jobs.revenue;
    const credits = money.credits - baseline.money.credits;
    const termination = money.termination - baseline.money.termination;
    const buyOuts = money.buyOuts - baseline.money.buyOuts;
    set("revenue", revenue);
    set("credits", credits);
    set("terminationBalance", termination);
    set("buyOuts", buyOuts);
    set(
      "missedDeliveryGpuHours",
      (money.due - baseline.money.due - (money.held - baseline.money.held)) / HOUR,
    );
    set("netValue", revenue - credits + termination - buyOuts - (row[METRIC.opportunityCost] as number));
    set("rentForgone", (row[METRIC.strandedGpuHours] as number) * meanFee(world));
    set("fairness", fairnessOf(world, baseline.held, this.jobShares()));
  }

  /** What each stream of tenants' jobs got of what it wanted. */
  private jobShares(): number[] {
    const { world, shares, jobs } = this;
    if (shares === undefined || jobs === undefined) return [];
    const work = workByStream(world, world.now);
    return shares.shares(world.now, (s) => spentOn("used", work, jobs.workBefore, (other) => other === s));
  }

  private snapshot(at: Seconds): Baseline {
    const { ledger, plan, runs, leases } = this.world;
    const spent = new Float64Array(plan.pools.length * ACCOUNTS);
    for (let i = 0; i < spent.length; i++) {
      spent[i] = ledger.integralOf(Math.floor(i / ACCOUNTS), i % ACCOUNTS, at);
    }
    const level = new Float64Array(DEMAND_LEVELS);
    for (let i = 0; i < DEMAND_LEVELS; i++) level[i] = this.levels.integral(i, at);
    return {
      ledger: spent,
      level,
      money: moneyOf(this.world),
      lostWork: sum(runs, (run) => run.lost),
      held: leases.map((lease) => lease.books.heldTotal),
    };
  }
}

const isInUse = (account: number): boolean =>
  account === INTERNAL || account === EXTERNAL || account === FIRM || account === NOTICED;

const moneyOf = (world: World): Money => {
  let rent = 0;
  let credits = 0;
  let termination = 0;
  let buyOuts = 0;
  let due = 0;
  let held = 0;
  for (const { books } of world.leases) {
    rent += books.rent;
    credits += books.credits;
    termination += books.termination;
    buyOuts += books.buyOut;
    due += books.dueTotal;
    held += books.heldTotal;
  }
  return { rent, credits, termination, buyOuts, due, held };
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

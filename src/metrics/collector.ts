/**
 * Measures one run: exact integrals of demand, its unmet part and idle reclaimed capacity; counts of what
 * happened; and at the end the row of metrics. It only reads the world.
 */
import { monthlyFee } from "../model/billing.ts";
import { EXTERNAL, FIRM, FREE, NOTICED, VACATED } from "../model/ledger.ts";
import type { JobChange, Observer } from "../model/observer.ts";
import { type Run, wantedBy } from "../model/runs.ts";
import type { Gpus, Seconds } from "../model/types.ts";
import type { World } from "../model/world.ts";
import { capacityMetrics } from "./capacity-metrics.ts";
import { dealMetrics } from "./deal-metrics.ts";
import { METRIC, type MetricName, metricDefinitions } from "./definitions.ts";
import { DEMAND, DemandLevels, UNMET } from "./demand-levels.ts";
import { fairnessOf } from "./fairness.ts";
import { Gaps } from "./gaps.ts";
import { JobMeter } from "./jobs/meter.ts";
import { type JobTotals, jobMetrics, noJobTotals } from "./jobs/metrics.ts";
import { TenantShares } from "./jobs/tenant-shares.ts";
import { spentOn, workByStream } from "./jobs/work.ts";
import { MeasuredWindow } from "./measured-window.ts";
import { noticeMetrics } from "./notice-metrics.ts";
import { StepClock } from "./step-clock.ts";
import { ratio } from "./sums.ts";
import { valueMetrics } from "./value-metrics.ts";

const HOUR = 3600;
const DAY = 86_400;
const YEAR = 365 * DAY;

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
  private readonly window: MeasuredWindow;

  constructor(world: World) {
    this.world = world;
    this.gaps = new Gaps(world.plan.warmUp);
    const meter = world.jobs.table.count > 0 ? new JobMeter(world) : undefined;
    this.jobs = meter;
    this.steps = new StepClock(world.plan.warmUp);
    this.shares = meter && new TenantShares(world);
    this.window = new MeasuredWindow(world, this.levels);
  }

  jobChanged(at: Seconds, job: number, change: JobChange, pool: number, gpus: Gpus): void {
    this.jobs?.jobChanged(at, job, change, pool, gpus);
    if (change === "preempted") this.shares?.preempted(at, this.world.jobs.table.stream[job] as number);
  }

  moved(at: Seconds, kind: string): void {
    if (kind === "displaced" && at >= this.world.plan.warmUp) this.displaced++;
  }

  runChanged(at: Seconds, run: Run, change: string): void {
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
    this.window.begin(at);
    this.jobs?.begin(at);
  }

  /** The row of metrics, once the run is over. */
  metrics(): Float64Array {
    const row = new Float64Array(metricDefinitions.length);
    const set = (name: MetricName, value: number): void => {
      row[METRIC[name]] = value;
    };
    const jobs =
      this.jobs === undefined
        ? noJobTotals
        : jobMetrics(this.world, this.jobs, this.window.spent(EXTERNAL), set);
    this.demandMetrics(set, jobs);
    const wasted = this.jobs && { lost: this.lostWork(jobs), overhead: jobs.overhead };
    capacityMetrics(this.world, this.window, wasted, set);
    const leased = this.window.spent(FIRM) + this.window.spent(NOTICED) + this.window.spent(VACATED);
    noticeMetrics(this.world, leased / HOUR, this.shares?.evictions ?? [], set);
    this.firstEviction(set, row);
    set(
      "tenantCost",
      row[METRIC.tenantCost] + (jobs.lostByTenants / HOUR) * this.world.plan.values.tenantGpuHour,
    );
    set("relets", this.signedAgain);
    this.moneyMetrics(set, row, jobs);
    const use = {
      leases: this.window.spent(FIRM) + this.window.spent(NOTICED),
      jobs: this.window.spent(EXTERNAL) - jobs.lostByTenants,
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

  private demandMetrics(set: (name: MetricName, value: number) => void, jobs: JobTotals): void {
    const { world } = this;
    const demand = this.window.level(DEMAND);
    const unmet = this.window.level(UNMET);
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
    return this.window.lostByRuns() + jobs.lost;
  }

  private moneyMetrics(
    set: (name: MetricName, value: number) => void,
    row: Float64Array,
    jobs: JobTotals,
  ): void {
    const { world, window } = this;
    const money = window.money();
    const revenue = money.rent + jobs.revenue;
    set("revenue", revenue);
    set("credits", money.credits);
    set("terminationBalance", money.termination);
    set("buyOuts", money.buyOuts);
    set("missedDeliveryGpuHours", (money.due - money.held) / HOUR);
    set(
      "netValue",
      revenue - money.credits + money.termination - money.buyOuts - (row[METRIC.opportunityCost] as number),
    );
    set("rentForgone", (row[METRIC.strandedGpuHours] as number) * meanFee(world));
    set("fairness", fairnessOf(world, window.heldBefore, this.jobShares()));
  }

  /** What each stream of tenants' jobs got of what it wanted. */
  private jobShares(): number[] {
    const { world, shares, jobs } = this;
    if (shares === undefined || jobs === undefined) return [];
    const work = workByStream(world, world.now);
    return shares.shares(world.now, (s) => spentOn("used", work, jobs.workBefore, (other) => other === s));
  }
}

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

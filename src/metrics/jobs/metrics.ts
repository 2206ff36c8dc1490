/** The metrics of jobs, from the meter and the columns, once the run is over. */
import { RUNNING } from "../../model/job-store.ts";
import type { World } from "../../model/world.ts";
import type { MetricName } from "../definitions.ts";
import { ratio } from "../sums.ts";
import { QUEUED_JOBS, RUNNING_JOBS, WAITING_GPUS } from "./levels.ts";
import { EXTERNAL_JOBS, INTERNAL_JOBS, type JobMeter } from "./meter.ts";
import { type Outcomes, outcomesOf } from "./outcomes.ts";
import { spentOn, workByStream } from "./work.ts";

const HOUR = 3600;

type Set = (name: MetricName, value: number) => void;

/** What other metrics need: GPU-seconds and dollars over the measured window. */
export type JobTotals = {
  readonly lost: number;
  readonly overhead: number;
  /** Work of tenants' jobs lost by preemption. */
  readonly lostByTenants: number;
  /** Work of tenants' jobs lost in whatever way. */
  readonly lostOfTenants: number;
  readonly revenue: number;
  readonly internalPreemptions: number;
};

export const noJobTotals: JobTotals = {
  lost: 0,
  overhead: 0,
  lostByTenants: 0,
  lostOfTenants: 0,
  revenue: 0,
  internalPreemptions: 0,
};

/**
 * Sets the metrics of jobs.
 *
 * @param externalGpuSeconds - what tenants' jobs used over the measured window
 */
export const jobMetrics = (
  world: World,
  meter: JobMeter,
  externalGpuSeconds: number,
  set: Set,
): JobTotals => {
  closeWindows(world, meter);
  const [internal, external] = [INTERNAL_JOBS, EXTERNAL_JOBS].map((c) =>
    outcomesOf(world.jobs, (stream) => meter.classOfStream(stream) === c, world.plan.warmUp),
  ) as [Outcomes, Outcomes];
  set("jobsSubmitted", internal.submitted + external.submitted);
  classMetrics("internal", internal, set);
  classMetrics("external", external, set);
  queueMetrics(world, meter, set);
  evictionMetrics(world, meter, external, externalGpuSeconds, set);
  noticeMetrics(meter, set);
  set("userFairness", meter.users.fairness(world.now));
  set("fragmentationShare", meter.fragments.share(world.now));
  return workMetrics(world, meter, set);
};

/** Guarantee windows of jobs that still run. */
const closeWindows = (world: World, meter: JobMeter): void => {
  const { jobs, now } = world;
  for (let job = 0; job < jobs.table.count; job++) {
    if (jobs.state[job] !== RUNNING) continue;
    const c = meter.classOfStream(jobs.table.stream[job]);
    meter.evictions[c as 0 | 1].runs(now, jobs.lastStart[job]);
  }
};

const classMetrics = (c: "internal" | "external", outcomes: Outcomes, set: Set): void => {
  const { states, wait, completion, slowdown } = outcomes;
  set(`${c}JobsSubmitted`, outcomes.submitted);
  set(`${c}JobsStarted`, outcomes.started);
  set(`${c}JobsCompleted`, states.completed);
  set(`${c}JobsCancelled`, states.cancelled);
  set(`${c}JobsRefused`, states.refused);
  set(`${c}JobsGaveUp`, states.gaveUp);
  set(`${c}JobsKilled`, states.killed);
  set(`${c}JobsWaiting`, states.queued);
  set(`${c}JobsRunning`, states.running);
  set(`${c}WaitMean`, wait.mean);
  set(`${c}WaitP50`, wait.quantile(0.5));
  set(`${c}WaitP95`, wait.quantile(0.95));
  set(`${c}WaitP99`, wait.quantile(0.99));
  set(`${c}WaitMax`, wait.quantile(1));
  set(`${c}WaitWeighted`, wait.weightedMean);
  set(`${c}JctMean`, completion.mean);
  set(`${c}JctP50`, completion.quantile(0.5));
  set(`${c}JctP95`, completion.quantile(0.95));
  set(`${c}JctP99`, completion.quantile(0.99));
  set(`${c}JctWeighted`, completion.weightedMean);
  set(`${c}SlowdownMean`, slowdown.mean);
  set(`${c}SlowdownP50`, slowdown.quantile(0.5));
  set(`${c}SlowdownP95`, slowdown.quantile(0.95));
  set(`${c}SlowdownWeighted`, slowdown.weightedMean);
};

const queueMetrics = (world: World, meter: JobMeter, set: Set): void => {
  const { now, plan } = world;
  const seconds = now - plan.warmUp;
  const meanOf = (level: number): number => ratio(meter.spent(level, now), seconds);
  set("internalQueueLength", meanOf(QUEUED_JOBS + INTERNAL_JOBS));
  set("externalQueueLength", meanOf(QUEUED_JOBS + EXTERNAL_JOBS));
  set("internalWaitingGpus", meanOf(WAITING_GPUS + INTERNAL_JOBS));
  set("externalWaitingGpus", meanOf(WAITING_GPUS + EXTERNAL_JOBS));
};

const evictionMetrics = (
  world: World,
  meter: JobMeter,
  outcomes: Outcomes,
  externalGpuSeconds: number,
  set: Set,
): void => {
  const [internal, counts] = meter.evictions;
  const running = meter.spent(RUNNING_JOBS + EXTERNAL_JOBS, world.now);
  set("internalPreemptions", internal.preempted);
  set("externalPreemptions", counts.preempted);
  set("gfsEvictionRate", ratio(counts.broken, counts.kept + counts.broken));
  set("evictionsPerRunStart", ratio(counts.preempted, counts.starts));
  set("azureEvictionRate", ratio(counts.preempted, running / HOUR));
  set("googlePreemptionRate", ratio(counts.preempted, counts.stops));
  set("jobEvictionsPer1000GpuHours", ratio(1000 * counts.preempted, externalGpuSeconds / HOUR));
  set("repeatEvictionShare", ratio(outcomes.evictedAgain, outcomes.evicted));
  set("mostEvictionsOfAJob", outcomes.mostEvictions);
  set("jobTimeToFirstEviction", ratio(counts.untilFirst, counts.first));
  set("jobsShed", meter.shed);
  set("jobsShrunk", meter.shrunk);
};

const noticeMetrics = ({ notices, latency }: JobMeter, set: Set): void => {
  set("jobNoticesIssued", notices.issued);
  set("jobNoticesComplied", notices.ended.complied);
  set("jobNoticesEnforced", notices.ended.enforced);
  set("jobNoticesPardoned", notices.ended.pardoned);
  set("jobNoticesMoot", notices.ended.moot);
  set("jobNoticesOpen", notices.open);
  set("jobNoticesUndelivered", notices.undelivered);
  const { lengths, sum } = latency;
  set("jobReclaimLatencyMean", ratio(sum, lengths.weight));
  set("jobReclaimLatencyP95", lengths.weight === 0 ? 0 : lengths.quantile(0.95));
};

const workMetrics = (world: World, meter: JobMeter, set: Set): JobTotals => {
  const now = workByStream(world, world.now);
  const before = meter.workBefore;
  const all = (): boolean => true;
  const external = (stream: number): boolean => meter.classOfStream(stream) === EXTERNAL_JOBS;
  const byPreemption = spentOn("lostByPreemption", now, before, all);
  const byFailure = spentOn("lostByFailure", now, before, all);
  const restarting = spentOn("restarting", now, before, all);
  const checkpointing = spentOn("checkpointing", now, before, all);
  let revenue = 0;
  world.jobs.streams.forEach(({ feePerGpuHour }, stream) => {
    revenue += (spentOn("used", now, before, (other) => other === stream) / HOUR) * feePerGpuHour;
  });
  set("lostByPreemptionGpuHours", byPreemption / HOUR);
  set("lostByFailureGpuHours", byFailure / HOUR);
  set("restartGpuHours", restarting / HOUR);
  set("checkpointGpuHours", checkpointing / HOUR);
  set("jobRevenue", revenue);
  return {
    lost: byPreemption + byFailure,
    overhead: restarting + checkpointing,
    lostByTenants: spentOn("lostByPreemption", now, before, external),
    lostOfTenants:
      spentOn("lostByPreemption", now, before, external) + spentOn("lostByFailure", now, before, external),
    revenue,
    internalPreemptions: meter.evictions[INTERNAL_JOBS].preempted,
  };
};

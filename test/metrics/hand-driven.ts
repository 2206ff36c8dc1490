/**
 * A world of jobs that is driven by hand: each call writes the columns as the engine does and tells the observer.
 * One pool, no checkpoints unless a stream asks for them.
 */
import type { MetricName } from "../../src/metrics/definitions.ts";
import { JobMeter } from "../../src/metrics/jobs/meter.ts";
import { type JobTotals, jobMetrics } from "../../src/metrics/jobs/metrics.ts";
import {
  CANCELLED,
  COMPLETED,
  GAVE_UP,
  type JobStore,
  KILLED,
  newJobStore,
  QUEUED,
  REFUSED,
  RUNNING,
  streamOf,
  workOf,
} from "../../src/model/job-store.ts";
import { type JobRows, mergeRows, newRows } from "../../src/model/job-table.ts";
import { type JobChange, type Observer, observeAll } from "../../src/model/observer.ts";
import type { JobStream } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";

export const stream = (over: Partial<JobStream> = {}): JobStream => ({
  name: "jobs",
  program: 0,
  tenant: -1,
  priority: 0,
  weight: 1,
  source: { kind: "trace", key: "jobs" },
  pools: [0],
  gpusPerWorker: 0,
  notice: 0,
  delivered: 1,
  minRuntime: 0,
  checkpointEvery: 0,
  checkpointCost: 0,
  restart: 0,
  onPreempt: "requeue",
  queueLimit: Number.POSITIVE_INFINITY,
  patience: Number.POSITIVE_INFINITY,
  turnover: 0,
  runtimes: "exact",
  atEstimate: "extend",
  failuresPerGpuSecond: 0,
  failuresPerSecond: 0,
  feePerGpuHour: 0,
  ...over,
});

/** A stream of a tenant. */
export const spot = (over: Partial<JobStream> = {}): JobStream =>
  stream({ name: "spot", program: -1, tenant: 0, ...over });

/** Submission, accelerators, seconds; then estimate and user, when they matter. */
export type Row = readonly [submit: number, gpus: number, seconds: number, estimate?: number, user?: number];

export const rowsOf = (list: readonly Row[], ids?: readonly string[]): JobRows => {
  const rows = newRows(list.length);
  list.forEach(([submit, gpus, seconds, estimate = Math.max(1, seconds), user = 0], i) => {
    rows.submit[i] = submit;
    rows.gpus[i] = gpus;
    rows.minGpus[i] = gpus;
    rows.seconds[i] = seconds;
    rows.estimate[i] = estimate;
    rows.user[i] = user;
  });
  const users = list.reduce((most, row) => Math.max(most, (row[4] ?? 0) + 1), 1);
  return { ...rows, users, ids };
};

export type Setting = {
  readonly warmUp?: number;
  readonly horizon: number;
  readonly streams: readonly {
    readonly stream: JobStream;
    readonly rows: readonly Row[];
    readonly ids?: readonly string[];
  }[];
  readonly observe?: (world: World) => Observer;
};

export class HandDriven {
  readonly world: World;
  readonly meter: JobMeter;
  private readonly jobs: JobStore;
  private readonly observer: Observer;
  private readonly warmUp: number;
  private begun = false;

  constructor({ warmUp = 0, horizon, streams, observe }: Setting) {
    const table = mergeRows(
      streams.map(({ rows, ids }) => rowsOf(rows, ids)),
      horizon,
    );
    this.jobs = newJobStore(
      table,
      streams.map((entry) => entry.stream),
    );
    const loads = streams.map(({ stream: { checkpointEvery: every, checkpointCost: cost, restart } }) => ({
      afresh: { restart: 0, every, cost },
      again: { restart, every, cost },
    }));
    this.world = {
      plan: { warmUp, horizon, pools: [{ name: "pool" }] },
      policy: { admission: { kind: "all" } },
      jobs: this.jobs,
      work: { streams: loads },
      runs: [],
      nodes: [undefined],
      now: 0,
    } as unknown as World;
    this.warmUp = warmUp;
    this.meter = new JobMeter(this.world);
    this.observer = observeAll([this.meter, ...(observe === undefined ? [] : [observe(this.world)])]);
  }

  submit(at: number, job: number): void {
    this.jobs.state[job] = QUEUED;
    this.jobs.remaining[job] = workOf(this.jobs, job);
    this.tell(at, job, "submitted", -1, this.jobs.table.gpus[job]);
  }

  refuse(at: number, job: number): void {
    this.leave(at, job, REFUSED, "refused");
  }

  giveUp(at: number, job: number): void {
    this.leave(at, job, GAVE_UP, "gaveUp");
  }

  start(at: number, job: number): void {
    const { jobs } = this;
    jobs.state[job] = RUNNING;
    jobs.pool[job] = 0;
    jobs.held[job] = jobs.table.gpus[job];
    if (jobs.firstStart[job] < 0) jobs.firstStart[job] = at;
    jobs.lastStart[job] = at;
    jobs.since[job] = at;
    jobs.restarting[job] = jobs.spells[job] > 0 ? 1 : 0;
    jobs.spells[job]++;
    this.tell(at, job, "started", 0, jobs.held[job]);
  }

  notice(at: number, job: number, deadline: number, cause: number, warned = true): void {
    const { jobs } = this;
    jobs.noticedAt[job] = at;
    jobs.deadline[job] = deadline;
    jobs.noticed[job] = jobs.held[job];
    jobs.warned[job] = warned ? 1 : 0;
    jobs.cause[job] = cause;
    this.tell(at, job, "noticed", 0, jobs.held[job]);
  }

  pardon(at: number, job: number): void {
    this.jobs.noticed[job] = 0;
    this.tell(at, job, "pardoned", 0, this.jobs.held[job]);
  }

  /** Without a checkpoint: all work since the last start is lost. */
  preempt(at: number, job: number): void {
    const { jobs } = this;
    jobs.preemptions[job]++;
    this.loseAll(at, job);
    if (streamOf(jobs, job).onPreempt === "cancel") {
      jobs.state[job] = CANCELLED;
      jobs.end[job] = at;
    } else jobs.state[job] = QUEUED;
    this.stop(at, job, "preempted");
  }

  shed(at: number, job: number): void {
    this.loseAll(at, job);
    this.jobs.state[job] = QUEUED;
    this.stop(at, job, "shed");
  }

  complete(at: number, job: number, killed = false): void {
    const { jobs } = this;
    const totals = jobs.totals[jobs.table.stream[job]];
    totals.used += jobs.held[job] * (at - jobs.since[job]);
    totals.safe += jobs.remaining[job];
    jobs.remaining[job] = 0;
    jobs.state[job] = killed ? KILLED : COMPLETED;
    jobs.end[job] = at;
    this.stop(at, job, killed ? "killed" : "completed");
  }

  /** The row of metrics of jobs at the horizon, by name, and what other metrics take from them. */
  finish(): { readonly get: (metric: MetricName) => number; readonly totals: JobTotals } {
    this.passWarmUp(Number.POSITIVE_INFINITY);
    (this.world as { now: number }).now = this.world.plan.horizon;
    const row = new Map<MetricName, number>();
    const external = this.jobs.streams.reduce(
      (sum, { tenant }, s) => sum + (tenant < 0 ? 0 : this.jobs.totals[s].used),
      0,
    );
    const totals = jobMetrics(this.world, this.meter, external, (name, value) => row.set(name, value));
    return { get: (metric) => row.get(metric) ?? Number.NaN, totals };
  }

  private leave(at: number, job: number, state: number, change: JobChange): void {
    this.jobs.state[job] = state;
    this.jobs.end[job] = at;
    this.tell(at, job, change, -1, this.jobs.table.gpus[job]);
  }

  private loseAll(at: number, job: number): void {
    const { jobs } = this;
    const totals = jobs.totals[jobs.table.stream[job]];
    const gpuSeconds = jobs.held[job] * (at - jobs.since[job]);
    totals.used += gpuSeconds;
    totals.lostByPreemption += gpuSeconds;
    jobs.lost[job] += gpuSeconds;
  }

  private stop(at: number, job: number, change: JobChange): void {
    const { jobs } = this;
    const gpus = jobs.held[job];
    jobs.held[job] = 0;
    jobs.pool[job] = -1;
    jobs.noticed[job] = 0;
    this.tell(at, job, change, 0, gpus);
  }

  private tell(at: number, job: number, change: JobChange, pool: number, gpus: number): void {
    this.passWarmUp(at);
    this.observer.jobChanged?.(at, job, change, pool, gpus);
  }

  /** The measured window begins after the events of its second, as samples do. */
  private passWarmUp(at: number): void {
    if (this.begun || this.warmUp === 0 || at <= this.warmUp) return;
    this.begun = true;
    this.meter.begin(this.warmUp);
  }
}

/**
 * Watches jobs as they come and go: queue lengths and running jobs as exact integrals, notices, evictions, who had
 * how much. A few additions an event and no objects. What columns tell of themselves is not counted here but read
 * from them at the end.
 */
import { forRun, type JobStore } from "../../model/job-store.ts";
import type { JobChange, Observer } from "../../model/observer.ts";
import type { Run } from "../../model/runs.ts";
import type { Gpus, Seconds } from "../../model/types.ts";
import type { World } from "../../model/world.ts";
import { Evictions } from "./evictions.ts";
import { Fragments } from "./fragments.ts";
import { JobLevels, LEVELS } from "./levels.ts";
import { JobNotices, ReclaimLatency } from "./notices.ts";
import { UserUse } from "./users.ts";
import { type Work, workByStream } from "./work.ts";

/** Classes of jobs: of programs, of tenants. */
export const INTERNAL_JOBS = 0;
export const EXTERNAL_JOBS = 1;

/** Windows of GFS, unless the policy has its own. */
const GUARANTEE = 3600;

export class JobMeter implements Observer {
  readonly levels = new JobLevels();
  readonly notices: JobNotices;
  readonly latency: ReclaimLatency;
  readonly users: UserUse;
  readonly fragments = new Fragments();
  /** By class. */
  readonly evictions: readonly [Evictions, Evictions];
  shed = 0;
  shrunk = 0;
  /** As the measured window began. */
  readonly levelsBefore = new Float64Array(LEVELS);
  workBefore: readonly Work[] = [];
  private readonly store: JobStore;
  private readonly world: World;
  private readonly from: Seconds;
  private readonly classOf: Uint8Array;
  private readonly hasNodes: boolean;

  constructor(world: World) {
    const { plan, jobs, policy } = world;
    const { count, users } = jobs.table;
    const { admission } = policy;
    const window = admission.kind === "spotQuota" ? admission.window : GUARANTEE;
    this.world = world;
    this.store = jobs;
    this.from = plan.warmUp;
    this.hasNodes = world.nodes.some((nodes) => nodes !== undefined);
    this.notices = new JobNotices(count, plan.warmUp);
    this.latency = new ReclaimLatency(count + world.runs.length, plan.warmUp);
    this.users = new UserUse(users, plan.warmUp);
    this.evictions = [new Evictions(plan.warmUp, window), new Evictions(plan.warmUp, window)];
    this.classOf = Uint8Array.from(jobs.streams, ({ program }) =>
      program >= 0 ? INTERNAL_JOBS : EXTERNAL_JOBS,
    );
  }

  /** The class of a stream. */
  classOfStream(stream: number): number {
    return this.classOf[stream];
  }

  jobChanged(at: Seconds, job: number, change: JobChange, _pool: number, gpus: Gpus): void {
    const c = this.classOf[this.store.table.stream[job]];
    switch (change) {
      case "submitted":
        this.levels.change(c, 1, this.store.table.gpus[job], 0, at);
        break;
      case "refused":
      case "gaveUp":
        this.levels.change(c, -1, -this.store.table.gpus[job], 0, at);
        this.latency.left(job);
        break;
      case "started":
        this.start(c, job, gpus, at);
        break;
      case "noticed":
        this.notice(job, at);
        break;
      case "shrunk":
        this.users.add(this.store.table.user[job], -gpus, at);
        this.notices.end(at, job, change);
        if (at >= this.from) this.shrunk++;
        break;
      case "pardoned":
        this.notices.end(at, job, change);
        break;
      case "preempted":
      case "shed":
      case "killed":
      case "completed":
        this.stop(c, job, change, gpus, at);
    }
  }

  runChanged(at: Seconds, { id, notice }: Pick<Run, "id" | "notice">, change: string): void {
    const waiter = this.store.table.count + id;
    if (change === "noticed" && notice !== undefined && notice.job >= 0) this.latency.called(at, notice.job);
    else if (change === "started") this.latency.started(at, waiter);
    else if (change === "gaveUp") this.latency.left(waiter);
  }

  settled(at: Seconds): void {
    if (this.hasNodes) this.fragments.see(at, this.world.nodes);
  }

  /** The measured window begins. */
  begin(at: Seconds): void {
    this.fragments.begin(at);
    for (let i = 0; i < LEVELS; i++) this.levelsBefore[i] = this.levels.integral(i, at);
    this.workBefore = workByStream(this.world, at);
  }

  /** Integral of a level over the measured window. */
  spent(level: number, now: Seconds): number {
    return this.levels.integral(level, now) - this.levelsBefore[level];
  }

  private start(c: number, job: number, gpus: Gpus, at: Seconds): void {
    this.levels.change(c, -1, -this.store.table.gpus[job], 1, at);
    this.evictions[c as 0 | 1].started(at);
    this.users.add(this.store.table.user[job], gpus, at);
    this.latency.started(at, job);
  }

  private stop(
    c: number,
    job: number,
    change: "preempted" | "shed" | "killed" | "completed",
    gpus: Gpus,
    at: Seconds,
  ): void {
    const { store } = this;
    const counts = this.evictions[c as 0 | 1];
    const start = store.lastStart[job];
    // A job that is cancelled or done has its end; any other is back in the queue.
    const isBack = store.end[job] < 0;
    this.levels.change(c, isBack ? 1 : 0, isBack ? store.table.gpus[job] : 0, -1, at);
    this.users.add(store.table.user[job], -gpus, at);
    this.notices.end(at, job, change);
    if (change === "completed" || change === "killed") {
      counts.ends(at, start);
      return;
    }
    if (change === "shed") {
      counts.shed(at, start);
      if (at >= this.from) this.shed++;
      return;
    }
    counts.preempts(at, start, gpus);
    if (store.preemptions[job] === 1 && store.table.submit[job] >= this.from)
      counts.firstAfter(at, at - store.firstStart[job]);
  }

  private notice(job: number, at: Seconds): void {
    const { store } = this;
    const cause = store.cause[job];
    this.notices.issue(at, job, store.warned[job] === 1);
    if (cause >= 0) this.latency.called(at, cause);
    else if (cause <= FIRST_RUN) this.latency.called(at, store.table.count + FIRST_RUN - cause);
  }
}

/** Causes of runs are numbered downwards from here. */
const FIRST_RUN = forRun(0);

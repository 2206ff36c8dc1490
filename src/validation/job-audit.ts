/**
 * The auditor's view of jobs. From the log alone it follows each job through its states and checks that it runs on
 * exactly its accelerators, is stopped by a preemption only at the deadline of a notice, not a second early or late,
 * and that every job is in one state at the end. The accelerators themselves are the business of the ledger.
 */
import type { LoggedEvent } from "../metrics/event-log.ts";

export type JobTotals = {
  /** Jobs by the state they are in at the end. */
  readonly states: { readonly [state: string]: number };
  readonly submitted: number;
  readonly starts: number;
  readonly preemptions: number;
  readonly notices: number;
  /** Job-seconds in the queue, GPU-seconds waited for and in use, of both classes. */
  readonly queued: number;
  readonly waited: number;
  readonly used: number;
};

type JobRecord = {
  readonly isInternal: boolean;
  readonly wants: number;
  readonly least: number;
  state: "waiting" | "running" | "over";
  outcome: string;
  /** Pool and accelerators it holds while it waits, or has in use. */
  pool: string;
  gpus: number;
  /** Deadline of its notice and what that takes; -1: none. */
  deadline: number;
  takes: number;
};

/** What a change asks of the state before it, and the state after it; undefined: as it was. */
const changes: {
  readonly [change: string]: { readonly from: JobRecord["state"]; readonly to?: JobRecord["state"] };
} = {
  refused: { from: "waiting", to: "over" },
  gaveUp: { from: "waiting", to: "over" },
  held: { from: "waiting" },
  unheld: { from: "waiting" },
  started: { from: "waiting", to: "running" },
  noticed: { from: "running" },
  pardoned: { from: "running" },
  shrunk: { from: "running" },
  failed: { from: "running" },
  preempted: { from: "running" },
  shed: { from: "running" },
  killed: { from: "running", to: "over" },
  completed: { from: "running", to: "over" },
};

export class JobAudit {
  /** Accelerators of internal jobs that wait, and in use: a part of internal demand. */
  waitingInternal = 0;
  runningInternal = 0;
  private waitingJobs = 0;
  private waitingGpus = 0;
  private inUse = 0;
  private submitted = 0;
  private starts = 0;
  private preemptions = 0;
  private notices = 0;
  private queued = 0;
  private waited = 0;
  private used = 0;
  private readonly jobs = new Map<number, JobRecord>();
  private readonly report: (what: string) => void;

  constructor(report: (what: string) => void) {
    this.report = report;
  }

  /** So many seconds pass in which nothing changes. */
  advance(elapsed: number): void {
    this.queued += this.waitingJobs * elapsed;
    this.waited += this.waitingGpus * elapsed;
    this.used += this.inUse * elapsed;
  }

  take(event: LoggedEvent): void {
    const id = Number(event.job);
    const change = event.kind.slice("job.".length);
    if (change === "submitted") {
      this.submit(id, event);
      return;
    }
    const job = this.jobs.get(id);
    const rule = changes[change];
    if (job === undefined || rule === undefined) {
      this.report(`job ${id} is ${change}, which was never submitted or is no change`);
      return;
    }
    if (job.state !== rule.from) this.report(`job ${id} is ${change} while it is ${job.state}`);
    this.apply(id, job, change, event);
  }

  close(horizon: number): JobTotals {
    const states: { [state: string]: number } = {};
    let inUse = 0;
    for (const [id, job] of this.jobs) {
      const state = job.state === "over" ? job.outcome : job.state;
      states[state] = (states[state] ?? 0) + 1;
      if (job.state === "running") inUse += job.gpus;
      if (job.deadline >= 0 && job.deadline < horizon)
        this.report(`job ${id} outlives its deadline ${job.deadline}`);
    }
    if (inUse !== this.inUse) this.report(`jobs run on ${inUse} accelerators, ${this.inUse} are in use`);
    const { submitted, starts, preemptions, notices, queued, waited, used } = this;
    return { states, submitted, starts, preemptions, notices, queued, waited, used };
  }

  private submit(id: number, event: LoggedEvent): void {
    if (this.jobs.has(id)) this.report(`job ${id} is submitted twice`);
    const wants = Number(event.gpus);
    const job: JobRecord = {
      isInternal: event.class === "internal",
      wants,
      least: Number(event.least),
      state: "waiting",
      outcome: "",
      pool: "",
      gpus: 0,
      deadline: -1,
      takes: 0,
    };
    this.jobs.set(id, job);
    this.submitted++;
    this.wait(job, 1);
  }

  private apply(id: number, job: JobRecord, change: string, event: LoggedEvent): void {
    const gpus = Number(event.gpus);
    switch (change) {
      case "held":
      case "unheld":
        this.hold(id, job, change === "held" ? gpus : -gpus, String(event.pool));
        break;
      case "started":
        this.start(id, job, event);
        break;
      case "noticed":
        this.notice(id, job, event);
        break;
      case "pardoned":
        if (job.deadline < 0) this.report(`job ${id} is pardoned without a notice`);
        job.deadline = -1;
        break;
      case "shrunk":
        this.shrink(id, job, event);
        break;
      case "failed":
        this.expectAll(id, job, change, event);
        break;
      case "refused":
      case "gaveUp":
        if (job.gpus !== 0) this.report(`job ${id} leaves the queue and holds ${job.gpus}`);
        this.wait(job, -1);
        this.end(job, change);
        break;
      default:
        this.stop(id, job, change, event);
    }
  }

  private hold(id: number, job: JobRecord, gpus: number, pool: string): void {
    if (job.gpus > 0 && job.pool !== pool) this.report(`job ${id} holds in ${job.pool} and in ${pool}`);
    job.pool = pool;
    job.gpus += gpus;
    if (job.gpus < 0 || job.gpus > job.wants) this.report(`job ${id} holds ${job.gpus} of ${job.wants}`);
  }

  private start(id: number, job: JobRecord, event: LoggedEvent): void {
    const gpus = Number(event.gpus);
    if (job.gpus !== 0) this.report(`job ${id} starts and still holds ${job.gpus}`);
    if (gpus < job.least || gpus > job.wants)
      this.report(`job ${id} starts on ${gpus}, it wants from ${job.least} to ${job.wants}`);
    if (event.to !== (job.isInternal ? "internal" : "external"))
      this.report(`job ${id} starts into ${String(event.to)}`);
    this.wait(job, -1);
    job.state = "running";
    job.pool = String(event.pool);
    this.starts++;
    this.run(job, gpus);
  }

  private notice(id: number, job: JobRecord, event: LoggedEvent): void {
    if (job.deadline >= 0) this.report(`job ${id} is noticed twice`);
    if (Number(event.issuedAt) !== event.t) this.report(`the notice to job ${id} was issued at another time`);
    job.deadline = Number(event.effectiveAt);
    job.takes = Number(event.takes);
    if (job.deadline < event.t) this.report(`the notice to job ${id} takes effect before it is served`);
    if (!(job.takes > 0 && job.takes <= job.gpus))
      this.report(`a notice takes ${job.takes} of ${job.gpus} from job ${id}`);
    this.notices++;
  }

  private shrink(id: number, job: JobRecord, event: LoggedEvent): void {
    const gpus = Number(event.gpus);
    this.expectDeadline(id, job, "shrunk", event);
    if (gpus !== job.takes) this.report(`job ${id} gives up ${gpus}, its notice takes ${job.takes}`);
    if (event.pool !== job.pool) this.report(`job ${id} gives up capacity in ${String(event.pool)}`);
    job.deadline = -1;
    this.run(job, -gpus);
    if (job.gpus < job.least) this.report(`job ${id} shrinks to ${job.gpus}, below ${job.least}`);
  }

  private stop(id: number, job: JobRecord, change: string, event: LoggedEvent): void {
    this.expectAll(id, job, change, event);
    if (change === "preempted") {
      this.expectDeadline(id, job, change, event);
      if (job.takes !== job.gpus)
        this.report(`job ${id} is stopped, its notice takes ${job.takes} of ${job.gpus}`);
      this.preemptions++;
    } else if (job.deadline >= 0 && event.t > job.deadline)
      this.report(`job ${id} is ${change} at ${event.t}, after its deadline ${job.deadline}`);
    job.deadline = -1;
    this.run(job, -job.gpus);
    job.pool = "";
    const isBack = (change === "preempted" || change === "shed") && event.becomes === "queued";
    if (isBack) {
      job.state = "waiting";
      this.wait(job, 1);
    } else this.end(job, change === "preempted" ? String(event.becomes) : change);
  }

  /** What runs is exactly what was started, less what was given up since, in one pool. */
  private expectAll(id: number, job: JobRecord, change: string, event: LoggedEvent): void {
    if (event.pool !== job.pool || event.gpus !== job.gpus)
      this.report(
        `job ${id} is ${change} with ${String(event.gpus)} in ${String(event.pool)}, it runs on ${job.gpus} in ${job.pool}`,
      );
  }

  private expectDeadline(id: number, job: JobRecord, change: string, event: LoggedEvent): void {
    if (job.deadline < 0) this.report(`job ${id} is ${change} without a notice`);
    else if (event.t !== job.deadline)
      this.report(`job ${id} is ${change} at ${event.t}, its deadline is ${job.deadline}`);
  }

  private end(job: JobRecord, outcome: string): void {
    job.state = "over";
    job.outcome = outcome;
  }

  private wait(job: JobRecord, sign: 1 | -1): void {
    this.waitingJobs += sign;
    this.waitingGpus += sign * job.wants;
    if (job.isInternal) this.waitingInternal += sign * job.wants;
  }

  private run(job: JobRecord, gpus: number): void {
    job.gpus += gpus;
    this.inUse += gpus;
    if (job.isInternal) this.runningInternal += gpus;
  }
}

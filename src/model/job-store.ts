/**
 * What became of the jobs: one row a job beside the rows of the table, in typed columns, so that a million
 * jobs cost no objects. `jobs.ts` holds the transitions and is the only writer. A column that begins as noughts takes
 * memory only where something is written, so most do: the columns of notices cost nothing where nobody is preempted.
 */
import { idOf, type JobTable, noJobs } from "./job-table.ts";
import type { JobStream } from "./types.ts";

/** State of a job, by number. */
export const PLANNED = 0;
export const QUEUED = 1;
/** Its turn has come and capacity has been called for it: it holds what there is and starts with the last of it. */
export const CALLING = 2;
export const RUNNING = 3;
export const COMPLETED = 4;
/** Preempted and not queued again. */
export const CANCELLED = 5;
/** Not taken on: a loss system without room, or larger than its pools will ever be. */
export const REFUSED = 6;
export const GAVE_UP = 7;
/** Stopped by the queue when its run time reached its estimate. */
export const KILLED = 8;

export const jobStates = [
  "planned",
  "queued",
  "calling",
  "running",
  "completed",
  "cancelled",
  "refused",
  "gaveUp",
  "killed",
] as const;

/** Sums of one stream in GPU-seconds, exact. What running jobs have under way is not in them yet. */
export type StreamTotals = {
  /** In use, whatever for: jobs that run, on notice or not. */
  used: number;
  /** Work that counted: of completed jobs, and what checkpoints have saved of others. */
  safe: number;
  lostByPreemption: number;
  lostByFailure: number;
  restarting: number;
  checkpointing: number;
};

export type JobStore = {
  readonly table: JobTable;
  readonly streams: readonly JobStream[];
  readonly state: Uint8Array;
  /** Second of the first and of the last start, and of the end for good; -1: not yet. */
  readonly firstStart: Float64Array;
  readonly lastStart: Float64Array;
  readonly end: Float64Array;
  /** Pool it runs in or holds in; -1: none. */
  readonly pool: Int16Array;
  /** Accelerators in use while it runs, or held while it is calling. */
  readonly held: Int32Array;
  /** Work in GPU-seconds that no checkpoint holds yet, as of the beginning of its spell; set when it is submitted. */
  readonly remaining: Float64Array;
  /** Spells begun, times preempted by decision, times failed. */
  readonly spells: Int32Array;
  readonly preemptions: Int32Array;
  readonly failures: Int32Array;
  /** GPU-seconds of its progress that were thrown away. */
  readonly lost: Float64Array;
  /**
   * Accelerators that the notice which runs against it takes, less than held when an elastic job only shrinks; 0: none
   * does.
   */
  readonly noticed: Int32Array;
  /** Of that notice: its deadline; when it was issued; whether it reached the job. */
  readonly deadline: Float64Array;
  readonly noticedAt: Float64Array;
  readonly warned: Uint8Array;
  /** Second by which the queue believes it will end. */
  readonly expectedEnd: Float64Array;
  /** Whose capacity that notice is for: a job, or `FOR_LEVELS`, or `forRun(id)`. */
  readonly cause: Int32Array;
  /** Accelerators that have been called for it and are still in use elsewhere. */
  readonly inFlight: Int32Array;
  /** Since when it runs as it does now: its last start, failure or shrink; and whether it began by a restart. */
  readonly since: Float64Array;
  readonly restarting: Uint8Array;
  /** Whether it counts among those that may be preempted. */
  readonly eligible: Uint8Array;
  /** Exponential unit draws of hazard left until it fails next. */
  readonly hazardLeft: Float64Array;
  /** Place in the order of its queue; and, while it runs, who started just before and just after it; -1: nobody. */
  readonly rank: Int32Array;
  readonly older: Int32Array;
  readonly younger: Int32Array;
  /** Its next event (end or failure), and the one of its notice or its patience; or `NO_EVENT`. */
  readonly endEvent: Float64Array;
  readonly otherEvent: Float64Array;
  readonly totals: readonly StreamTotals[];
};

/** Causes that are no job. */
export const FOR_LEVELS = -2;
export const forRun = (run: number): number => -3 - run;

/** Every job planned, none submitted. */
export const newJobStore = (table: JobTable, streams: readonly JobStream[]): JobStore => {
  const { count } = table;
  return {
    table,
    streams,
    state: new Uint8Array(count),
    firstStart: new Float64Array(count).fill(-1),
    lastStart: new Float64Array(count).fill(-1),
    end: new Float64Array(count).fill(-1),
    pool: new Int16Array(count).fill(-1),
    held: new Int32Array(count),
    remaining: new Float64Array(count),
    spells: new Int32Array(count),
    preemptions: new Int32Array(count),
    failures: new Int32Array(count),
    lost: new Float64Array(count),
    deadline: new Float64Array(count),
    noticedAt: new Float64Array(count),
    warned: new Uint8Array(count),
    noticed: new Int32Array(count),
    expectedEnd: new Float64Array(count),
    cause: new Int32Array(count),
    inFlight: new Int32Array(count),
    since: new Float64Array(count),
    restarting: new Uint8Array(count),
    eligible: new Uint8Array(count),
    hazardLeft: new Float64Array(streams.some(mayFail) ? count : 0),
    rank: new Int32Array(count),
    older: new Int32Array(count),
    younger: new Int32Array(count),
    endEvent: new Float64Array(count),
    otherEvent: new Float64Array(count),
    totals: streams.map(() => ({
      used: 0,
      safe: 0,
      lostByPreemption: 0,
      lostByFailure: 0,
      restarting: 0,
      checkpointing: 0,
    })),
  };
};

/** The store of a world without jobs. */
export const noStore = (): JobStore => newJobStore(noJobs, []);

/** Work of a job in GPU-seconds; what goes beyond its estimate is not done when the queue kills it there. */
export const workOf = ({ table, streams }: Pick<JobStore, "table" | "streams">, job: number): number => {
  const { atEstimate } = streams[table.stream[job] as number] as JobStream;
  const seconds = table.seconds[job] as number;
  const estimate = table.estimate[job] as number;
  return (atEstimate === "kill" && seconds > estimate ? estimate : seconds) * (table.gpus[job] as number);
};

/** The stream of a job. */
export const streamOf = (store: JobStore, job: number): JobStream =>
  store.streams[store.table.stream[job] as number] as JobStream;

/** The name of a job in logs and explanations: its stream and its id. */
export const jobName = (store: JobStore, job: number): string =>
  `${streamOf(store, job).name}#${idOf(store.table, job) ?? store.table.row[job]}`;

/** Whether jobs of a stream ever fail of themselves. */
export const mayFail = (stream: JobStream): boolean =>
  stream.failuresPerGpuSecond > 0 || stream.failuresPerSecond > 0;

/**
 * What became of every job of one run, as CSV: a row a job that was submitted, in the order of submission. Times are
 * seconds since the scenario's start, `lost` is in GPU-seconds; what has not happened is an empty cell.
 */
import { type JobStore, jobName, jobStates, PLANNED, streamOf } from "../model/job-store.ts";
import type { JobChange, Observer } from "../model/observer.ts";
import type { Plan, Seconds } from "../model/types.ts";
import { type Cell, csvRow } from "./csv-cell.ts";

const HEAD = [
  ...["job", "class", "pool", "submit", "start", "end", "gpus", "wait", "preemptions", "lost", "outcome"],
  "firstStart",
];

/** Rows in one piece of text. */
const ROWS = 1000;

/** Where the columns come from: a world will do. */
export type Jobs = { readonly jobs: JobStore; readonly plan: Pick<Plan, "pools"> };

/**
 * Remembers the pool in which each job ran last, which a job that has ended no longer knows. To be given to a
 * simulation as an observer.
 */
export class PoolsOfJobs implements Observer {
  readonly last: Int16Array;

  constructor({ jobs }: Jobs) {
    this.last = new Int16Array(jobs.table.count).fill(-1);
  }

  jobChanged(_at: Seconds, job: number, change: JobChange, pool: number): void {
    if (change === "started") this.last[job] = pool;
  }
}

/**
 * The whole table as one text.
 *
 * @param pools - who watched in which pools jobs ran; without it only jobs that run now and those with a choice of
 *   one have a pool
 */
export const jobsCsv = (world: Jobs, pools?: PoolsOfJobs): string => [...jobsCsvParts(world, pools)].join("");

/** The same in pieces of a thousand rows, for tables too large for one text. */
export function* jobsCsvParts(world: Jobs, pools?: PoolsOfJobs): Generator<string> {
  const { table, state } = world.jobs;
  let rows = [csvRow(HEAD)];
  for (let job = 0; job < table.count; job++) {
    if (state[job] === PLANNED) continue;
    rows.push(csvRow(cellsOf(world, job, pools)));
    if (rows.length < ROWS) continue;
    yield rows.join("");
    rows = [];
  }
  if (rows.length > 0) yield rows.join("");
}

const cellsOf = ({ jobs, plan }: Jobs, job: number, pools: PoolsOfJobs | undefined): Cell[] => {
  const { table } = jobs;
  const stream = streamOf(jobs, job);
  const submit = table.submit[job];
  const first = jobs.firstStart[job];
  return [
    jobName(jobs, job),
    stream.program >= 0 ? "internal" : "external",
    plan.pools[poolOf(jobs, job, pools)]?.name ?? "",
    submit,
    happened(jobs.lastStart[job]),
    happened(jobs.end[job]),
    table.gpus[job],
    first < 0 ? "" : first - submit,
    jobs.preemptions[job],
    jobs.lost[job],
    jobStates[jobs.state[job]],
    happened(first),
  ];
};

const poolOf = (jobs: JobStore, job: number, pools: PoolsOfJobs | undefined): number => {
  if (jobs.firstStart[job] < 0) return -1;
  if (pools !== undefined) return pools.last[job];
  const choice = streamOf(jobs, job).pools;
  return jobs.pool[job] >= 0 ? jobs.pool[job] : choice.length === 1 ? choice[0] : -1;
};

const happened = (at: Seconds): Cell => (at < 0 ? "" : at);

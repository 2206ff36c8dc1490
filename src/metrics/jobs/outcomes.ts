/**
 * What became of the jobs of one class, from the columns alone, once the run is over: outcomes, waits, times to
 * completion, slowdowns. Sums of seconds are exact; quantiles are within `RELATIVE_ERROR` of the exact ones.
 */
import { type JobStore, jobStates, PLANNED, streamOf } from "../../model/job-store.ts";
import type { Seconds } from "../../model/types.ts";
import { Histogram } from "../../stats/histogram.ts";
import { Moments } from "../../stats/moments.ts";
import { ratio } from "../sums.ts";

/** Run times below this count as this long in slowdowns. */
export const BOUND = 10;

/** Values that are taken together. */
const BLOCK = 1024;

/** Lengths of time, or slowdowns, of many jobs. */
export class Spread {
  private readonly values = new Histogram();
  /** Each value as often as the GPU-seconds of its job. */
  private readonly weighted = new Moments();
  private sum = 0;
  private lost = 0;
  // Values and GPU-seconds that are not in the sums yet: many at a time go in quicker.
  private readonly lately = new Float64Array(BLOCK);
  private readonly gpuSeconds = new Float64Array(BLOCK);
  private count = 0;

  add(value: number, gpuSeconds: number): void {
    if (this.count === BLOCK) this.flush();
    this.lately[this.count] = value;
    this.gpuSeconds[this.count++] = gpuSeconds;
  }

  get mean(): number {
    this.flush();
    return ratio(this.sum + this.lost, this.values.weight);
  }
  get weightedMean(): number {
    this.flush();
    return this.weighted.weight === 0 ? 0 : this.weighted.mean;
  }
  /** 0 of no values. */
  quantile(p: number): number {
    this.flush();
    return this.values.weight === 0 ? 0 : this.values.quantile(p);
  }

  private flush(): void {
    const { lately, count } = this;
    let { sum, lost } = this;
    for (let i = 0; i < count; i++) {
      // Compensated after Neumaier (1974): what rounding takes from the sum is kept beside it.
      const value = lately[i];
      const next = sum + value;
      lost += sum >= value ? sum - next + value : value - next + sum;
      sum = next;
    }
    this.sum = sum;
    this.lost = lost;
    this.values.addAll(lately, count);
    this.weighted.addAll(lately, this.gpuSeconds, count);
    this.count = 0;
  }
}

export type Outcomes = {
  submitted: number;
  started: number;
  /** Jobs in each state at the end; calling jobs count as queued. */
  readonly states: { [State in (typeof jobStates)[number]]: number };
  /** From submission to the first start, of jobs that have started. */
  readonly wait: Spread;
  /** From submission to the end, of jobs that completed or reached their estimate; and that over their run time. */
  readonly completion: Spread;
  readonly slowdown: Spread;
  /** Jobs that were preempted, those that were so more than once, and the most of one job. */
  evicted: number;
  evictedAgain: number;
  mostEvictions: number;
};

/**
 * @param isOurs - whether a stream is of the class
 * @param from - jobs submitted from this second on count
 */
export const outcomesOf = (store: JobStore, isOurs: (stream: number) => boolean, from: Seconds): Outcomes => {
  const outcomes = noOutcomes();
  const { table, state, preemptions } = store;
  const ours = store.streams.map((_, stream) => isOurs(stream));
  if (!ours.includes(true)) return outcomes;
  for (let job = 0; job < table.count; job++) {
    if (state[job] === PLANNED || table.submit[job] < from || !ours[table.stream[job]]) continue;
    outcomes.submitted++;
    outcomes.states[jobStates[state[job]]]++;
    addTimes(outcomes, store, job);
    const times = preemptions[job];
    if (times === 0) continue;
    outcomes.evicted++;
    if (times > 1) outcomes.evictedAgain++;
    if (times > outcomes.mostEvictions) outcomes.mostEvictions = times;
  }
  outcomes.states.queued += outcomes.states.calling;
  outcomes.states.calling = 0;
  return outcomes;
};

const addTimes = (outcomes: Outcomes, store: JobStore, job: number): void => {
  const { table } = store;
  const submit = table.submit[job];
  const start = store.firstStart[job];
  if (start < 0) return;
  const seconds = runTime(store, job);
  const gpuSeconds = seconds * table.gpus[job];
  outcomes.started++;
  outcomes.wait.add(start - submit, gpuSeconds);
  const what = jobStates[store.state[job]];
  if (what !== "completed" && what !== "killed") return;
  const took = store.end[job] - submit;
  outcomes.completion.add(took, gpuSeconds);
  outcomes.slowdown.add(Math.max(1, took / Math.max(BOUND, seconds)), gpuSeconds);
};

/** Seconds it runs with all its accelerators when nothing comes between. */
const runTime = (store: JobStore, job: number): Seconds => {
  const { seconds, estimate } = store.table;
  return streamOf(store, job).atEstimate === "kill" ? Math.min(seconds[job], estimate[job]) : seconds[job];
};

const noOutcomes = (): Outcomes => ({
  submitted: 0,
  started: 0,
  states: Object.fromEntries(jobStates.map((state) => [state, 0])) as Outcomes["states"],
  wait: new Spread(),
  completion: new Spread(),
  slowdown: new Spread(),
  evicted: 0,
  evictedAgain: 0,
  mostEvictions: 0,
});

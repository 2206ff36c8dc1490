/** Metrics of one class of jobs, those of programs or those of tenants: how many, how long they waited, how they ended. */
import { define, type Named } from "../definition.ts";

type Class = "internal" | "external";

/** The rows of one class of jobs. */
export const classRows = <C extends Class>(c: C, whose: string, headline: boolean) =>
  [
    ...countRows(c, whose),
    ...waitRows(c, whose, headline),
    ...completionRows(c, whose),
    ...slowdownRows(c, whose, headline),
    define(
      `${c}QueueLength`,
      `${whose} jobs in queue`,
      "count",
      "lower",
      "Jobs that wait, in the mean over time; those that were stopped wait again.",
      "integral of jobs queued or calling / length of the window",
      false,
      "jobs",
    ),
    define(
      `${c}WaitingGpus`,
      `${whose} GPUs waited for`,
      "GPUs",
      "lower",
      "Accelerators that waiting jobs want, in the mean over time.",
      "integral of GPUs wanted by jobs queued or calling / length of the window",
      false,
      "jobs",
    ),
    define(
      `${c}Preemptions`,
      `${whose} jobs preempted`,
      "count",
      "lower",
      "Times a job was stopped by decision, for something more important.",
      "count",
      headline,
      "jobs",
    ),
  ] as const;

const countRows = <C extends Class>(c: C, whose: string) => {
  const count = <N extends string>(
    name: N,
    what: string,
    better: "higher" | "lower" | "neither",
    meaning: string,
  ): Named<N> => define(name, what, "count", better, meaning, "count", false, "jobs");
  return [
    count(
      `${c}JobsSubmitted`,
      `${whose} jobs submitted`,
      "neither",
      "Jobs submitted in the measured window; each is in exactly one of the outcomes below.",
    ),
    count(`${c}JobsStarted`, "... started", "neither", "Those that started at least once."),
    count(`${c}JobsCompleted`, "... completed", "higher", "Those that finished their work."),
    count(`${c}JobsCancelled`, "... cancelled", "lower", "Those that were preempted and not queued again."),
    count(
      `${c}JobsRefused`,
      "... refused",
      "lower",
      "Those that were not taken on: no room in a loss system, or larger than the pools.",
    ),
    count(`${c}JobsGaveUp`, "... gave up", "lower", "Those that left before they had started."),
    count(
      `${c}JobsKilled`,
      "... killed",
      "lower",
      "Those that were stopped when they reached their estimate.",
    ),
    count(`${c}JobsWaiting`, "... waiting at the end", "lower", "Censored: those that wait at the horizon."),
    count(`${c}JobsRunning`, "... running at the end", "neither", "Censored: those that run at the horizon."),
  ] as const;
};

/** How far a quantile may be off. */
export const QUANTILE = "quantile within 0.4 % of its value";

const waitRows = <C extends Class>(c: C, whose: string, headline: boolean) => {
  const seconds = <N extends string>(name: N, label: string, formula: string, shown = false): Named<N> =>
    define(
      name,
      label,
      "seconds",
      "lower",
      "From submission to the first start, of jobs that have started.",
      formula,
      shown,
      "jobs",
    );
  return [
    seconds(`${c}WaitMean`, `${whose} jobs: wait`, "mean of first start - submission", headline),
    seconds(`${c}WaitP50`, "... median", QUANTILE),
    seconds(`${c}WaitP95`, `${whose} jobs: wait, 95 %`, QUANTILE, headline),
    seconds(`${c}WaitP99`, "... 99 %", QUANTILE),
    seconds(`${c}WaitMax`, "... longest", "maximum"),
    seconds(`${c}WaitWeighted`, "... by GPU-hours", "mean weighted by GPUs x run time of the job"),
  ] as const;
};

const completionRows = <C extends Class>(c: C, whose: string) => {
  const seconds = <N extends string>(name: N, label: string, formula: string): Named<N> =>
    define(
      name,
      label,
      "seconds",
      "lower",
      "From submission to the end, of jobs that completed or reached their estimate.",
      formula,
      false,
      "jobs",
    );
  return [
    seconds(`${c}JctMean`, `${whose} jobs: completion`, "mean of end - submission"),
    seconds(`${c}JctP50`, "... median", QUANTILE),
    seconds(`${c}JctP95`, "... 95 %", QUANTILE),
    seconds(`${c}JctP99`, "... 99 %", QUANTILE),
    seconds(`${c}JctWeighted`, "... by GPU-hours", "mean weighted by GPUs x run time of the job"),
  ] as const;
};

const slowdownRows = <C extends Class>(c: C, whose: string, headline: boolean) => {
  const index = <N extends string>(name: N, label: string, formula: string, shown = false): Named<N> =>
    define(
      name,
      label,
      "index",
      "lower",
      "Time to completion over run time, run times below 10 s counted as 10 s; at least 1.",
      formula,
      shown,
      "jobs",
    );
  return [
    index(
      `${c}SlowdownMean`,
      `${whose} jobs: slowdown`,
      "mean of max(1, (end - submission) / max(10 s, run time with all GPUs))",
      headline,
    ),
    index(`${c}SlowdownP50`, "... median", QUANTILE),
    index(`${c}SlowdownP95`, "... 95 %", QUANTILE),
    index(`${c}SlowdownWeighted`, "... by GPU-hours", "mean weighted by GPUs x run time of the job"),
  ] as const;
};

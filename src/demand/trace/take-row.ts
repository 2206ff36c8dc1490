/**
 * Whether a row of a trace is a job, and which: the rules that are the same for every layout. A negative number
 * says that the trace does not know; what is needed and not known leaves the row out, counted, never guessed.
 */

import { grow, type RawRows } from "./raw-rows.ts";
import type { TraceSpec } from "./spec.ts";
import { addProblem, counted, type Tally } from "./tally.ts";

/** Larger numbers are damage, not data: accelerators of one job, and seconds (a little over 100 years). */
export const MOST_GPUS = 10_000_000;
export const MOST_SECONDS = 3.2e9;
/** Rows of one trace; what they take in memory stays below 1 GB. */
export const MOST_ROWS = 10_000_000;

/** One row while it is read. Negative: not known. */
export type Draft = {
  line: number;
  row: number;
  submit: number;
  waited: number;
  run: number;
  estimate: number;
  /** Accelerators of one worker, and workers; the fewest is of the whole job. */
  gpus: number;
  workers: number;
  minGpus: number;
  priority: number;
  id: number;
};

export const newDraft = (): Draft => ({
  line: 0,
  row: 0,
  submit: -1,
  waited: -1,
  run: -1,
  estimate: -1,
  gpus: -1,
  workers: 1,
  minGpus: -1,
  priority: 0,
  id: Number.NaN,
});

/** Takes the row into `rows`, all but its user and a textual id; false when it was left out. */
export const takeRow = (draft: Draft, rows: RawRows, tally: Tally, spec: TraceSpec): boolean => {
  const { line, submit, run } = draft;
  const { dropped, noted } = tally;
  if (submit < 0) return drop(dropped.noSubmit, line);
  if (run < 0) return drop(dropped.noRunTime, line);
  if (draft.gpus <= 0 || draft.workers <= 0) return drop(dropped.noGpus, line);
  const gpus = wholeGpus(draft, tally, spec);
  if (gpus === 0) return drop(dropped.fraction, line);
  if (gpus > MOST_GPUS || rows.count >= MOST_ROWS || run > MOST_SECONDS || draft.estimate > MOST_SECONDS)
    return refuse(draft, gpus, rows, tally);
  let estimate = draft.estimate;
  if (estimate <= 0) {
    counted(noted.estimateInvented, line);
    estimate = run;
  }
  const isBeyond = run > estimate;
  if (isBeyond) counted(spec.keepOverrun ? noted.beyondEstimate : noted.cutToEstimate, line);
  if (run === 0) counted(noted.noRunTimeAtAll, line);
  let minGpus = draft.minGpus > 0 ? Math.ceil(draft.minGpus) : gpus;
  if (minGpus > gpus) {
    counted(noted.minGpusLowered, line);
    minGpus = gpus;
  }
  if (rows.count === rows.submit.length) grow(rows);
  const at = rows.count++;
  rows.submit[at] = submit;
  if (draft.waited > 0) rows.waited[at] = draft.waited;
  rows.run[at] = isBeyond && !spec.keepOverrun ? estimate : run;
  rows.estimate[at] = estimate;
  rows.gpus[at] = gpus;
  rows.minGpus[at] = minGpus;
  if (draft.priority !== 0) rows.priority[at] = draft.priority;
  rows.row[at] = draft.row;
  rows.line[at] = line;
  rows.id[at] = draft.id;
  return true;
};

const drop = (count: { count: number; firstLine: number }, line: number): false => {
  counted(count, line);
  return false;
};

/** Accelerators are not shared: a worker with a part of one takes it whole, or the row is left out as 0. */
const wholeGpus = (draft: Draft, tally: Tally, spec: TraceSpec): number => {
  const each = Math.ceil(draft.gpus);
  const workers = Math.ceil(draft.workers);
  if (each !== draft.gpus || workers !== draft.workers) {
    if (spec.fractions === "refuse") return 0;
    counted(tally.noted.fractionRoundedUp, draft.line);
  }
  return each * workers;
};

const refuse = (draft: Draft, gpus: number, rows: RawRows, tally: Tally): false => {
  const { line } = draft;
  if (rows.count >= MOST_ROWS) {
    addProblem(tally, { path: "", message: `more than ${MOST_ROWS} jobs; take a part of the trace`, line });
    return false;
  }
  const seconds = Math.max(draft.run, draft.estimate);
  const [found, allowed] =
    gpus > MOST_GPUS
      ? [`${gpus} accelerators`, `at most ${MOST_GPUS}`]
      : [`${seconds} seconds`, `at most ${MOST_SECONDS}, which is a little over 100 years`];
  addProblem(tally, { path: "", message: "is too large to be a job", found, allowed, line });
  return false;
};

/**
 * What a trace holds and what reading it left out or changed: plain data, for people and for programs.
 */
import type { JobRows } from "../../model/job-table.ts";
import type { Intake } from "./intake.ts";
import { type Count, type DropReason, dropReasons, type NoteReason, noteReasons } from "./tally.ts";
import type { Transformed } from "./transform.ts";

/** Rows with one fate; `firstLine` is the line of the first of them. */
export type Counted<K extends string> = {
  readonly reason: K;
  readonly count: number;
  readonly firstLine: number;
};

export type Spread = {
  readonly min: number;
  readonly mean: number;
  /** The lower one of the two in the middle. */
  readonly median: number;
  readonly max: number;
};

export type TraceReport = {
  readonly lines: number;
  /** Rows in the file, those of classes that were not taken among them. */
  readonly rows: number;
  readonly otherClass: number;
  readonly jobs: number;
  /** Reasons that occurred, none twice; together with `jobs`, all rows that were taken, repeated ones apart. */
  readonly dropped: readonly Counted<DropReason>[];
  readonly noted: readonly Counted<NoteReason>[];
  /** Seconds from second 0 to the last submission, or to the end of the window or of the last copy. */
  readonly span: number;
  /** Accelerators a job; undefined without a job. */
  readonly sizes: (Spread & { readonly powerOfTwoShare: number; readonly distinct: number }) | undefined;
  /** Run times in seconds. */
  readonly runs: Spread | undefined;
  readonly gpuSeconds: number;
  readonly users: number;
  /** Classes and their rows in the file, in the order of their names; empty when the trace tells none apart. */
  readonly classes: readonly { readonly name: string; readonly rows: number }[];
  /** Accelerators of the machine as the file says; undefined when it does not. */
  readonly machine: number | undefined;
};

export const reportOf = (intake: Intake, { rows, span }: Transformed): TraceReport => ({
  lines: intake.lines,
  rows: intake.records,
  otherClass: intake.otherClass,
  jobs: rows.count,
  dropped: listed(dropReasons, intake.tally.dropped),
  noted: listed(noteReasons, intake.tally.noted),
  span,
  sizes: sizesOf(rows),
  runs: spreadOf(rows.seconds),
  gpuSeconds: gpuSecondsOf(rows),
  users: rows.count === 0 ? 0 : rows.users,
  classes: [...intake.classes]
    .map(([name, count]) => ({ name, rows: count }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
  machine: machineOf(intake.header),
});

/**
 * Offered load: GPU-seconds asked for over those that the capacity has while jobs are submitted. Above 1 the queue
 * grows without end; undefined when nothing lasts.
 *
 * @param capacity - accelerators, at least 1
 */
export const loadOf = ({ gpuSeconds, span }: TraceReport, capacity: number): number | undefined =>
  span > 0 && capacity > 0 ? gpuSeconds / (capacity * span) : undefined;

const listed = <K extends string>(reasons: readonly K[], counts: Readonly<Record<K, Count>>): Counted<K>[] =>
  reasons.map((reason) => ({ reason, ...counts[reason] })).filter(({ count }) => count > 0);

const gpuSecondsOf = ({ count, gpus, seconds }: JobRows): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (gpus[i] as number) * (seconds[i] as number);
  return sum;
};

const spreadOf = (values: Float64Array | Int32Array): Spread | undefined => {
  if (values.length === 0) return undefined;
  const sorted = values.slice().sort();
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) sum += sorted[i] as number;
  return {
    min: sorted[0] as number,
    mean: sum / sorted.length,
    median: sorted[(sorted.length - 1) >> 1] as number,
    max: sorted[sorted.length - 1] as number,
  };
};

const sizesOf = ({ gpus, count }: JobRows): TraceReport["sizes"] => {
  const spread = spreadOf(gpus);
  if (spread === undefined) return undefined;
  const distinct = new Set<number>();
  let powers = 0;
  for (let i = 0; i < count; i++) {
    const size = gpus[i] as number;
    distinct.add(size);
    if ((size & (size - 1)) === 0) powers++;
  }
  return { ...spread, powerOfTwoShare: powers / count, distinct: distinct.size };
};

/** MaxProcs of SWF, else MaxNodes. */
const machineOf = (header: ReadonlyMap<string, string>): number | undefined => {
  for (const name of ["MaxProcs", "MaxNodes"]) {
    const [digits] = /^\d{1,9}/.exec(header.get(name) ?? "") ?? [];
    if (Number(digits) > 0) return Number(digits);
  }
  return undefined;
};

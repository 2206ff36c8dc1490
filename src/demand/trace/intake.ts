/**
 * What a parser fills while it reads: the rows that became jobs, the tally of the others, and what the file says
 * of itself. Beginning and end are those of the whole file, whatever rows are taken, so that sources that take
 * different classes of one file share their time.
 */
import { newRawRows, type RawRows } from "./raw-rows.ts";
import type { TraceSpec } from "./spec.ts";
import { newTally, type Tally } from "./tally.ts";

export type Intake = {
  readonly spec: TraceSpec;
  readonly rows: RawRows;
  readonly tally: Tally;
  /** Lines read, and rows among them. */
  lines: number;
  records: number;
  /** Rows of classes that are not taken. */
  otherClass: number;
  /** Rows with a time of submission, and the earliest and the latest of these. */
  timed: number;
  earliest: number;
  latest: number;
  /** Rows of each class, the first ones that appear. */
  readonly classes: Map<string, number>;
  /** `; Name: value` comments of SWF. */
  readonly header: Map<string, string>;
};

const MOST_CLASSES = 100;

export const newIntake = (spec: TraceSpec, hasTextIds: boolean): Intake => ({
  spec,
  rows: newRawRows(hasTextIds),
  tally: newTally(),
  lines: 0,
  records: 0,
  otherClass: 0,
  timed: 0,
  earliest: Number.POSITIVE_INFINITY,
  latest: Number.NEGATIVE_INFINITY,
  classes: new Map(),
  header: new Map(),
});

/** A row was submitted then; negative: not known. */
export const seeSubmit = (intake: Intake, submit: number): void => {
  if (submit < 0) return;
  intake.timed++;
  if (submit < intake.earliest) intake.earliest = submit;
  if (submit > intake.latest) intake.latest = submit;
};

/** Counts a class; true when its rows are taken. */
export const isTaken = (intake: Intake, name: string): boolean => {
  const { classes, spec } = intake;
  const known = classes.get(name);
  if (known !== undefined || classes.size < MOST_CLASSES) classes.set(name, (known ?? 0) + 1);
  if (spec.classes === undefined || spec.classes.includes(name)) return true;
  intake.otherClass++;
  return false;
};

/** What reads one layout. */
export type TraceParser = {
  readonly push: (chunk: Uint8Array) => void;
  readonly finish: () => void;
};

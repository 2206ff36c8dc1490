/**
 * What an import has to tell: rows that were left out and rows that were changed, counted by reason with the
 * line of the first; and problems, which are lines that no rule can make sense of and that refuse the file.
 */
import { InputError, type Problem } from "../../base/errors.ts";

/** Why a row does not become a job. */
export const dropReasons = [
  "noSubmit",
  "noRunTime",
  "noGpus",
  "fraction",
  "beforeStart",
  "afterWindow",
  "notSampled",
  "tooLarge",
] as const;
export type DropReason = (typeof dropReasons)[number];

/** What was changed in a row that became a job, or is odd about it. */
export const noteReasons = [
  "estimateInvented",
  "cutToEstimate",
  "beyondEstimate",
  "noRunTimeAtAll",
  "moreThanRequested",
  "fractionRoundedUp",
  "minGpusLowered",
  "clamped",
  "carriedIn",
  "timesRounded",
  "outOfOrder",
  "duplicateId",
] as const;
export type NoteReason = (typeof noteReasons)[number];

/** How many rows, and the line of the first of them; 0 when there is none or no line can be named. */
export type Count = { count: number; firstLine: number };

export type Tally = {
  readonly dropped: Readonly<Record<DropReason, Count>>;
  readonly noted: Readonly<Record<NoteReason, Count>>;
  readonly problems: Problem[];
  /** Problems in all; only the first ones are kept. */
  problemCount: number;
};

const MOST_PROBLEMS = 20;

const zeros = <K extends string>(reasons: readonly K[]): Record<K, Count> =>
  Object.fromEntries(reasons.map((reason) => [reason, { count: 0, firstLine: 0 }])) as Record<K, Count>;

export const newTally = (): Tally => ({
  dropped: zeros(dropReasons),
  noted: zeros(noteReasons),
  problems: [],
  problemCount: 0,
});

/** Counts a row. */
export const counted = (count: Count, line: number): void => {
  if (count.count === 0) count.firstLine = line;
  count.count++;
};

export const addProblem = (tally: Tally, problem: Problem): void => {
  tally.problemCount++;
  if (tally.problems.length < MOST_PROBLEMS) tally.problems.push(problem);
};

/** @throws InputError when there was any problem */
export const refuseProblems = ({ problems, problemCount }: Tally): void => {
  if (problemCount === 0) return;
  const more = problemCount - problems.length;
  const rest: Problem[] = more === 0 ? [] : [{ path: "", message: `and ${more} more problems like these` }];
  throw new InputError([...problems, ...rest]);
};

/** What was found in a file, short enough to be shown. */
export const excerpt = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/**
 * From rows as recorded to jobs of a scenario, in this order: sorted by submission, shifted so that the origin is
 * second 0, cut to the window, stretched in time, run times stretched, repeated, sampled, limited in size, and
 * rounded to whole seconds. Jobs that the trace has waiting or running when the window begins enter at second 0
 * with what they had left.
 */
import { Hasher } from "../../base/hash.ts";
import type { JobRows } from "../../model/job-table.ts";
import type { Intake } from "./intake.ts";
import { newPicked, type Picked, place, toRows } from "./picked.ts";
import type { RawRows } from "./raw-rows.ts";
import { MOST_ROWS, MOST_SECONDS } from "./take-row.ts";
import { addProblem, counted, type Tally } from "./tally.ts";

export type Transformed = {
  readonly rows: JobRows;
  /** Seconds from the beginning to the end of what was taken, for the load. */
  readonly span: number;
};

export const transform = (intake: Intake): Transformed => {
  const { rows: raw, spec, tally } = intake;
  const order = orderOf(raw, tally);
  const origin = originOf(intake);
  const period = periodOf(intake, origin);
  const picked = newPicked(Math.min(MOST_ROWS, raw.count * spec.repeat));
  const pick = pickerOf(intake, origin, picked);
  for (let copy = 0; copy < spec.repeat && tally.problemCount === 0; copy++) {
    for (let k = 0; k < raw.count; k++) {
      const i = order === undefined ? k : (order[k] as number);
      pick(i, copy, copy * period);
    }
  }
  const rows = toRows(picked, raw);
  const last = rows.count === 0 ? 0 : (rows.submit[rows.count - 1] as number);
  const isOpen = spec.repeat === 1 && spec.window.to === Number.POSITIVE_INFINITY;
  return { rows, span: isOpen ? last : period * spec.repeat };
};

/** Rows by submission, equal ones as they stand in the file; undefined when they are sorted. */
const orderOf = ({ submit, line, count }: RawRows, tally: Tally): Uint32Array | undefined => {
  const late = tally.noted.outOfOrder;
  for (let i = 1; i < count; i++) {
    if ((submit[i] as number) < (submit[i - 1] as number)) counted(late, line[i] as number);
  }
  if (late.count === 0) return undefined;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  return order.sort((a, b) => (submit[a] as number) - (submit[b] as number) || a - b);
};

/** Second 0 in the trace's own time. */
const originOf = ({ spec: { origin, layout }, earliest, header, tally, timed }: Intake): number => {
  if (origin.kind === "first") return timed === 0 ? 0 : earliest;
  if (origin.kind === "time" || layout.kind === "csv") return origin.at;
  const start = header.get("UnixStartTime") ?? "";
  if (/^\d{1,12}$/.test(start)) return origin.at - Number(start);
  addProblem(tally, {
    path: "shift",
    message: "a date needs to know when the trace was recorded, and its header has no UnixStartTime",
  });
  return 0;
};

/**
 * Length of one copy: the window's when it has an end, else from second 0 to the last submission and as much
 * again as jobs are apart on average.
 */
const periodOf = ({ spec, latest, timed }: Intake, origin: number): number => {
  const { from, to } = spec.window;
  if (to < Number.POSITIVE_INFINITY) return Math.max(1, Math.round((to - from) * spec.timeScale));
  const length = timed === 0 ? 0 : Math.max(0, latest - origin - from) * spec.timeScale;
  return Math.max(1, Math.round(timed > 1 ? (length * timed) / (timed - 1) : length));
};

/** Times of one row while it is picked, in seconds after the beginning of the window. */
type Times = { submit: number; run: number; estimate: number; isCarried: boolean };

/** What picks rows for the copies of the trace, one by one. */
const pickerOf = (
  intake: Intake,
  origin: number,
  picked: Picked,
): ((i: number, copy: number, shift: number) => void) => {
  const { rows: raw, spec, tally } = intake;
  const { dropped, noted } = tally;
  const times: Times = { submit: 0, run: 0, estimate: 0, isCarried: false };
  return (i, copy, shift) => {
    const line = raw.line[i] as number;
    if (!cut(times, raw, i, origin, copy, intake)) return;
    const at = times.submit * spec.timeScale;
    const run = times.run * spec.runScale;
    const estimate = times.estimate * spec.runScale;
    const second = Math.round(at) + shift;
    if (!isPossible(times.submit, run, tally, line)) return;
    // a copy or a stretch that reaches beyond every horizon is no mistake of the file
    if (second > MOST_SECONDS) counted(dropped.afterWindow, line);
    else if (spec.sample < 1 && !isSampled(raw.row[i] as number, copy, spec.sample))
      counted(dropped.notSampled, line);
    else if ((raw.gpus[i] as number) > spec.most && spec.beyondMost === "drop")
      counted(dropped.tooLarge, line);
    else if (picked.count === picked.from.length) tooMany(tally);
    else {
      if (times.isCarried) counted(noted.carriedIn, line);
      if ((raw.gpus[i] as number) > spec.most) counted(noted.clamped, line);
      if (at !== Math.round(at) || run !== Math.round(run) || estimate !== Math.round(estimate))
        counted(noted.timesRounded, line);
      place(picked, raw, i, copy, second, Math.round(run), Math.round(estimate), spec.most);
    }
  };
};

/** Counts times from the window and cuts off what was before it; false for rows that are outside. */
const cut = (
  times: Times,
  raw: RawRows,
  i: number,
  origin: number,
  copy: number,
  { spec: { window }, tally: { dropped } }: Intake,
): boolean => {
  times.submit = (raw.submit[i] as number) - origin - window.from;
  times.run = raw.run[i] as number;
  times.estimate = raw.estimate[i] as number;
  times.isCarried = times.submit < 0;
  const left = times.submit + (raw.waited[i] as number) + times.run;
  const isAfter = times.submit >= window.to - window.from;
  if (isAfter || (times.isCarried && left <= 0)) {
    // told once, whatever the number of copies
    if (copy === 0) counted(isAfter ? dropped.afterWindow : dropped.beforeStart, raw.line[i] as number);
    return false;
  }
  if (!times.isCarried) return true;
  const done = times.run - Math.min(times.run, left);
  times.submit = 0;
  times.run -= done;
  times.estimate -= done;
  // when a later copy begins, jobs of the copy before are still there
  return copy === 0;
};

/** Whether a row is in the sample: by its number and its copy alone, so that other settings do not change it. */
const isSampled = (row: number, copy: number, share: number): boolean =>
  Number.parseInt(new Hasher().u32(row).u32(copy).digest().slice(0, 8), 16) < share * 2 ** 32;

const isPossible = (submit: number, run: number, tally: Tally, line: number): boolean => {
  if (submit <= MOST_SECONDS && run <= MOST_SECONDS) return true;
  const isRun = run > MOST_SECONDS;
  addProblem(tally, {
    path: isRun ? "runScale" : "",
    message: isRun ? "runs for more than 100 years" : "is submitted more than 100 years after second 0",
    found: `${isRun ? run : submit} seconds`,
    hint: "are the times of the trace perhaps in milliseconds?",
    line,
  });
  return false;
};

const tooMany = (tally: Tally): void => {
  // one problem is enough
  if (tally.problemCount > 0) return;
  addProblem(tally, {
    path: "repeat",
    message: `more than ${MOST_ROWS} jobs; repeat the trace less often or take a part of it`,
  });
};

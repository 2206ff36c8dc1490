/**
 * From rows as recorded to jobs of a scenario, in this order: sorted by submission, shifted so that the origin is
 * second 0, cut to the window, stretched in time, run times stretched, repeated, sampled, limited in size, and
 * rounded to whole seconds. Jobs that the trace has waiting or running when the window begins enter at second 0
 * with what they had left.
 */
import { Hasher } from "../../base/hash.ts";
import type { JobRows } from "../../model/job-table.ts";
import type { Intake } from "./intake.ts";
import { newPicked, type Picked, pickedInPlace, place, toRows } from "./picked.ts";
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
  const hasIds = raw.texts !== undefined || hasNumber(raw);
  const picked =
    order === undefined && spec.repeat === 1
      ? pickedInPlace(raw)
      : newPicked(raw, Math.min(MOST_ROWS, raw.count * spec.repeat));
  for (let copy = 0; copy < spec.repeat && tally.problemCount === 0; copy++)
    pickCopy(intake, order, origin, copy, copy * period, picked);
  const rows = toRows(picked, raw, hasIds);
  const last = rows.count === 0 ? 0 : (rows.submit[rows.count - 1] as number);
  const isOpen = spec.repeat === 1 && spec.window.to === Number.POSITIVE_INFINITY;
  return { rows, span: isOpen ? last : period * spec.repeat };
};

const hasNumber = ({ id, count }: RawRows): boolean => {
  for (let i = 0; i < count; i++) if (!Number.isNaN(id[i])) return true;
  return false;
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

/** Picks the rows of one copy of the trace, in their order. */
const pickCopy = (
  { rows: raw, spec, tally }: Intake,
  order: Uint32Array | undefined,
  origin: number,
  copy: number,
  shift: number,
  picked: Picked,
): void => {
  const { dropped, noted } = tally;
  const { window, timeScale, runScale, sample, most, beyondMost } = spec;
  const length = window.to - window.from;
  for (let k = 0; k < raw.count; k++) {
    const i = order === undefined ? k : (order[k] as number);
    const line = raw.line[i] as number;
    const recorded = (raw.submit[i] as number) - origin - window.from;
    const isCarried = recorded < 0;
    // Whoever was there when the window began enters at second 0 with what was left.
    const left = recorded + (raw.waited[i] as number) + (raw.run[i] as number);
    if (recorded >= length || (isCarried && left <= 0)) {
      // told once, whatever the number of copies
      if (copy === 0) counted(recorded >= length ? dropped.afterWindow : dropped.beforeStart, line);
      continue;
    }
    // when a later copy begins, jobs of the copy before are still there
    if (isCarried && copy > 0) continue;
    const submit = isCarried ? 0 : recorded;
    const done = isCarried ? Math.max(0, (raw.run[i] as number) - left) : 0;
    const at = submit * timeScale;
    const run = ((raw.run[i] as number) - done) * runScale;
    const estimate = ((raw.estimate[i] as number) - done) * runScale;
    const whole = Math.round(at);
    const second = whole + shift;
    const seconds = Math.round(run);
    const expected = Math.round(estimate);
    if (!isPossible(submit, run, tally, line)) continue;
    // a copy or a stretch that reaches beyond every horizon is no mistake of the file
    if (second > MOST_SECONDS) counted(dropped.afterWindow, line);
    else if (sample < 1 && !isSampled(raw.row[i] as number, copy, sample)) counted(dropped.notSampled, line);
    else if ((raw.gpus[i] as number) > most && beyondMost === "drop") counted(dropped.tooLarge, line);
    else if (picked.count === picked.room) tooMany(tally);
    else {
      if (isCarried) counted(noted.carriedIn, line);
      if ((raw.gpus[i] as number) > most) counted(noted.clamped, line);
      if (whole !== at || seconds !== run || expected !== estimate) counted(noted.timesRounded, line);
      place(picked, raw, i, copy, second, seconds, expected, most);
    }
  }
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

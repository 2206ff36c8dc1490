/**
 * Runs the units of a study that are not in its journal yet. One process holds the lock and writes the journal; whatever
 * ends it, what the journal holds is right, and the next one goes on from there. A unit that fails three times is given
 * up and named; the others go on.
 */
import { renameSync, writeFileSync } from "node:fs";
import { parseDuration } from "../base/units.ts";
import type { Standing } from "../studies/stopping.ts";
import type { GivenUp } from "../studies/sweep/json.ts";
import type { SweepPlan, SweepUnit } from "../studies/sweep/plan.ts";
import type { SweepExecutor, SweepJob, UnitFailure } from "../studies/sweep/run.ts";
import { createSchedule, type Schedule, type Share, unitCount } from "../studies/sweep/schedule.ts";
import { type Cut, type Journal, openJournal } from "./journal.ts";
import { type Lock, takeLock } from "./lock.ts";
import { recordReader } from "./sweep-results.ts";

/** A unit that failed this often is given up. */
const MOST_FAILURES = 3;
/** Milliseconds between flushes of the journal, and between notes of progress. */
const FLUSH = 500;

export type SweepProgress = {
  /** Units with a result or given up, of all. */
  readonly done: number;
  /** With a precision, of those that are known to be needed. */
  readonly total: number;
  /** Units that were run now. */
  readonly ran: number;
  readonly failed: number;
  /** Units a second since the start of this process. */
  readonly rate: number;
  /** Seconds that are left; NaN at first. */
  readonly left: number;
  /** With a precision or a selection, how well the points at work are known. */
  readonly standing?: Standing | undefined;
};

export type SweepOptions = {
  readonly plan: SweepPlan;
  readonly executor: SweepExecutor;
  readonly journal: string;
  readonly lock: string;
  /** Where progress is noted for others to read. */
  readonly progress?: string | undefined;
  readonly share?: Share | undefined;
  /** Units whose results are elsewhere, and need not be here. */
  readonly isElsewhere?: ((key: string) => boolean) | undefined;
  /** Tries again what was given up. */
  readonly retry?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What the user should know, such as what was cut, taken over or given up. */
  readonly tell: (message: string) => void;
  /** The command that runs one unit alone. */
  readonly replay: (key: string) => string;
  readonly onProgress?: ((progress: SweepProgress) => void) | undefined;
  /** Called under the lock, before the journal is opened. */
  readonly first?: (() => void) | undefined;
  /** Called with the journal under the lock, before and after the units are run. */
  readonly before?: ((journal: Journal) => void) | undefined;
  readonly after?: ((journal: Journal, givenUp: readonly GivenUp[]) => void) | undefined;
};

export type SweepEnd = {
  readonly ran: number;
  readonly onFile: number;
  readonly givenUp: readonly GivenUp[];
};

/**
 * Runs what is missing.
 *
 * @throws LockedError when somebody else is at it, InvariantError when determinism is broken, the file system's errors,
 *   and the signal's reason; the journal is flushed and closed in each case
 */
export const runSweep = async (options: SweepOptions): Promise<SweepEnd> => {
  const lock = takeLock(options.lock, "clawback sweep", (from) => {
    options.tell(`took over the lock that ${from} left behind`);
  });
  try {
    options.first?.();
    const { journal, cut } = openJournal(options.journal);
    try {
      if (cut !== undefined) options.tell(cutText(options.journal, cut));
      options.before?.(journal);
      const state = startOf(options, journal, lock);
      await drive(state);
      journal.sync();
      options.after?.(journal, state.givenUp);
      return { ran: state.ran, onFile: state.schedule.passed(), givenUp: state.givenUp };
    } finally {
      closeFlushed(journal);
    }
  } finally {
    lock.release();
  }
};

/** What workers are told once. */
export const jobOf = ({ study, scenario, policies, traces }: SweepPlan): SweepJob => ({
  scenario,
  policies,
  traces,
  limits: {
    events: study.limits.events,
    seconds: parseDuration(study.limits.wallClock)?.seconds ?? 600,
    heap: study.limits.heap,
  },
});

const cutText = (path: string, { at, bytes, set }: Cut): string =>
  set === undefined
    ? `${path}: cut ${bytes} bytes of a torn or damaged record at ${at}; its units and those after it run again`
    : `${path} does not begin as a journal; it is kept as ${set}, and everything runs again`;

type State = {
  readonly options: SweepOptions;
  readonly journal: Journal;
  readonly lock: Lock;
  readonly schedule: Schedule;
  readonly givenUp: GivenUp[];
  readonly begun: number;
  ran: number;
  failed: number;
  noted: number;
  /** Failures that do not count, because they were before a retry. */
  readonly forgiven: ReadonlyMap<string, number>;
};

const startOf = (options: SweepOptions, journal: Journal, lock: Lock): State => {
  const forgiven = new Map<string, number>();
  if (options.retry) for (const key of journal.failedKeys()) forgiven.set(key, journal.failures(key).length);
  const givenUp: GivenUp[] = [];
  const known = {
    has: (key: string) => journal.has(key) || (options.isElsewhere?.(key) ?? false),
    read: recordReader(journal),
    isGivenUp: (key: string): boolean => {
      const failure = finalFailure(journal, key, forgiven);
      if (failure !== undefined && !journal.has(key)) givenUp.push({ key, ...failure });
      return failure !== undefined;
    },
  };
  const schedule = createSchedule(options.plan, known, options.share);
  const begun = performance.now();
  return { options, journal, lock, schedule, givenUp, begun, ran: 0, failed: 0, noted: begun, forgiven };
};

/** The failure for which a unit is given up. */
const finalFailure = (
  journal: Journal,
  key: string,
  forgiven: ReadonlyMap<string, number>,
): UnitFailure | undefined => {
  const failures = journal.failures(key).slice(forgiven.get(key) ?? 0);
  const last = failures.at(-1) as UnitFailure | undefined;
  return last !== undefined && (failures.length >= MOST_FAILURES || last.kind === "invalid")
    ? last
    : undefined;
};

const drive = async (state: State): Promise<void> => {
  const { options, schedule, journal } = state;
  const outcomes = options.executor.run(jobOf(options.plan), schedule, { signal: options.signal });
  for await (const outcome of outcomes) {
    if ("bytes" in outcome) {
      if (journal.add(outcome.unit.key, outcome.bytes)) state.ran++;
      schedule.settle(outcome.unit);
    } else takeFailure(state, outcome.unit, outcome.failure);
    if (performance.now() - state.noted > FLUSH) note(state);
  }
  options.signal?.throwIfAborted();
  note(state);
};

const takeFailure = (state: State, unit: SweepUnit, failure: UnitFailure): void => {
  const { journal, schedule, options } = state;
  state.failed++;
  journal.addFailure(unit.key, failure);
  const final = finalFailure(journal, unit.key, state.forgiven);
  if (final === undefined) {
    options.tell(
      `unit ${unit.key.slice(0, 12)} failed (${failure.kind}: ${failure.message}); it is tried again`,
    );
    schedule.again(unit);
    return;
  }
  state.givenUp.push({ key: unit.key, ...final });
  schedule.settle(unit);
  options.tell(
    `unit ${unit.key.slice(0, 12)} (${describeUnit(unit)}) is given up (${final.kind}: ${final.message}); to see it alone: ${options.replay(unit.key)}`,
  );
};

/** The values of its point, and its replications. */
export const describeUnit = ({ settings, from, to }: SweepUnit): string =>
  [
    ...settings.map(
      ({ path, value }) => `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    ),
    `replications ${from} to ${to - 1}`,
  ].join(", ");

/** Flushes, shows that we live, and says how far we are. */
const note = (state: State): void => {
  const { options, journal, lock, schedule, givenUp } = state;
  journal.sync();
  if (!lock.renew())
    throw new Error(`${options.lock} was taken away: another process has taken over this sweep`);
  state.noted = performance.now();
  const seconds = (state.noted - state.begun) / 1000;
  const done = schedule.passed() + state.ran + givenUp.length;
  const { index, of } = options.share ?? { index: 0, of: 1 };
  const total = Math.max(done, Math.ceil((unitCount(options.plan) - index) / of));
  const rate = state.ran / Math.max(seconds, 1e-3);
  const left = state.ran === 0 ? Number.NaN : (total - done) / rate;
  const { ran } = state;
  const standing = schedule.standing();
  const progress: SweepProgress = { done, total, ran, failed: givenUp.length, rate, left, standing };
  if (options.progress !== undefined) noteForOthers(options.progress, progress);
  options.onProgress?.(progress);
};

/** A hint for `status`, of no weight: a full disk shows where it matters. */
const noteForOthers = (path: string, progress: SweepProgress): void => {
  try {
    writeFileSync(`${path}.tmp`, `${JSON.stringify(progress)}\n`);
    renameSync(`${path}.tmp`, path);
  } catch {
    // the journal tells
  }
};

/** What can be flushed is; an error on the way out would hide the one that led here. */
const closeFlushed = (journal: Journal): void => {
  try {
    journal.sync();
  } catch {
    // the disk is full or gone: what was synced before is safe
  }
  journal.close();
};

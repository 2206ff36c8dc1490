/** Conducts a study and tells of it while it runs: at once after the first replication, then now and then. */
import {
  choosable,
  commandLine,
  type Executor,
  runStudy,
  type StudyRequest,
  type StudyResult,
  scenariosOf,
} from "../../src/index.ts";
import { parsedText } from "./check.ts";
import type { Shown, StudyAsk, StudyUpdate } from "./protocol.ts";
import type { TraceStore } from "./trace-store.ts";

/** The study was stopped, or another one took its place. */
export class StudyStopped extends Error {}

/** Milliseconds between two pictures of a study that runs. */
const BETWEEN_UPDATES = 100;

/** @typeParam U - what is told meanwhile */
export type Means<U = unknown> = {
  readonly executor: Executor;
  readonly workers: number;
  readonly traces: TraceStore;
  readonly signal: AbortSignal;
  readonly onUpdate: (update: U) => void;
};

/**
 * The whole result, the same as the command line's; partial ones go to `onUpdate` before.
 *
 * @throws InputError, or StudyStopped
 */
export const conduct = async (ask: StudyAsk, means: Means<StudyUpdate>): Promise<StudyUpdate> => {
  const { executor, workers, signal, onUpdate } = means;
  const request = await requestOf(ask, means.traces, signal);
  let shownAt = Number.NEGATIVE_INFINITY;
  let [done, total] = [0, 0];
  const result = await runStudy(request, executor, {
    workers,
    signal,
    onPartial: (partial, doneNow, totalNow) => {
      [done, total] = [doneNow, totalNow];
      if (done === total || performance.now() - shownAt < BETWEEN_UPDATES) return;
      onUpdate({ ...shown(partial()), done, total });
      // from when it is made: making it takes time too
      shownAt = performance.now();
    },
  });
  return { ...shown(result), done, total };
};

/** The request that the command line would make of the same. */
export const requestOf = async (
  ask: StudyAsk,
  traces: TraceStore,
  signal: AbortSignal,
): Promise<StudyRequest> => {
  const { scenario, warnings } = parsedText(ask.text);
  const { policies, vary, replications, seed, baseline } = ask;
  const request: StudyRequest = {
    scenario,
    policies,
    vary,
    replications,
    seed,
    baseline,
    command: commandLine({
      command: "compare",
      scenario: ask.file,
      policies,
      vary,
      replications,
      seed,
      baseline,
    }),
    warnings: warnings.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)),
  };
  return { ...request, traces: await traces.tracesOf(scenariosOf(request), signal) };
};

/** A result with what the page cannot find out by itself. */
export const shown = (result: StudyResult): Shown => {
  const candidates = choosable(result);
  return {
    result,
    candidates: result.policies.flatMap((policy, place) => (candidates.includes(policy) ? [place] : [])),
  };
};

/**
 * A study: policies compared at one or several variants of a scenario, on the same demand. Results are
 * taken up in the order of replications, so that every executor gives the same bytes.
 */
import { fail } from "../base/assert.ts";
import type { StudyResult } from "../results/types.ts";
import { noTraces, type Traces } from "../scenario/compile/trace-set.ts";
import { overrideScenario } from "../scenario/parse.ts";
import type { Scenario } from "../scenario/schema.ts";
import { assemble, DEFAULT_BINS, type Variant } from "./assemble.ts";
import { createCollector } from "./collect.ts";
import { planUnits, planWatchedUnits } from "./plan.ts";
import { policyNames } from "./policy-names.ts";
import { type StopRequest, stopOf } from "./stop.ts";
import type { Standing } from "./stopping.ts";
import type { Executor, Job } from "./unit.ts";

export type StudyRequest = {
  readonly scenario: Scenario;
  /** Names of policies, of the scenario or shipped; empty: all of the scenario. */
  readonly policies: readonly string[];
  /** A parameter and the values to try, as they would be written in the file. */
  readonly vary?: { readonly path: string; readonly values: readonly string[] } | undefined;
  /** How many; with `stop` the least. */
  readonly replications?: number | undefined;
  /** Goes on until this is known, instead of for a fixed number of replications. */
  readonly stop?: StopRequest | undefined;
  readonly seed?: string | undefined;
  /** The policy that differences are taken against; default: the first. */
  readonly baseline?: string | undefined;
  /** The command that makes this result again, for provenance. */
  readonly command: string;
  readonly warnings?: readonly string[] | undefined;
  /** What the files hold that the scenario, and its variants, refer to. */
  readonly traces?: Traces | undefined;
  /** About how many bins series have. */
  readonly bins?: number | undefined;
};

export type StudyOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Runs that have come in, how many there will be as far as is known, and what the rule for stopping knows. */
  readonly onProgress?: ((done: number, total: number, standing?: Standing) => void) | undefined;
  /**
   * Called when each policy at each variant has finished another stretch of replications, with a function that
   * makes the result of the replications so far: what a study of so many replications would give. Work is then
   * cut so that the first call comes after one replication.
   */
  readonly onPartial?: ((partial: () => StudyResult, done: number, total: number) => void) | undefined;
  /** How many workers the executor has; decides how finely work is cut, and nothing else. */
  readonly workers?: number | undefined;
};

/** Runs a study to its end: all its replications, or as many as its rules ask for. */
export const runStudy = async (
  request: StudyRequest,
  executor: Executor,
  options: StudyOptions = {},
): Promise<StudyResult> => {
  const scenario = withRequest(request);
  const variants = variantsOf(scenario, request);
  const names = policyNames(scenario, request.policies);
  const job: Job = {
    variants: variants.map((v) => ({ scenario: v.scenario, policies: names })),
    bins: request.bins ?? DEFAULT_BINS,
    traces: request.traces ?? noTraces,
  };
  const stop = stopOf(request.stop, scenario, names, variants);
  const most = stop?.most ?? scenario.replications;
  const isWatched = stop !== undefined || options.onPartial !== undefined;
  const units = (isWatched ? planWatchedUnits : planUnits)(variants.length, most, options.workers ?? 1);
  const collector = createCollector(units, {
    variants: variants.length,
    policies: names.length,
    isWatched,
    rule: stop?.rule,
  });
  const { aggregates } = collector;
  const entries = variants.length * names.length;
  const assembled = (): StudyResult => {
    const replications = aggregates[0]?.[0]?.rows.length ?? 0;
    const made = { ...scenario, replications };
    return assemble({ request, scenario: made, variants, names, aggregates, stopped: stop?.outcome() });
  };
  let arrived = 0;
  let shown = 0;
  let isEnough = false;
  for await (const result of executor.run(job, units, { signal: options.signal })) {
    isEnough = collector.take(result);
    arrived += result.runs.length;
    const standing = stop?.rule.standing();
    const expected = entries * Math.min(most, standing?.expected ?? most);
    const total = isEnough ? Math.min(arrived, expected) : expected;
    options.onProgress?.(Math.min(arrived, total), total, standing);
    if (collector.done > shown) options.onPartial?.(assembled, collector.done, total);
    shown = collector.done;
    if (isEnough) break;
  }
  if (collector.done < entries * most && !isEnough)
    fail(`the executor ended after ${collector.done} of ${entries * most} runs`);
  return assembled();
};

/** The scenarios that a request simulates: one, or one for each value that is varied. */
export const scenariosOf = (request: StudyRequest): Scenario[] =>
  variantsOf(withRequest(request), request).map(({ scenario }) => scenario);

const withRequest = (request: StudyRequest): Scenario => ({
  ...request.scenario,
  seed: request.seed ?? request.scenario.seed,
  replications: request.replications ?? request.scenario.replications,
});

const variantsOf = (scenario: Scenario, request: StudyRequest): Variant[] => {
  const { vary } = request;
  if (vary === undefined || vary.values.length === 0) return [{ label: "", scenario }];
  return vary.values.map((value) => ({
    label: `${vary.path}=${value}`,
    scenario: overrideScenario(scenario, [{ path: vary.path, value }]),
  }));
};

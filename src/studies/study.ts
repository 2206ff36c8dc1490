/**
 * A study: policies compared at one or several variants of a scenario, on the same demand. Results are
 * taken up in the order of replications, so that every executor gives the same bytes.
 */
import { fail } from "../base/assert.ts";
import { InputError } from "../base/errors.ts";
import type { StudyResult } from "../results/types.ts";
import { isShipped } from "../scenario/compile/policy.ts";
import { noTraces, type Traces } from "../scenario/compile/trace-set.ts";
import { overrideScenario } from "../scenario/parse.ts";
import { shippedPolicyNames } from "../scenario/policy-schema.ts";
import type { Scenario } from "../scenario/schema.ts";
import { PolicyAggregate } from "./aggregate.ts";
import { assemble, DEFAULT_BINS, type Variant } from "./assemble.ts";
import { planUnits, planWatchedUnits } from "./plan.ts";
import type { Executor, Job, UnitResult } from "./unit.ts";

export type StudyRequest = {
  readonly scenario: Scenario;
  /** Names of policies, of the scenario or shipped; empty: all of the scenario. */
  readonly policies: readonly string[];
  /** A parameter and the values to try, as they would be written in the file. */
  readonly vary?: { readonly path: string; readonly values: readonly string[] } | undefined;
  readonly replications?: number | undefined;
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
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /**
   * Called when each policy at each variant has finished another stretch of replications, with a function that
   * makes the result of the replications so far: what a study of so many replications would give. Work is then
   * cut so that the first call comes after one replication.
   */
  readonly onPartial?: ((partial: () => StudyResult, done: number, total: number) => void) | undefined;
  /** How many workers the executor has; decides how finely work is cut, and nothing else. */
  readonly workers?: number | undefined;
};

/** Runs a study to its end. */
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
  const cut = options.onPartial === undefined ? planUnits : planWatchedUnits;
  const units = cut(variants.length, scenario.replications, options.workers ?? 1);
  const aggregates = variants.map(() => names.map(() => new PolicyAggregate()));
  const total = variants.length * names.length * scenario.replications;
  const waiting = new Map<string, UnitResult>();
  const assembled = (): StudyResult => {
    const replications = aggregates[0]?.[0]?.rows.length ?? 0;
    return assemble({ request, scenario: { ...scenario, replications }, variants, names, aggregates });
  };
  let next = 0;
  let done = 0;
  for await (const result of executor.run(job, units, { signal: options.signal })) {
    waiting.set(keyOf(result.unit), result);
    for (; next < units.length; next++) {
      const key = keyOf(units[next] as UnitResult["unit"]);
      const ready = waiting.get(key);
      if (ready === undefined) break;
      waiting.delete(key);
      takeUp(aggregates, ready, names.length);
      done += ready.runs.length;
      options.onProgress?.(done, total);
      if ((next + 1) % variants.length === 0) options.onPartial?.(assembled, done, total);
    }
  }
  if (next < units.length) fail(`the executor ended after ${next} of ${units.length} units`);
  return assembled();
};

const keyOf = (unit: UnitResult["unit"]): string => `${unit.variant}:${unit.from}`;

const takeUp = (
  aggregates: readonly (readonly PolicyAggregate[])[],
  result: UnitResult,
  policies: number,
): void => {
  const row = aggregates[result.unit.variant] as readonly PolicyAggregate[];
  result.runs.forEach((run, i) => {
    (row[i % policies] as PolicyAggregate).add(run);
  });
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

const policyNames = (scenario: Scenario, wanted: readonly string[]): string[] => {
  const known = Object.keys(scenario.policies);
  const unknown = wanted.filter((name) => !known.includes(name) && !isShipped(name));
  if (unknown.length > 0) {
    const allowed = [...new Set([...known, ...shippedPolicyNames])].join(", ");
    throw new InputError(
      unknown.map((name) => ({
        path: `policies.${name}`,
        message: `there is no policy "${name}"`,
        found: name,
        allowed,
        hint: `there are ${allowed}`,
      })),
    );
  }
  return wanted.length === 0 ? known : [...new Set(wanted)];
};

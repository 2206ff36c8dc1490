/**
 * A study: policies compared at one or several variants of a scenario, on the same demand. Results are
 * taken up in the order of replications, so that every executor gives the same bytes.
 */
import { fail } from "../base/assert.ts";
import { InputError } from "../base/errors.ts";
import { Hasher } from "../base/hash.ts";
import { definitionsFor, metricDefinitions } from "../metrics/definitions.ts";
import { answerOf } from "../results/answer.ts";
import { entryName } from "../results/figures/names.ts";
import type { Comparison, PolicyResult, StudyResult } from "../results/types.ts";
import { isShipped } from "../scenario/compile/policy.ts";
import { noTraces, type Traces } from "../scenario/compile/trace-set.ts";
import { compilePlan, compilePolicies } from "../scenario/compile.ts";
import { overrideScenario } from "../scenario/parse.ts";
import { shippedPolicyNames } from "../scenario/policy-schema.ts";
import { scenarioHash, showResolved } from "../scenario/resolved.ts";
import type { Scenario } from "../scenario/schema.ts";
import { PolicyAggregate } from "./aggregate.ts";
import { differenceOf } from "./intervals.ts";
import { ladderOf } from "./ladder.ts";
import { planUnits } from "./plan.ts";
import { isBound } from "./regret.ts";
import type { Executor, Job, UnitResult } from "./unit.ts";
import { VERSION } from "./version.ts";

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
  /** How many workers the executor has; decides how finely work is cut, and nothing else. */
  readonly workers?: number | undefined;
};

/** Number of bins of a series when nothing is said. */
export const DEFAULT_BINS = 180;

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
  const units = planUnits(variants.length, scenario.replications, options.workers ?? 1);
  const aggregates = variants.map(() => names.map(() => new PolicyAggregate()));
  const total = variants.length * names.length * scenario.replications;
  const waiting = new Map<string, UnitResult>();
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
    }
  }
  if (next < units.length) fail(`the executor ended after ${next} of ${units.length} units`);
  return assemble(request, scenario, variants, names, aggregates);
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

type Variant = { readonly label: string; readonly scenario: Scenario };

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

const assemble = (
  request: StudyRequest,
  scenario: Scenario,
  variants: readonly Variant[],
  names: readonly string[],
  aggregates: readonly (readonly PolicyAggregate[])[],
): StudyResult => {
  const policies: PolicyResult[] = [];
  const flat: PolicyAggregate[] = [];
  variants.forEach((variant, v) => {
    names.forEach((name, p) => {
      const aggregate = (aggregates[v] as readonly PolicyAggregate[])[p] as PolicyAggregate;
      policies.push(aggregate.result(name, variant.label));
      flat.push(aggregate);
    });
  });
  const plan = compilePlan(scenario, request.traces);
  const result: StudyResult = {
    schema: "clawback-result/1",
    tool: { name: "clawback", version: VERSION },
    scenario: {
      name: scenario.name,
      question: scenario.question,
      description: scenario.description,
      hash: scenarioHash(scenario),
      text: showResolved(scenario),
      epoch: plan.epoch,
      horizon: plan.horizon,
      assumptions: { internalGpuHour: plan.values.internalGpuHour, tenantGpuHour: plan.values.tenantGpuHour },
    },
    request: {
      policies: names,
      vary: request.vary === undefined ? null : { path: request.vary.path, values: [...request.vary.values] },
      baseline: request.baseline ?? null,
      bins: request.bins ?? DEFAULT_BINS,
    },
    command: request.command,
    seed: String(scenario.seed),
    replications: scenario.replications,
    policies,
    comparisons: compareAll(policies, flat, request.baseline),
    ladder:
      request.vary === undefined
        ? []
        : ladderOf(
            request.vary.path,
            variants.map((v) => v.scenario),
            policies,
            flat,
            request.traces ?? noTraces,
          ),
    answer: "",
    warnings: request.warnings ?? [],
    fingerprint: fingerprintOf(flat),
    definitions: definitionsFor(
      {
        leases: plan.contracts.length > 0 || plan.streams.length === 0,
        jobs: plan.streams.length > 0,
      },
      compilePolicies(scenario, [...names]).some(isBound),
    ),
  };
  return { ...result, answer: answerOf(result) };
};

const compareAll = (
  policies: readonly PolicyResult[],
  flat: readonly PolicyAggregate[],
  baseline: string | undefined,
): Comparison[] => {
  const base =
    baseline === undefined
      ? 0
      : policies.findIndex((p) => p.policy === baseline || entryName(p) === baseline);
  if (base < 0)
    throw new InputError([{ path: "baseline", message: `there is no policy ${baseline} to compare with` }]);
  const against = flat[base] as PolicyAggregate;
  return policies.flatMap((policy, i) => {
    if (i === base) return [];
    const mine = flat[i] as PolicyAggregate;
    return [
      {
        policy: entryName(policy),
        baseline: entryName(policies[base] as PolicyResult),
        metrics: metricDefinitions.map((_, m) =>
          differenceOf(
            mine.rows.map((row) => row[m] as number),
            against.rows.map((row) => row[m] as number),
          ),
        ),
      },
    ];
  });
};

const fingerprintOf = (flat: readonly PolicyAggregate[]): string => {
  const hasher = new Hasher();
  for (const aggregate of flat) for (const fingerprint of aggregate.fingerprints) hasher.text(fingerprint);
  return hasher.digest();
};

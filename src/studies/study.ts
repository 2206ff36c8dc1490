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
import type { Comparison, PolicyResult, Stopped, StudyResult } from "../results/types.ts";
import { noTraces, type Traces } from "../scenario/compile/trace-set.ts";
import { compilePlan } from "../scenario/compile.ts";
import { overrideScenario } from "../scenario/parse.ts";
import { scenarioHash, showResolved } from "../scenario/resolved.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { PolicyAggregate } from "./aggregate.ts";
import { createCollector } from "./collect.ts";
import { differenceOf } from "./intervals.ts";
import { ladderOf } from "./ladder.ts";
import { planUnits } from "./plan.ts";
import { policyNames } from "./policy-names.ts";
import { type StopRequest, stopOf } from "./stop.ts";
import type { Standing } from "./stopping.ts";
import type { Executor, Job } from "./unit.ts";
import { VERSION } from "./version.ts";

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
  /** How many workers the executor has; decides how finely work is cut, and nothing else. */
  readonly workers?: number | undefined;
};

/** Number of bins of a series when nothing is said. */
export const DEFAULT_BINS = 180;

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
  const units = planUnits(variants.length, most, options.workers ?? 1, stop ? "ranges" : "variants");
  const collector = createCollector(units, variants.length, names.length, stop?.rule);
  const entries = variants.length * names.length;
  let arrived = 0;
  for await (const result of executor.run(job, units, { signal: options.signal })) {
    const isEnough = collector.take(result);
    arrived += result.runs.length;
    const standing = stop?.rule.standing();
    const total = entries * Math.min(most, standing?.expected ?? most);
    options.onProgress?.(Math.min(arrived, total), isEnough ? Math.min(arrived, total) : total, standing);
    if (isEnough) break;
  }
  const replications = collector.done / entries;
  if (replications < most && stop?.isEnough() !== true)
    fail(`the executor ended after ${collector.done} of ${entries * most} runs`);
  const made = { ...scenario, replications };
  return assemble(request, made, variants, names, collector.aggregates, stop?.outcome());
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

const assemble = (
  request: StudyRequest,
  scenario: Scenario,
  variants: readonly Variant[],
  names: readonly string[],
  aggregates: readonly (readonly PolicyAggregate[])[],
  stopped: Stopped | undefined,
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
      ...(request.stop === undefined ? {} : { stop: request.stop }),
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
    ...(stopped === undefined ? {} : { stopped }),
    answer: "",
    warnings: request.warnings ?? [],
    fingerprint: fingerprintOf(flat),
    definitions: definitionsFor({
      leases: plan.contracts.length > 0 || plan.streams.length === 0,
      jobs: plan.streams.length > 0,
    }),
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

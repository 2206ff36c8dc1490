/**
 * The result of a study from what was collected of its runs: of all of them, or of those so far. What it says
 * depends on the request and the runs alone.
 */
import { InputError } from "../base/errors.ts";
import { Hasher } from "../base/hash.ts";
import { definitionsFor, metricDefinitions } from "../metrics/definitions.ts";
import { lockoutCalendar } from "../model/calendar.ts";
import { answerOf } from "../results/answer.ts";
import { entryName } from "../results/figures/names.ts";
import type { Comparison, PolicyResult, Stopped, StudyResult } from "../results/types.ts";
import { noTraces } from "../scenario/compile/trace-set.ts";
import { compilePlan, compilePolicies } from "../scenario/compile.ts";
import { scenarioHash, showResolved } from "../scenario/resolved.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { PolicyAggregate } from "./aggregate.ts";
import { checkAssertions } from "./assertions.ts";
import { differenceOf } from "./intervals.ts";
import { ladderOf } from "./ladder.ts";
import { isBound } from "./regret.ts";
import type { StudyRequest } from "./study.ts";
import { VERSION } from "./version.ts";

/** Number of bins of a series when nothing is said. */
export const DEFAULT_BINS = 180;

/** A value of the parameter that is varied; one without a label when none is. */
export type Variant = { readonly label: string; readonly scenario: Scenario };

export type Parts = {
  readonly request: StudyRequest;
  /** With the replications that the aggregates hold. */
  readonly scenario: Scenario;
  readonly variants: readonly Variant[];
  readonly names: readonly string[];
  /** Variant by variant, policy by policy; all of the same number of replications. */
  readonly aggregates: readonly (readonly PolicyAggregate[])[];
  /** When the study goes on until enough is known. */
  readonly stopped?: Stopped | undefined;
};

/** The result of the replications that were taken up. */
export const assemble = ({ request, scenario, variants, names, aggregates, stopped }: Parts): StudyResult => {
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
      hash: scenarioHash(scenario, request.traces),
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
    assertions: checkAssertions(scenario, policies),
    calendar: lockoutCalendar(plan),
    answer: "",
    warnings: request.warnings ?? [],
    fingerprint: fingerprintOf(flat),
    definitions: definitionsFor(
      {
        leases: plan.contracts.length + plan.pipeline.length > 0 || plan.streams.length === 0,
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

/**
 * The results of a study as one JSON document, written point by point: what was asked, then every point with its
 * values, and under each policy the metrics by name. No number in it tells who ran it, when, or how often.
 */
import type { Interval } from "../../results/types.ts";
import { VERSION } from "../version.ts";
import type { SweepPlan } from "./plan.ts";
import { tenantColumns } from "./record.ts";
import type { PointSummary, PolicySummary } from "./summary.ts";

export const SWEEP_SCHEMA = "clawback-sweep/1";

/** A unit that was given up. */
export type GivenUp = { readonly key: string; readonly kind: string; readonly message: string };

/** Up to the list of points. */
export const jsonHead = ({ study, scenario, axes, policies, baseline, definitions }: SweepPlan): string => {
  const head = {
    schema: SWEEP_SCHEMA,
    tool: { name: "clawback", version: VERSION },
    study: { name: study.name, question: study.question, description: study.description },
    scenario: { name: scenario.name },
    seed: String(scenario.seed),
    axes: axes.map(({ name, unit, values, quantile }) => ({
      name,
      unit,
      drawn: quantile !== undefined,
      labels: values.map(({ label }) => label),
    })),
    policies,
    baseline: policies[baseline],
    definitions,
  };
  return `${JSON.stringify(head).slice(0, -1)},\n"points":[`;
};

export const jsonPoint = (plan: SweepPlan, summary: PointSummary, isFirst: boolean): string => {
  const { point, replications, policies, fingerprint, selection } = summary;
  const shown = {
    point: point.index,
    values: point.values.map(({ number, label }) => number ?? label),
    labels: point.values.map(({ label }) => label),
    replications,
    fingerprint,
    ...(selection === undefined ? {} : { selection: selectionJson(selection) }),
    policies: policies.map((policy) => policyJson(plan, policy)),
  };
  return `${isFirst ? "\n" : ",\n"}${JSON.stringify(shown)}`;
};

export const jsonTail = (givenUp: readonly GivenUp[], fingerprint: string): string =>
  `\n],\n"failures":${JSON.stringify(givenUp)},\n"fingerprint":${JSON.stringify(fingerprint)}}\n`;

const selectionJson = ({
  metric,
  best,
  isDecided,
  confidence,
  indifference,
  survivors,
}: NonNullable<PointSummary["selection"]>) => ({
  metric,
  best,
  decided: isDecided,
  confidence,
  indifference,
  survivors,
});

const policyJson = (
  plan: SweepPlan,
  { policy, metrics, differences, tenants, isAcceptable }: PolicySummary,
) => ({
  name: policy,
  acceptable: isAcceptable,
  metrics: Object.fromEntries(
    plan.definitions.map(({ name }, m) => [name, intervalJson(metrics[m] as Interval)]),
  ),
  differences:
    differences === undefined
      ? null
      : Object.fromEntries(
          plan.definitions.map(({ name }, m) => [name, intervalJson(differences[m] as Interval)]),
        ),
  tenants: tenants.map(({ tenant, evicted, metrics: own }) => ({
    name: tenant,
    evicted: evicted.mean,
    metrics: Object.fromEntries(tenantColumns.map((name, c) => [name, intervalJson(own[c] as Interval)])),
  })),
});

const intervalJson = ({ mean, sd, n, low, high }: Interval) => ({ mean, sd, n, ci: [low, high] });

/**
 * How each tenant fares under each policy: how often it is evicted, of how much, and what that costs it. A dot
 * a policy with its 95 % interval, a row a tenant, a panel a question.
 */
import { caption, label } from "../label.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import { dotLayout, dotTrace } from "./dot-panels.ts";
import type { Chart, Trace } from "./figure.ts";
import { policyName } from "./names.ts";
import { fixed, type Scale, scaleOf, write } from "./numbers.ts";
import { axisTitle } from "./panels.ts";

/** Tenants and policies drawn; the table has more tenants. */
export const MOST_TENANTS = 24;
const MOST_DRAWN = 6;

type Tenant = PolicyResult["tenants"][number];
type Question = {
  readonly title: string;
  readonly unit: "share" | "GPUs" | "$";
  readonly of: (tenant: Tenant, policy: PolicyResult) => Pick<Interval, "mean" | "low" | "high"> | undefined;
};

const all: readonly Question[] = [
  {
    title: "Replications in which it is evicted",
    unit: "share",
    of: ({ evictedIn }, { replications }) => exactly(evictedIn / replications),
  },
  { title: "GPUs evicted", unit: "GPUs", of: ({ metrics }) => metrics.evictedGpus },
  { title: "Cost to it", unit: "$", of: ({ metrics }) => metrics.cost },
];

const exactly = (mean: number) => ({ mean, low: mean, high: mean });

/** Evictions and their cost by tenant, for all policies. */
export const tenantsChart = (result: StudyResult): Chart => {
  const policies = result.policies.slice(0, MOST_DRAWN);
  const names = (policies[0]?.tenants ?? []).slice(0, MOST_TENANTS).map(({ tenant }) => tenant);
  const rows = Math.max(1, names.length);
  const questions = all.filter((question) => isAsked(question, policies));
  const scales = questions.map((question) => scaleFor(question, policies, rows));
  return {
    title: "Evictions by tenant",
    note: "Dots: mean over replications; whiskers: 95 % interval.",
    data: policies.flatMap((policy, k) =>
      questions.map((question, p) => dots(question, policy, k, policies.length, p, scales[p])),
    ),
    layout: dotLayout(
      questions.map(({ title, unit }, p) => ({
        rows: names.map((name) => label(name, 28)),
        xaxis: {
          title: {
            text: label(`${title}${unit === "GPUs" ? "" : `, ${axisTitle(unit, scales[p].suffix)}`}`),
            standoff: 4,
          },
        },
      })),
      30 + 12 * policies.length,
    ),
    table: tableOf(result.policies),
  };
};

/** The first question always; the others when some tenant has an answer that is not 0. */
const isAsked = (question: Question, policies: readonly PolicyResult[]): boolean =>
  question === all[0] ||
  policies.some((policy) => policy.tenants.some((tenant) => (question.of(tenant, policy)?.high ?? 0) > 0));

const scaleFor = ({ unit, of }: Question, policies: readonly PolicyResult[], rows: number): Scale =>
  scaleOf(
    unit,
    policies.flatMap((policy) =>
      policy.tenants.slice(0, rows).flatMap((tenant) => {
        const value = of(tenant, policy);
        return value === undefined ? [] : [value.low, value.high];
      }),
    ),
  );

const dots = (
  { of, unit }: Question,
  policy: PolicyResult,
  k: number,
  count: number,
  p: number,
  { divisor }: Scale,
): Trace => {
  const name = label(policyName(policy), 40);
  return dotTrace({
    panel: p,
    k,
    of: count,
    name,
    inLegend: p === 0,
    share: 0.6,
    divisor,
    hovertemplate: caption`%{customdata[0]}<br>${name}: %{customdata[1]}<extra></extra>`,
    dots: policy.tenants.slice(0, MOST_TENANTS).flatMap(({ tenant }, row) => {
      const value = of(policy.tenants[row], policy);
      if (value === undefined) return [];
      return [
        { row, value, hover: [label(tenant, 40), label(write(value.mean, scaleOf(unit, [value.mean])))] },
      ];
    }),
  });
};

const tableOf = (policies: readonly PolicyResult[]): Chart["table"] => {
  const lines = policies.flatMap((policy) =>
    policy.tenants.map((tenant) => [
      policyName(policy),
      tenant.tenant,
      ...all.map(({ of, unit }) => {
        const value = of(tenant, policy);
        return value === undefined ? "–" : write(value.mean, scaleOf(unit, [value.mean]));
      }),
    ]),
  );
  return {
    columns: ["Policy", "Tenant", ...all.map(({ title }) => title)].map((head, i) => ({
      head,
      isNumber: i > 1,
    })),
    rows: lines.slice(0, 100),
    omitted: lines.length > 100 ? `The first 100 of ${fixed(lines.length)} rows.` : "",
  };
};

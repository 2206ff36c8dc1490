/**
 * How each tenant fares under each policy: how often it is evicted, of how much, and what that costs it. A dot
 * a policy with its 95 % interval, a row a tenant, a panel a question.
 */
import { caption, label } from "../label.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import {
  type Axis,
  type Chart,
  legendAbove,
  type RowLabel,
  rowAxis,
  rowLabel,
  type Trace,
} from "./figure.ts";
import { policyName } from "./names.ts";
import { fixed, type Scale, scaleOf, write } from "./numbers.ts";
import { kth } from "./palette.ts";
import { axisTitle, BETWEEN, placeOf, stacked } from "./panels.ts";

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
  const plot = questions.length * rows * (30 + 12 * policies.length);
  const domains = stacked(
    questions.map(() => rows),
    BETWEEN / (plot + BETWEEN * Math.max(0, questions.length - 1)),
  );
  const scales = questions.map((question) => scaleFor(question, policies, rows));
  const axes: { [name: string]: Axis } = {};
  const labels: RowLabel[] = [];
  questions.forEach(({ title, unit }, p) => {
    const id = placeOf(p);
    const inUnit = unit === "GPUs" ? "" : `, ${axisTitle(unit, scales[p].suffix)}`;
    axes[`xaxis${id}`] = {
      anchor: `y${id}`,
      rangemode: "tozero",
      nticks: 6,
      title: { text: label(`${title}${inUnit}`), standoff: 4 },
    };
    axes[`yaxis${id}`] = { ...rowAxis(rows), anchor: `x${id}`, domain: domains[p] };
    names.forEach((name, i) => {
      labels.push(rowLabel(label(name, 28), -i + 0.08, `y${id}`));
    });
  });
  return {
    title: "Evictions by tenant",
    note: "Dots: mean over replications; whiskers: 95 % interval.",
    data: policies.flatMap((policy, k) =>
      questions.map((question, p) => dots(question, policy, k, policies.length, p, scales[p])),
    ),
    layout: {
      height: 96 + plot + BETWEEN * Math.max(0, questions.length - 1),
      margin: { l: 8, r: 16, t: 52, b: 44 },
      hovermode: "closest",
      showlegend: true,
      legend: legendAbove,
      ...axes,
      annotations: labels,
    },
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
  const id = placeOf(p);
  const { color, symbol } = kth(k);
  const shown = policy.tenants.slice(0, MOST_TENANTS).flatMap((tenant, row) => {
    const value = of(tenant, policy);
    return value === undefined ? [] : [{ tenant, row, value }];
  });
  return {
    type: "scatter",
    mode: "markers",
    name: label(policyName(policy), 40),
    legendgroup: `policy-${k}`,
    showlegend: p === 0,
    xaxis: `x${id}`,
    yaxis: `y${id}`,
    x: shown.map(({ value }) => value.mean / divisor),
    y: shown.map(({ row }) => -row - (0.6 * (k + 0.5)) / count),
    error_x: {
      type: "data",
      symmetric: false,
      array: shown.map(({ value }) => (value.high - value.mean) / divisor),
      arrayminus: shown.map(({ value }) => (value.mean - value.low) / divisor),
      color,
      thickness: 1.6,
      width: 4,
    },
    marker: { color, symbol, size: 9 },
    customdata: shown.map(({ tenant, value }) => [
      label(tenant.tenant, 40),
      label(write(value.mean, scaleOf(unit, [value.mean]))),
    ]),
    hovertemplate: caption`%{customdata[0]}<br>${label(policyName(policy), 40)}: %{customdata[1]}<extra></extra>`,
    cliponaxis: false,
  };
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

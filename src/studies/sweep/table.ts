/**
 * A study as tidy tables: of means, one row a point, policy, tenant and metric; and of runs, one row a point, policy,
 * replication and metric. The axes are columns of their own, in numbers where they have numbers.
 */
import { METRIC, type MetricName } from "../../metrics/definitions.ts";
import type { TidyCell, TidyColumn } from "../../results/tidy.ts";
import type { Interval } from "../../results/types.ts";
import type { Axis } from "../../scenario/study/axis.ts";
import type { SweepPlan, SweepPoint } from "./plan.ts";
import { tenantColumns, type UnitRecord } from "./record.ts";
import type { PointSummary, PolicySummary } from "./summary.ts";

const text = (name: string): TidyColumn => ({ name, kind: "text" });
const number = (name: string): TidyColumn => ({ name, kind: "number" });

const TENANT_UNITS: Readonly<Record<(typeof tenantColumns)[number], string>> = {
  rent: "$",
  heldGpuHours: "GPU-hours",
  notices: "count",
  evictions: "count",
  evictedGpus: "GPUs",
  cost: "$",
};

/** `point`, the axes, then what is measured of whom, then the numbers. */
export const meanColumns = ({ axes, study }: SweepPlan): TidyColumn[] => [
  number("point"),
  ...axes.map(axisColumn),
  ...["policy", "tenant", "metric", "unit", "better"].map(text),
  ...["replications", "mean", "sd", "low", "high"].map(number),
  text("baseline"),
  ...["difference", "differenceLow", "differenceHigh"].map(number),
  { name: "acceptable", kind: "truth" },
  ...(study.select === undefined ? [] : [{ name: "selected", kind: "truth" } as const]),
];

const axisColumn = (axis: Axis): TidyColumn => ({
  name: axis.name,
  kind: isNumeric(axis) ? "number" : "text",
});

const isNumeric = ({ quantile, values }: Axis): boolean =>
  quantile !== undefined || values.every(({ number: value }) => value !== undefined);

const axisCells = ({ axes }: SweepPlan, { values }: SweepPoint): TidyCell[] =>
  values.map(({ number: value, label }, a) => (isNumeric(axes[a] as Axis) ? value : label));

export const meanRows = (plan: SweepPlan, summary: PointSummary): TidyCell[][] => {
  const before = [summary.point.index, ...axisCells(plan, summary.point)];
  return summary.policies.flatMap((policy) => {
    const after = [policy.isAcceptable, ...selectedCell(plan, summary, policy)];
    return [...policyRows(plan, policy, before, after), ...tenantRows(policy, before, after)];
  });
};

/** Whether the policy is the choice; empty while none is made. */
const selectedCell = (
  { study }: SweepPlan,
  { selection }: PointSummary,
  { policy }: PolicySummary,
): TidyCell[] => {
  if (study.select === undefined) return [];
  return [selection?.isDecided ? selection.best === policy : undefined];
};

const policyRows = (
  plan: SweepPlan,
  policy: PolicySummary,
  before: readonly TidyCell[],
  after: readonly TidyCell[],
): TidyCell[][] =>
  plan.definitions.map(({ name, unit, better }, m) => {
    const difference = policy.differences?.[m];
    return [
      ...before,
      ...[policy.policy, "", name, unit, better],
      ...numbersOf(policy.metrics[m] as Interval),
      difference === undefined ? undefined : plan.policies[plan.baseline],
      ...(difference === undefined
        ? [undefined, undefined, undefined]
        : [difference.mean, difference.low, difference.high]),
      ...after,
    ];
  });

const tenantRows = (
  policy: PolicySummary,
  before: readonly TidyCell[],
  after: readonly TidyCell[],
): TidyCell[][] =>
  policy.tenants.flatMap(({ tenant, evicted, metrics }) => {
    const row = (name: string, unit: string, interval: Interval): TidyCell[] => [
      ...before,
      ...[policy.policy, tenant, name, unit, "neither"],
      ...numbersOf(interval),
      ...[undefined, undefined, undefined, undefined],
      ...after,
    ];
    return [
      row("evicted", "share", evicted),
      ...tenantColumns.map((name, c) => row(name, TENANT_UNITS[name], metrics[c] as Interval)),
    ];
  });

const numbersOf = ({ n, mean, sd, low, high }: Interval): TidyCell[] => [n, mean, sd, low, high];

export const runColumns = ({ axes }: SweepPlan): TidyColumn[] => [
  number("point"),
  ...axes.map(axisColumn),
  text("policy"),
  number("replication"),
  text("metric"),
  number("value"),
];

/** @param from - the first replication of the record */
export const runRows = (
  plan: SweepPlan,
  point: SweepPoint,
  from: number,
  record: UnitRecord,
): TidyCell[][] => {
  const before = [point.index, ...axisCells(plan, point)];
  const { policies, definitions } = plan;
  return record.fingerprints.flatMap((_, run) =>
    definitions.map(({ name }): TidyCell[] => [
      ...before,
      policies[run % policies.length],
      from + Math.floor(run / policies.length),
      name,
      record.numbers[run * record.width + METRIC[name as MetricName]],
    ]),
  );
};

/**
 * A point in numbers: means of its replications with intervals, and differences from the baseline on the same demand.
 * Made from the records of its units in the order of replications, so that nobody can tell who ran them when.
 */
import { Hasher } from "../../base/hash.ts";
import { METRIC, type MetricName, metricDefinitions } from "../../metrics/definitions.ts";
import type { Interval, PairedDifference, Stopped } from "../../results/types.ts";
import { amountOf } from "../../scenario/study/amount.ts";
import { differenceOf, intervalOf } from "../intervals.ts";
import type { SweepPlan, SweepPoint } from "./plan.ts";
import { PointRows, type Row } from "./point-rows.ts";
import { tenantColumns, type UnitRecord } from "./record.ts";

export type TenantSummary = {
  readonly tenant: string;
  /** Share of replications in which it was evicted. */
  readonly evicted: Interval;
  /** In the order of `tenantColumns`. */
  readonly metrics: readonly Interval[];
};

export type PolicySummary = {
  readonly policy: string;
  /** In the order of the plan's definitions. */
  readonly metrics: readonly Interval[];
  /** Policy less baseline; undefined for the baseline itself. */
  readonly differences: readonly PairedDifference[] | undefined;
  readonly tenants: readonly TenantSummary[];
  /** Whether it keeps to the study's constraints on metrics. */
  readonly isAcceptable: boolean;
};

export type PointSummary = {
  readonly point: SweepPoint;
  readonly replications: number;
  readonly policies: readonly PolicySummary[];
  readonly fingerprint: string;
  /** The choice of the best policy, when the study asks for one and it could be followed. */
  readonly selection: Stopped["selection"];
};

/**
 * @param read - the record of a unit by its key
 * @returns undefined when a unit is missing
 */
export const summarize = (
  plan: SweepPlan,
  point: SweepPoint,
  read: (key: string) => UnitRecord | undefined,
): PointSummary | undefined => {
  const collected = new PointRows(plan);
  for (let from = 0; !collected.isEnough; from += plan.study.batch) {
    const record = read(plan.unitAt(point, from).key);
    if (record === undefined) return undefined;
    collected.add(record);
  }
  const hasher = new Hasher();
  for (const fingerprint of collected.fingerprints) hasher.text(fingerprint);
  return {
    point,
    replications: collected.replications,
    policies: plan.policies.map((policy, p) => policySummary(plan, policy, p, collected)),
    fingerprint: hasher.digest(),
    selection: collected.selection(),
  };
};

const policySummary = (plan: SweepPlan, policy: string, p: number, collected: PointRows): PolicySummary => {
  const rows = collected.rows[p] as readonly Row[];
  const base = collected.rows[plan.baseline] as readonly Row[];
  const metrics = plan.definitions.map(({ name }) => intervalOf(columnOf(rows, METRIC[name as MetricName])));
  return {
    policy,
    metrics,
    differences:
      p === plan.baseline
        ? undefined
        : plan.definitions.map(({ name }) => {
            const column = METRIC[name as MetricName];
            return differenceOf(columnOf(rows, column), columnOf(base, column));
          }),
    tenants: plan.study.metrics.length > 0 ? [] : tenantSummaries(collected.tenants, rows),
    isAcceptable: keepsTo(plan, rows),
  };
};

const columnOf = (rows: readonly Row[], column: number): number[] => rows.map((row) => row[column] as number);

const tenantSummaries = (tenants: readonly string[], rows: readonly Row[]): TenantSummary[] =>
  tenants.map((tenant, t) => {
    const first = metricDefinitions.length + t * tenantColumns.length;
    const evictions = columnOf(rows, first + tenantColumns.indexOf("evictions"));
    return {
      tenant,
      evicted: intervalOf(evictions.map((count) => (count > 0 ? 1 : 0))),
      metrics: tenantColumns.map((_, c) => intervalOf(columnOf(rows, first + c))),
    };
  });

const keepsTo = ({ study }: SweepPlan, rows: readonly Row[]): boolean =>
  study.constraints.every(({ metric, atMost, atLeast }) => {
    if (metric === undefined) return true;
    const { mean } = intervalOf(columnOf(rows, METRIC[metric as MetricName]));
    const [most, least] = [amountOf(atMost)?.value, amountOf(atLeast)?.value];
    return (most === undefined || mean <= most) && (least === undefined || mean >= least);
  });

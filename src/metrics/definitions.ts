/**
 * The one table of metrics. Terminal, CSV, JSON, report and docs are all drawn from it, so that a number
 * never appears without its unit, its meaning and which way is better. Values are per replication, over
 * the measured window (after `warmUp`).
 */
import { contractRows } from "./contract-definitions.ts";
import { define, type MetricDefinition, type MetricRow } from "./definition.ts";
import { demandRows, useRows } from "./demand-definitions.ts";
import { jobRows } from "./jobs/definitions.ts";
import { noticeRows } from "./notice-definitions.ts";
import { dealRows, stepRows, valueRows } from "./value-definitions.ts";

export type { MetricDefinition } from "./definition.ts";

const table = [
  define(
    "netValue",
    "Net value to owner",
    "$",
    "higher",
    "What the owner is left with, counting internal demand that was not met as a loss.",
    "revenue - credits + termination balance - buyOuts - opportunityCost",
    true,
  ),
  define(
    "regret",
    "Regret",
    "$",
    "lower",
    "What knowing the demand to come would have added; known where a clairvoyant that plans for net value is compared.",
    "netValue of the clairvoyant on the same demand - netValue",
  ),
  define(
    "revenue",
    "Rent",
    "$",
    "higher",
    "Rent due from tenants, and fees of their jobs.",
    "sum over leases of the integral of the fee schedule over what is held + jobRevenue",
    true,
  ),
  define(
    "opportunityCost",
    "Opportunity cost",
    "$",
    "lower",
    "Internal demand that was not met, at the scenario's value.",
    "unmetGpuHours x values.internalGpuHour",
    true,
  ),
  define(
    "tenantCost",
    "Cost to tenants",
    "$",
    "lower",
    "What evictions cost the tenants while they look for other capacity, and the work their jobs lose.",
    "sum over evictions of GPUs x min(rest of the term, max(0, values.replacement - notice that arrived)) x values.tenantGpuHour + work of tenants' jobs lost by preemption x values.tenantGpuHour",
    true,
  ),
  ...demandRows,
  ...noticeRows,
  ...useRows,
  ...contractRows,
  ...valueRows,
  ...stepRows,
  ...dealRows,
  ...jobRows,
] as const satisfies readonly MetricRow[];

export type MetricName = (typeof table)[number]["name"];

/** Which parts of the table a result has something to say about. */
export type Regimes = { readonly leases: boolean; readonly jobs: boolean };

/**
 * The whole table; the short one is that of a scenario with leases, or with jobs, or with both.
 *
 * @param bounded - whether regret is known
 */
export const definitionsFor = (regimes: Regimes, bounded = false): readonly MetricDefinition[] =>
  table.map(({ regime, ...definition }: MetricRow) => ({
    ...definition,
    headline:
      (definition.headline && (regime === "both" || regimes[regime])) ||
      (bounded && definition.name === "regret"),
  }));

/** The table, its short form that of leases. */
export const metricDefinitions = definitionsFor({ leases: true, jobs: false });

/** The parts that have something to say, given which metrics are not 0; leases when neither has. */
export const regimesOf = (isThere: (metric: MetricName) => boolean): Regimes => {
  const jobs = isThere("jobsSubmitted");
  return { jobs, leases: !jobs || LEASE_SIGNS.some(isThere) };
};

const LEASE_SIGNS: readonly MetricName[] = ["leasedGpuHours", "noticesIssued", "missedDeliveryGpuHours"];

/** Position of each metric in a row of values. */
export const METRIC = Object.fromEntries(table.map((d, i) => [d.name, i])) as {
  readonly [K in MetricName]: number;
};

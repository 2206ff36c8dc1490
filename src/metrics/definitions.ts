/**
 * The one table of metrics. Terminal, CSV, JSON, report and docs are all drawn from it, so that a number
 * never appears without its unit, its meaning and which way is better. Values are per replication, over
 * the measured window (after `warmUp`).
 */

export type MetricDefinition = {
  readonly name: string;
  /** What a heading says. */
  readonly label: string;
  readonly unit:
    | "share"
    | "GPU-hours"
    | "days"
    | "count"
    | "$"
    | "per year"
    | "per 1,000 GPU-hours"
    | "index";
  readonly better: "higher" | "lower" | "neither";
  readonly meaning: string;
  readonly formula: string;
  /** Shown in the short table that a person sees first. */
  readonly headline: boolean;
};

const define = (
  name: string,
  label: string,
  unit: MetricDefinition["unit"],
  better: MetricDefinition["better"],
  meaning: string,
  formula: string,
  headline = false,
): MetricDefinition => ({ name, label, unit, better, meaning, formula, headline });

export const metricDefinitions = [
  define(
    "netValue",
    "Net value to owner",
    "$",
    "higher",
    "What the owner is left with, counting internal demand that was not met as a loss.",
    "revenue - credits + termination balance - opportunityCost",
    true,
  ),
  define(
    "revenue",
    "Rent",
    "$",
    "higher",
    "Rent due from tenants.",
    "sum over leases of the integral of the fee schedule over what is held",
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
    "What evictions cost the tenants while they look for other capacity.",
    "sum over evictions of GPUs x min(rest of the term, max(0, values.replacement - notice that arrived)) x values.tenantGpuHour",
    true,
  ),
  define(
    "unmetShare",
    "Unmet internal demand",
    "share",
    "lower",
    "Part of internal demand that was not met.",
    "unmetGpuHours / demandGpuHours",
    true,
  ),
  define(
    "unmetGpuHours",
    "Unmet internal demand",
    "GPU-hours",
    "lower",
    "Internal demand that was not met; waiting runs count the accelerators they wait for.",
    "integral of sum over sources of max(0, target - allocated)",
  ),
  define(
    "demandGpuHours",
    "Internal demand",
    "GPU-hours",
    "neither",
    "What internal programs wanted.",
    "integral of the targets, and of running and waiting runs",
  ),
  define(
    "longestGapDays",
    "Longest shortage",
    "days",
    "lower",
    "Longest time without pause in which some internal demand was not met.",
    "longest interval with unmet demand above 0",
  ),
  define(
    "shortDays",
    "Time short",
    "days",
    "lower",
    "Time in which some internal demand was not met.",
    "length of the set of seconds with unmet demand above 0",
  ),
  define(
    "serveDays",
    "Time to serve",
    "days",
    "lower",
    "Mean length of a shortage, from its first second until all demand is met.",
    "shortDays / number of shortages",
  ),
  define(
    "noticesIssued",
    "Notices by owner",
    "count",
    "neither",
    "Notices the owner served on tenants.",
    "count",
    true,
  ),
  define(
    "noticesComplied",
    "... complied with",
    "count",
    "neither",
    "The tenant had left by the deadline.",
    "count",
  ),
  define(
    "noticesEnforced",
    "... enforced",
    "count",
    "neither",
    "The tenant was cut off at the deadline.",
    "count",
  ),
  define(
    "noticesRescinded",
    "... taken back",
    "count",
    "neither",
    "Rescinded with the tenant's consent.",
    "count",
  ),
  define("noticesMoot", "... moot", "count", "neither", "Overtaken by another notice.", "count"),
  define(
    "noticesOpen",
    "... open at the end",
    "count",
    "neither",
    "Censored: the horizon ended inside the notice.",
    "count",
  ),
  define(
    "evictions",
    "Evictions",
    "count",
    "lower",
    "Owner's notices that took effect before the end of the term, whole or in part.",
    "count of complied or enforced notices of kind terminate or shrink",
    true,
  ),
  define(
    "evictedGpus",
    "GPUs evicted",
    "count",
    "lower",
    "Accelerators taken from tenants by notices of the owner.",
    "sum of GPUs over evictions",
  ),
  define(
    "evictionsPerLeaseYear",
    "Evictions per lease-year",
    "per year",
    "lower",
    "Eviction rate of a lease.",
    "evictions / (lease-seconds / 365 days)",
  ),
  define(
    "evictionsPer1000GpuHours",
    "Evictions per 1,000 GPU-hours",
    "per 1,000 GPU-hours",
    "lower",
    "Eviction rate by volume.",
    "1000 x evictions / leasedGpuHours",
  ),
  define(
    "firstEvictionDays",
    "First eviction",
    "days",
    "higher",
    "Time until the first eviction is complete, which may be before its deadline; the horizon when there is none.",
    "min over evictions of the end of the notice",
  ),
  define(
    "inVainShare",
    "Notices in vain",
    "share",
    "lower",
    "Owner's notices after which none of the capacity was needed within values.inVainAfter; 0 without notices.",
    "in vain / handed over",
    true,
  ),
  define(
    "noticeYield",
    "Notice yield",
    "share",
    "higher",
    "Part of the handed-over capacity that was needed within values.inVainAfter; 1 without notices.",
    "GPUs needed / GPUs handed over",
  ),
  define(
    "reclaimLatencyDays",
    "Reclaim latency",
    "days",
    "lower",
    "From serving a notice until its capacity is free, weighted by GPUs; 0 without notices.",
    "sum GPUs x (ready - issued) / sum GPUs",
  ),
  define(
    "strandedGpuHours",
    "Stranded",
    "GPU-hours",
    "lower",
    "Capacity that nobody could use because of notices.",
    "vacated + turnover + held + reclaimed and idle",
    true,
  ),
  define(
    "strandedInNotice",
    "... in notice",
    "GPU-hours",
    "lower",
    "Vacated by the tenant, not yet the owner's.",
    "integral of vacated",
  ),
  define(
    "strandedInTurnover",
    "... in turnover",
    "GPU-hours",
    "lower",
    "Being wiped.",
    "integral of turnover",
  ),
  define(
    "strandedHeld",
    "... held",
    "GPU-hours",
    "lower",
    "Held for a gang that waits for more.",
    "integral of held",
  ),
  define(
    "strandedAfterNotice",
    "... after notice",
    "GPU-hours",
    "lower",
    "Taken back and idle.",
    "integral of min(free, reclaimed by notices and not let again)",
  ),
  define(
    "rentForgone",
    "Rent forgone on stranded",
    "$",
    "lower",
    "What stranded capacity would have earned at the mean fee of the contracts.",
    "strandedGpuHours x mean fee per GPU-hour",
  ),
  define(
    "allocationShare",
    "Allocation",
    "share",
    "higher",
    "Installed capacity that is promised to someone.",
    "(internal + firm + noticed + vacated) / installed",
  ),
  define(
    "occupancyShare",
    "Occupancy",
    "share",
    "higher",
    "Installed capacity in use.",
    "(internal + firm + noticed) / installed",
    true,
  ),
  define(
    "internalShare",
    "Internal use",
    "share",
    "neither",
    "Installed capacity that internal programs use.",
    "internal / installed",
  ),
  define(
    "leasedShare",
    "Leased",
    "share",
    "neither",
    "Installed capacity held by tenants.",
    "(firm + noticed + vacated) / installed",
  ),
  define("freeShare", "Free", "share", "lower", "Installed, working and idle.", "free / installed"),
  define(
    "powerShare",
    "Power in use",
    "share",
    "neither",
    "Power drawn by capacity in use against that of all installed; 0 when no pool states its power.",
    "sum of watts in use / sum of watts installed",
  ),
  define(
    "installedGpuHours",
    "Installed",
    "GPU-hours",
    "neither",
    "Capacity on line.",
    "integral of installed",
  ),
  define(
    "internalGpuHours",
    "Internal use",
    "GPU-hours",
    "higher",
    "Capacity used by internal programs.",
    "integral of internal",
  ),
  define(
    "leasedGpuHours",
    "Leased",
    "GPU-hours",
    "neither",
    "Capacity held by tenants.",
    "integral of firm + noticed + vacated",
  ),
  define(
    "missedDeliveryGpuHours",
    "Missed delivery",
    "GPU-hours",
    "lower",
    "Capacity due to tenants and not delivered.",
    "integral of due - held over leases",
  ),
  define(
    "credits",
    "SLA credits",
    "$",
    "lower",
    "Credits to tenants for capacity due and not delivered.",
    "sum of the credit ladder over months",
  ),
  define(
    "terminationBalance",
    "Termination charges",
    "$",
    "higher",
    "Charges for ending early: from tenants, less to tenants.",
    "sum",
  ),
  define("relets", "Re-let", "count", "higher", "Successor leases signed.", "count"),
  define(
    "shedGpuHours",
    "Failed or unpowered",
    "GPU-hours",
    "lower",
    "Installed capacity that did not work.",
    "integral of failed + unpowered",
  ),
  define(
    "displacements",
    "Internal displacements",
    "count",
    "lower",
    "Times a less important program or run gave way to a more important one.",
    "count",
  ),
  define(
    "lostWorkGpuHours",
    "Lost work",
    "GPU-hours",
    "lower",
    "Work of runs that preemption or failure threw away.",
    "sum over stops of progress since the last checkpoint x GPUs",
  ),
  define(
    "fairness",
    "Fairness among tenants",
    "index",
    "higher",
    "Jain's index of held over due, by lease; 1 is equal.",
    "(sum x)^2 / (n sum x^2), x = held / due over the first term",
  ),
  define(
    "repeatEvictions",
    "Repeat evictions",
    "count",
    "lower",
    "Evictions of a tenant that had been evicted before.",
    "sum over tenants of max(0, evictions - 1)",
  ),
] as const satisfies readonly MetricDefinition[];

export type MetricName = (typeof metricDefinitions)[number]["name"];

/** Position of each metric in a row of values. */
export const METRIC = Object.fromEntries(metricDefinitions.map((d, i) => [d.name, i])) as {
  readonly [K in MetricName]: number;
};

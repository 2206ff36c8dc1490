/**
 * What the values of a scenario are called in a form, and which of them matter most, in the order in which one
 * would ask for them. Values that are not listed follow after these, named by their keys: nothing is left out.
 */

/** Keys from the scenario down, without positions and names. */
const MAIN: Readonly<Record<string, string>> = {
  horizon: "Horizon",
  replications: "Replications",
  seed: "Seed",
  "internal.demand.base": "Demand at the start",
  "internal.demand.growth": "Growth",
  "internal.demand.scale": "Scale of the demand",
  "internal.demand.shocks": "Surges",
  "internal.demand.shocks.perYear": "Surges a year",
  "internal.demand.shocks.size.0": "Least surge",
  "internal.demand.shocks.size.1": "Greatest surge",
  "internal.demand.shocks.lasts": "Length of a surge",
  "internal.demand.noise.sigma": "Noise",
  "internal.demand.own": "Capacity elsewhere",
  "internal.demand.speedup": "Speed-up of the software",
  "internal.demand.rebound": "Rebound",
  "internal.demand.runs.gpus": "Accelerators",
  "internal.demand.runs.start": "Start",
  "internal.demand.runs.duration": "Length",
  "internal.demand.runs.notice": "Notice when preempted",
  "tenants.contract.gpus": "Accelerators leased",
  "tenants.contract.notice.owner": "Owner's notice",
  "tenants.contract.notice.tenant": "Tenant's notice",
  "tenants.contract.fee.perMonth": "Fee",
  "tenants.contract.fee.perGpuHour": "Fee",
  "tenants.contract.fee.perMwMonth": "Fee",
  "tenants.contract.lockout": "Lockout",
  "tenants.contract.term": "Term",
  "tenants.contract.minQuantity": "Least quantity",
  "tenants.contract.turnover": "Turnover",
  "tenants.contract.buyOut": "Buy-out",
  "tenants.contract.buyOut.shareOfFee": "Buy-out price, in rents",
  "tenants.contract.buyOut.notice": "Least notice after a buy-out",
  "tenants.relet": "Re-letting",
  "tenants.relet.lag": "Re-let lag",
  "tenants.relet.lag.median": "Re-let lag, median",
  "tenants.relet.lag.p90": "Re-let lag, 90th percentile",
  "tenants.relet.lag.mean": "Re-let lag, mean",
  "tenants.churn": "Churn",
  "tenants.exit.at": "Walks away on",
  "cluster.pools.gpus": "Accelerators",
  "cluster.pools.phases.gpus": "Accelerators from then on",
  "cluster.pools.phases.at": "On line",
  "cluster.pools.outages.at": "Failure strikes",
  "cluster.pools.outages.gpus": "Accelerators lost",
  "cluster.pools.outages.lasts": "Time until repaired",
  "cluster.pools.block": "Accelerators of a block",
  "cluster.pools.failures": "Failures by chance",
  "cluster.pools.failures.between": "Time between failures of a block",
  "cluster.pools.failures.between.mean": "Time between failures of a block, mean",
  "cluster.pools.failures.repair": "Time to mend a block",
  "cluster.pools.failures.repair.mean": "Time to mend a block, mean",
  "cluster.pools.failures.crew": "Blocks mended at once",
  "cluster.pools.failures.spares": "Spare blocks",
  "cluster.pools.failures.swap": "Time until a spare is in service",
  "cluster.pools.nodes.count": "Nodes",
  "cluster.pools.nodes.gpus": "Accelerators of a node",
  "cluster.sites.power": "Power limit",
  "cluster.sites.power.is": "Power limit",
  "cluster.sites.power.at": "From",
  "cluster.sites.dutyCycle.period": "Length of a cycle",
  "cluster.sites.dutyCycle.off": "Reduced part of it",
  "cluster.sites.dutyCycle.power": "Power in that part",
  "policies.reclaim.trigger": "When: trigger",
  "policies.reclaim.trigger.every": "Time between reviews",
  "policies.reclaim.trigger.delay": "Short for at least",
  "policies.reclaim.trigger.q": "Quantile that triggers",
  "policies.reclaim.size": "How much: size",
  "policies.reclaim.size.q": "Quantile to cover",
  "policies.reclaim.size.level": "Supply to keep",
  "policies.reclaim.victims": "Whom: order of victims",
  "policies.reclaim.notice": "With which notice",
  "policies.reclaim.notice.for": "Length of notice",
  "policies.reclaim.rescind": "Notices taken back",
  "policies.reclaim.rescind.band": "Spare supply for that",
  "policies.reclaim.throttle.minGap": "Least time between rounds",
  "policies.reclaim.throttle.maxOpen": "Most notices at once",
  "policies.reclaim.throttle.deadZone": "Shortage that is ignored",
  "policies.forecast": "Forecast",
  "policies.forecast.sd": "Forecast error",
  "policies.refill": "Free capacity",
  "policies.queue.order": "Order of jobs",
  "policies.queue.backfill": "Backfill",
  "policies.admission": "Admission of external jobs",
  "policies.admission.share": "Most that they hold",
  "policies.admission.window": "Guarantee window",
  "policies.admission.guarantee": "Guarantee",
  "values.internalGpuHour": "Owner's worth of an accelerator-hour",
  "values.tenantGpuHour": "Tenant's worth of an accelerator-hour",
  "values.replacement": "Time to find a replacement",
  "values.inVainAfter": "In vain after",
};

/** Streams of jobs are the same for programs and tenants. */
const MAIN_OF_JOBS: Readonly<Record<string, string>> = {
  "arrivals.perSecond": "Arrivals",
  "arrivals.perHour": "Arrivals",
  "arrivals.perDay": "Arrivals",
  gapFactor: "Gaps between arrivals",
  gpus: "Accelerators of a job",
  machine: "Accelerators of the machine",
  work: "Run time",
  "work.median": "Run time, median",
  "work.p90": "Run time, 90th percentile",
  "work.mean": "Run time, mean",
  notice: "Notice when preempted",
  delivered: "Notices that arrive",
  "checkpoint.every": "Time between checkpoints",
  "checkpoint.cost": "Time to write a checkpoint",
  restart: "Time lost at a restart",
  patience: "Patience",
  "fee.perGpuHour": "Fee",
};

/** Streams come before what a tenant does between its leases. */
const AFTER_STREAMS = Object.keys(MAIN).indexOf("tenants.relet");
const streams = ["internal.demand", "tenants.jobs"].flatMap((stream) =>
  Object.entries(MAIN_OF_JOBS).map(([key, label]): [string, string] => [`${stream}.${key}`, label]),
);
const main = new Map(
  Object.entries(MAIN)
    .toSpliced(AFTER_STREAMS, 0, ...streams)
    .filter(([pattern]) => !pattern.startsWith("internal.demand.fee")),
);
const ranks = new Map([...main.keys()].map((pattern, rank) => [pattern, rank]));

/** All patterns that are listed, for tests that each of them exists. */
export const mainPatterns: readonly string[] = [...main.keys()];

export const isMain = (pattern: string): boolean => main.has(pattern);

/** Listed ones first, in their order. */
export const rankOf = (pattern: string): number => ranks.get(pattern) ?? Number.MAX_SAFE_INTEGER;

/** @param depth - how many keys the group itself stands for */
export function labelOf(pattern: string, depth: number): string {
  const known = main.get(pattern);
  if (known !== undefined) return known;
  const keys = pattern.split(".").slice(depth);
  const text = (keys.length > 1 && HOLDERS.has(keys[0] as string) ? keys.slice(1) : keys)
    .map(inWords)
    .join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Keys that hold everything and tell nothing. */
const HOLDERS = new Set(["contract", "demand", "jobs", "reclaim"]);

const inWords = (key: string): string =>
  key
    .replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/^\d+$/, (index) => String(Number(index) + 1))
    .replace(/^gpus$/, "accelerators");

const UNITS: Readonly<Record<string, string>> = {
  perYear: "a year",
  perDay: "a day",
  perHour: "an hour",
  perSecond: "a second",
  perMonth: "$ a month",
  perGpuHour: "$ per GPU-hour",
  perMwMonth: "$ per MW-month",
  internalGpuHour: "$ per GPU-hour",
  tenantGpuHour: "$ per GPU-hour",
  maxPerYear: "a year",
  perJobPerDay: "a job and day",
  months: "months of the fee",
  peakHour: "hour, UTC",
  sigma: "of the logarithm",
  sd: "relative, 30 days ahead",
  priority: "higher first",
  weight: "relative",
  churn: "per eviction",
  replications: "runs",
  maxOpen: "notices",
  ratio: "×",
};

/** What stands behind a field. @param unit - of the schema */
export function unitOf(key: string, unit: string | undefined): string {
  const own = UNITS[key];
  if (own !== undefined && (unit === undefined || unit === "$" || unit === "count")) return own;
  switch (unit) {
    case "GPUs":
    case "GPUs or %":
    case "GPUs or distribution":
      return "GPUs";
    case "factor per year":
      return "× a year";
    case "factor":
    case "factor or distribution":
      return "×";
    case "$":
    case "kW":
    case "GPU-hours":
      return unit;
    default:
      return "";
  }
}

/** Lengths of time that mean nothing when they are 0. */
export const isPositiveLength = (key: string): boolean => POSITIVE.has(key);
const POSITIVE = new Set(
  "horizon every between period off halfLife lasts duration work mttf mean median p90 scale least most window history decay".split(
    " ",
  ),
);

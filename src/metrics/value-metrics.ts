/**
 * Metrics of value. Payments between owner and tenants cancel; what does not is use, relocation, unmet demand, and
 * what tenants pay third parties when they leave.
 */
import { feePerGpuHour } from "../model/billing.ts";
import { indexOver } from "../model/market.ts";
import type { Notice } from "../model/notice.ts";
import type { World } from "../model/world.ts";
import { METRIC, type MetricName } from "./definitions.ts";
import { isEviction } from "./evictions.ts";
import { sum } from "./sums.ts";

const HOUR = 3600;

type Set = (name: MetricName, value: number) => void;

/** What value is made of, over the measured window, in GPU-seconds. */
export type Use = {
  /** Leased and in use. */
  readonly leases: number;
  /** In use by tenants' jobs, less what preemption threw away. */
  readonly jobs: number;
  /** Internal work thrown away. */
  readonly internalLost: number;
};

/** Sets them, from the rest of the row. */
export const valueMetrics = (world: World, row: Float64Array, use: Use, set: Set): void => {
  const get = (name: MetricName): number => row[METRIC[name]] as number;
  const { values } = world.plan;
  const ownerCash = get("revenue") - get("credits") + get("terminationBalance") - get("buyOuts");
  const useValue = ((use.leases + use.jobs) / HOUR) * values.tenantGpuHour;
  const relocation = get("evictedGpus") * values.relocation;
  const tenantNet = useValue - ownerCash - relocation;
  set("ownerCash", ownerCash);
  set("tenantUseValue", useValue);
  set("relocationCost", relocation);
  set("tenantNet", tenantNet);
  set("jointValue", get("netValue") + tenantNet);
  set("marketSpend", marketSpend(world));
  set(
    "lostValue",
    get("opportunityCost") +
      (use.internalLost / HOUR) * values.internalGpuHour +
      get("tenantCost") +
      relocation +
      get("rentForgone"),
  );
};

const marketSpend = (world: World): number =>
  sum(
    world.notices.filter((notice) => endsEarly(notice) && notice.endedAt >= world.plan.warmUp),
    (notice) => paidElsewhere(world, notice),
  );

/** An eviction, or a tenant that left of its own accord. */
const endsEarly = (notice: Notice): boolean =>
  isEviction(notice) ||
  (notice.by === "tenant" &&
    notice.kind === "terminate" &&
    (notice.state === "complied" || notice.state === "enforced"));

/**
 * Dollars for the rest of the term, at the fee that was paid here moved as the market has since it was agreed on,
 * from when other capacity has been found.
 */
const paidElsewhere = (world: World, notice: Notice): number => {
  const { lease } = notice;
  if (lease === undefined) return 0;
  const { plan, market } = world;
  const warned = notice.delivered ? notice.issuedAt : notice.effectiveAt;
  const from = Math.max(notice.effectiveAt, warned + plan.values.replacement);
  const to = Math.min(lease.expiry, plan.horizon);
  const price = feePerGpuHour(plan, lease) / lease.pricedAt;
  return notice.gpus * price * (indexOver(market, from, to) / HOUR);
};

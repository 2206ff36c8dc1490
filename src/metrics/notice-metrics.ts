/** Metrics of notices and evictions, from the notices themselves; each counts when it ends inside the measured window. */
import type { Notice } from "../model/notice.ts";
import type { World } from "../model/world.ts";
import type { MetricName } from "./definitions.ts";
import { evictionCost, isEviction } from "./evictions.ts";
import { ratio, sum } from "./sums.ts";

const DAY = 86_400;
const YEAR = 365 * DAY;

/**
 * Sets the metrics of notices.
 *
 * @param leasedGpuHours - what tenants held over the measured window, for rates by volume
 * @param ofJobs - evictions of jobs in the measured window, by tenant
 */
export const noticeMetrics = (
  world: World,
  leasedGpuHours: number,
  ofJobs: readonly number[],
  set: (name: MetricName, value: number) => void,
): void => {
  const { warmUp } = world.plan;
  const mine = world.notices.filter((n) => n.by === "owner" && n.lease !== undefined);
  const count = (state: Notice["state"]): number =>
    mine.filter((n) => n.state === state && (n.endedAt < 0 || n.endedAt >= warmUp)).length;
  set("noticesIssued", mine.filter((n) => n.served && n.issuedAt >= warmUp).length);
  set("noticesComplied", count("complied"));
  set("noticesEnforced", count("enforced"));
  set("noticesRescinded", count("rescinded"));
  set("noticesMoot", count("moot"));
  set("noticesOpen", count("running") + count("queued"));
  const evictions = mine.filter((n) => isEviction(n) && n.endedAt >= warmUp);
  let leaseSeconds = 0;
  for (const lease of world.leases) {
    leaseSeconds += Math.max(
      0,
      (lease.endedAt < 0 ? world.now : lease.endedAt) - Math.max(warmUp, lease.startAt),
    );
  }
  set("evictions", evictions.length);
  set(
    "evictedGpus",
    sum(evictions, (n) => n.gpus),
  );
  set("evictionsPerLeaseYear", ratio(evictions.length, leaseSeconds / YEAR));
  set("evictionsPer1000GpuHours", ratio(1000 * evictions.length, leasedGpuHours));
  set(
    "firstEvictionDays",
    evictions.reduce((least, n) => Math.min(least, n.endedAt), world.plan.horizon) / DAY,
  );
  set(
    "tenantCost",
    sum(evictions, (n) => evictionCost(world.plan, n)),
  );
  set(
    "repeatEvictions",
    sum(
      world.plan.tenants.map(
        (_, t) => evictions.filter((n) => n.lease?.contract.tenant === t).length + (ofJobs[t] ?? 0),
      ),
      (k) => Math.max(0, k - 1),
    ),
  );
  const known = mine.filter((n) => n.needed !== undefined && n.endedAt >= warmUp);
  set("inVainShare", ratio(known.filter((n) => n.needed === 0).length, known.length));
  set(
    "noticeYield",
    known.length === 0
      ? 1
      : ratio(
          sum(known, (n) => n.needed as number),
          sum(known, (n) => n.returned),
        ),
  );
  const back = mine.filter(
    (n) =>
      Number.isFinite(n.readyAt) && n.returned > 0 && n.readyAt >= warmUp && n.readyAt <= world.plan.horizon,
  );
  set(
    "reclaimLatencyDays",
    ratio(
      sum(back, (n) => n.returned * (n.readyAt - n.issuedAt)),
      sum(back, (n) => n.returned),
    ) / DAY,
  );
};

/** One row a tenant: what it paid, held and went through, by its leases and by its jobs, over the whole run. */
import type { World } from "../model/world.ts";
import { evictionCost, isEviction } from "./evictions.ts";
import { tenantJobs } from "./jobs/tenants.ts";
import type { TenantOutcome } from "./outcome.ts";
import { sum } from "./sums.ts";

const HOUR = 3600;

/**
 * The rows, in the order of the plan.
 *
 * @param firstOfJobs - second of the first eviction of a job of each tenant, or -1
 */
export const tenantOutcomes = (world: World, firstOfJobs?: ArrayLike<number>): TenantOutcome[] => {
  const { tenantGpuHour, relocation: toMove } = world.plan.values;
  const jobsOf = tenantJobs(world);
  return world.plan.tenants.map((tenant, t) => {
    const jobs = jobsOf[t];
    const leases = world.leases.filter((lease) => lease.contract.tenant === t);
    const notices = world.notices.filter((notice) => notice.lease?.contract.tenant === t);
    const evictions = notices.filter(isEviction);
    const moved = sum(evictions, ({ gpus }) => gpus);
    const rent = sum(leases, ({ books }) => books.rent) + jobs.fees;
    const credits = sum(leases, ({ books }) => books.credits);
    const termination = sum(leases, ({ books }) => books.termination);
    const buyOut = sum(leases, ({ books }) => books.buyOut);
    const used = sum(leases, ({ books }) => books.usedTotal) + jobs.used - jobs.lost;
    const useValue = (used / HOUR) * tenantGpuHour;
    const relocation = moved * toMove;
    return {
      tenant: tenant.name,
      rent,
      credits,
      termination,
      buyOut,
      heldGpuHours: (sum(leases, ({ books }) => books.heldTotal) + jobs.used) / HOUR,
      dueGpuHours: sum(leases, ({ books }) => books.dueTotal) / HOUR,
      notices: notices.filter((notice) => notice.by === "owner").length,
      evictions: evictions.length + jobs.evictions,
      evictedGpus: moved + jobs.evictedGpus,
      cost: sum(evictions, (notice) => evictionCost(world.plan, notice)) + jobs.cost,
      useValue,
      relocation,
      net: useValue - rent + credits - termination + buyOut - relocation,
      firstEvictionAt: earliest([...evictions.map(({ endedAt }) => endedAt), firstOfJobs?.[t] ?? -1]),
    };
  });
};

/** The least of those that happened; -1 when none did. */
const earliest = (times: readonly number[]): number =>
  times.reduce((first, at) => (at < 0 ? first : first < 0 ? at : Math.min(first, at)), -1);

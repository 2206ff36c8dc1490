/** One row a tenant: what it paid, held and went through, by its leases and by its jobs, over the whole run. */
import type { World } from "../model/world.ts";
import { evictionCost, isEviction } from "./evictions.ts";
import { tenantJobs } from "./jobs/tenants.ts";
import type { TenantOutcome } from "./outcome.ts";

const HOUR = 3600;

/** The rows, in the order of the plan. */
export const tenantOutcomes = (world: World): TenantOutcome[] => {
  const jobsOf = tenantJobs(world);
  return world.plan.tenants.map((tenant, t) => {
    const jobs = jobsOf[t];
    const leases = world.leases.filter((lease) => lease.contract.tenant === t);
    const notices = world.notices.filter((notice) => notice.lease?.contract.tenant === t);
    const evictions = notices.filter(isEviction);
    const add = (value: (lease: (typeof leases)[0]) => number): number =>
      leases.reduce((sum, lease) => sum + value(lease), 0);
    return {
      tenant: tenant.name,
      rent: add((lease) => lease.books.rent) + jobs.fees,
      credits: add((lease) => lease.books.credits),
      termination: add((lease) => lease.books.termination),
      buyOut: add((lease) => lease.books.buyOut),
      heldGpuHours: (add((lease) => lease.books.heldTotal) + jobs.used) / HOUR,
      dueGpuHours: add((lease) => lease.books.dueTotal) / HOUR,
      notices: notices.filter((notice) => notice.by === "owner").length,
      evictions: evictions.length + jobs.evictions,
      evictedGpus: evictions.reduce((sum, notice) => sum + notice.gpus, 0) + jobs.evictedGpus,
      cost: evictions.reduce((sum, notice) => sum + evictionCost(world.plan, notice), 0) + jobs.cost,
      firstEvictionAt: evictions.reduce(
        (first, n) => (first < 0 ? n.endedAt : Math.min(first, n.endedAt)),
        -1,
      ),
    };
  });
};

/** What the jobs of each tenant add to its row, over the whole run. */
import type { World } from "../../model/world.ts";
import { workByStream } from "./work.ts";

const HOUR = 3600;

export type TenantJobs = {
  /** Dollars for the time its jobs ran. */
  fees: number;
  /** GPU-seconds in use. */
  used: number;
  /** GPU-seconds of work that evictions threw away. */
  lost: number;
  evictions: number;
  /** Accelerators its evicted jobs want, each as often as it was evicted. */
  evictedGpus: number;
  /** Work lost by evictions, at the scenario's value, in dollars. */
  cost: number;
};

/** In the order of the plan's tenants. */
export const tenantJobs = (world: World): readonly TenantJobs[] => {
  const { plan, jobs } = world;
  const rows = plan.tenants.map(
    (): TenantJobs => ({ fees: 0, used: 0, lost: 0, evictions: 0, evictedGpus: 0, cost: 0 }),
  );
  if (jobs.table.count === 0) return rows;
  workByStream(world, world.now).forEach(({ used, lostByPreemption }, stream) => {
    const { tenant, feePerGpuHour } = jobs.streams[stream];
    if (tenant < 0) return;
    rows[tenant].used += used;
    rows[tenant].lost += lostByPreemption;
    rows[tenant].fees += (used / HOUR) * feePerGpuHour;
    rows[tenant].cost += (lostByPreemption / HOUR) * plan.values.tenantGpuHour;
  });
  for (let job = 0; job < jobs.table.count; job++) {
    const { tenant } = jobs.streams[jobs.table.stream[job]];
    const times = jobs.preemptions[job];
    if (tenant < 0 || times === 0) continue;
    rows[tenant].evictions += times;
    rows[tenant].evictedGpus += times * jobs.table.gpus[job];
  }
  return rows;
};

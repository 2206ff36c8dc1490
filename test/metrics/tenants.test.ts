/** What jobs add to the row of their tenant, worked out by hand. */
import { expect, test } from "vitest";
import { tenantJobs } from "../../src/metrics/jobs/tenants.ts";
import type { World } from "../../src/model/world.ts";
import { HandDriven, spot, stream } from "./hand-driven.ts";

test("a tenant pays for what its jobs use, and loses what evictions throw away", () => {
  const cluster = new HandDriven({
    horizon: 7200,
    streams: [
      { stream: stream(), rows: [[0, 4, 7200]] },
      { stream: spot({ tenant: 1, feePerGpuHour: 3 }), rows: [[0, 2, 10_000]] },
    ],
  });
  for (const job of [0, 1]) {
    cluster.submit(0, job);
    cluster.start(0, job);
  }
  cluster.notice(1800, 1, 1800, -2);
  cluster.preempt(1800, 1);
  cluster.start(3600, 1);
  const plan = { ...cluster.world.plan, tenants: [{}, {}], values: { tenantGpuHour: 10 } };
  const world = { ...cluster.world, now: 7200, plan } as unknown as World;
  expect(tenantJobs(world)).toEqual([
    { fees: 0, used: 0, lost: 0, evictions: 0, evictedGpus: 0, cost: 0 },
    // Two accelerators for half an hour, lost, and for an hour, under way.
    { fees: 3 * 3, used: 3 * 3600, lost: 3600, evictions: 1, evictedGpus: 2, cost: 10 },
  ]);
});

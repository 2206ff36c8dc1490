/**
 * Jain's index over tenants' leases and streams of jobs: (sum x)^2 / (n sum x^2), x the share held of what the first term would have given in
 * the measured window.
 */
import type { Lease } from "../model/lease.ts";
import type { World } from "../model/world.ts";

/**
 * 1 when all leases got the same share of their term; 1/n when one got everything.
 *
 * @param before - GPU-seconds each lease had held when the measured window began
 * @param ofJobs - what each stream of tenants' jobs got of what it wanted
 */
export const fairnessOf = (
  world: World,
  before: readonly number[],
  ofJobs: readonly number[] = [],
): number => {
  let n = 0;
  let sum = 0;
  let squares = 0;
  const add = (x: number): void => {
    n++;
    sum += x;
    squares += x * x;
  };
  for (const lease of world.leases) {
    if (lease.generation > 0) continue;
    const full = promised(lease, world.plan.warmUp, world.plan.horizon);
    if (full === 0) continue;
    add((lease.books.heldTotal - (before[lease.id] ?? 0)) / full);
  }
  for (const share of ofJobs) add(share);
  return squares === 0 ? 1 : (sum * sum) / (n * squares);
};

const promised = (lease: Lease, from: number, horizon: number): number => {
  const { ramp, expiry } = lease.contract;
  const end = Math.min(expiry, horizon);
  let gpuSeconds = 0;
  ramp.forEach((step, i) => {
    const until = Math.min(end, ramp[i + 1]?.at ?? end);
    gpuSeconds += step.gpus * Math.max(0, until - Math.max(from, step.at));
  });
  return gpuSeconds;
};

/**
 * Blocks that fail and are mended. How many blocks are out of service is a step function that was drawn before the
 * run; the ledger follows it. What fails is what has no power, then what is free, and then what is in use, by force, as
 * in any other loss of capacity.
 */
import { FAILED, FREE, UNPOWERED } from "./ledger.ts";
import { makeFree } from "./shedding.ts";
import type { Gpus } from "./types.ts";
import { move, type World } from "./world.ts";

/** Out of service over time: `out` accelerators from `at` on, up to the next entry. Ascending; nothing is before the first. */
export type FailurePath = { readonly at: Float64Array; readonly out: Float64Array };

/** How far a pool has come along its path. */
export type Broken = {
  readonly path: FailurePath;
  /** Accelerators out of service by the path, and those of them that the ledger has as failed. */
  due: Gpus;
  failed: Gpus;
};

export const newBroken = (path: FailurePath | undefined): Broken | undefined =>
  path && { path, due: 0, failed: 0 };

/** Brings the ledger to what is out of service; where an outage has taken the rest already there is less left to fail. */
export const followFailures = (world: World, pool: number): void => {
  const broken = world.broken[pool];
  if (broken === undefined) return;
  const { ledger } = world;
  const change = broken.due - broken.failed;
  if (change < 0) {
    const mended = Math.min(-change, ledger.count(pool, FAILED));
    move(world, "repaired", pool, FAILED, FREE, mended, undefined);
    broken.failed += change;
    return;
  }
  const lost = Math.min(change, ledger.installed(pool) - ledger.count(pool, FAILED));
  if (lost === 0) return;
  move(world, "powered", pool, UNPOWERED, FREE, Math.min(lost, ledger.count(pool, UNPOWERED)), undefined);
  makeFree(world, pool, lost);
  move(world, "failed", pool, FREE, FAILED, lost, undefined);
  broken.failed += lost;
};

/**
 * Failures of capacity, drawn once for a replication: a pool's blocks run, fail and are mended whatever a policy does, so
 * that every policy meets the same ones. How long a block runs, and how long it takes to mend it, are draws of that block
 * and of how often it has failed: more blocks, spares or hands leave them as they are.
 *
 * The process is that of machine repair with spares on the shelf. A block that fails goes to the crew, which mends in
 * the order of failure; a spare takes its place, after the time for the swap. Where there is none the place stays empty
 * until a block is mended. What is mended and not missing goes to the shelf.
 */
import type { FailurePath } from "../model/block-failures.ts";
import { drawSeconds } from "../model/draw.ts";
import type { BlockFailures, Distribution, Plan, Pool, Seconds } from "../model/types.ts";
import { keyedGenerator } from "../random/keyed.ts";
import type { OpenStream } from "./level.ts";
import { Workshop } from "./workshop.ts";

/** The paths of all pools of a plan; undefined where nothing fails by itself. */
export const failurePaths = (plan: Plan, stream: OpenStream): (FailurePath | undefined)[] =>
  plan.pools.map((pool) =>
    pool.failures === undefined ? undefined : failurePath(pool, pool.failures, plan.horizon, stream),
  );

/** What is out of service of a pool over time, from second 0 to the horizon. */
export const failurePath = (
  { name, phases }: Pick<Pool, "name" | "phases">,
  spec: BlockFailures,
  horizon: Seconds,
  stream: OpenStream,
): FailurePath => {
  const drawn = (law: Distribution, purpose: string) => {
    const key = stream(name, purpose).state();
    return (place: number, turn: number): Seconds =>
      Math.max(1, drawSeconds(law, keyedGenerator(key, place, turn)));
  };
  const workshop = new Workshop(
    spec,
    horizon,
    drawn(spec.between, "block lives"),
    drawn(spec.repair, "block repairs"),
  );
  return workshop.path(phases);
};

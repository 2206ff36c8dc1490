/**
 * Heaps of worker threads. What a run leaves behind is small and short-lived, so a thread's young generation is small
 * and its old one is collected when it has grown by a third, instead of several times over: memory is then that of what
 * is in use, however long a run is. Each thread scavenges by itself, because the other cores have threads of their own.
 * V8's `--optimize-for-size` makes heaps smaller still and doubles what a run costs.
 */
import { setFlagsFromString } from "node:v8";
import type { ResourceLimits } from "node:worker_threads";

/** Megabytes of a thread's young generation. */
const YOUNG = 6;
/** Percent by which an old generation may grow before it is collected. */
const GROWTH = 30;

/**
 * Limits for a thread that is about to be started; from now on all heaps of this process follow the same rules of growth.
 *
 * @param oldMegabytes - the most that its old generation may take; default: V8's own
 */
export const threadHeap = (oldMegabytes?: number): ResourceLimits => {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  setFlagsFromString("--no-parallel-scavenge");
  return {
    maxYoungGenerationSizeMb: YOUNG,
    ...(oldMegabytes === undefined ? {} : { maxOldGenerationSizeMb: oldMegabytes }),
  };
};

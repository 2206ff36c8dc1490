/**
 * Starts worker threads. What a run leaves behind is small and short-lived, so a thread's young generation is small and
 * its old one is collected when it has grown by a third, instead of several times over: memory is then that of what is
 * in use, however long a run is. Each thread scavenges by itself, because the other cores have threads of their own.
 * V8's `--optimize-for-size` makes heaps smaller still and doubles what a run costs.
 */
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";

/** Megabytes of a thread's young generation. */
const YOUNG = 6;
/** Percent by which an old generation may grow before it is collected. */
const GROWTH = 30;

export type ThreadOptions = {
  /** Another script than our own; TypeScript goes through the loader. */
  readonly script?: URL | undefined;
  /** What the thread knows from the start. */
  readonly workerData?: unknown;
  /** The most megabytes that its old generation may take; default: V8's own. */
  readonly heap?: number | undefined;
};

/**
 * Starts a thread; from then on all heaps of this process follow the same rules of growth.
 *
 * @param own - our own script, which lies beside the built code, or beside this source
 */
export const startThread = (
  own: "worker" | "sweep-worker",
  { script, workerData, heap }: ThreadOptions,
): Worker => {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  setFlagsFromString("--no-parallel-scavenge");
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const url = script ?? new URL(`${own}.${extension}`, import.meta.url);
  return new Worker(url, {
    workerData,
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG,
      ...(heap === undefined ? {} : { maxOldGenerationSizeMb: heap }),
    },
    ...(url.pathname.endsWith(".ts") ? { execArgv: ["--import", "tsx"] } : {}),
  });
};

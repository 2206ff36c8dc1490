/**
 * Worker threads, kept warm for the whole study. Each asks for its next unit when it is done with one, so that
 * slow units do not hold up the others; results arrive in any order.
 */
import { Worker } from "node:worker_threads";
import { InvariantError } from "../base/assert.ts";
import type { Executor, Job, Unit, UnitResult } from "../studies/unit.ts";

export type WorkerRequest = { readonly job: Job } | { readonly unit: Unit };
export type WorkerReply =
  | { readonly result: UnitResult }
  | { readonly error: { readonly message: string; readonly stack: string } };

/**
 * An executor of `threads` worker threads.
 *
 * @param script - the worker's script: `worker.js` beside the built code, or the source under a loader
 */
export const createThreadExecutor = (options: {
  readonly threads: number;
  readonly script?: URL | undefined;
}): Executor => ({
  async *run(job, units, { signal }) {
    const queue = [...units];
    const threads = Math.min(options.threads, Math.max(1, units.length));
    const arrived: UnitResult[] = [];
    let failure: Error | undefined;
    let wake: () => void = () => {};
    const workers: Worker[] = [];
    const give = (worker: Worker): void => {
      const unit = queue.shift();
      if (unit !== undefined) worker.postMessage({ unit } satisfies WorkerRequest);
    };
    const abort = (): void => {
      failure ??= signal?.reason instanceof Error ? signal.reason : new Error("aborted");
      wake();
    };
    signal?.addEventListener("abort", abort, { once: true });
    try {
      for (let i = 0; i < threads; i++) {
        const worker = startWorker(options.script);
        workers.push(worker);
        worker.on("message", (reply: WorkerReply) => {
          if ("error" in reply)
            failure ??= new InvariantError(`${reply.error.message}\n${reply.error.stack}`);
          else arrived.push(reply.result);
          give(worker);
          wake();
        });
        worker.on("error", (error: Error) => {
          failure ??= error;
          wake();
        });
        worker.postMessage({ job } satisfies WorkerRequest);
        give(worker);
      }
      for (let done = 0; done < units.length; ) {
        if (signal?.aborted) abort();
        if (failure !== undefined) throw failure;
        const result = arrived.shift();
        if (result === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        done++;
        yield result;
      }
    } finally {
      signal?.removeEventListener("abort", abort);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  },
});

const startWorker = (script: URL | undefined): Worker => {
  if (script !== undefined) return new Worker(script);
  const built = new URL("./worker.js", import.meta.url);
  return import.meta.url.endsWith(".ts")
    ? new Worker(new URL("./worker.ts", import.meta.url), { execArgv: ["--import", "tsx"] })
    : new Worker(built);
};

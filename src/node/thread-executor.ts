/**
 * Worker threads that stay warm from one round of a study to the next. Each asks for its next unit when it is done with
 * one, so that slow units do not hold up the others; results arrive in any order. Threads that wait for another round
 * do not keep the process alive.
 */
import type { Worker } from "node:worker_threads";
import { InvariantError } from "../base/assert.ts";
import { InputError, type Problem } from "../base/errors.ts";
import type { Executor, Job, Unit, UnitResult } from "../studies/unit.ts";
import { startThread } from "./start-thread.ts";

export type WorkerRequest = { readonly job: Job } | { readonly unit: Unit };
export type WorkerReply =
  | { readonly result: UnitResult }
  | { readonly error: { readonly message: string; readonly stack: string } }
  | { readonly refused: readonly Problem[] };

/** An executor with threads of its own. */
export type ThreadExecutor = Executor & {
  /** Ends the threads that wait for another round; a later round starts new ones. */
  close(): Promise<void>;
};

/**
 * An executor of `threads` worker threads.
 *
 * @param script - the worker's script: `worker.js` beside the built code, or the source under a loader
 */
export const createThreadExecutor = ({
  threads,
  script,
}: {
  readonly threads: number;
  readonly script?: URL | undefined;
}): ThreadExecutor => {
  const idle = new Set<Worker>();
  const hire = (): Worker => {
    const [warm] = idle;
    if (warm === undefined) return startWorker(script, (gone) => idle.delete(gone));
    idle.delete(warm);
    warm.ref();
    return warm;
  };
  return {
    async *run(job, units, { signal }) {
      const crew = Array.from({ length: Math.min(threads, Math.max(1, units.length)) }, hire);
      const round = openRound(crew, job, units, signal);
      try {
        for (let result = await round.next(); result !== undefined; result = await round.next()) yield result;
      } finally {
        const { free, busy } = round.end();
        for (const worker of free) {
          worker.unref();
          idle.add(worker);
        }
        await Promise.all(busy.map((worker) => worker.terminate()));
      }
    },
    close: async () => {
      const gone = [...idle];
      idle.clear();
      await Promise.all(gone.map((worker) => worker.terminate()));
    },
  };
};

type Round = {
  /** The next result; undefined when all are in. Throws what went wrong. */
  readonly next: () => Promise<UnitResult | undefined>;
  /** Lets go of the workers; those still at a unit, or all when something went wrong, are of no more use. */
  readonly end: () => { readonly free: readonly Worker[]; readonly busy: readonly Worker[] };
};

const openRound = (
  crew: readonly Worker[],
  job: Job,
  units: readonly Unit[],
  signal: AbortSignal | undefined,
): Round => {
  const queue = [...units];
  const arrived: UnitResult[] = [];
  const busy = new Set<Worker>();
  let failure: Error | undefined;
  let left = units.length;
  let wake: () => void = () => {};
  const fail = (error: Error): void => {
    failure ??= error;
    wake();
  };
  const abort = (): void => fail(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
  const give = (worker: Worker): void => {
    const unit = queue.shift();
    if (unit === undefined) return;
    busy.add(worker);
    worker.postMessage({ unit } satisfies WorkerRequest);
  };
  const offs = crew.map((worker) =>
    listen(worker, fail, (result) => {
      busy.delete(worker);
      arrived.push(result);
      give(worker);
      wake();
    }),
  );
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  for (const worker of crew) {
    worker.postMessage({ job } satisfies WorkerRequest);
    give(worker);
  }
  return {
    next: async () => {
      if (left === 0) return undefined;
      while (failure === undefined && arrived.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (failure !== undefined) throw failure;
      left--;
      return arrived.shift();
    },
    end: () => {
      signal?.removeEventListener("abort", abort);
      for (const off of offs) off();
      const isOfUse = (worker: Worker): boolean => failure === undefined && !busy.has(worker);
      return { free: crew.filter(isOfUse), busy: crew.filter((worker) => !isOfUse(worker)) };
    },
  };
};

/** @returns what stops listening */
const listen = (
  worker: Worker,
  fail: (error: Error) => void,
  take: (result: UnitResult) => void,
): (() => void) => {
  const onMessage = (reply: WorkerReply): void => {
    if ("refused" in reply) fail(new InputError(reply.refused));
    else if ("error" in reply) fail(new InvariantError(`${reply.error.message}\n${reply.error.stack}`));
    else take(reply.result);
  };
  const onExit = (code: number): void => fail(new Error(`a worker thread ended with ${code}`));
  worker.on("message", onMessage).on("error", fail).on("exit", onExit);
  return () => {
    worker.off("message", onMessage).off("error", fail).off("exit", onExit);
  };
};

/** @param onGone - called when the thread has ended, whatever ended it */
const startWorker = (script: URL | undefined, onGone: (worker: Worker) => void): Worker => {
  const worker = startThread("worker", { script });
  // an error between two rounds is seen as the end that follows it
  return worker.on("error", () => {}).on("exit", () => onGone(worker));
};

/**
 * Worker threads that a sweep survives. Each has one unit at work and one in hand, so that nobody waits for the next
 * one; a thread that ends, runs out of memory or lets a run take too long costs the unit it was at, and is replaced.
 */
import type { Worker } from "node:worker_threads";
import type { SweepUnit } from "../studies/sweep/plan.ts";
import {
  memoryText,
  type SweepExecutor,
  type SweepJob,
  type UnitFailure,
  type UnitOutcome,
  type UnitSource,
} from "../studies/sweep/run.ts";
import { startThread } from "./start-thread.ts";
import type { SweepWorkerReply, SweepWorkerStart } from "./sweep-worker.ts";

const AT_HAND = 2;
/** Milliseconds between two looks at the clock. */
const WATCH = 200;

type Slot = {
  worker: Worker;
  readonly counter: Int32Array;
  /** The first one is at work. */
  readonly units: SweepUnit[];
  isReady: boolean;
  /** What the counter was when it last moved, and when that was. */
  seen: number;
  since: number;
  /** Why it is being ended, when we do so. */
  failure: UnitFailure | undefined;
};

/**
 * An executor of `threads` threads.
 *
 * @param script - the worker's script: `sweep-worker.js` beside the built code, or the source under a loader
 */
export const createSweepThreads = (options: {
  readonly threads: number;
  readonly script?: URL | undefined;
}): SweepExecutor => ({
  async *run(job, source, { signal }) {
    const pool = openPool(job, source, options);
    const abort = (): void =>
      pool.fail(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal?.addEventListener("abort", abort, { once: true });
    try {
      if (signal?.aborted) abort();
      for (;;) {
        pool.fill();
        const outcome = await pool.next();
        if (outcome === undefined) return;
        yield outcome;
      }
    } finally {
      signal?.removeEventListener("abort", abort);
      await pool.close();
    }
  },
});

/** Threads for whoever has units one at a time. */
export type UnitPool = {
  readonly run: (unit: SweepUnit) => Promise<UnitOutcome>;
  readonly isBusy: () => boolean;
  readonly close: () => Promise<void>;
};

/** A pool that stays up between units. */
export const createUnitPool = (
  job: SweepJob,
  options: { readonly threads: number; readonly script?: URL | undefined },
): UnitPool => {
  const waiting: SweepUnit[] = [];
  const open = new Map<
    SweepUnit["key"],
    { done: (outcome: UnitOutcome) => void; fail: (error: unknown) => void }
  >();
  const pool = openPool(job, { next: () => waiting.shift() }, options);
  let isPumping = false;
  const pump = async (): Promise<void> => {
    isPumping = true;
    try {
      for (;;) {
        pool.fill();
        const outcome = await pool.next();
        if (outcome === undefined) return;
        open.get(outcome.unit.key)?.done(outcome);
        open.delete(outcome.unit.key);
      }
    } catch (error) {
      for (const { fail } of open.values()) fail(error);
      open.clear();
    } finally {
      isPumping = false;
    }
  };
  return {
    run: (unit) =>
      new Promise((done, fail) => {
        open.set(unit.key, { done, fail });
        waiting.push(unit);
        if (isPumping) pool.fill();
        else void pump();
      }),
    isBusy: () => open.size > 0,
    close: async () => {
      for (const { fail } of open.values()) fail(new Error("the worker was stopped"));
      open.clear();
      await pool.close();
    },
  };
};

type Pool = {
  readonly fill: () => void;
  /** The next outcome; undefined when nothing is at work any more. */
  readonly next: () => Promise<UnitOutcome | undefined>;
  readonly fail: (error: Error) => void;
  readonly close: () => Promise<void>;
};

const openPool = (
  job: SweepJob,
  source: UnitSource,
  options: { readonly threads: number; readonly script?: URL | undefined },
): Pool => {
  const slots: Slot[] = [];
  const arrived: UnitOutcome[] = [];
  const returned: SweepUnit[] = [];
  let failure: Error | undefined;
  let isClosed = false;
  let wake: () => void = () => {};
  const fail = (error: Error): void => {
    failure ??= error;
    wake();
  };
  const start = (): Slot => {
    const runs = new SharedArrayBuffer(4);
    const slot: Slot = {
      worker: startThread("sweep-worker", {
        script: options.script,
        workerData: { job, runs } satisfies SweepWorkerStart,
        heap: job.limits.heap,
      }),
      counter: new Int32Array(runs),
      units: [],
      isReady: false,
      seen: 0,
      since: performance.now(),
      failure: undefined,
    };
    listen(slot);
    slots.push(slot);
    return slot;
  };
  const listen = (slot: Slot): void => {
    let ended: Error | undefined;
    slot.worker.on("message", (reply: SweepWorkerReply) => {
      slot.since = performance.now();
      if (reply === "ready") slot.isReady = true;
      else {
        slot.units.shift();
        arrived.push(reply);
      }
      wake();
    });
    slot.worker.on("error", (error: Error) => {
      ended = error;
    });
    slot.worker.on("exit", (code) => {
      slots.splice(slots.indexOf(slot), 1);
      if (isClosed) return;
      const [culprit, ...rest] = slot.units;
      if (!slot.isReady) fail(ended ?? new Error(`a worker ended with ${code} before it began`));
      else if (culprit !== undefined) {
        arrived.push({ unit: culprit, failure: slot.failure ?? failureOf(ended, code, job) });
        returned.push(...rest);
      }
      wake();
    });
  };
  const watch = setInterval(() => {
    const now = performance.now();
    for (const slot of slots) {
      const count = Atomics.load(slot.counter, 0);
      if (count !== slot.seen || slot.units.length === 0 || !slot.isReady) {
        slot.seen = count;
        slot.since = now;
      } else if (now - slot.since > 1000 * job.limits.seconds && slot.failure === undefined) {
        slot.failure = { kind: "time", message: `a run takes more than ${job.limits.seconds} s` };
        void slot.worker.terminate();
      }
    }
  }, WATCH);
  const give = (slot: Slot): boolean => {
    const unit = returned.shift() ?? source.next();
    if (unit === undefined) return false;
    if (slot.units.length === 0) slot.since = performance.now();
    slot.units.push(unit);
    slot.worker.postMessage(unit);
    return true;
  };
  return {
    fill: () => {
      for (let depth = 1; depth <= AT_HAND; depth++) {
        for (const slot of slots)
          while (slot.failure === undefined && slot.units.length < depth) if (!give(slot)) return;
        while (slots.length < options.threads) if (!giveNew(returned, source, start)) return;
      }
    },
    next: async () => {
      for (;;) {
        if (failure !== undefined) throw failure;
        const outcome = arrived.shift();
        if (outcome !== undefined) return outcome;
        if (slots.every(({ units }) => units.length === 0) && returned.length === 0) return undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    fail,
    close: async () => {
      isClosed = true;
      clearInterval(watch);
      await Promise.all(slots.map(({ worker }) => worker.terminate()));
    },
  };
};

/** A thread for the next unit; none is started for nothing. */
const giveNew = (returned: SweepUnit[], source: UnitSource, start: () => Slot): boolean => {
  const unit = returned.shift() ?? source.next();
  if (unit === undefined) return false;
  const slot = start();
  slot.units.push(unit);
  slot.worker.postMessage(unit);
  return true;
};

const failureOf = (error: Error | undefined, code: number, job: SweepJob): UnitFailure =>
  (error as NodeJS.ErrnoException | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? { kind: "memory", message: memoryText(job) }
    : { kind: "crash", message: error?.message ?? `a worker ended with code ${code}` };

/**
 * The hands of a desk: workers that stay warm from one study to the next. A study that is stopped leaves its
 * hands a moment to finish what they hold; one that takes longer is replaced, so that the next study never
 * waits for the last one.
 */
import type { Executor, Job, Traces, Unit, UnitResult } from "../../src/index.ts";
import type { HandReply, HandRequest } from "./hand.ts";

export type HandWorker = {
  postMessage(message: HandRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<HandReply | "ready">) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

/** Milliseconds that a stopped hand has to finish its unit. */
const PATIENCE = 120;

type Hand = {
  worker: HandWorker;
  /** Whether it has said that it hears. */
  isReady: boolean;
  serial: number;
  traces: Traces | undefined;
  unit: Unit | undefined;
};

type Run = {
  readonly serial: number;
  readonly job: Job;
  readonly queue: Unit[];
  readonly arrived: UnitResult[];
  failure: Error | undefined;
  wake: () => void;
};

/**
 * An executor of `count` workers; one study at a time.
 *
 * @param start - starts a worker
 */
export const createHands = (count: number, start: () => HandWorker): Executor => {
  let serial = 0;
  let current: Run | undefined;

  /** Gives a hand a new worker, which knows nothing yet. */
  const equip = (hand: Hand): void => {
    const worker = start();
    worker.onmessage = ({ data }) => {
      if (data !== "ready") take(hand, data);
      else {
        hand.isReady = true;
        give(hand);
      }
    };
    worker.onerror = (event) => fail(hand, new Error(event.message || "a worker ended"));
    Object.assign(hand, {
      worker,
      isReady: false,
      serial: -1,
      traces: undefined,
      unit: undefined,
    } satisfies Hand);
  };

  const take = (hand: Hand, reply: HandReply): void => {
    hand.unit = undefined;
    if (current !== undefined && reply.serial === current.serial) {
      if ("result" in reply) current.arrived.push(reply.result);
      else current.failure ??= Object.assign(new Error(reply.error.message), { stack: reply.error.stack });
    }
    give(hand);
    current?.wake();
  };

  const fail = (hand: Hand, error: Error): void => {
    if (current === undefined || hand.unit === undefined || hand.serial !== current.serial) return;
    current.failure ??= error;
    current.wake();
  };

  const give = (hand: Hand): void => {
    if (current === undefined || !hand.isReady || hand.unit !== undefined || current.queue.length === 0)
      return;
    const { job, serial: own } = current;
    if (hand.traces !== job.traces) {
      hand.worker.postMessage({ traces: job.traces });
      hand.traces = job.traces;
    }
    if (hand.serial !== own) {
      const { traces: _, ...rest } = job;
      hand.worker.postMessage({ job: rest, serial: own });
      hand.serial = own;
    }
    hand.unit = current.queue.shift();
    if (hand.unit !== undefined) hand.worker.postMessage({ unit: hand.unit });
  };

  const hands = Array.from({ length: count }, () => {
    const hand = {} as Hand;
    equip(hand);
    return hand;
  });

  /** Replaces the hands that are still at a unit of this study after a moment. */
  const release = (own: number): void => {
    const late = hands.filter(({ unit, serial: at }) => unit !== undefined && at === own);
    if (late.length === 0) return;
    setTimeout(() => {
      for (const hand of late) {
        if (hand.unit === undefined || hand.serial !== own) continue;
        hand.worker.terminate();
        equip(hand);
      }
    }, PATIENCE);
  };

  return {
    async *run(job, units, { signal }) {
      const run: Run = {
        serial: ++serial,
        job,
        queue: [...units],
        arrived: [],
        failure: undefined,
        wake: () => {},
      };
      const abort = (): void => {
        run.failure ??= signal?.reason instanceof Error ? signal.reason : new Error("stopped");
        run.wake();
      };
      signal?.addEventListener("abort", abort, { once: true });
      if (signal?.aborted) abort();
      current = run;
      try {
        hands.forEach(give);
        for (let done = 0; done < units.length; ) {
          if (run.failure !== undefined) throw run.failure;
          const result = run.arrived.shift();
          if (result === undefined) {
            await new Promise<void>((resolve) => {
              run.wake = resolve;
            });
            continue;
          }
          done++;
          yield result;
        }
      } finally {
        signal?.removeEventListener("abort", abort);
        if (current === run) current = undefined;
        release(run.serial);
      }
    },
  };
};

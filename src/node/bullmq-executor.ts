/**
 * Units over Redis: a queue of BullMQ carries them to workers on any machine, a list brings the results back. A unit whose
 * job is gone, because Redis lost it or its worker ended too often, is found missing and given out again.
 */
import { createHash, randomUUID } from "node:crypto";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { SweepPlan, SweepUnit } from "../studies/sweep/plan.ts";
import type { SweepExecutor, UnitOutcome, UnitSource } from "../studies/sweep/run.ts";
import {
  checkRedis,
  connectRedis,
  decodeReply,
  keysOf,
  loadRedisPackages,
  queueName,
  type RedisAddress,
  type StudyMessage,
} from "./bullmq.ts";
import { announce, enqueue, look, type Session } from "./bullmq-session.ts";

/** Units that are out at a time. */
const MOST_OUT = 256;
/** Milliseconds between looks for units that are lost. */
const LOOK = 2000;

export type RedisExecutorOptions = {
  readonly address: RedisAddress;
  readonly prefix: string;
  readonly plan: SweepPlan;
  readonly tell: (message: string) => void;
};

/** An executor whose workers are `clawback worker`, wherever they run. */
export const createRedisExecutor = (options: RedisExecutorOptions): SweepExecutor => ({
  async *run(_job, source, { signal }) {
    signal?.throwIfAborted();
    const packages = await loadRedisPackages();
    const redis = await connectRedis(packages, options.address, options.tell);
    const replies = await connectRedis(packages, options.address, () => {});
    const queue = new packages.Queue(queueName, { connection: redis, prefix: options.prefix });
    queue.on("error", () => {}); // told by the connection
    try {
      await checkRedis(redis, options.address, options.tell);
      const session = sessionOf(redis, queue, options);
      await announce(session);
      yield* follow(session, source, replies, options.tell, signal);
    } finally {
      replies.disconnect();
      await leave(queue, redis);
    }
  },
});

const sessionOf = (redis: Redis, queue: Queue, { plan, prefix }: RedisExecutorOptions): Session => {
  const keys = keysOf(prefix);
  const message: StudyMessage = { study: { ...plan.study, scenario: plan.scenario }, basis: plan.basis };
  const text = JSON.stringify(message);
  const study = createHash("sha256").update(text).digest("hex");
  const name = randomUUID();
  const lastReply = performance.now();
  return { redis, queue, keys, name, study, text, out: new Map(), arrived: [], lastReply };
};

async function* follow(
  session: Session,
  source: UnitSource,
  replies: Redis,
  tell: (message: string) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<UnitOutcome> {
  let failure: unknown;
  let wake: () => void = () => {};
  const fail = (error: unknown): void => {
    failure ??= error;
    wake();
  };
  let isOver = false;
  const abort = (): void => fail(signal?.reason ?? new Error("aborted"));
  signal?.addEventListener("abort", abort, { once: true });
  const listening = listen(
    session,
    replies,
    () => wake(),
    () => isOver,
  ).catch((error: unknown) => {
    if (!isOver) fail(error);
  });
  const watch = setInterval(() => {
    look(session, tell).then(
      () => wake(),
      () => {},
    );
  }, LOOK);
  try {
    if (signal?.aborted) abort();
    for (;;) {
      if (failure !== undefined) throw failure;
      await handOut(session, source);
      const outcome = session.arrived.shift();
      if (outcome !== undefined) {
        yield outcome;
        continue;
      }
      if (session.out.size === 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (failure !== undefined || session.arrived.length > 0) resolve();
      });
    }
  } finally {
    isOver = true;
    clearInterval(watch);
    signal?.removeEventListener("abort", abort);
    replies.disconnect();
    await listening;
  }
}

/** Fills up what is out, once a quarter of it is back. */
const handOut = async (session: Session, source: UnitSource): Promise<void> => {
  if (session.out.size > (3 * MOST_OUT) / 4) return;
  const units: SweepUnit[] = [];
  while (session.out.size + units.length < MOST_OUT) {
    const unit = source.next();
    if (unit === undefined) break;
    units.push(unit);
  }
  await enqueue(session, units);
};

/** Takes replies off the list as they come. */
const listen = async (
  session: Session,
  replies: Redis,
  onReply: () => void,
  isOver: () => boolean,
): Promise<void> => {
  const list = session.keys.results(session.name);
  while (!isOver()) {
    let reply: [Buffer, Buffer] | null;
    try {
      reply = await replies.blpopBuffer(list, 5);
    } catch (error) {
      if (isOver()) return;
      // a connection that is lost in the middle of waiting comes back by itself
      if (/closed|ended/i.test((error as Error).message)) throw error;
      continue;
    }
    if (reply === null) continue;
    const { unit, failure, bytes } = decodeReply(reply[1]);
    session.lastReply = performance.now();
    session.out.delete(unit.key);
    session.arrived.push(failure === undefined ? { unit, bytes } : { unit, failure });
    onReply();
  }
};

const leave = async (queue: Queue, redis: Redis): Promise<void> => {
  await Promise.race([queue.close().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500))]);
  redis.disconnect();
};

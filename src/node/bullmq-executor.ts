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
  type UnitMessage,
} from "./bullmq.ts";

/** Units that are out at a time. */
const MOST_OUT = 256;
/** Milliseconds between looks for units that are lost, and how long a coordinator counts as alive without a sign. */
const LOOK = 2000;
const ALIVE = 15_000;
/** Milliseconds without a result after which the user is asked whether there is a worker. */
const LONELY = 20_000;
/** Seconds that the study and results nobody fetches are kept. */
const KEEP = 86_400;

export type RedisExecutorOptions = {
  readonly address: RedisAddress;
  readonly prefix: string;
  readonly plan: SweepPlan;
  readonly tell: (message: string) => void;
};

type Session = {
  readonly redis: Redis;
  readonly queue: Queue;
  readonly keys: ReturnType<typeof keysOf>;
  readonly name: string;
  readonly study: string;
  /** Units that are out, with how often their job was not to be found. */
  readonly out: Map<string, { readonly unit: SweepUnit; unseen: number }>;
  readonly arrived: UnitOutcome[];
  lastReply: number;
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
      const session = await begin(redis, queue, options);
      yield* follow(session, source, replies, options.tell, signal);
    } finally {
      replies.disconnect();
      await leave(queue, redis);
    }
  },
});

const begin = async (
  redis: Redis,
  queue: Queue,
  { plan, prefix }: RedisExecutorOptions,
): Promise<Session> => {
  const keys = keysOf(prefix);
  const message: StudyMessage = { study: { ...plan.study, scenario: plan.scenario }, basis: plan.basis };
  const text = JSON.stringify(message);
  const study = createHash("sha256").update(text).digest("hex");
  const name = randomUUID();
  await redis.set(keys.study(study), text, "EX", KEEP);
  await redis.set(keys.alive(name), "1", "PX", ALIVE);
  return { redis, queue, keys, name, study, out: new Map(), arrived: [], lastReply: performance.now() };
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

const enqueue = async (session: Session, units: readonly SweepUnit[]): Promise<void> => {
  if (units.length === 0) return;
  for (const unit of units) session.out.set(unit.key, { unit, unseen: 0 });
  const jobs = units.map((unit) => ({
    name: "unit",
    data: { session: session.name, study: session.study, unit } satisfies UnitMessage,
    opts: { jobId: jobIdOf(session, unit.key), removeOnComplete: true, removeOnFail: false },
  }));
  await session.queue.addBulk(jobs);
};

const jobIdOf = ({ name }: Session, key: string): string => `${name}-${key}`;

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

/** Shows that we live; finds units whose job is gone, and gives them out again or up. */
const look = async (session: Session, tell: (message: string) => void): Promise<void> => {
  await session.redis.set(session.keys.alive(session.name), "1", "PX", ALIVE);
  if (performance.now() - session.lastReply > LONELY) {
    tell(
      "no result for a while: is there a worker? clawback worker --redis-url-file FILE, with the same --prefix",
    );
    session.lastReply = performance.now() + 10 * LONELY;
  }
  const lost: SweepUnit[] = [];
  for (const [key, entry] of [...session.out]) {
    const id = jobIdOf(session, key);
    const state = await session.queue.getJobState(id);
    if (!session.out.has(key)) continue;
    if (state === "failed") {
      const job = await session.queue.getJob(id);
      await job?.remove();
      session.out.delete(key);
      const message = job?.failedReason ?? "the worker ended";
      session.arrived.push({ unit: entry.unit, failure: { kind: "crash", message } });
    } else if (state === "unknown" && ++entry.unseen > 1) lost.push(entry.unit);
  }
  if (lost.length > 0) {
    tell(`${lost.length} units are gone from Redis; they are given out again`);
    await enqueue(session, lost);
  }
};

const leave = async (queue: Queue, redis: Redis): Promise<void> => {
  await Promise.race([queue.close().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500))]);
  redis.disconnect();
};

/**
 * A worker of sweeps over Redis. This thread holds the sockets and the locks of jobs; units run on threads of their own,
 * so that a long run never lets a lock expire.
 */
import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { InputError } from "../base/errors.ts";
import { parseStudy } from "../scenario/parse-study.ts";
import {
  checkRedis,
  connectRedis,
  encodeReply,
  keysOf,
  loadRedisPackages,
  queueName,
  type RedisAddress,
  STUDY_IS_GONE,
  type StudyMessage,
  type UnitMessage,
} from "./bullmq.ts";
import { loadStudy } from "./study-folder.ts";
import { jobOf } from "./sweep.ts";
import { createUnitPool, type UnitPool } from "./workers.ts";

/** Seconds that results are kept for a coordinator that is away. */
const KEEP = 86_400;
/** A unit whose worker ended this often is given up. */
const MOST_STALLS = 2;

export type RedisWorkerOptions = {
  readonly address: RedisAddress;
  readonly prefix: string;
  readonly threads: number;
  /** Where recorded files are. */
  readonly traceFolder: string;
  /** Seconds after which the units of a worker that shows no life are given to another. */
  readonly lockSeconds: number;
  readonly script?: URL | undefined;
  readonly tell: (message: string) => void;
  readonly onUnit?: (() => void) | undefined;
};

/** Works until it is told to stop. @throws RedisError, InputError when recorded files are not those of the study */
export const workForRedis = async (options: RedisWorkerOptions, signal: AbortSignal): Promise<void> => {
  const packages = await loadRedisPackages();
  const redis = await connectRedis(packages, options.address, options.tell);
  await checkRedis(redis, options.address, options.tell);
  const studies = studiesOf(redis, options);
  let fail: (error: unknown) => void = () => {};
  const over = new Promise<void>((resolve, reject) => {
    fail = reject;
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const work = async (job: Job<UnitMessage>): Promise<void> => {
    try {
      await runJob(job.data, redis, studies, options);
    } catch (error) {
      if (error instanceof InputError) fail(error);
      throw error;
    }
  };
  const worker = new packages.Worker<UnitMessage>(queueName, work, {
    connection: redis,
    prefix: options.prefix,
    concurrency: 2 * options.threads,
    lockDuration: 1000 * options.lockSeconds,
    stalledInterval: 1000 * options.lockSeconds,
    maxStalledCount: MOST_STALLS,
  });
  worker.on("error", () => {}); // told by the connection
  options.tell(`working for ${options.address.shown}, ${options.threads} threads, prefix ${options.prefix}`);
  try {
    await over;
  } finally {
    await Promise.race([
      worker.close(true).catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ]);
    await studies.close();
    redis.disconnect();
  }
};

const runJob = async (
  { session, study, unit }: UnitMessage,
  redis: Redis,
  studies: Studies,
  { prefix, onUnit }: RedisWorkerOptions,
): Promise<void> => {
  const keys = keysOf(prefix);
  // nobody waits for the units of a coordinator that is gone
  if ((await redis.exists(keys.alive(session))) === 0) return;
  const pool = await studies.poolOf(study);
  if (pool === undefined) throw new Error(STUDY_IS_GONE);
  const outcome = await pool.run(unit);
  const reply = encodeReply(unit, "bytes" in outcome ? outcome.bytes : outcome.failure);
  const list = keys.results(session);
  await redis.rpush(list, reply);
  await redis.expire(list, KEEP);
  onUnit?.();
};

type Studies = {
  readonly poolOf: (study: string) => Promise<UnitPool | undefined>;
  readonly close: () => Promise<void>;
};

/** Studies whose threads are kept. */
const MOST_STUDIES = 4;

/** Threads for each study that is worked at; those that have nothing to do make room for others. */
const studiesOf = (redis: Redis, options: RedisWorkerOptions): Studies => {
  const pools = new Map<string, Promise<UnitPool | undefined>>();
  const open = async (study: string): Promise<UnitPool | undefined> => {
    const text = await redis.get(keysOf(options.prefix).study(study));
    if (text === null) return undefined;
    const message = JSON.parse(text) as StudyMessage;
    const parsed = parseStudy(JSON.stringify(message.study));
    const { plan } = await loadStudy(parsed, options.traceFolder);
    if (plan.basis.traces !== message.basis.traces)
      throw new InputError([
        {
          path: "",
          file: options.traceFolder,
          message: "recorded files here are not those of the sweep",
          found: plan.basis.traces,
          allowed: message.basis.traces,
          hint: "name their folder with --folder",
        },
      ]);
    return createUnitPool(jobOf(plan), { threads: options.threads, script: options.script });
  };
  const makeRoom = async (): Promise<void> => {
    for (const [study, pool] of pools) {
      if (pools.size < MOST_STUDIES) return;
      const found = await pool.catch(() => undefined);
      if (found?.isBusy()) continue;
      pools.delete(study);
      await found?.close();
    }
  };
  return {
    poolOf: async (study) => {
      let pool = pools.get(study);
      if (pool === undefined) {
        pool = open(study);
        pools.set(study, pool);
        if ((await pool) === undefined) pools.delete(study);
        else await makeRoom();
      }
      return pool;
    },
    close: async () => {
      for (const pool of pools.values()) await (await pool.catch(() => undefined))?.close();
    },
  };
};

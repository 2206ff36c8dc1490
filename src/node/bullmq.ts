/**
 * Redis, as far as sweeps need it: the address from a file, the optional packages, connections that come back, names of
 * keys. Redis carries units and results and keeps neither: the journal does, and what Redis loses is run again.
 */
import { readFileSync } from "node:fs";
import type { Queue, Worker } from "bullmq";
import type { Redis, RedisOptions } from "ioredis";
import { RECORD_SCHEMA, type SweepBasis, type SweepUnit } from "../studies/sweep/plan.ts";
import type { UnitFailure } from "../studies/sweep/run.ts";
import { VERSION } from "../studies/version.ts";

/** Redis cannot be used; the message never holds the password. */
export class RedisError extends Error {
  override readonly name = "RedisError";
}

export type RedisAddress = {
  readonly options: RedisOptions;
  /** For messages. */
  readonly shown: string;
  readonly isLocal: boolean;
  readonly isEncrypted: boolean;
};

/** Reads `redis://user:password@host:port/db` from a file, so that no command line holds a password. */
export const readRedisUrl = (path: string): RedisAddress => {
  const text = readFileSync(path, "utf8").trim();
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new RedisError(`${path}: expected one line like redis://user:password@127.0.0.1:6379`);
  }
  if (url.protocol !== "redis:" && url.protocol !== "rediss:")
    throw new RedisError(`${path}: expected an address that begins with redis:// or rediss://`);
  const host = url.hostname.replace(/^\[|\]$/g, "") || "127.0.0.1";
  const port = url.port === "" ? 6379 : Number(url.port);
  const isEncrypted = url.protocol === "rediss:";
  const database = url.pathname.replace(/^\//, "");
  return {
    options: {
      host,
      port,
      ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
      ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
      ...(database === "" ? {} : { db: Number(database) }),
      ...(isEncrypted ? { tls: {} } : {}),
    },
    shown: `Redis at ${host}:${port}`,
    isLocal: /^(localhost|127\.|::1$)/.test(host),
    isEncrypted,
  };
};

export type RedisPackages = {
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly connect: (options: RedisOptions) => Redis;
};

/** @throws RedisError when the optional packages are not installed */
export const loadRedisPackages = async (): Promise<RedisPackages> => {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { Queue: bullmq.Queue, Worker: bullmq.Worker, connect: (options) => new ioredis.Redis(options) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RedisError(
      code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
        ? "sweeps over Redis need two packages that are not installed: npm install bullmq ioredis"
        : `the packages for Redis cannot be loaded: ${message}`,
    );
  }
};

/** Seconds to wait for the first answer. */
const PATIENCE = 5;

/**
 * A connection that was there once, and comes back when it is lost.
 *
 * @param tell - told when it is lost
 * @throws RedisError when the server does not answer, or does not let us in
 */
export const connectRedis = async (
  { connect }: RedisPackages,
  address: RedisAddress,
  tell: (message: string) => void,
): Promise<Redis> => {
  let isUp = false;
  let isTold = false;
  let last = "";
  const redis = connect({
    ...address.options,
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: 1000 * PATIENCE,
    retryStrategy: (times) => (isUp ? Math.min(2000, 100 * times) : null),
  });
  redis.on("error", (error: Error) => {
    last = error.message;
    if (isUp && !isTold) tell(`${address.shown} is lost (${error.message}); trying again`);
    isTold = true;
  });
  redis.on("ready", () => {
    isTold = false;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw new RedisError(
      `${address.shown} cannot be used: ${last || (error as Error).message}. Is the server running, and the user allowed? See web/docs/sweeps.md`,
    );
  }
  isUp = true;
  return redis;
};

/** Warns of what would lose results silently or show them to others. */
export const checkRedis = async (
  redis: Redis,
  address: RedisAddress,
  tell: (message: string) => void,
): Promise<void> => {
  if (!address.isLocal && !address.isEncrypted)
    tell(`${address.shown} is not this machine and not encrypted: use rediss://`);
  const info = await redis.info("memory").catch(() => "");
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy !== undefined && policy !== "noeviction")
    tell(`${address.shown} may drop keys (maxmemory-policy ${policy}): set it to noeviction`);
};

/** Workers of another version never see the units of this one. */
export const queueName = `units-${VERSION}-${RECORD_SCHEMA.replace(/\W+/g, "-")}`;

/** Keys beside those of the queue. */
export const keysOf = (prefix: string) => ({
  /** The study that units belong to, by the SHA-256 of its text. */
  study: (hash: string) => `${prefix}:study:${hash}`,
  /** Is there while the coordinator lives. */
  alive: (session: string) => `${prefix}:alive:${session}`,
  /** Results on their way to a coordinator. */
  results: (session: string) => `${prefix}:results:${session}`,
});

/** What a worker gets of a unit. */
export type UnitMessage = { readonly session: string; readonly study: string; readonly unit: SweepUnit };

/** Why a job fails when Redis has lost what the job is part of. */
export const STUDY_IS_GONE = "the study of this unit is gone from Redis";

/** What a worker gets of a study: complete in itself, with what its units' keys rest on. */
export type StudyMessage = { readonly study: unknown; readonly basis: SweepBasis };

/** A result on its way: a line of JSON, then the bytes. */
export const encodeReply = (unit: SweepUnit, result: Uint8Array | UnitFailure): Buffer =>
  result instanceof Uint8Array
    ? Buffer.concat([Buffer.from(`${JSON.stringify({ unit })}\n`), result])
    : Buffer.from(`${JSON.stringify({ unit, failure: result })}\n`);

export const decodeReply = (
  reply: Buffer,
): { readonly unit: SweepUnit; readonly failure?: UnitFailure; readonly bytes: Uint8Array } => {
  const end = reply.indexOf(10);
  const head = JSON.parse(reply.toString("utf8", 0, end)) as { unit: SweepUnit; failure?: UnitFailure };
  return { ...head, bytes: new Uint8Array(reply.subarray(end + 1)) };
};

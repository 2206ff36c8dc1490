/**
 * What a coordinator has out over Redis. It shows that it lives, keeps the study where workers find it, and looks for units
 * whose job is gone, because Redis lost it or its worker ended too often.
 */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { SweepUnit } from "../studies/sweep/plan.ts";
import type { UnitOutcome } from "../studies/sweep/run.ts";
import { type keysOf, STUDY_IS_GONE, type UnitMessage } from "./bullmq.ts";

/** Milliseconds that a coordinator counts as alive without a sign. */
const ALIVE = 15_000;
/** Milliseconds without a result after which the user is asked whether there is a worker. */
const LONELY = 20_000;
/** Seconds that the study is kept. */
const KEEP = 86_400;

type Out = { readonly unit: SweepUnit; unseen: number };

export type Session = {
  readonly redis: Redis;
  readonly queue: Queue;
  readonly keys: ReturnType<typeof keysOf>;
  readonly name: string;
  readonly study: string;
  /** What the workers are told of it. */
  readonly text: string;
  /** Units that are out, with how often their job was not to be found. */
  readonly out: Map<string, Out>;
  readonly arrived: UnitOutcome[];
  lastReply: number;
};

/** Shows that we live, and sees to it that Redis has the study, which it may have lost. */
export const announce = async ({ redis, keys, name, study, text }: Session): Promise<void> => {
  await redis.set(keys.alive(name), "1", "PX", ALIVE);
  if ((await redis.exists(keys.study(study))) === 0) await redis.set(keys.study(study), text, "EX", KEEP);
};

/** Gives units out. */
export const enqueue = async (session: Session, units: readonly SweepUnit[]): Promise<void> => {
  if (units.length === 0) return;
  for (const unit of units) session.out.set(unit.key, { unit, unseen: 0 });
  await announce(session);
  const jobs = units.map((unit) => ({
    name: "unit",
    data: { session: session.name, study: session.study, unit } satisfies UnitMessage,
    opts: { jobId: jobIdOf(session, unit.key), removeOnComplete: true, removeOnFail: false },
  }));
  await session.queue.addBulk(jobs);
};

const jobIdOf = ({ name }: Session, key: string): string => `${name}-${key}`;

/** Finds units whose job is gone, and gives them out again or up. */
export const look = async (session: Session, tell: (message: string) => void): Promise<void> => {
  await announce(session);
  if (performance.now() - session.lastReply > LONELY) {
    tell(
      "no result for a while: is there a worker? clawback worker --redis-url-file FILE, with the same --prefix",
    );
    session.lastReply = performance.now() + 10 * LONELY;
  }
  const lost: SweepUnit[] = [];
  for (const [key, entry] of [...session.out]) if (await isLost(session, key, entry)) lost.push(entry.unit);
  if (lost.length > 0) {
    tell(`${lost.length} units are gone from Redis; they are given out again`);
    await enqueue(session, lost);
  }
};

/** Whether a unit must be given out again; one whose worker ended too often is an outcome. */
const isLost = async (session: Session, key: string, entry: Out): Promise<boolean> => {
  const id = jobIdOf(session, key);
  const state = await session.queue.getJobState(id);
  if (!session.out.has(key)) return false;
  if (state === "unknown") return ++entry.unseen > 1;
  if (state !== "failed") return false;
  const job = await session.queue.getJob(id);
  await job?.remove();
  // that Redis lost the study between two steps of ours is no fault of the unit
  if (job?.failedReason === STUDY_IS_GONE) return true;
  session.out.delete(key);
  const message = job?.failedReason ?? "the worker ended";
  session.arrived.push({ unit: entry.unit, failure: { kind: "crash", message } });
  return false;
};

/**
 * Kills what a sweep over Redis is made of, at random moments: the coordinator, a worker, Redis itself, which comes back
 * empty. What was killed is started anew until the study is done; then its results are compared with undisturbed ones.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type RedisServer, startRedis } from "../node/redis-server.ts";
import {
  calmStudy,
  countResults,
  isWanted,
  type KillOptions,
  newTally,
  pause,
  randomOf,
  type Started,
  sizeOf,
  start,
  type Tally,
  untilGrown,
} from "./kill.ts";

export const victims = ["coordinator", "worker", "redis"] as const;
export type Victim = (typeof victims)[number];

/** Two workers stay up; a lock is short so that what a killed one had in hand is soon given out again. */
const WORKERS = 2;
const LOCK_SECONDS = 2;

type Field = {
  readonly work: string;
  readonly redis: RedisServer;
  readonly workers: Started[];
  readonly folder: string;
  sweep: Started;
};

/** @param count - kills in all, of each kind about a third */
export const killOverRedis = async (
  count: number,
  seed: number,
  { points, deadline = Number.POSITIVE_INFINITY }: Pick<KillOptions, "points" | "deadline">,
  onStudy: (tally: Tally, kills: Readonly<Record<Victim, number>>) => void = () => {},
): Promise<{ readonly tally: Tally; readonly kills: Readonly<Record<Victim, number>> }> => {
  const random = randomOf(seed);
  const work = await calmStudy(points);
  const redis = await startRedis();
  const tally = newTally();
  const kills = { coordinator: 0, worker: 0, redis: 0 };
  const workers = Array.from({ length: WORKERS }, () => startWorker(work, redis));
  try {
    while (isWanted(tally, count, deadline)) {
      const folder = `wild-${tally.studies}`;
      mkdirSync(join(work, folder));
      const field: Field = { work, redis, workers, folder, sweep: startSweep(work, redis, folder) };
      await disturb(field, random, (victim) => {
        kills[victim]++;
        tally.kills++;
        return isWanted(tally, count, deadline);
      });
      countResults(work, folder, points, tally);
      tally.studies++;
      onStudy(tally, kills);
    }
  } finally {
    for (const { child } of workers) child.kill("SIGKILL");
    redis.stop();
  }
  return { tally, kills };
};

/** Kills until the study is done, or until it has killed enough; then waits for the end. */
const disturb = async (
  field: Field,
  random: () => number,
  onKill: (victim: Victim) => boolean,
): Promise<void> => {
  const journal = join(field.work, field.folder, "journal");
  let seen = 0;
  for (let isOn = true; isOn && !field.sweep.isOver(); ) {
    await untilGrown(journal, seen, field.sweep.isOver);
    await pause(random() * 300);
    if (field.sweep.isOver()) break;
    seen = sizeOf(journal);
    const victim = victims[Math.floor(random() * victims.length)] as Victim;
    isOn = onKill(victim);
    await kill(field, victim, random);
  }
  const { code, err } = await field.sweep.ended;
  if (code !== 0) throw new Error(`ended with ${code}: ${err}`);
};

const kill = async (field: Field, victim: Victim, random: () => number): Promise<void> => {
  const { work, redis, workers, folder, sweep } = field;
  if (victim === "redis") return await redis.restart();
  if (victim === "worker") {
    const place = Math.floor(random() * workers.length);
    const { child, ended } = workers[place] as Started;
    child.kill("SIGKILL");
    await ended;
    workers[place] = startWorker(work, redis);
    return;
  }
  sweep.child.kill("SIGKILL");
  const { code } = await sweep.ended;
  // one that was done before the kill arrived needs no successor
  if (code !== 0) field.sweep = startSweep(work, redis, folder);
};

const startWorker = (work: string, { urlFile }: RedisServer): Started =>
  start(
    ["worker", "--redis-url-file", urlFile, "-j", "1", "--lock-seconds", String(LOCK_SECONDS), "-q"],
    work,
  );

const startSweep = (work: string, { urlFile }: RedisServer, folder: string): Started =>
  start(["sweep", "study.yaml", "-o", folder, "--engine", "bullmq", "--redis-url-file", urlFile, "-q"], work);

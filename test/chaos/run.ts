/**
 * `npm run chaos -- --trials 500 --seed 1` kills sweeps at random: half of the trials the coordinator of a sweep on threads,
 * the others coordinator, worker or Redis of a sweep over Redis. With `--signal SIGINT` sweeps on threads are stopped
 * instead. `--disk 200` fills the disk under that many sweeps, `--poison 40` runs a sweep of that many points whose workers
 * crash, hang or run out of memory at three points in five. After `--minutes 60` it leaves it at the trials it had, and tells their number. Ends with 1 when anything was
 * lost, doubled or different, or a stopped sweep did not end with 130 within 2 seconds.
 */
import { parseArgs } from "node:util";
import { hasRedis } from "../node/redis-server.ts";
import { fillDisks } from "./disk.ts";
import { killSweeps, type Tally } from "./kill.ts";
import { poisonSweep } from "./poison.ts";
import { killOverRedis } from "./redis.ts";

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    signal: { type: "string", default: "SIGKILL" },
    points: { type: "string", default: "300" },
    minutes: { type: "string", default: "60" },
    disk: { type: "string" },
    poison: { type: "string" },
  },
});
const [trials, seed, points] = [Number(values.trials), Number(values.seed), Number(values.points)];
const signal = values.signal as NodeJS.Signals;
const threads = 2;
/** Milliseconds for sweeps on threads, and as many for those over Redis. */
const half = 30_000 * Number(values.minutes);
/** Exit codes of sweeps that end in good order: those that shells give. */
const ORDERLY: Partial<Record<NodeJS.Signals, string>> = { SIGINT: "130", SIGTERM: "143" };

const told = ({ kills, studies, lost, doubled, different }: Tally): string =>
  `${kills} trials, ${studies} studies: ${lost} lost, ${doubled} doubled, ${different} different`;

const isSound = ({ lost, doubled, different }: Tally): boolean => lost + doubled + different === 0;

/** The least, the median and the most. */
const spread = (list: readonly number[]): string => {
  const sorted = [...list].sort((a, b) => a - b).map(Math.round);
  return `${sorted[0]} / ${sorted[sorted.length >> 1]} / ${sorted.at(-1)} ms`;
};

/** Milliseconds that a sweep may take to stop in good order. */
const LATEST = 2000;

/** Whether all sweeps ended as they should: by the signal, or in good order and soon. Says so. */
const areEndingsSound = ({ endings, delays }: Tally): boolean => {
  const expected = ORDERLY[signal];
  console.log(`         endings ${JSON.stringify(endings)}, time to exit ${spread(delays)}`);
  if (expected === undefined) return Object.keys(endings).every((ending) => ending === signal);
  const right = endings[expected] ?? 0;
  const late = delays.filter((delay) => delay > LATEST).length;
  console.log(
    `         ${right} of ${delays.length} ended with ${expected}, ${late} took more than ${LATEST} ms`,
  );
  return right === delays.length && late === 0;
};

const onThreads = async (count: number): Promise<boolean> => {
  const deadline = performance.now() + half;
  const tally = await killSweeps(count, seed, { points, threads, signal, deadline }, (each) =>
    console.log(`threads  ${told(each)}`),
  );
  console.log(`threads  ${told(tally)}; ${tally.fruitful} processes added results`);
  const isStopped = areEndingsSound(tally);
  return isSound(tally) && isStopped;
};

const overRedis = async (count: number): Promise<boolean> => {
  const deadline = performance.now() + half;
  const { tally, kills } = await killOverRedis(count, seed, { points, deadline }, (each) =>
    console.log(`redis    ${told(each)}`),
  );
  console.log(`redis    ${told(tally)}; ${JSON.stringify(kills)}`);
  return isSound(tally);
};

const onFullDisks = async (count: number): Promise<boolean> => {
  const tally = await fillDisks(count, seed);
  if (tally === undefined) {
    console.log("disk     not tried: a tmpfs needs root and the right to mount");
    return false;
  }
  const { full, corrupt, lost, different, kept } = tally;
  console.log(
    `disk     ${tally.points} points, ${full} found it full: ${corrupt} corrupt, ${lost} lost, ${different} different; ${kept[0]} to ${kept[1]} results kept`,
  );
  return full > 0 && corrupt + lost + different === 0;
};

const onPoison = async (count: number): Promise<boolean> => {
  const { units, poisoned, contained, harmed } = await poisonSweep(count, threads);
  const given = Object.values(contained).reduce((sum, n) => sum + n, 0);
  console.log(
    `poison   ${poisoned} of ${units} units, ${given} contained (${JSON.stringify(contained)}), ${harmed} others harmed`,
  );
  return given === poisoned && harmed === 0;
};

const onKills = async (): Promise<boolean> => {
  console.log(`${trials} trials of ${signal}, seed ${seed}, ${points} points`);
  const onRedis = signal === "SIGKILL" && hasRedis ? Math.floor(trials / 2) : 0;
  const isThreadsSound = await onThreads(trials - onRedis);
  return (onRedis === 0 || (await overRedis(onRedis))) && isThreadsSound;
};

const begun = performance.now();
const isAllSound =
  values.disk !== undefined
    ? await onFullDisks(Number(values.disk))
    : values.poison !== undefined
      ? await onPoison(Number(values.poison))
      : await onKills();
console.log(`${Math.round((performance.now() - begun) / 1000)} s`);
process.exit(isAllSound ? 0 : 1);

/**
 * Control variates: simpler systems that meet the very same jobs and whose mean is known by heart. They follow the ups and
 * downs of the model under test, and regression on them takes these off. Each is a share by which the simpler system
 * exceeded its mean.
 */
import type { JobStore } from "../../../src/model/job-store.ts";
import { poissonProbability } from "../../../src/validation/theory/infinite-server.ts";
import { type ClassLoad, pollaczekKhinchine } from "../../../src/validation/theory/single-server.ts";
import type { Window } from "./simulated.ts";

/** Which jobs take part: those of these streams. */
type Streams = readonly number[];

/**
 * Shares of a window's jobs that would find at least so many others in service if there were a server for everyone: one
 * control for each of `levels`.
 *
 * @param expected - how many jobs the window has on average
 * @param load - mean number in service, which is Poisson
 */
export const crowded = (
  store: JobStore,
  streams: Streams,
  window: Window,
  levels: readonly number[],
  { expected, load }: { readonly expected: number; readonly load: number },
): number[] => {
  const { submit, seconds, stream, count } = store.table;
  const isIn = (job: number) => streams.includes(stream[job]);
  const ends = submit.map((at, job) => (isIn(job) ? at + seconds[job] : Infinity)).sort();
  const found = levels.map(() => 0);
  let came = 0;
  let gone = 0;
  for (let job = 0; job < count; job++) {
    if (!isIn(job)) continue;
    while (ends[gone] <= submit[job]) gone++;
    if (isInWindow(store, job, window)) {
      for (let i = 0; i < levels.length; i++) if (came - gone >= levels[i]) found[i]++;
    }
    came++;
  }
  return levels.map((level, i) => found[i] / (expected * poissonTail(load, level)) - 1);
};

/** Probability that a Poisson number is at least `least`. */
const poissonTail = (mean: number, least: number): number => {
  let below = 0;
  for (let n = 0; n < least; n++) below += poissonProbability(mean, n);
  return 1 - below;
};

/**
 * Jobs of a window that would be lost if all jobs of the streams shared so many servers, none more important than another.
 *
 * @param expected - how many that is on average
 */
export const lostTogether = (
  store: JobStore,
  streams: Streams,
  window: Window,
  servers: number,
  expected: number,
): number => {
  const { submit, seconds, stream, count } = store.table;
  const freeAt = new Float64Array(servers);
  let lost = 0;
  for (let job = 0; job < count; job++) {
    if (!streams.includes(stream[job])) continue;
    const server = freeAt.findIndex((at) => at <= submit[job]);
    if (server >= 0) freeAt[server] = submit[job] + seconds[job];
    else if (isInWindow(store, job, window)) lost++;
  }
  return lost / expected - 1;
};

/**
 * Waits of a window's jobs in the order of arrival at a single server that is `speed` times as fast (D. V. Lindley's recursion),
 * against Pollaczek and Khinchine's formula: one control for each of `speeds`. A model of one server must not be compared
 * with itself, at speed 1.
 *
 * @param load - all arrivals of the streams as one class
 * @param windowRate - arrivals a second of the window's own stream
 */
export const waitsAtSpeeds = (
  store: JobStore,
  streams: Streams,
  window: Window,
  speeds: readonly number[],
  { rate, service }: ClassLoad,
  windowRate = rate,
): number[] =>
  speeds.map((speed) => {
    const faster = { mean: service.mean / speed, meanSquare: service.meanSquare / speed ** 2 };
    const expected = windowRate * (window.to - window.from) * pollaczekKhinchine({ rate, service: faster });
    return waitsAtSpeed(store, streams, window, speed) / expected - 1;
  });

const waitsAtSpeed = (store: JobStore, streams: Streams, window: Window, speed: number): number => {
  const { submit, seconds, stream, count } = store.table;
  let freeAt = 0;
  let sum = 0;
  for (let job = 0; job < count; job++) {
    if (!streams.includes(stream[job])) continue;
    const start = Math.max(freeAt, submit[job]);
    if (isInWindow(store, job, window)) sum += start - submit[job];
    freeAt = start + seconds[job] / speed;
  }
  return sum;
};

/** Several classes of arrivals as one. */
export const together = (classes: readonly ClassLoad[]): ClassLoad => {
  const sum = (of: (load: ClassLoad) => number): number =>
    classes.reduce((total, load) => total + of(load), 0);
  const rate = sum((load) => load.rate);
  return {
    rate,
    service: {
      mean: sum((load) => load.rate * load.service.mean) / rate,
      meanSquare: sum((load) => load.rate * load.service.meanSquare) / rate,
    },
  };
};

const isInWindow = ({ table }: JobStore, job: number, { stream, from, to }: Window): boolean =>
  table.stream[job] === stream && table.submit[job] >= from && table.submit[job] < to;

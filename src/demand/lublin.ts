/**
 * The workload model of U. Lublin and D. G. Feitelson, "The workload on parallel supercomputers: modeling the
 * characteristics of rigid jobs", Journal of Parallel and Distributed Computing 63 (2003), 1105-1122, with the
 * values of its authors' program for jobs of one type (`lublin/law.ts`).
 *
 * Implemented: two-stage uniform sizes with serial jobs and powers of two, hyper-gamma run times whose mixture
 * depends on the size, gamma gaps with the daily cycle of 48 half-hours (UTC), the limits on both. Left out: separate
 * batch and interactive types. Beyond 144 accelerators every run time is of the long mode, as in the original.
 */
import type { LublinJobs, Seconds } from "../model/types.ts";
import { exp, pow } from "../random/elementary.ts";
import type { Generator } from "../random/generator.ts";
import { gamma } from "../random/variates.ts";
import { Instants } from "./arrivals/instants.ts";
import * as law from "./lublin/law.ts";

const { BUCKET, BUCKETS, LOW, POWER_OF_TWO, SERIAL } = law;
const DAY = 86_400;

/**
 * Arrivals in [0, horizon), in whole seconds. Gaps are drawn in a time that runs fast when the cycle is high and
 * slow when it is low; over whole days it keeps step with the clock. The first gap begins at second 0.
 */
export const lublinArrivals = (
  spec: LublinJobs,
  epoch: number,
  horizon: Seconds,
  g: Generator,
  name: string,
): Float64Array<ArrayBuffer> => {
  const out = new Instants(horizon / (spec.gapFactor * law.lublinMeanGap()), name);
  const room = law.lublinCycle().map((weight) => weight * BUCKET); // what a half-hour takes in
  const second = ((epoch % DAY) + DAY) % DAY;
  let bucket = Math.floor(second / BUCKET);
  let start = bucket * BUCKET - second; // of that half-hour, as simulated time
  let used = (-start / BUCKET) * room[bucket];
  while (start < horizon) {
    used += spec.gapFactor * exp(lublinLogGap(g));
    while (used > room[bucket] && start < horizon) {
      used -= room[bucket];
      bucket = (bucket + 1) % BUCKETS;
      start += BUCKET;
    }
    const at = start + (used / room[bucket]) * BUCKET;
    if (at >= horizon) break;
    out.push(at);
  }
  return out.toArray();
};

/** Logarithm of the seconds of one gap, before the cycle bends it. */
export const lublinLogGap = (g: Generator): number => {
  for (;;) {
    const value = gamma(g, law.GAP.shape, law.GAP.scale);
    if (value <= law.LONGEST_LOG_GAP) return value;
  }
};

/**
 * A function that draws sizes for a machine: 1, or 2 to a power from one of two uniform stages, rounded to a power
 * of two or to a whole number. Three draws a job.
 */
export const lublinSizes = (machine: number): ((g: Generator) => number) => {
  const { middle, high, greatest } = law.stagesOf(machine);
  return (g) => {
    const kind = g.next();
    const isLower = g.next() < law.FIRST_STAGE;
    const place = g.next();
    if (machine < 2 || kind < SERIAL) return 1;
    const power = isLower ? LOW + place * (middle - LOW) : middle + place * (high - middle);
    if (kind < SERIAL + POWER_OF_TWO) return 1 << Math.min(greatest, Math.round(power));
    return Math.min(machine, Math.round(pow(2, power)));
  };
};

/** Run time in seconds of a job of that size. */
export const lublinSeconds = (g: Generator, size: number): number => {
  const short = law.shortShare(size);
  for (;;) {
    const mode = g.next() < short ? law.SHORT : law.LONG;
    const value = gamma(g, mode.shape, mode.scale);
    if (value <= law.LONGEST_LOG) return exp(value);
  }
};

/**
 * Where a series has settled: MSER-5. The series is averaged in fives, and so many of these means are left out at the
 * beginning that the standard error of the mean of the rest is least. K. P. White, "An Effective Truncation
 * Heuristic for Bias Reduction in Simulation Output", Simulation 69 (1997), 323–334; in fives: K. P. White,
 * M. J. Cobb and S. C. Spratt, "A Comparison of Five Steady-State Truncation Heuristics for Simulation", WSC 2000.
 */
import { fail } from "../base/assert.ts";

export type WarmUp =
  /** How many values to leave out, and the mean of the rest. */
  | { readonly isSteady: true; readonly discard: number; readonly mean: number }
  /** The best cut lies in the second half, or nothing was seen of a level: the run is too short, or there is none. */
  | { readonly isSteady: false };

const BATCH = 5;
/** Means of five below which there is nothing to judge by. */
const LEAST = 10;
/** The last few cuts are left out: a mean of so few looks settled by chance. */
const LAST = 5;

/** @param values - at equal distances in time; at least 50 */
export const mser5 = (values: ArrayLike<number>): WarmUp => {
  const n = Math.floor(values.length / BATCH);
  if (n < LEAST) fail(`MSER-5 needs at least ${LEAST * BATCH} values, got ${values.length}`);
  const means = meansOf(values, n);
  let count = 0;
  let mean = 0;
  let squares = 0;
  let least = Infinity;
  let cut = n;
  let kept = Number.NaN;
  // from the end, so that each cut costs one step (Welford)
  for (let d = n - 1; d >= 0; d--) {
    count++;
    const deviation = (means[d] as number) - mean;
    mean += deviation / count;
    squares += deviation * ((means[d] as number) - mean);
    if (count < LAST) continue;
    const error = squares / (count * count);
    // of equally good cuts the earliest, which keeps most
    if (error <= least) {
      least = error;
      cut = d;
      kept = mean;
    }
  }
  return cut > n / 2 ? { isSteady: false } : { isSteady: true, discard: cut * BATCH, mean: kept };
};

const meansOf = (values: ArrayLike<number>, n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < BATCH; k++) sum += values[i * BATCH + k] as number;
    return sum / BATCH;
  });

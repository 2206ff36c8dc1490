/**
 * Bootstrap intervals, for what Student's does not fit: quantiles, shares of variance. Resamples are drawn from a
 * named stream, so that the same values give the same interval. B. Efron, "Better Bootstrap Confidence Intervals",
 * Journal of the American Statistical Association 82 (1987), 171–185.
 */
import { fail } from "../base/assert.ts";
import type { Generator } from "../random/generator.ts";
import { normalQuantile } from "../random/normal-quantile.ts";
import { normalCdf } from "../stats/normal.ts";
import { quantileOf } from "../stats/quantile.ts";

/** An estimate with its interval. */
export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/** The values between which the middle of a list lies: the percentile interval, when they are estimates of resamples. */
export const percentiles = (
  estimates: readonly number[],
  confidence = 0.95,
): { readonly low: number; readonly high: number } => {
  const sorted = Float64Array.from(estimates).sort();
  const tail = (1 - confidence) / 2;
  return { low: quantileOf(sorted, tail), high: quantileOf(sorted, 1 - tail) };
};

/**
 * The bias-corrected and accelerated (BCa) interval of a statistic of independent values.
 *
 * @param statistic - of values in ascending order
 * @param values - at least 2, in any order
 * @returns an interval that is the value alone when all values are equal
 */
export const bootstrapInterval = (
  statistic: (sorted: Float64Array) => number,
  values: ArrayLike<number>,
  stream: Generator,
  { confidence = 0.95, resamples = 2000 } = {},
): Estimate => {
  const n = values.length;
  if (n < 2) fail(`a bootstrap needs at least 2 values, got ${n}`);
  const sorted = Float64Array.from(values).sort();
  const value = statistic(sorted);
  const resample = new Float64Array(n);
  const estimates = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < n; i++) resample[i] = sorted[stream.below(n)] as number;
    estimates[b] = statistic(resample.sort());
  }
  estimates.sort();
  const bias = normalQuantile(shareBelow(estimates, value));
  const acceleration = accelerationOf(statistic, sorted);
  const end = (tail: number): number => {
    const z = bias + normalQuantile(tail);
    const room = 1 - acceleration * z;
    // so skewed that the correction has no answer: the end of what was seen
    if (room <= 0) return quantileOf(estimates, z > 0 ? 1 : 0);
    return quantileOf(estimates, normalCdf(bias + z / room));
  };
  const tail = (1 - confidence) / 2;
  return { value, low: end(tail), high: end(1 - tail) };
};

/**
 * A quantile of independent values with its BCa interval.
 *
 * @param q - from 0 to 1
 */
export const quantileInterval = (
  values: ArrayLike<number>,
  q: number,
  stream: Generator,
  options: { readonly confidence?: number; readonly resamples?: number } = {},
): Estimate => bootstrapInterval((sorted) => quantileOf(sorted, q), values, stream, options);

/** Part of the estimates below the value, ties counting half; kept off 0 and 1. */
const shareBelow = (estimates: Float64Array, value: number): number => {
  let below = 0;
  for (const estimate of estimates) below += estimate < value ? 1 : estimate === value ? 0.5 : 0;
  const least = 0.5 / estimates.length;
  return Math.min(1 - least, Math.max(least, below / estimates.length));
};

/** Skewness of the jackknife, over 6; 0 where leaving out any value changes nothing. */
const accelerationOf = (statistic: (sorted: Float64Array) => number, sorted: Float64Array): number => {
  const n = sorted.length;
  const left = new Float64Array(n - 1);
  const without = sorted.map((_, out) => {
    for (let i = 0; i < n - 1; i++) left[i] = sorted[i < out ? i : i + 1] as number;
    return statistic(left);
  });
  const mean = without.reduce((sum, each) => sum + each, 0) / n;
  let squares = 0;
  let cubes = 0;
  for (const each of without) {
    const deviation = mean - each;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
};

/**
 * A probability from a number of tries: the score interval of E. B. Wilson, "Probable Inference, the Law of
 * Succession, and Statistical Inference", Journal of the American Statistical Association 22 (1927), 209–212. Unlike
 * Student's it knows that none of thirty is not the same as never.
 */
import { fail } from "../base/assert.ts";

export type Proportion = {
  readonly n: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
};

/** z of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/**
 * @param successes - a whole number from 0 to n
 * @param n - tries, at least 1
 * @param z - quantile of the normal distribution; default: for 95 %
 */
export const proportionInterval = (successes: number, n: number, z = Z): Proportion => {
  if (!(n >= 1 && successes >= 0 && successes <= n)) fail(`${successes} of ${n} is no proportion`);
  const mean = successes / n;
  const square = z * z;
  const middle = (mean + square / (2 * n)) / (1 + square / n);
  const half = (z / (1 + square / n)) * Math.sqrt((mean * (1 - mean)) / n + square / (4 * n * n));
  return {
    n,
    mean,
    low: successes === 0 ? 0 : middle - half,
    high: successes === n ? 1 : middle + half,
  };
};

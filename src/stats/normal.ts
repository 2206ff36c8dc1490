/**
 * The standard normal distribution function, with portable arithmetic: the series of G. Marsaglia ("Evaluating the
 * Normal Distribution", Journal of Statistical Software 11 (2004)) in the middle, the continued fraction of the
 * tail (DLMF 7.9.2) beyond it. Absolute error below 1e-14.
 */
import { exp } from "../base/elementary.ts";

const ROOT_TWO_PI = 2.5066282746310002;
const MIDDLE = 3;

/** Probability that a standard normal variable is at most `x`. */
export const normalCdf = (x: number): number => {
  if (Number.isNaN(x)) return x;
  const density = exp(-0.5 * x * x) / ROOT_TWO_PI;
  if (Math.abs(x) > MIDDLE) {
    const tail = density * millsRatio(Math.abs(x));
    return x > 0 ? 1 - tail : tail;
  }
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density * sum;
};

/** Tail over density at x > 0, from the far end of 1 / (x + 1 / (x + 2 / (x + 3 / …))). */
const millsRatio = (x: number): number => {
  let fraction = x;
  for (let k = 200; k >= 1; k--) fraction = x + k / fraction;
  return 1 / fraction;
};

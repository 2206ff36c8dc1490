/**
 * M/G/∞: as many servers as anybody could want. The number in service is Poisson, of whatever law the service
 * times are (L. Takács, Introduction to the Theory of Queues (1962), chapter 3).
 */
import { exp, log } from "../../base/elementary.ts";

/** Mean number in service, which is also its variance: the offered load in erlangs. */
export const meanInService = (rate: number, service: number): number => rate * service;

/**
 * Mean number in service at `time` when nobody was there at time 0, for exponential service:
 * λ s (1 − e^(−time / s)).
 */
export const meanInServiceAfter = (rate: number, service: number, time: number): number =>
  rate * service * (1 - exp(-time / service));

/**
 * Probability that a Poisson number is `count`.
 *
 * @param mean - from 0
 * @param count - whole, from 0
 */
export const poissonProbability = (mean: number, count: number): number => {
  if (mean === 0) return count === 0 ? 1 : 0;
  // In logarithms, as e^−mean alone underflows from 746 on.
  let logProbability = -mean;
  for (let n = 1; n <= count; n++) logProbability += log(mean / n);
  return exp(logProbability);
};

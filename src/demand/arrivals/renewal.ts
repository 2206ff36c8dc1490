/**
 * Arrivals whose gaps are independent and alike: exponential (the Poisson process) or gamma. The gamma process
 * begins in equilibrium, as if it had run for ever: the time to the first arrival is a uniform part of a gap
 * drawn in proportion to its length, which for gamma gaps is a gamma variable of shape + 1. So the mean
 * number of arrivals in any stretch is exactly rate x length, from second 0 on.
 */
import type { Seconds } from "../../model/types.ts";
import type { Generator } from "../../random/generator.ts";
import { exponential, gamma } from "../../random/variates.ts";
import type { Instants } from "./instants.ts";

/** Poisson arrivals. One draw a job. */
export const poissonArrivals = (rate: number, horizon: Seconds, g: Generator, out: Instants): void => {
  const mean = 1 / rate;
  for (let at = exponential(g, mean); at < horizon; at += exponential(g, mean)) out.push(at);
};

/** Arrivals with gamma gaps; shape 1 is the Poisson process, below 1 is bursty. */
export const gammaArrivals = (
  rate: number,
  shape: number,
  horizon: Seconds,
  g: Generator,
  out: Instants,
): void => {
  if (rate === 0) return;
  const scale = 1 / (rate * shape);
  for (let at = g.next() * gamma(g, shape + 1, scale); at < horizon; at += gamma(g, shape, scale)) {
    out.push(at);
  }
};

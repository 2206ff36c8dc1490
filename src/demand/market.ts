/**
 * The market's price, drawn once for a replication. On the logarithm it is a trend plus a deviation: a random walk
 * (geometric Brownian motion) or, with a half-life, a process that is drawn back (Ornstein-Uhlenbeck), sampled
 * exactly at each step of the grid.
 *
 *   index(t) = step(t) x growth^(t/year) x e^(x(t) - var x(t) / 2),   x(0) = 0, so that its mean follows the trend
 */
import type { MarketPath } from "../model/market.ts";
import type { Market, Seconds } from "../model/types.ts";
import { exp, log } from "../random/elementary.ts";
import type { Generator } from "../random/generator.ts";
import { normal } from "../random/variates.ts";

const YEAR = 365 * 86_400;

/** Prices from second 0 to the horizon; one draw a step. */
export const marketPath = (market: Market, horizon: Seconds, generator: Generator): MarketPath => {
  const { every, steps } = market;
  const index = new Float64Array(Math.max(1, Math.ceil(horizon / every)));
  const rate = market.growth === 1 ? 0 : log(market.growth) / YEAR;
  const { keep, spread } = stepOf(market);
  let x = 0;
  let variance = 0;
  let level = 1;
  let next = 0;
  for (let k = 0; k < index.length; k++) {
    const at = k * every;
    while (next < steps.length && (steps[next] as { at: Seconds }).at <= at)
      level = (steps[next++] as { value: number }).value;
    if (k > 0 && spread > 0) {
      x = keep * x + spread * normal(generator);
      variance = keep * keep * variance + spread * spread;
    }
    index[k] = level * exp(rate * at + x - variance / 2);
  }
  return { every, index };
};

/** What is left of a deviation after a step, and the standard deviation of what a step adds. */
const stepOf = ({ every, sigma, halfLife }: Market): { keep: number; spread: number } => {
  if (halfLife === undefined) return { keep: 1, spread: sigma * Math.sqrt(every / YEAR) };
  const keep = exp((-log(2) * every) / Math.max(1, halfLife));
  return { keep, spread: sigma * Math.sqrt(1 - keep * keep) };
};

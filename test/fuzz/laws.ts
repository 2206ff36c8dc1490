/** Laws of every kind of the language, of about a given size, with figures that agree with each other. */
import type { Chance } from "./chance.ts";
import type { Loose } from "./loose.ts";

/** A law of whole amounts, of seconds or of accelerators. @param mean - about what comes out, at least 1 */
export const lawOf = (mean: number, chance: Chance): Loose => {
  const half = Math.max(1, Math.floor(mean / 2));
  return chance.pick<Loose>(
    { kind: "constant", value: mean },
    { kind: "uniform", from: half, to: mean + half },
    { kind: "exponential", mean },
    { kind: "lognormal", median: mean, p90: 3 * mean },
    { kind: "gamma", mean, shape: chance.pick(0.5, 1, 5) },
    { kind: "weibull", scale: mean, shape: chance.pick(0.7, 1, 3) },
    { kind: "pareto", least: half, shape: chance.pick(1.1, 2, 5) },
    { kind: "hyperexponential", means: [half, 4 * mean], weights: [3, 1] },
    { kind: "empirical", values: [1, mean, mean, 3 * mean] },
  );
};

/** One of run times: these may have a tail. */
export const runTimesOf = (mean: number, chance: Chance): Loose => {
  if (!chance.hits(0.15)) return lawOf(mean, chance);
  const spread = chance.hits(0.5) ? { sigma: 1 } : { p90: 3 * mean };
  return {
    kind: "bodyAndTail",
    median: mean,
    ...spread,
    shape: 1.5,
    above: chance.pick(0.5, 0.9),
    most: 20 * mean,
  };
};

/** One of sizes: these may be a choice of a few. @param most - no size is far above it */
export const sizesOf = (mean: number, most: number, chance: Chance): Loose =>
  chance.hits(0.4)
    ? { kind: "choice", values: [1, Math.min(mean, most), most], weights: [3, 2, 1] }
    : lawOf(Math.min(mean, most), chance);

/**
 * Arrivals that excite further arrivals: a Hawkes process with exponential kernel. Its intensity is `base` plus
 * `jump` x e^(-decay x age) for each earlier arrival; each arrival causes jump / decay further ones on average, the
 * branching ratio, which must be below 1. The process begins without a past, at its base intensity.
 *
 * Simulated exactly, with two draws a job: the next arrival is the earlier of one from the base and one from the
 * decaying excess (A. Dassios and H. Zhao, Electronic Communications in Probability 18 (2013), no. 62).
 */
import type { Arrivals, Seconds } from "../../model/types.ts";
import { exp, log } from "../../random/elementary.ts";
import type { Generator } from "../../random/generator.ts";
import { exponential } from "../../random/variates.ts";
import type { Instants } from "./instants.ts";

export type Hawkes = Omit<Extract<Arrivals, { kind: "hawkes" }>, "kind">;

/** Arrivals of that process; it must be subcritical. */
export const hawkesArrivals = (spec: Hawkes, horizon: Seconds, g: Generator, out: Instants): void => {
  const { jump, decay } = spec;
  const baseGap = 1 / spec.base;
  let at = 0;
  let excess = 0;
  for (;;) {
    const gap = Math.min(exponential(g, baseGap), excessGap(excess, decay, g));
    at += gap;
    if (!(at < horizon)) return;
    out.push(at);
    excess = excess * exp(-decay * gap) + jump;
  }
};

/** Time until the excess intensity, left to decay, causes an arrival; Infinity: never. */
const excessGap = (excess: number, decay: number, g: Generator): number => {
  const left = 1 + (decay * log(g.next())) / excess;
  return left > 0 ? -log(left) / decay : Infinity;
};

/** Mean number of arrivals that one arrival causes directly; below 1, or the process explodes. */
export const branchingRatio = ({ jump, decay }: Hawkes): number => jump / decay;

/** Arrivals a second in the long run: base / (1 - branching ratio). */
export const hawkesRate = (spec: Hawkes): number => spec.base / (1 - branchingRatio(spec));

/** Variance over mean of the counts of long stretches: 1 / (1 - branching ratio)². */
export const hawkesDispersionLimit = (spec: Hawkes): number => {
  const rest = 1 - branchingRatio(spec);
  return 1 / (rest * rest);
};

/**
 * Mean and variance of the number of arrivals in the first `length` seconds, without a past.
 *
 * By clusters: the arrivals that the base causes are Poisson, each with a cluster S(u) of age u, so that the mean
 * is base x the integral of E S and the variance base x the integral of E S². With jump a, decay b and
 * c = b - a, E S(u) = (b - a e^(-cu)) / c, and E S² = s² + the integral of a e^(-c(u-v)) s²(v) with s = E S,
 * because S = 1 + the clusters of a Poisson number of children.
 */
export const hawkesCount = (spec: Hawkes, length: Seconds): { mean: number; variance: number } => {
  const { base, jump: a, decay: b } = spec;
  const c = b - a;
  const t = length;
  const once = (1 - exp(-c * t)) / c; // integral of e^(-cu)
  const twice = (1 - exp(-2 * c * t)) / (2 * c); // of e^(-2cu)
  const aged = (once - t * exp(-c * t)) / c; // of u e^(-cu)
  const own = b * b * t - 2 * a * b * once + a * a * twice;
  const caused = a * (((b * b) / c) * (t - once) - 2 * a * b * aged + ((a * a) / c) * (once - twice));
  return { mean: (base * (b * t - a * once)) / c, variance: (base * (own + caused)) / (c * c) };
};

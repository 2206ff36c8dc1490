/**
 * A lognormal body with a Pareto tail: run times whose few longest hold most of the work. Below its quantile
 * `above` the law is lognormal; from there on the excess is Pareto, cut off at `most`: tail probabilities are
 * rescaled to end there, so that no lump of probability sits at the cut. The distribution function is continuous
 * at the junction. One draw makes one value, by inversion.
 */
import { exp, log, pow } from "./elementary.ts";
import { normalCdf } from "./gamma-cdf.ts";
import type { Generator } from "./generator.ts";
import { normalQuantile } from "./normal-quantile.ts";

export type BodyAndTailLaw = {
  /** Mean and standard deviation of the logarithm of the body, before the tail replaces its upper part. */
  readonly mu: number;
  readonly sigma: number;
  /** Probability of the body, strictly between 0 and 1. */
  readonly above: number;
  /** Index of the tail, above 0; the mean of an endless tail is infinite up to 1. */
  readonly shape: number;
  /** Greatest value; Infinity: no cut. At or below the junction the body alone is left, cut off there. */
  readonly most: number;
};

/** The junction: the quantile of the lognormal at which the tail begins. */
export const junctionOf = (law: BodyAndTailLaw): number =>
  exp(law.mu + law.sigma * normalQuantile(law.above));

/** The value that is not exceeded with probability `u`, strictly between 0 and 1, as a function of `u`. */
export const bodyAndTailQuantile = (law: BodyAndTailLaw): ((u: number) => number) => {
  const { mu, sigma, above, shape, most } = law;
  const junction = junctionOf(law);
  if (most <= junction) {
    const share = bodyUpTo(law, most);
    return (u) => Math.min(most, exp(mu + sigma * normalQuantile(u * share)));
  }
  const beyond = shareBeyond(law, junction);
  const power = -1 / shape;
  return (u) => {
    if (u < above) return exp(mu + sigma * normalQuantile(u));
    const left = (1 - u) / (1 - above);
    return Math.min(most, junction * pow(left * (1 - beyond) + beyond, power));
  };
};

/** A function that draws from the law; what does not change from draw to draw is worked out once. */
export const bodyAndTail = (law: BodyAndTailLaw): ((g: Generator) => number) => {
  const quantile = bodyAndTailQuantile(law);
  return (g) => quantile(g.next());
};

/**
 * Mean in closed form: that of the lognormal below the junction j plus that of the Pareto tail up to m,
 *
 *   e^(mu + sigma²/2) N(z - sigma) + (1 - p) / (1 - (m/j)^-a) x a j / (a - 1) x (1 - (m/j)^(1-a)),   N(z) = p.
 */
export const bodyAndTailMean = (law: BodyAndTailLaw): number => {
  const { mu, sigma, above, shape, most } = law;
  const junction = junctionOf(law);
  const whole = exp(mu + 0.5 * sigma * sigma);
  if (most <= junction) {
    const z = (log(most) - mu) / sigma;
    return (whole * normalCdf(z - sigma)) / bodyUpTo(law, most);
  }
  const body = whole * normalCdf(normalQuantile(above) - sigma);
  const beyond = shareBeyond(law, junction);
  return body + ((1 - above) / (1 - beyond)) * tailSum(junction, shape, most);
};

/** Integral of x over the density a j^a x^-(a+1) from the junction j to `most`. */
const tailSum = (junction: number, shape: number, most: number): number => {
  if (shape === 1) return junction * log(most / junction);
  return ((shape * junction) / (shape - 1)) * (1 - pow(most / junction, 1 - shape));
};

const shareBeyond = (law: BodyAndTailLaw, junction: number): number => pow(law.most / junction, -law.shape);
const bodyUpTo = (law: BodyAndTailLaw, most: number): number => normalCdf((log(most) - law.mu) / law.sigma);

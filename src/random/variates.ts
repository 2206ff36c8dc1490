/**
 * Variates from a generator, with portable arithmetic. Where the method allows it, one draw makes one
 * value, so that a stream stays in step when only a parameter changes. Parameters outside the stated
 * ranges are a caller's bug and give NaN, not an error: scenarios are checked before they come here.
 */
import { exp, log, pow } from "./elementary.ts";
import type { Generator } from "./generator.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** Uniform between `from` and `to`. One draw. */
export const uniform = (g: Generator, from: number, to: number): number => from + (to - from) * g.next();

/** Exponential with that mean (the rate is 1 / mean), by inversion. One draw. */
export const exponential = (g: Generator, mean: number): number => -mean * log(g.next());

/** Standard normal, by inversion. One draw. */
export const normal = (g: Generator): number => normalQuantile(g.next());

/**
 * Lognormal: e to a normal variable with mean `mu` and standard deviation `sigma`. Its median is e^mu, its
 * mean e^(mu + sigma²/2). One draw.
 */
export const lognormal = (g: Generator, mu: number, sigma: number): number => exp(mu + sigma * normal(g));

/**
 * Gamma with mean shape × scale and variance shape × scale²; both parameters above 0. By rejection, 2.1
 * draws on average and one more below shape 1: G. Marsaglia and W. W. Tsang, ACM TOMS 26 (2000), 363–372.
 */
export const gamma = (g: Generator, shape: number, scale: number): number => {
  if (shape < 1) {
    const above = gamma(g, shape + 1, scale);
    const part = pow(g.next(), 1 / shape);
    // With a shape of next to nothing the scale may be past counting, and all but nothing of it is 0.
    return part === 0 ? 0 : above * part;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(g);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (log(g.next()) <= 0.5 * x * x + d - d * v + d * log(v)) return d * v * scale;
  }
};

/** Weibull with survival function e^−(x / scale)^shape; both parameters above 0. By inversion, one draw. */
export const weibull = (g: Generator, shape: number, scale: number): number =>
  scale * pow(-log(g.next()), 1 / shape);

/**
 * Pareto (type I) from `least` on, with survival function (x / least)^−shape; both parameters above 0. The
 * mean is infinite up to shape 1, the variance up to 2. By inversion, one draw.
 */
export const pareto = (g: Generator, shape: number, least: number): number =>
  least * pow(g.next(), -1 / shape);

/**
 * Hyperexponential: an exponential whose mean is means[i] with probability proportional to weights[i].
 * Both lists are equally long and not empty. Two draws.
 */
export const hyperexponential = (
  g: Generator,
  weights: readonly number[],
  means: readonly number[],
): number => {
  let total = 0;
  for (const weight of weights) total += weight;
  let place = g.next() * total;
  let branch = 0;
  while (branch < weights.length - 1 && place >= weights[branch]) place -= weights[branch++];
  return exponential(g, means[branch]);
};

/** One of the observed values, each equally likely. One draw. */
export const empirical = (g: Generator, values: readonly number[]): number => values[g.below(values.length)];

/**
 * How many points of a Poisson process fall where `mean` are expected; mean from 0 to 1e15. Below 10 by
 * inversion with one draw; from 10 on by transformed rejection with about 2.5 draws: W. Hörmann, "The
 * transformed rejection method for generating Poisson random variables", Insurance: Mathematics and
 * Economics 12 (1993), 39–45, algorithm PTRS.
 */
export const poisson = (g: Generator, mean: number): number =>
  mean < 10 ? poissonByInversion(g, mean) : poissonByRejection(g, mean);

const poissonByInversion = (g: Generator, mean: number): number => {
  let rest = g.next();
  let probability = exp(-mean);
  let count = 0;
  while (rest > probability && probability > 0) {
    rest -= probability;
    count++;
    probability *= mean / count;
  }
  return count;
};

const poissonByRejection = (g: Generator, mean: number): number => {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const logMean = log(mean);
  for (;;) {
    const u = g.next() - 0.5;
    const v = g.next();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const hat = log((v * (1.1239 + 1.1328 / (b - 3.4))) / (a / (us * us) + b));
    if (hat <= count * logMean - mean - logFactorial(count)) return count;
  }
};

/** ln n!, by Stirling's series above 9; absolute error below 1e-13 + 1e-15 × the value. */
const logFactorial = (n: number): number => {
  if (n < 10) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return log(product);
  }
  const x = n + 1;
  const z = 1 / (x * x);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / x;
  return (x - 0.5) * log(x) - x + 0.9189385332046728 + series;
};

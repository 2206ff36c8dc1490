/** Draws from the distributions that a scenario may name, in whole seconds. */
import type { Generator } from "../random/generator.ts";
import * as variates from "../random/variates.ts";
import type { Distribution, Seconds } from "./types.ts";

/** One value, rounded to whole seconds, never negative. */
export const drawSeconds = (distribution: Distribution, generator: Generator): Seconds =>
  Math.min(Number.MAX_SAFE_INTEGER / 4, Math.max(0, Math.round(draw(distribution, generator))));

const draw = (d: Distribution, g: Generator): number => {
  switch (d.kind) {
    case "constant":
      return d.value;
    case "uniform":
      return variates.uniform(g, d.from, d.to);
    case "exponential":
      return variates.exponential(g, d.mean);
    case "lognormal":
      return variates.lognormal(g, d.mu, d.sigma);
    case "gamma":
      return variates.gamma(g, d.shape, d.scale);
    case "weibull":
      return variates.weibull(g, d.shape, d.scale);
    case "pareto":
      return variates.pareto(g, d.shape, d.least);
    case "hyperexponential":
      return variates.hyperexponential(g, d.weights, d.means);
    case "empirical":
      return variates.empirical(g, d.values);
  }
};

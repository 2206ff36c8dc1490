/**
 * Laws of jobs as functions that draw: the choice among kinds, and what never changes from draw to draw, are
 * settled once for a column and not once for a job.
 */
import type { Distribution, SyntheticJobs } from "../../model/types.ts";
import { bodyAndTail } from "../../random/body-and-tail.ts";
import type { Generator } from "../../random/generator.ts";
import * as variates from "../../random/variates.ts";

/** Whatever sizes, run times or factors may be drawn from. */
export type Law = Distribution | SyntheticJobs["gpus"] | SyntheticJobs["seconds"];

/** A function that draws one value, unrounded. */
export const drawerOf = (law: Law): ((g: Generator) => number) => {
  switch (law.kind) {
    case "constant":
      return () => law.value;
    case "uniform":
      return (g) => variates.uniform(g, law.from, law.to);
    case "exponential":
      return (g) => variates.exponential(g, law.mean);
    case "lognormal":
      return (g) => variates.lognormal(g, law.mu, law.sigma);
    case "gamma":
      return (g) => variates.gamma(g, law.shape, law.scale);
    case "weibull":
      return (g) => variates.weibull(g, law.shape, law.scale);
    case "pareto":
      return (g) => variates.pareto(g, law.shape, law.least);
    case "hyperexponential":
      return (g) => variates.hyperexponential(g, law.weights, law.means);
    case "empirical":
      return (g) => variates.empirical(g, law.values);
    case "choice":
      return chooser(law.values, law.weights);
    case "bodyAndTail":
      return bodyAndTail(law);
  }
};

/** One of the values, each with probability proportional to its weight. One draw. */
const chooser = (values: readonly number[], weights: readonly number[]): ((g: Generator) => number) => {
  let total = 0;
  const upTo = Float64Array.from(weights, (weight) => {
    total += weight;
    return total;
  });
  // the last value that can be drawn: rounding must not fall on one of weight 0 behind it
  let last = weights.length - 1;
  while (last > 0 && weights[last] === 0) last--;
  return (g) => {
    const place = g.next() * total;
    let i = 0;
    while (i < last && place >= upTo[i]) i++;
    return values[i];
  };
};

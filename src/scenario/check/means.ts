/**
 * What is known of a law before anything is drawn: its mean and its bounds. For warnings; a mean that is not
 * finite is Infinity.
 */
import type { Distribution, SyntheticJobs } from "../../model/types.ts";
import { bodyAndTailMean } from "../../random/body-and-tail.ts";
import { exp, log } from "../../random/elementary.ts";

export type Law = Distribution | SyntheticJobs["gpus"] | SyntheticJobs["seconds"];

export function meanOf(law: Law): number {
  switch (law.kind) {
    case "constant":
      return law.value;
    case "uniform":
      return (law.from + law.to) / 2;
    case "exponential":
      return law.mean;
    case "lognormal":
      return exp(law.mu + (law.sigma * law.sigma) / 2);
    case "gamma":
      return law.shape * law.scale;
    case "weibull":
      return law.scale * gammaFunction(1 + 1 / law.shape);
    case "pareto":
      return law.shape > 1 ? (law.least * law.shape) / (law.shape - 1) : Number.POSITIVE_INFINITY;
    case "hyperexponential":
      return weightedMean(law.means, law.weights);
    case "empirical":
      return weightedMean(
        law.values,
        law.values.map(() => 1),
      );
    case "choice":
      return weightedMean(law.values, law.weights);
    case "bodyAndTail":
      return bodyAndTailMean(law);
  }
}

/** Values that a law never goes beyond. */
export function boundsOf(law: Law): { least: number; most: number } {
  switch (law.kind) {
    case "constant":
      return { least: law.value, most: law.value };
    case "uniform":
      return { least: law.from, most: law.to };
    case "pareto":
      return { least: law.least, most: Number.POSITIVE_INFINITY };
    case "empirical":
    case "choice":
      return {
        least: law.values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
        most: law.values.reduce((most, value) => Math.max(most, value), 0),
      };
    case "bodyAndTail":
      return { least: 0, most: law.most };
    default:
      return { least: 0, most: Number.POSITIVE_INFINITY };
  }
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
}

/**
 * The gamma function from 1 on: moved up by its recurrence to where Stirling's series (1/12x - 1/360x^3 + 1/1260x^5)
 * is good to 12 digits.
 */
function gammaFunction(argument: number): number {
  let x = argument;
  let divisor = 1;
  while (x < 12) divisor *= x++;
  const square = x * x;
  const series = (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / x;
  return exp((x - 0.5) * log(x) - x + 0.5 * log(2 * Math.PI) + series) / divisor;
}

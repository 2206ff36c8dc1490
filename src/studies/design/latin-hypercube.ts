/**
 * Latin hypercube sampling: each coordinate is cut into as many strata as there are points, and each stratum holds
 * one of them. M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21 (1979), 239–245.
 */
import type { Generator } from "../../random/generator.ts";

/**
 * @param dimensions - coordinates of a point
 * @param count - points, at least 1
 * @returns coordinates strictly between 0 and 1
 */
export const latinHypercube = (dimensions: number, count: number, stream: Generator): Float64Array[] => {
  const points = Array.from({ length: count }, () => new Float64Array(dimensions));
  for (let d = 0; d < dimensions; d++) {
    const strata = shuffled(count, stream);
    points.forEach((point, i) => {
      point[d] = ((strata[i] as number) + stream.next()) / count;
    });
  }
  return points;
};

/** 0 to count − 1 in random order (R. Durstenfeld, Algorithm 235, 1964). */
export const shuffled = (count: number, stream: Generator): number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
};

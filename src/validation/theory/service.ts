/**
 * Laws of service times by their first two moments, which is all that most formulas of queueing theory ask
 * of them.
 */

/** Mean and mean square of a service time, in any unit of time and its square. */
export type ServiceMoments = { readonly mean: number; readonly meanSquare: number };

/** Exponential service: its mean square is twice the square of its mean. */
export const exponentialService = (mean: number): ServiceMoments => ({ mean, meanSquare: 2 * mean * mean });

/** Service that always takes equally long. */
export const constantService = (length: number): ServiceMoments => ({
  mean: length,
  meanSquare: length * length,
});

/** Uniform service between `from` and `to`. */
export const uniformService = (from: number, to: number): ServiceMoments => ({
  mean: (from + to) / 2,
  meanSquare: (from * from + from * to + to * to) / 3,
});

/**
 * Hyperexponential service: exponential with mean `means[i]`, with a probability in proportion to `weights[i]`.
 * Varies more than an exponential of the same mean.
 */
export const hyperexponentialService = (
  means: readonly number[],
  weights: readonly number[],
): ServiceMoments => {
  let total = 0;
  let mean = 0;
  let meanSquare = 0;
  for (let branch = 0; branch < weights.length; branch++) {
    const weight = weights[branch];
    const branchMean = means[branch];
    total += weight;
    mean += weight * branchMean;
    meanSquare += weight * 2 * branchMean * branchMean;
  }
  return { mean: mean / total, meanSquare: meanSquare / total };
};

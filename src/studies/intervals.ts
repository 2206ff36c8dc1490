/** Intervals as results carry them: a single replication has no spread, and its interval is its value. */
import type { Interval, PairedDifference } from "../results/types.ts";
import { type MeanInterval, meanInterval, pairedInterval } from "../stats/intervals.ts";

/** Mean of independent replications with a 95 % Student interval. */
export const intervalOf = (values: ArrayLike<number>): Interval => plain(meanInterval(values));

/**
 * Mean of a - b, replication by replication. The variance reduction is the variance of a difference of
 * independent runs over that of the pairs; NaN when the pairs do not vary.
 */
export const differenceOf = (a: ArrayLike<number>, b: ArrayLike<number>): PairedDifference => {
  const paired = pairedInterval(a, b);
  const left = 1 - paired.varianceReduction;
  return { ...plain(paired), varianceReduction: left > 0 ? 1 / left : Number.NaN };
};

const plain = ({ mean, sd, n, low, high }: MeanInterval): Interval =>
  n > 1 ? { mean, sd, n, low, high } : { mean, sd: 0, n, low: mean, high: mean };

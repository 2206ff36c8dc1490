/**
 * What replications tell: a mean with its Student confidence interval, and the difference of two policies
 * that met the same demand. Values are taken in the order given, which must be that of the replications,
 * so that the same replications give the same bits.
 */
import { fail } from "../base/assert.ts";
import { Moments } from "./moments.ts";
import { studentQuantile } from "./student.ts";

/** A mean and how well it is known. */
export type MeanInterval = {
  /** Number of replications. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation between replications; NaN for fewer than two. */
  readonly sd: number;
  /** Half the width of the interval; Infinity for fewer than two replications, which tell nothing of the spread. */
  readonly halfWidth: number;
  readonly low: number;
  readonly high: number;
};

/** A difference of two means on common random numbers. */
export type PairedInterval = MeanInterval & {
  /**
   * Share of the variance of the difference that pairing removed, against independent runs of the same
   * number: 1 − Var(a − b) / (Var a + Var b). At most 1; negative if pairing did harm; NaN for fewer
   * than two pairs or if nothing varies.
   */
  readonly varianceReduction: number;
};

/**
 * The mean of independent replications with its two-sided Student interval.
 *
 * @param confidence - probability that the interval covers the true mean if the values are normal
 */
export function meanInterval(values: ArrayLike<number>, confidence = 0.95): MeanInterval {
  return intervalOf(momentsOf(values), confidence);
}

/**
 * The mean of a − b, replication by replication, with its two-sided Student interval.
 *
 * @param a - one value for each replication
 * @param b - as many, in the same order
 */
export function pairedInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  confidence = 0.95,
): PairedInterval {
  if (a.length !== b.length) fail(`pairs need lists of one length, got ${a.length} and ${b.length}`);
  const difference = new Moments();
  for (let i = 0; i < a.length; i++) difference.add(a[i] - b[i]);
  const unpaired = momentsOf(a).variance + momentsOf(b).variance;
  const varianceReduction = unpaired > 0 ? 1 - difference.variance / unpaired : Number.NaN;
  return { ...intervalOf(difference, confidence), varianceReduction };
}

function momentsOf(values: ArrayLike<number>): Moments {
  const moments = new Moments();
  for (let i = 0; i < values.length; i++) moments.add(values[i]);
  return moments;
}

function intervalOf(moments: Moments, confidence: number): MeanInterval {
  const { count: n, mean, sd } = moments;
  const halfWidth = n > 1 ? (studentQuantile((1 + confidence) / 2, n - 1) * sd) / Math.sqrt(n) : Infinity;
  return { n, mean, sd, halfWidth, low: mean - halfWidth, high: mean + halfWidth };
}

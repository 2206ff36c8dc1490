/** Quantiles of a list of values: definition 7 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996), 361–365. */

/**
 * By linear interpolation between order statistics; NaN of no values.
 *
 * @param sorted - in ascending order
 * @param q - from 0 to 1
 */
export const quantileOf = (sorted: Float64Array, q: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const low = Math.floor(place);
  const a = sorted[low] as number;
  const b = sorted[Math.min(sorted.length - 1, low + 1)] as number;
  return a + (b - a) * (place - low);
};

/** Sums and ratios of the metrics. */

/** A share of nothing is nothing. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** The sum of a value over items, in their order. */
export const sum = <T>(items: readonly T[], value: (item: T) => number): number => {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
};

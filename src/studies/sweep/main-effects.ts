/**
 * What each axis does to a metric on the whole: its mean over the points with the lowest values of the axis, and over those
 * with the highest. On a grid these are the main effects of a factorial design (G. E. P. Box and K. B. Wilson, 1951); of
 * a drawn axis the lowest and the highest fifth are taken, which tells the direction and not only the size.
 */
import type { Axis } from "../../scenario/study/axis.ts";

/** Means of a metric at either end of an axis. */
export type MainEffect = { readonly axis: Axis; readonly low: number; readonly high: number };

/** Part of the points at either end of a drawn axis. */
const END = 0.2;

/**
 * @param points - for each point the numbers of the axes, undefined for words, and the metric there
 * @returns effects of the axes that have numbers and vary
 */
export const mainEffects = (
  axes: readonly Axis[],
  points: readonly { readonly values: readonly (number | undefined)[]; readonly metric: number }[],
): MainEffect[] =>
  axes.flatMap((axis, a) => {
    const along = points.flatMap(({ values, metric }) => {
      const value = values[a];
      return value === undefined ? [] : [{ value, metric }];
    });
    along.sort((x, y) => x.value - y.value);
    const [first, last] = [along[0], along.at(-1)];
    if (first === undefined || last === undefined || first.value === last.value) return [];
    const count = Math.max(1, Math.floor(END * along.length));
    const isDrawn = axis.quantile !== undefined;
    const low = isDrawn ? along.slice(0, count) : along.filter(({ value }) => value === first.value);
    const high = isDrawn ? along.slice(-count) : along.filter(({ value }) => value === last.value);
    return [{ axis, low: meanOf(low), high: meanOf(high) }];
  });

const meanOf = (points: readonly { readonly metric: number }[]): number =>
  points.reduce((sum, { metric }) => sum + metric, 0) / points.length;

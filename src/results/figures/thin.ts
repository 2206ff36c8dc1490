/**
 * Thinning. A chart is a thousand pixels wide; of a longer series only the first, last, lowest and highest
 * point of each pixel column can be seen (M4, Jugel et al. 2014), so only these are drawn. Series that are
 * stacked share their points: what one of them needs, all keep.
 */
import { extremesOf } from "./extremes.ts";

/** Series up to this length are drawn as they are. */
export const MOST_POINTS = 2000;

/**
 * Indexes to keep, in order, of several series of the same length: all of them if there are few, else for
 * each column of about a pixel the first, the last, and the lowest and highest of each series.
 *
 * @param part - the indexes that are on show, from the first up to and without the last
 */
export const visiblePoints = (
  series: readonly ArrayLike<number>[],
  columns = 500,
  most = MOST_POINTS,
  part: { readonly from: number; readonly to: number } = { from: 0, to: series[0]?.length ?? 0 },
): number[] => {
  const length = part.to - part.from;
  if (length <= most) return Array.from({ length }, (_, i) => part.from + i);
  const indexes: number[] = [];
  const kept = new Set<number>();
  for (let column = 0; column < columns; column++) {
    const from = part.from + Math.floor((column * length) / columns);
    const to = part.from + Math.floor(((column + 1) * length) / columns);
    if (from === to) continue;
    kept.clear();
    kept.add(from).add(to - 1);
    for (const values of series) for (const place of extremesOf(values, from, to)) kept.add(place);
    indexes.push(...[...kept].sort((a, b) => a - b));
  }
  return indexes;
};

/** Indexes of at most `most` rows of a table, evenly spread, with the first and the last. */
export const sampledRows = (length: number, most = 60): number[] => {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.floor((i * (length - 1)) / (most - 1)));
};

/**
 * Where in a part of a column its lowest and its highest value lie. Those of whole blocks are found when a column
 * is first asked about and kept, so that zooming over a million values reads some thousands of them.
 */

/** Values in a block. */
const BLOCK = 128;

/** Places of the lowest and the highest value of each whole block. */
type Blocks = { readonly lowest: Uint32Array; readonly highest: Uint32Array };

const known = new WeakMap<ArrayLike<number>, Blocks>();

/**
 * The first place of the lowest and the first of the highest value.
 *
 * @param values - numbers, not written to once they were asked about
 * @param from - the first place of the part; the part ends before `to` and is not empty
 */
export const extremesOf = (
  values: ArrayLike<number>,
  from: number,
  to: number,
): readonly [lowest: number, highest: number] => {
  const first = Math.ceil(from / BLOCK);
  const last = Math.floor(to / BLOCK);
  if (last - first < 2) return among(values, from, to, from, from);
  const { lowest, highest } = blocksOf(values);
  let [low, high] = among(values, from, first * BLOCK, from, from);
  for (let block = first; block < last; block++) {
    if (values[lowest[block]] < values[low]) low = lowest[block];
    if (values[highest[block]] > values[high]) high = highest[block];
  }
  return among(values, last * BLOCK, to, low, high);
};

/** The highest value of a column; 0 when it is empty or has none above. */
export const mostOf = (values: ArrayLike<number>): number =>
  values.length === 0 ? 0 : Math.max(0, values[extremesOf(values, 0, values.length)[1]]);

/** The extremes of a part and of two places found before. */
const among = (
  values: ArrayLike<number>,
  from: number,
  to: number,
  low: number,
  high: number,
): readonly [number, number] => {
  let lowest = low;
  let highest = high;
  for (let at = from; at < to; at++) {
    if (values[at] < values[lowest]) lowest = at;
    if (values[at] > values[highest]) highest = at;
  }
  return [lowest, highest];
};

const blocksOf = (values: ArrayLike<number>): Blocks => {
  const found = known.get(values);
  if (found !== undefined) return found;
  const count = Math.floor(values.length / BLOCK);
  const blocks = { lowest: new Uint32Array(count), highest: new Uint32Array(count) };
  for (let block = 0; block < count; block++) {
    const from = block * BLOCK;
    [blocks.lowest[block], blocks.highest[block]] = among(values, from, from + BLOCK, from, from);
  }
  known.set(values, blocks);
  return blocks;
};

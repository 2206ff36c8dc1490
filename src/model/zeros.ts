/** A count for each pool, all nothing. Plain arrays: for a handful of pools they are made faster than typed ones. */
export const zeros = (length: number): number[] => new Array<number>(length).fill(0);

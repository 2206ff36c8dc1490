/** Cuts a study into units. The cut changes nothing but how the work is spread and when it can be seen. */
import type { Unit } from "./unit.ts";

/** Units of about equal size, several for each worker, variant by variant. */
export const planUnits = (variants: number, replications: number, workers: number): Unit[] => {
  const size = sizeOf(variants, replications, workers);
  const units: Unit[] = [];
  for (let variant = 0; variant < variants; variant++) {
    for (let from = 0; from < replications; from += size) {
      units.push({ variant, from, to: Math.min(replications, from + size) });
    }
  }
  return units;
};

/** Units of one size before it doubles, while somebody watches. */
const BEFORE_DOUBLING = 4;

/**
 * Units for somebody who watches: all variants of one stretch of replications, then of the next, the first
 * stretch a single replication and later ones longer, up to the size of `planUnits`.
 */
export const planWatchedUnits = (variants: number, replications: number, workers: number): Unit[] => {
  const most = sizeOf(variants, replications, workers);
  const units: Unit[] = [];
  let size = 1;
  for (let from = 0, stretches = 0; from < replications; stretches++) {
    if (stretches > 0 && stretches % BEFORE_DOUBLING === 0) size = Math.min(most, 2 * size);
    const to = Math.min(replications, from + size);
    for (let variant = 0; variant < variants; variant++) units.push({ variant, from, to });
    from = to;
  }
  return units;
};

const sizeOf = (variants: number, replications: number, workers: number): number =>
  Math.max(1, Math.min(25, Math.ceil((variants * replications) / (workers * 8))));

/** Cuts a study into units. The cut changes nothing but how the work is spread. */
import type { Unit } from "./unit.ts";

/** Units of about equal size, several for each worker, variant by variant. */
export const planUnits = (variants: number, replications: number, workers: number): Unit[] => {
  const size = Math.max(1, Math.min(25, Math.ceil((variants * replications) / (workers * 8))));
  const units: Unit[] = [];
  for (let variant = 0; variant < variants; variant++) {
    for (let from = 0; from < replications; from += size) {
      units.push({ variant, from, to: Math.min(replications, from + size) });
    }
  }
  return units;
};

/** Cuts a study into units. The cut changes nothing but how the work is spread. */
import type { Unit } from "./unit.ts";

/** Replications of a unit, at most. */
const LARGEST_UNIT = 25;
/** The same where most of what is planned is never run. */
const SMALL_UNIT = 5;

/**
 * Units of about equal size, several for each worker: variant by variant, or, for a rule that looks at all variants
 * at once, range by range of replications and in each range variant by variant.
 */
export const planUnits = (
  variants: number,
  replications: number,
  workers: number,
  order: "variants" | "ranges" = "variants",
): Unit[] => {
  const even = Math.ceil((variants * replications) / (workers * 8));
  const size = Math.max(1, Math.min(order === "ranges" ? SMALL_UNIT : LARGEST_UNIT, even));
  const units: Unit[] = [];
  for (let variant = 0; variant < variants; variant++) {
    for (let from = 0; from < replications; from += size)
      units.push({ variant, from, to: Math.min(replications, from + size) });
  }
  return order === "variants" ? units : units.sort((a, b) => a.from - b.from || a.variant - b.variant);
};

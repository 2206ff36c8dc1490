/** What is known of arrivals without simulating them: the long-run rate and burstiness of each process. */
import type { Arrivals } from "../../model/types.ts";
import { hawkesDispersionLimit, hawkesRate } from "./hawkes.ts";
import { mmppDispersion, mmppRate } from "./mmpp.ts";
import { factorsOfWeek } from "./profile.ts";

/** Arrivals a second in the long run; 0 for a list of instants, which ends. */
export const meanRate = (arrivals: Arrivals): number => {
  switch (arrivals.kind) {
    case "poisson":
    case "renewal":
      return arrivals.rate;
    case "profile":
      return arrivals.rate * meanOf(factorsOfWeek(arrivals));
    case "mmpp":
      return mmppRate(arrivals);
    case "hawkes":
      return hawkesRate(arrivals);
    case "at":
      return 0;
  }
};

/**
 * Index of dispersion of counts in the limit: variance over mean of the number of arrivals in stretches that grow
 * beyond all bounds (for a profile, in whole weeks). 1 is Poisson, more is burstier; a list of instants has 0,
 * for its counts do not vary.
 */
export const dispersionLimit = (arrivals: Arrivals): number => {
  switch (arrivals.kind) {
    case "poisson":
    case "profile":
      return 1;
    case "renewal":
      return 1 / arrivals.shape;
    case "mmpp":
      return mmppDispersion(arrivals, Infinity);
    case "hawkes":
      return hawkesDispersionLimit(arrivals);
    case "at":
      return 0;
  }
};

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

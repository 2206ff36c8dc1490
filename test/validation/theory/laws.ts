/** Laws of run times with a mean of one's choice, as a scenario has them, and their moments. */
import {
  constantService,
  exponentialService,
  hyperexponentialService,
} from "../../../src/validation/theory/service.ts";
import type { Law } from "./simulated.ts";

export const exponential = (mean: number): Law => ({
  work: { kind: "exponential", mean },
  moments: exponentialService(mean),
});

export const constant = (mean: number): Law => ({ work: mean, moments: constantService(mean) });

/** Three jobs of four short, one long: a squared coefficient of variation of 2.33. */
export const hyperexponential = (mean: number): Law => {
  const means = [mean / 2, (5 * mean) / 2];
  const weights = [3, 1];
  return {
    work: { kind: "hyperexponential", means, weights },
    moments: hyperexponentialService(means, weights),
  };
};

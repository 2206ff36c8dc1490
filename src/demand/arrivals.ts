/**
 * When jobs arrive: one process each in `arrivals/`, chosen here. Whatever the horizon, draws are made one arrival
 * after the other from one stream, so that a longer horizon keeps all arrivals of a shorter one. Times are
 * exact until they are rounded down to whole seconds at the end.
 */
import { InputError } from "../base/errors.ts";
import type { Arrivals, Seconds } from "../model/types.ts";
import type { Generator } from "../random/generator.ts";
import { branchingRatio, hawkesArrivals } from "./arrivals/hawkes.ts";
import { Instants } from "./arrivals/instants.ts";
import { mmppArrivals } from "./arrivals/mmpp.ts";
import { meanRate } from "./arrivals/moments.ts";
import { profileArrivals } from "./arrivals/profile.ts";
import { gammaArrivals, poissonArrivals } from "./arrivals/renewal.ts";

/**
 * All arrivals in [0, horizon), in whole seconds, ascending.
 *
 * @param epoch - second 0 as seconds since 1970; only a profile looks at it
 * @param name - whose arrivals they are, for messages
 * @throws InputError when the process explodes or there are more than 16,000,000 arrivals
 */
export const arrivalTimes = (
  arrivals: Arrivals,
  epoch: number,
  horizon: Seconds,
  generator: Generator,
  name: string,
): Float64Array<ArrayBuffer> => {
  refuse(arrivals, name);
  const out = new Instants(meanRate(arrivals) * horizon, name);
  switch (arrivals.kind) {
    case "poisson":
      poissonArrivals(arrivals.rate, horizon, generator, out);
      break;
    case "renewal":
      gammaArrivals(arrivals.rate, arrivals.shape, horizon, generator, out);
      break;
    case "profile":
      profileArrivals(arrivals, epoch, horizon, generator, out);
      break;
    case "mmpp":
      mmppArrivals(arrivals, horizon, generator, out);
      break;
    case "hawkes":
      hawkesArrivals(arrivals, horizon, generator, out);
      break;
    case "at":
      listedArrivals(arrivals.times, horizon, out);
      break;
  }
  return out.toArray();
};

/** The given instants in order, those outside the horizon left out. */
const listedArrivals = (times: readonly Seconds[], horizon: Seconds, out: Instants): void => {
  for (const at of [...times].sort((a, b) => a - b)) if (at >= 0 && at < horizon) out.push(at);
};

/** Processes that would never end. */
const refuse = (arrivals: Arrivals, name: string): void => {
  if (arrivals.kind === "hawkes" && !(branchingRatio(arrivals) < 1)) {
    throw new InputError([
      {
        path: name,
        message: "each arrival causes at least one more, so their number explodes",
        found: `jump ${arrivals.jump} at decay ${arrivals.decay}`,
        allowed: "a jump below the decay",
      },
    ]);
  }
  if (arrivals.kind === "mmpp" && !(arrivals.sojourns[0] + arrivals.sojourns[1] > 0)) {
    throw new InputError([
      {
        path: name,
        message: "neither state lasts, so the process never advances",
        found: `sojourns of ${arrivals.sojourns[0]} s and ${arrivals.sojourns[1]} s`,
        allowed: "at least one sojourn above 0 s",
      },
    ]);
  }
};

/**
 * Who comes along the deal pipeline, drawn once for a replication: when, how much each wants and the most it pays.
 * Each column has a random stream of its own and takes one draw after the other, so that another source, another
 * law or a longer horizon leaves the rest as it was.
 */
import type { Prospect } from "../model/deals.ts";
import type { Plan } from "../model/types.ts";
import { arrivalTimes } from "./arrivals.ts";
import { drawerOf } from "./jobs/drawers.ts";
import type { OpenStream } from "./level.ts";

/** All prospects of a plan by arrival; among equals in the order of the pipeline. */
export const prospectsOf = (plan: Plan, stream: OpenStream): Prospect[] =>
  plan.pipeline
    .flatMap(({ name, arrivals, gpus, pays }, source) => {
      const times = arrivalTimes(arrivals, plan.epoch, plan.horizon, stream(name, "deals"), name);
      const sizes = stream(name, "deal sizes");
      const purses = stream(name, "deal prices");
      const size = drawerOf(gpus);
      const purse = pays === undefined ? () => Number.POSITIVE_INFINITY : drawerOf(pays);
      return Array.from(
        times,
        (at, i): Prospect => ({
          source,
          name: `${name}#${i + 1}`,
          at,
          gpus: Math.max(1, Math.round(size(sizes))),
          pays: purse(purses),
        }),
      );
    })
    .sort((a, b) => a.at - b.at || a.source - b.source);

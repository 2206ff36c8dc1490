/**
 * The market in the scenario language: what capacity costs elsewhere, and who comes to lease some here.
 */
import { z } from "zod";
import { arrivals } from "./arrivals-schema.ts";
import { contract } from "./contract-schema.ts";
import { gpusDistribution, multipleDistribution } from "./distribution-schema.ts";
import { dollars, duration, factor, MAX_LIST, moment, name, share } from "./fields.ts";

/** The price of capacity elsewhere. */
export const market = z
  .strictObject({
    every: duration("Grid on which the price moves.").default("7 days"),
    growth: z
      .number()
      .positive()
      .max(1000)
      .default(1)
      .meta({ description: "Growth of the price a year, as a factor.", unit: "factor per year" }),
    sigma: z.number().min(0).max(3).default(0).meta({
      description:
        "Standard deviation of the price's logarithm: after a year, or with `halfLife` in the long run (A).",
    }),
    halfLife: duration(
      "Half-life of a deviation from the trend. Default: deviations stay, which is geometric Brownian motion.",
    ).optional(),
    steps: z
      .array(
        z.strictObject({
          at: moment("When: a date, or a time after the start."),
          is: factor("The price from then on, against that of the start, before growth and chance.", 100),
        }),
      )
      .max(MAX_LIST)
      .default([])
      .meta({ description: "Known changes of the price." }),
  })
  .meta({ description: "The price of capacity elsewhere, as an index that is 1 at the start." });

const terms = contract.omit({ gpus: true, signed: true, start: true, ramp: true, fee: true }).extend({
  fee: z
    .union([
      z.strictObject({ perGpuHour: dollars("Dollars for an accelerator-hour: the list price.") }),
      z.strictObject({ perMwMonth: dollars("Dollars for a megawatt-month: the list price.") }),
    ])
    .meta({ description: "The rent." }),
});

/** Prospects who come over time, all offered the same terms. */
export const prospects = z
  .strictObject({
    name: name("Name of the stream; its leases are numbered."),
    priority: z
      .int()
      .min(-1000)
      .max(1000)
      .default(0)
      .meta({ description: "Higher is evicted later, under lowestPriority." }),
    arrivals,
    gpus: gpusDistribution("Accelerators a prospect wants at the list price."),
    pays: multipleDistribution("Most it pays, against the list price. Default: any price.").optional(),
    price: z.enum(["list", "market"]).default("list").meta({
      description: "What it is asked: the list price, or that moved as the market has since the start.",
    }),
    least: share("Least share of what it wants that it signs for.").default(1),
    patience: duration("How long it waits for capacity or a better price; it looks every day (A).").default(
      "30 days",
    ),
    terms: terms.meta({
      description: "The contract of each; term and lockout count from the day it signs.",
    }),
    exit: z
      .strictObject({
        perYear: z
          .number()
          .min(0)
          .max(1000)
          .optional()
          .meta({ description: "Hazard of giving notice, a year." }),
        whenMarketBelow: factor(
          "Gives notice when the market asks less than this share of what it pays here; needs a `market`.",
          100,
        ).optional(),
      })
      .default({})
      .meta({ description: "Its own exit: at random, or when it is cheaper elsewhere." }),
    churn: z.number().min(0).max(100).default(0.5).meta({
      description: "Evicted k times, it declines renewal with probability 1 - exp(-k x churn) (A).",
    }),
    leaving: z.number().min(0).max(100).default(0).meta({
      description:
        "Evicted k times in part, it has given notice of the rest with probability 1 - exp(-k x leaving) (A).",
    }),
  })
  .meta({ description: "Prospective tenants who come over time." });

export type MarketSpec = z.output<typeof market>;
export type ProspectsSpec = z.output<typeof prospects>;
/** Terms of a deal: a contract without the quantity and dates that the deal brings. */
export type TermsSpec = ProspectsSpec["terms"];

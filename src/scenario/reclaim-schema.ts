/**
 * The parts of a reclaim policy in the scenario language: when, how much, whom, with which notice, for which money,
 * whether it is taken back, and how often at most.
 */
import { z } from "zod";
import { count, duration, factor, gpus, instant, MAX_LIST, share } from "./fields.ts";

export const victimOrders = [
  "shortestNotice",
  "lowestFee",
  "lowestPriority",
  "youngest",
  "oldest",
  "smallest",
  "largest",
  "earliestExpiry",
  "longestRemaining",
  "mostOverShare",
  "leastLostWork",
  "fewestVictims",
  "random",
] as const;

export const trigger = z
  .union([
    z.enum(["never", "onBlocked", "periodic", "forecastCross", "calendar"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("never") }),
      z.strictObject({
        kind: z.literal("onBlocked"),
        delay: duration("How long demand must have been short.").default(0),
      }),
      z.strictObject({
        kind: z.literal("periodic"),
        every: duration("Time between reviews.").default("1 day"),
      }),
      z.strictObject({
        kind: z.literal("forecastCross"),
        every: duration("Time between looks at the forecast.").default("1 day"),
        q: share("Quantile of the forecast that must exceed the supply by then.").default(0.5),
      }),
      z.strictObject({
        kind: z.literal("calendar"),
        dates: z.array(instant("A date, or an instant.")).max(MAX_LIST).default([]).meta({
          description: "Reviews take place then, in any order.",
        }),
        monthly: z.int().min(0).max(28).optional().meta({
          description:
            "And on this day of each month, at midnight UTC; 0: on none. Default: the first, when there are no dates.",
          unit: "count",
        }),
      }),
    ]),
  ])
  .meta({
    description:
      "When: on a shortage, at every review, when the forecast crosses the supply, or at the dates of a calendar.",
  });

export const size = z
  .union([
    z.enum(["shortfall", "forecastQuantile", "foresight", "yarnRound", "plan"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("shortfall") }),
      z.strictObject({ kind: z.literal("orderUpTo"), level: gpus("Supply to keep for internal demand.") }),
      z.strictObject({ kind: z.literal("foresight") }),
      z.strictObject({
        kind: z.literal("yarnRound"),
        share: share(
          "Most that a round takes, of the usable accelerators; YARN's total_preemption_per_round.",
        ).default(0.1),
        naturalTermination: share(
          "Part of the shortfall that a round asks for; YARN's natural_termination_factor.",
        ).default(0.2),
      }),
      z.strictObject({
        kind: z.literal("plan"),
        horizon: duration("How far ahead calls are weighed; a perfect forecast plans to the end.").default(
          "1 year",
        ),
      }),
      z.strictObject({
        kind: z.literal("forecastQuantile"),
        q: z
          .union([z.number().gt(0).lt(1), z.literal("newsvendor")])
          .default(0.9)
          .meta({
            description:
              "Quantile of demand at notice + turnover, or newsvendor: (value - fee) / value of the victim.",
          }),
      }),
    ]),
  ])
  .meta({
    description:
      "How much: today's shortfall, a part of it a round, up to a level, a quantile of demand when the notice ends, or the plan of least expected cost, which also decides whom and when.",
  });

export const victims = z
  .union([
    z.enum(victimOrders),
    z.array(z.enum(victimOrders)).min(1).max(victimOrders.length),
    z.strictObject({
      weighted: z
        .array(
          z.strictObject({
            by: z
              .enum(victimOrders)
              .meta({ description: "An order: who comes first by it counts 0, the last 1." }),
            weight: factor("Times this.").default(1),
          }),
        )
        .min(1)
        .max(victimOrders.length)
        .meta({ description: "Orders that are added up; the least sum comes first." }),
    }),
  ])
  .meta({
    description: "Whom: orders applied one after another, or added up by weight; ties end with the id.",
  });

const insideLockout = z
  .enum(["refuse", "queue"])
  .default("refuse")
  .meta({ description: "What becomes of a notice inside the lockout: none, or it waits for the end." });

export const notice = z
  .union([
    z.enum(["contractMinimum", "longest", "untilNextCheckpoint"]),
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.enum(["contractMinimum", "longest", "untilNextCheckpoint"]),
        insideLockout,
      }),
      z.strictObject({
        kind: z.literal("fixed"),
        for: duration("Length; never less than the contract's."),
        insideLockout,
      }),
    ]),
  ])
  .meta({
    description:
      "With which notice: the contract's, the longest of all that are called, until the tenant's next checkpoint, or fixed; and whether a call inside the lockout waits for its end.",
  });

export const buyOut = z
  .union([
    z.enum(["never", "ifWorth"]),
    z.strictObject({
      atMost: share("Most that the deal may cost, of what the shortage it ends is worth.").default(1),
    }),
  ])
  .meta({
    description:
      "Whether tenants are paid to leave before their notice is over, where the contract names a price. ifWorth: up to what the shortage is worth.",
  });

const band = share(
  "Spare supply, as a share of internal demand, beyond which notices are taken back.",
).default(0.05);

export const rescind = z
  .union([
    z.enum(["never", "ifNeedGone", "offer"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("never") }),
      z.strictObject({ kind: z.literal("ifNeedGone"), band }),
      z.strictObject({
        kind: z.literal("offer"),
        band,
        acceptProbability: share(
          "Probability that the tenant takes the offer, where its contract lets it (A).",
        ).default(0.5),
      }),
    ]),
  ])
  .meta({
    description:
      "Whether a notice is taken back when the need is gone, or the tenant asked if it wants that.",
  });

export const throttle = z
  .strictObject({
    minGap: duration("Least time between rounds of notices.").default(0),
    maxOpen: count("Most notices running at once.", 0, 1_000_000).optional(),
    maxPerRound: count("Most notices in one round. Default: no limit.", 1, 1_000_000).optional(),
    maxPerYear: count(
      "Most notices to one lease in 365 days, besides its contract's limit. Default: no limit.",
      0,
      1_000_000,
    ).optional(),
    evictionBudget: z
      .strictObject({
        evictions: count("Most notices ...", 0, 1e9),
        per: duration("... in any stretch of this length."),
      })
      .optional()
      .meta({ description: "Limit on notices over time. Default: none." }),
    deadZone: share("A shortage up to this share of internal demand is ignored.").default(0),
    naturalExitFactor: share(
      "Share of the leases whose term may end in time that is expected not to be renewed, and so need not be called.",
    ).default(0),
  })
  .meta({ description: "Limits that keep a policy from flapping." });

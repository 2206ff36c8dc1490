/**
 * The policy part of the scenario language: reclaim as six independent parts, forecast, refill, and what is
 * about jobs.
 * A policy may be built on a shipped one with `use`; what it then states replaces that part.
 * A part may be written as its kind alone: `trigger: periodic`.
 */
import { z } from "zod";
import { dialectNames } from "./dialects.ts";
import { durationDistribution } from "./distribution-schema.ts";
import { count, duration, gpus, share } from "./fields.ts";
import { admission, placement, preemption, queue } from "./work-policy-schema.ts";

export const shippedPolicyNames = [
  ...(["never", "reactive", "ahead", "base-stock", "plan", "clairvoyant", "optimal"] as const),
  ...dialectNames,
] as const;

export const victimOrders = [
  "shortestNotice",
  "lowestFee",
  "lowestPriority",
  "youngest",
  "oldest",
  "smallest",
  "largest",
  "earliestExpiry",
  "fewestVictims",
] as const;

const trigger = z
  .union([
    z.enum(["never", "onBlocked", "periodic", "forecastCross"]),
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
    ]),
  ])
  .meta({ description: "When: on a shortage, at every review, or when the forecast crosses the supply." });

const size = z
  .union([
    z.enum(["shortfall", "forecastQuantile", "foresight", "plan"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("shortfall") }),
      z.strictObject({ kind: z.literal("orderUpTo"), level: gpus("Supply to keep for internal demand.") }),
      z.strictObject({ kind: z.literal("foresight") }),
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
      "How much: today's shortfall, up to a level, a quantile of demand when the notice ends, or the plan of least expected cost, which also decides whom and when.",
  });

const victims = z
  .union([z.enum(victimOrders), z.array(z.enum(victimOrders)).min(1).max(9)])
  .meta({ description: "Whom: orders applied one after another; ties end with the id." });

const insideLockout = z
  .enum(["refuse", "queue"])
  .default("refuse")
  .meta({ description: "What becomes of a notice inside the lockout: none, or it waits for the end." });

const notice = z
  .union([
    z.enum(["contractMinimum"]),
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("contractMinimum"),
        insideLockout,
      }),
      z.strictObject({
        kind: z.literal("fixed"),
        for: duration("Length; never less than the contract's."),
        insideLockout,
      }),
    ]),
  ])
  .meta({ description: "With which notice; and whether a call inside the lockout waits for its end." });

const rescind = z
  .union([
    z.enum(["never", "ifNeedGone"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("never") }),
      z.strictObject({
        kind: z.literal("ifNeedGone"),
        band: share(
          "Spare supply, as a share of internal demand, beyond which notices are taken back.",
        ).default(0.05),
      }),
    ]),
  ])
  .meta({ description: "Whether a notice is taken back when the need is gone." });

const throttle = z
  .strictObject({
    minGap: duration("Least time between rounds of notices.").default(0),
    maxOpen: count("Most notices running at once.", 0, 1_000_000).optional(),
    deadZone: share("A shortage below this share of internal demand is ignored.").default(0),
  })
  .meta({ description: "Limits that keep a policy from flapping." });

export const policy = z.strictObject({
  use: z.enum(shippedPolicyNames).optional().meta({
    description: "The shipped policy it builds on. Default: the one of its own name, else reactive.",
  }),
  reclaim: z
    .strictObject({
      trigger: trigger.optional(),
      size: size.optional(),
      victims: victims.optional(),
      spare: z.boolean().optional().meta({ description: "Walk back and spare whoever is no longer needed." }),
      notice: notice.optional(),
      rescind: rescind.optional(),
      throttle: throttle.optional(),
    })
    .optional()
    .meta({
      description: "Which capacity is called back, when, from whom; parts left out are those of `use`.",
    }),
  forecast: z
    .union([
      z.enum(["perfect", "persistence", "growth", "quantile", "law"]),
      z.strictObject({
        kind: z.enum(["perfect", "persistence", "growth", "quantile", "law"]),
        sd: z.number().min(0).max(10).default(0.15).meta({
          description:
            "quantile: relative standard deviation 30 days ahead, growing with the square root (A).",
        }),
      }),
    ])
    .optional()
    .meta({ description: "What the policy believes about demand ahead." }),
  refill: z
    .union([
      z.enum(["hold", "relet"]),
      z.strictObject({
        kind: z.enum(["hold", "relet"]),
        lag: durationDistribution("Overrides the tenants' re-let lag.").optional(),
      }),
    ])
    .optional()
    .meta({ description: "What happens to capacity that nobody needs: kept, or let again." }),
  queue: queue.optional(),
  placement: placement.optional(),
  preemption: preemption.optional(),
  admission: admission.optional(),
});

export type PolicySpec = z.output<typeof policy>;

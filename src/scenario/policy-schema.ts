/**
 * The policy part of the scenario language: reclaim as six independent parts, forecast, refill, and what is
 * about jobs.
 * A policy may be built on a shipped one with `use`; what it then states replaces that part.
 * A part may be written as its kind alone: `trigger: periodic`.
 */
import { z } from "zod";
import { dialectNames } from "./dialects.ts";
import { durationDistribution } from "./distribution-schema.ts";
import { buyOut, notice, rescind, size, throttle, trigger, victims } from "./reclaim-schema.ts";
import { admission, placement, preemption, queue } from "./work-policy-schema.ts";

export const shippedPolicyNames = [
  ...(["never", "reactive", "ahead", "base-stock", "plan", "clairvoyant", "optimal"] as const),
  ...dialectNames,
] as const;

export const refillKinds = ["hold", "internalFirst", "relet", "spot"] as const;

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
      buyOut: buyOut.optional(),
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
      z.enum(refillKinds),
      z.strictObject({
        kind: z.enum(refillKinds),
        lag: durationDistribution("Overrides the tenants' re-let lag.").optional(),
      }),
    ])
    .optional()
    .meta({
      description:
        "What happens to capacity that came back and nobody needs: kept, let again, let again as far as demand foreseen leaves it, or left to tenants' jobs, which then also run on what is held for a planned run, without notice.",
    }),
  queue: queue.optional(),
  placement: placement.optional(),
  preemption: preemption.optional(),
  admission: admission.optional(),
});

export type PolicySpec = z.output<typeof policy>;

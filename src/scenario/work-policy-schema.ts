/**
 * The part of the policy language that is about jobs: in which order they are served, where they are placed,
 * who may stop whom, and how much external jobs may hold together. A part may be written as its kind alone.
 */
import { z } from "zod";
import { count, duration, share } from "./fields.ts";

export const queueOrders = ["fcfs", "priority", "sjf", "smallest", "fairShare"] as const;

export const jobVictimOrders = [
  "lowestPriority",
  "youngest",
  "oldest",
  "smallest",
  "largest",
  "mostOverShare",
  "leastLostWork",
  "longestRemaining",
  "shortestNotice",
  "lowestFee",
  "fewestVictims",
  "random",
] as const;

export const queue = z
  .union([
    z.enum(queueOrders),
    z.strictObject({
      order: z.enum(queueOrders).default("fcfs").meta({
        description:
          "As they came, by priority, shortest first, smallest first, or who has had least for its weight.",
      }),
      backfill: z.enum(["none", "easy", "conservative"]).default("easy").meta({
        description:
          "Whether later jobs may pass: no, when the first is not delayed, or when nobody before them is.",
      }),
      halfLife: duration("fairShare: time after which half of what one has had is forgotten (A).").default(
        "7 days",
      ),
    }),
  ])
  .meta({ description: "In which order waiting jobs of one importance are served." });

export const placement = z
  .enum(["bestFit", "firstFit", "worstFit"])
  .meta({ description: "Which node takes a worker: the fullest, the first, or the emptiest that can." });

const preemptionNotice = z
  .union([
    z.enum(["own", "longest", "untilNextCheckpoint"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.enum(["own", "longest", "untilNextCheckpoint"]) }),
      z.strictObject({
        kind: z.literal("fixed"),
        for: duration("Length; never less than the job's own."),
      }),
    ]),
  ])
  .default("own")
  .meta({
    description:
      "With which notice: the job's own, the longest of all victims', until the next checkpoint, or fixed.",
  });

const budget = z
  .strictObject({
    evictions: count("Most of them ...", 0, 1e9),
    per: duration("... in any stretch of this length."),
  })
  .optional()
  .meta({ description: "Limit on preemptions over time. Default: none." });

export const preemption = z
  .union([
    z.literal("never"),
    z.strictObject({
      gap: count("Least difference in priority between owners.", 0, 2000).default(1),
      delay: duration("A job must have waited so long before it may preempt.").default(0),
      victims: z
        .union([z.enum(jobVictimOrders), z.array(z.enum(jobVictimOrders)).min(1).max(12)])
        .default(["lowestPriority", "youngest"])
        .meta({ description: "Whom: orders applied one after another; ties end with the id." }),
      spare: z
        .boolean()
        .default(true)
        .meta({ description: "Walk back and spare whoever is no longer needed." }),
      partial: z
        .boolean()
        .default(false)
        .meta({ description: "Shrink jobs to their minimum before any is stopped." }),
      notice: preemptionNotice,
      rescind: z
        .boolean()
        .default(false)
        .meta({ description: "Take a notice back when what it was for is found elsewhere." }),
      minRuntime: duration("Runs at least so long before it may be preempted; its own counts too.").default(
        0,
      ),
      maxPerRound: count("Most victims at once. Default: no limit.", 1, 1e9).optional(),
      budget,
    }),
  ])
  .meta({
    description:
      "How more important work takes accelerators from running jobs and planned runs, or never. The shipped policy never is about leases: in it jobs may be preempted.",
  });

export const admission = z
  .union([
    z.enum(["all", "spotQuota"]),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("all") }),
      z.strictObject({
        kind: z.literal("quota"),
        share: share("Most that external jobs hold together, as a share of what is installed."),
      }),
      z.strictObject({
        kind: z.literal("spotQuota"),
        window: duration("Guarantee window: what is admitted should stay that long (A).").default("1 h"),
        guarantee: share("Probability that it does (A).").default(0.9),
        every: duration("Time between looks at the quota (A).").default("5 min"),
        q: share("Quantile of past internal use that is taken for the window ahead (A).").default(0.9),
        history: duration("The past that is looked at (A).").default("24 h"),
        least: z
          .number()
          .min(0)
          .max(100)
          .default(0.2)
          .meta({ description: "Least factor that feedback puts on the forecast (A).", unit: "factor" }),
        most: z
          .number()
          .min(0)
          .max(100)
          .default(1.5)
          .meta({ description: "Greatest such factor (A).", unit: "factor" }),
      }),
    ]),
  ])
  .meta({
    description: "How much external jobs may hold: all that is free, a share, or what a forecast leaves.",
  });

export type QueueSpec = z.output<typeof queue>;
export type PreemptionSpec = z.output<typeof preemption>;
export type AdmissionSpec = z.output<typeof admission>;

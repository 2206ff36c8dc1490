/**
 * The owner's own programs in the scenario language: levels that grow and vary, explicit plans of runs, and
 * streams of jobs.
 */
import { z } from "zod";
import { duration, factor, gpus, MAX_LIST, moment, name, share } from "./fields.ts";
import { internalJobs } from "./jobs-schema.ts";

const poolChoice = z
  .array(
    z.union([
      name("A pool."),
      z.strictObject({
        pool: name("A pool."),
        ratio: z
          .number()
          .positive()
          .max(1000)
          .default(1)
          .meta({ description: "Worth of one accelerator of this pool in accelerators of the demand." }),
      }),
    ]),
  )
  .min(1)
  .max(50)
  .meta({ description: "Pools that will do, in order of preference. Default: every pool, at ratio 1." });

const level = z.strictObject({
  kind: z.literal("level"),
  base: gpus("Accelerators wanted at the start, before every factor."),
  growth: z
    .number()
    .positive()
    .max(1000)
    .default(1)
    .meta({ description: "Growth a year, as a factor (365 days).", unit: "factor per year" }),
  every: duration("Grid on which demand is sampled.").default("1 day"),
  season: z
    .strictObject({
      daily: z
        .strictObject({
          peak: factor("Peak over mean.", 100).default(1.4),
          trough: factor("Trough over mean.", 100).default(0.6),
          peakHour: z.number().min(0).max(24).default(15).meta({ description: "Hour (UTC) of the peak." }),
        })
        .optional()
        .meta({ description: "A wave over the day." }),
      weekly: z
        .strictObject({ weekend: factor("Saturday and Sunday over the other days.", 100) })
        .optional()
        .meta({ description: "Weekends against weekdays." }),
    })
    .optional()
    .meta({ description: "Daily and weekly rhythm." }),
  noise: z
    .strictObject({
      halfLife: duration("Half-life of a deviation.").default("30 days"),
      sigma: z
        .number()
        .min(0)
        .max(3)
        .default(0.15)
        .meta({ description: "Standard deviation of the log (A)." }),
    })
    .optional()
    .meta({ description: "Mean-reverting noise: Ornstein-Uhlenbeck on the logarithm." }),
  shocks: z
    .strictObject({
      perYear: z.number().min(0).max(1000).meta({ description: "Mean number a year (Poisson)." }),
      size: z
        .tuple([factor("Least.", 100), factor("Most.", 100)])
        .meta({ description: "Relative size, uniform between the two; 0.4 adds 40 %." }),
      lasts: duration("How long each one lasts."),
    })
    .optional()
    .meta({ description: "Surges: compound Poisson, added while they last." }),
  steps: z
    .array(
      z.strictObject({
        at: moment("When: a date, or a time after the start."),
        gpus: gpus("Demand from then on, before factors: replaces `base`, and growth starts anew."),
      }),
    )
    .max(MAX_LIST)
    .default([])
    .meta({ description: "Planned steps of demand." }),
  scale: factor("Multiplies the demand.").default(1),
  speedup: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .meta({ description: "Throughput of the software stack against today's.", unit: "factor" }),
  rebound: z.number().min(0).max(10).default(1).meta({
    description:
      "Demand is base x speedup^-(1-rebound): 0 frees all that speed saves, 1 spends it on more work, above 1 is Jevons (A).",
  }),
  mfu: z
    .strictObject({
      base: share("Model FLOPs utilization before the speed-up.").default(0.11),
      cap: share("Highest believable utilization; base x speedup above it is refused.").default(0.5),
    })
    .optional()
    .meta({
      description:
        "Checks the speed-up against what hardware can do. Checked with defaults when speedup is over 1.",
    }),
  own: gpus("Capacity elsewhere: only what exceeds it comes here.").default(0),
  pools: poolChoice.optional(),
});

const runs = z.strictObject({
  kind: z.literal("runs"),
  runs: z
    .array(
      z
        .strictObject({
          name: name("Name of the run."),
          start: moment("When it is submitted: a date, or a time after the start."),
          gpus: gpus("Accelerators it wants, all at once.", 1),
          minGpus: gpus("Fewest it starts with. Default: all of them.", 1).optional(),
          duration: duration("Length with all its accelerators; give this or `work`.").optional(),
          work: z
            .number()
            .positive()
            .max(1e12)
            .optional()
            .meta({ description: "Work to do; give this or `duration`.", unit: "GPU-hours" }),
          notice: duration("Its own notice when more important work preempts it.").default(0),
          delivered: share("Probability that such a notice reaches it.").default(1),
          checkpoint: z
            .strictObject({
              every: duration("Time between checkpoints."),
              cost: duration("Time to write one.").default("30 s"),
            })
            .optional()
            .meta({ description: "Default: none, and a preempted run starts again from nothing." }),
          restart: duration("Time lost at each restart.").default("300 s"),
          patience: duration(
            "It gives up when it has not started after this long. Default: never.",
          ).optional(),
        })
        .meta({ description: "A gang: it runs whole or not at all." }),
    )
    .min(1)
    .max(MAX_LIST)
    .meta({ description: "The runs, each with its start." }),
  pools: poolChoice.optional(),
});

const demand = z.discriminatedUnion("kind", [level, runs, ...internalJobs]);

export const program = z.strictObject({
  name: name("Name of the program."),
  priority: z.int().min(-1000).max(1000).default(100).meta({ description: "Higher goes first." }),
  weight: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .meta({ description: "Share among programs of equal priority, when there is not enough." }),
  demand: z
    .union([demand, z.array(demand).min(1).max(20)])
    .meta({ description: "One source of demand, or several." }),
});

export type ProgramSpec = z.output<typeof program>;
export type LevelSpec = z.output<typeof level>;
export type RunsSpec = z.output<typeof runs>;
export type PoolChoiceSpec = z.output<typeof poolChoice>;

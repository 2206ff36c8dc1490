/**
 * Distributions in the scenario language: of lengths of time, of accelerators, of factors. A bare value means
 * that constant. Lognormal is given by median and p90, the two figures that people can judge.
 */
import { z } from "zod";
import { duration, gpus, MAX_GPUS } from "./fields.ts";

const shape = (about: string, most: number) => z.number().positive().max(most).meta({ description: about });

const weights = z
  .array(z.number().positive().max(1e9))
  .min(1)
  .max(1000)
  .meta({ description: "How often each is taken, relative to the others." });

/** The kinds that every quantity may have. @param value - one value, with what it means */
const laws = <V extends z.ZodType>(value: (about: string) => V) =>
  [
    z.strictObject({ kind: z.literal("constant"), value: value("The value.") }),
    z.strictObject({
      kind: z.literal("uniform"),
      from: value("Smallest value."),
      to: value("Largest value."),
    }),
    z.strictObject({ kind: z.literal("exponential"), mean: value("Mean.") }),
    z.strictObject({
      kind: z.literal("lognormal"),
      median: value("Median."),
      p90: value("90th percentile, at least the median."),
    }),
    z.strictObject({
      kind: z.literal("gamma"),
      mean: value("Mean."),
      shape: shape("Shape; 1 is exponential.", 1e6),
    }),
    z.strictObject({
      kind: z.literal("weibull"),
      scale: value("Scale."),
      shape: shape("Shape; 1 is exponential.", 1e3),
    }),
    z.strictObject({
      kind: z.literal("pareto"),
      least: value("Smallest value."),
      shape: shape("Tail exponent.", 1e3),
    }),
    z.strictObject({
      kind: z.literal("hyperexponential"),
      means: z
        .array(value("Mean of a branch."))
        .min(1)
        .max(20)
        .meta({ description: "Means of the branches." }),
      weights,
    }),
    z.strictObject({
      kind: z.literal("empirical"),
      values: z
        .array(value("An observed value."))
        .min(1)
        .max(10_000)
        .meta({ description: "Observed values, each equally likely." }),
    }),
  ] as const;

/** A length of time, or a distribution of them. */
export const durationDistribution = (about: string) =>
  z
    .union([...duration(about).options, z.discriminatedUnion("kind", [...laws(duration)])])
    .meta({ description: about, unit: "duration or distribution" });

const bodyAndTail = z.strictObject({
  kind: z.literal("bodyAndTail"),
  median: duration("Median of the lognormal body."),
  p90: duration("90th percentile of the body, above the median; give this or `sigma`.").optional(),
  sigma: z
    .number()
    .positive()
    .max(10)
    .optional()
    .meta({ description: "Standard deviation of the body's logarithm; give this or `p90`." }),
  above: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.9)
    .meta({ description: "Probability of the body: the quantile above which the tail takes over (A)." }),
  shape: shape("Exponent of the Pareto tail.", 1e3),
  most: duration("Where the tail is cut off, above the median."),
});

/** A run time, or a distribution of them; these may also have a tail. */
export const runTimeDistribution = (about: string) =>
  z
    .union([...duration(about).options, z.discriminatedUnion("kind", [...laws(duration), bodyAndTail])])
    .meta({ description: about, unit: "duration or distribution" });

const amount = (most: number) => (about: string) =>
  z.number().positive().max(most).meta({ description: about });

const choice = z.strictObject({
  kind: z.literal("choice"),
  values: z
    .array(gpus("One of the values.", 1))
    .min(1)
    .max(1000)
    .meta({ description: "The values to choose from." }),
  weights,
});

/** A number of accelerators, or a distribution of them. */
export const gpusDistribution = (about: string) =>
  z
    .union([z.int().min(1).max(MAX_GPUS), z.discriminatedUnion("kind", [...laws(amount(MAX_GPUS)), choice])])
    .meta({ description: about, unit: "GPUs or distribution" });

/** A factor of at least 1, or a distribution of them. */
export const factorDistribution = (about: string) =>
  z
    .union([z.number().min(1).max(1e6), z.discriminatedUnion("kind", [...laws(amount(1e6))])])
    .meta({ description: about, unit: "factor or distribution" });

/** A multiple of something, or a distribution of them. */
export const multipleDistribution = (about: string) =>
  z
    .union([z.number().positive().max(1e6), z.discriminatedUnion("kind", [...laws(amount(1e6))])])
    .meta({ description: about, unit: "factor or distribution" });

export type DurationDistributionSpec = z.output<ReturnType<typeof durationDistribution>>;
export type RunTimeSpec = z.output<ReturnType<typeof runTimeDistribution>>;
export type GpusDistributionSpec = z.output<ReturnType<typeof gpusDistribution>>;
export type FactorDistributionSpec = z.output<ReturnType<typeof factorDistribution>>;

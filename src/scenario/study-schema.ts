/**
 * The language of studies, version 1: a scenario, axes along which it is changed, policies, how often each point is
 * repeated, and what makes a point acceptable. One definition gives types, validation and JSON Schema, as for
 * scenarios; relations between fields are checked in `check/study.ts`.
 */
import { z } from "zod";
import { count, duration, name, prose, share } from "./fields.ts";
import { scenarioSchema } from "./schema.ts";

/** Values of one axis, and points of one study, at most. */
export const MAX_AXIS_VALUES = 100_000;
export const MAX_POINTS = 1_000_000;

const amount = (about: string) =>
  z.union([z.number(), z.string().min(1).max(60)]).meta({ description: about, examples: [1.5, "30 days"] });

const axisValue = z.union([
  z.number(),
  z.string().max(1000),
  z.boolean(),
  z.record(z.string().max(64), z.unknown()),
]);

const range = z.strictObject({
  kind: z.literal("range").default("range"),
  from: amount("First value."),
  to: amount("Last value, taken when the steps meet it."),
  step: amount("Distance between values; give this or `count`.").optional(),
  count: count("How many values, both ends included.", 2, MAX_AXIS_VALUES).optional(),
  scale: z
    .enum(["linear", "log"])
    .default("linear")
    .meta({ description: "Whether values of `count` have equal distances or equal ratios." }),
});

const whole = z
  .boolean()
  .default(false)
  .meta({ description: "Whether values are rounded to whole numbers." });

const drawn = [
  z.strictObject({
    kind: z.literal("uniform"),
    from: amount("Smallest value."),
    to: amount("Largest value."),
    whole,
  }),
  z.strictObject({
    kind: z.literal("logUniform"),
    from: amount("Smallest value, above 0."),
    to: amount("Largest value."),
    whole,
  }),
  z.strictObject({
    kind: z.literal("triangular"),
    from: amount("Smallest value."),
    mode: amount("Most likely value."),
    to: amount("Largest value."),
    whole,
  }),
  z.strictObject({
    kind: z.literal("lognormal"),
    median: amount("Median, above 0."),
    p90: amount("90th percentile, above the median."),
    whole,
  }),
] as const;

const axis = z
  .union([z.array(axisValue).min(1).max(MAX_AXIS_VALUES), z.discriminatedUnion("kind", [range, ...drawn])])
  .meta({ description: "Values, a range, or a distribution." });

const constraint = z.strictObject({
  metric: prose("A metric whose mean is judged, policy by policy.", 64).optional(),
  axis: prose("An axis whose values are judged; points outside are not run.", 500).optional(),
  atMost: amount("Largest acceptable value.").optional(),
  atLeast: amount("Smallest acceptable value.").optional(),
});

const select = z
  .strictObject({
    metric: prose("The metric to choose by; one of which more or less is better.", 64),
    indifference: z
      .union([z.number().positive(), z.string().min(1).max(20)])
      .default("1 %")
      .meta({
        description:
          "Differences below this do not matter: a share of the best mean, or in the metric's unit.",
        examples: ["1 %", 1_000_000],
      }),
    confidence: share("Probability that the choice is right, above 50 %.").default("95 %"),
  })
  .meta({
    description: "Repeats each point until the best policy is known: the procedure of Kim and Nelson.",
  });

export const studySchema = z
  .strictObject({
    $schema: prose("Where editors find the JSON Schema; it has no other effect.", 500).optional(),
    clawback: z.literal("study/1").meta({ description: "Version of the language.", unit: "version" }),
    name: name("Name of the study."),
    question: prose("The question it answers.").default(""),
    description: prose("Background and sources, for readers.").default(""),
    scenario: z
      .union([prose("A file beside the study, or the name of a preset.", 500).min(1), scenarioSchema])
      .meta({
        description: "What is studied: a file, a preset, or a scenario written out.",
      }),
    seed: z
      .union([prose("A text.", 200).min(1), z.int()])
      .optional()
      .meta({ description: "Names the random streams; default: the scenario's." }),
    axes: z.record(z.string().min(1).max(500), axis).default({}).meta({
      description:
        "What is changed: a path of the scenario, several joined by ` + `, with a name in front as in `notice = PATH + PATH`; and its values.",
    }),
    samples: count(
      "Points drawn from the axes that are distributions, for each point of the others.",
      1,
      MAX_POINTS,
    ).default(100),
    design: z.enum(["random", "latinHypercube", "sobol"]).default("latinHypercube").meta({
      description:
        "How they are drawn: independently, as a Latin hypercube, or as a Sobol sequence under a random shift.",
    }),
    policies: z
      .array(name("A policy of the scenario, or a shipped one."))
      .max(100)
      .default([])
      .meta({ description: "Policies, all on the same demand; none: all of the scenario." }),
    baseline: name("The policy that differences are taken against; default: the first.").optional(),
    replications: count(
      "Repetitions at each point; default: the scenario's. With `precision` or `select`, the fewest.",
      1,
      100_000,
    ).optional(),
    precision: z
      .record(z.string().max(64), share("Half the width of the 95 % interval, relative to the mean."))
      .default({})
      .meta({ description: "Metrics that must be known this well; a point is repeated until they are." }),
    select: select.optional(),
    mostReplications: count(
      "With `precision` or `select`, the replications after which a point goes on no longer.",
      1,
      100_000,
    ).default(1000),
    batch: count("Replications that are run together; the unit of work.", 1, 10_000).default(5),
    metrics: z
      .array(prose("A metric.", 64))
      .max(500)
      .default([])
      .meta({ description: "Metrics that the results hold; none: all that the scenario has." }),
    constraints: z
      .array(constraint)
      .max(100)
      .default([])
      .meta({ description: "What an acceptable point keeps to." }),
    limits: z
      .strictObject({
        events: count("Events of one run.", 1, Number.MAX_SAFE_INTEGER).default(1_000_000_000),
        wallClock: duration(
          "Time on the clock of one run; it decides only whether a run is given up.",
        ).default("10 min"),
        heap: count("Megabytes of memory of one worker.", 16, 1_000_000).default(2048),
      })
      .prefault({})
      .meta({ description: "Where a run is given up, so that a bad point cannot hold up the others." }),
  })
  .meta({ title: "Clawback study", description: "A scenario along axes, under policies, repeated." });

/** With every default filled in. */
export type Study = z.output<typeof studySchema>;
export type AxisSpec = Study["axes"][string];
export type DrawnSpec = Exclude<AxisSpec, readonly unknown[] | { kind: "range" }>;
export type RangeSpec = Extract<AxisSpec, { kind: "range" }>;
export type ConstraintSpec = Study["constraints"][number];

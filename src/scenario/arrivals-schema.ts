/**
 * When jobs arrive, in the scenario language. A rate is written per second, per hour, per day or per year, exactly
 * one of them; what else is a rate in the same process has the same unit.
 */
import { z } from "zod";
import { duration, factor, moment } from "./fields.ts";

const rate = (unit: string, least: "positive" | "zero") =>
  (least === "positive" ? z.number().positive() : z.number().min(0))
    .max(1e9)
    .optional()
    .meta({ description: `Mean number ${unit}; give one rate.` });

const rates = (least: "positive" | "zero" = "positive") => ({
  perSecond: rate("a second", least),
  perHour: rate("an hour", least),
  perDay: rate("a day", least),
  perYear: rate("a year", least),
});

const factors = (count: number, about: string) =>
  z.array(factor("A relative rate.", 1e6)).min(count).max(count).optional().meta({ description: about });

const spell = z.strictObject({
  ...rates("zero"),
  lasts: duration("Mean length of such a spell (exponential)."),
});

export const arrivals = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("poisson"), ...rates() }),
    z.strictObject({
      kind: z.literal("renewal"),
      ...rates(),
      shape: z
        .number()
        .positive()
        .max(1e6)
        .meta({ description: "Shape of the gamma gaps: 1 is Poisson, below 1 is bursty, above 1 is even." }),
    }),
    z.strictObject({
      kind: z.literal("profile"),
      ...rates(),
      hours: factors(
        24,
        "Rate in each hour of the day (UTC), relative to each other. Default: all the same.",
      ),
      days: factors(
        7,
        "Rate on each day of the week, Monday first, relative to each other. Default: all the same.",
      ),
    }),
    z.strictObject({
      kind: z.literal("mmpp"),
      spells: z
        .tuple([spell, spell])
        .meta({ description: "Calm and busy spells, in turn, each with its own Poisson rate." }),
    }),
    z.strictObject({
      kind: z.literal("hawkes"),
      ...rates(),
      jump: z.number().min(0).max(1e9).meta({
        description: "What an arrival adds to the rate, in the same unit; must be below `decay`.",
      }),
      decay: z.number().positive().max(1e9).meta({
        description: "How fast that fades, in the same unit: an arrival causes jump / decay more on average.",
      }),
    }),
    z.strictObject({
      kind: z.literal("at"),
      times: z
        .array(moment("When one arrives: a date, or a time after the start."))
        .min(1)
        .max(10_000)
        .meta({ description: "When jobs arrive." }),
    }),
  ])
  .meta({
    description:
      "When jobs arrive: at random, in even or bursty gaps, by the clock, in spells, in cascades, or as listed.",
  });

export type ArrivalsSpec = z.output<typeof arrivals>;

/**
 * The cluster in the scenario language: sites with power, pools with accelerators on line over time.
 */
import { z } from "zod";
import { durationDistribution } from "./distribution-schema.ts";
import { count, duration, gpus, instant, MAX_LIST, moment, name, power, share } from "./fields.ts";
import { availability } from "./trace-schema.ts";

export const site = z.strictObject({
  name: name("Name of the site."),
  power: z
    .union([
      power("Power limit, constant."),
      z
        .array(z.strictObject({ at: instant("From this date on."), is: power("Power limit.") }))
        .min(1)
        .max(MAX_LIST),
    ])
    .optional()
    .meta({ description: "Power limit, shared by the site's pools in declared order. Default: none." }),
  pue: z
    .number()
    .min(1)
    .max(5)
    .default(1)
    .meta({ description: "Power usage effectiveness; 1 when kwPerGpu is all-in.", unit: "factor" }),
  dutyCycle: z
    .strictObject({
      period: duration("Length of a cycle, such as one orbit."),
      off: duration("Part of each cycle, at its end, with reduced power, such as eclipse."),
      power: share("Share of the power limit that is left in that part.").default(0),
    })
    .optional()
    .meta({ description: "A power limit that cycles, as on an orbital site in eclipse." }),
});

const nodes = z.strictObject({
  count: count("Number of such nodes.", 1, 1_000_000),
  gpus: gpus("Accelerators of each.", 1),
});

const failures = z.strictObject({
  between: durationDistribution(
    "How long a block runs until it fails, counted anew whenever it comes into service; mostly exponential.",
  ),
  repair: durationDistribution("Time to mend a block, from when somebody is at it."),
  crew: count("Blocks that can be mended at once. Default: as many as have failed.", 1, 1_000_000).optional(),
  spares: count(
    "Blocks on the shelf, besides those of the pool; they do not fail there.",
    0,
    1_000_000,
  ).default(0),
  swap: duration("Time until a spare is in service.").default(0),
});

export const pool = z.strictObject({
  name: name("Name of the pool."),
  site: name("The site whose power it draws.").optional(),
  gpu: name("Type of accelerator.").default("gpu"),
  kwPerGpu: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .meta({ description: "All-in power for each accelerator.", unit: "kW" }),
  gpus: gpus("Accelerators on line from the start.").optional(),
  phases: z
    .array(
      z.strictObject({
        at: instant("Date on which the phase is on line."),
        gpus: gpus("Accelerators on line from then on (not the increment)."),
      }),
    )
    .min(1)
    .max(MAX_LIST)
    .optional()
    .meta({ description: "Accelerators on line over time; give this or `gpus`." }),
  nodes: z
    .union([nodes, z.array(nodes).min(1).max(100)])
    .optional()
    .meta({
      description:
        "Nodes of one shape, or of several, instead of `gpus`: jobs are placed on them and leave fragments. Such a pool serves jobs only.",
    }),
  availability: availability.optional(),
  outages: z
    .array(
      z.strictObject({
        at: moment("When it strikes: a date, or a time after the start."),
        gpus: gpus("Accelerators lost.", 1),
        lasts: duration("Time until repaired."),
      }),
    )
    .max(MAX_LIST)
    .default([])
    .meta({ description: "Planned or supposed failures." }),
  block: gpus(
    "Accelerators that stand together, such as the 8 of a server or the 72 of a rack: they fail together, and planned runs that are larger take whole blocks. Default: each by itself.",
    1,
  ).optional(),
  failures: failures.optional().meta({
    description: "Failures by chance, block by block, and their repair. Default: nothing fails by itself.",
  }),
});

export type SiteSpec = z.output<typeof site>;
export type PoolSpec = z.output<typeof pool>;

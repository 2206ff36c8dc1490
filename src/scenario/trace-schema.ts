/**
 * Recorded workloads and recorded capacity in the scenario language: which file, how its columns are to be
 * read, and how its rows are shifted, cut, stretched and repeated before they become jobs.
 */
import { z } from "zod";
import { traceFormats } from "../demand/trace/spec.ts";
import { duration, gpus, moment, share } from "./fields.ts";

/** No drive, no leading slash, no backslash, no empty, `.` or `..` part: a path that stays in the folder. */
const RELATIVE_PATH =
  /^(?![A-Za-z]:)(?!\.{1,2}(?:\/|$))[^\\/\p{Cc}\p{Cs}]+(?:\/(?!\.{1,2}(?:\/|$))[^\\/\p{Cc}\p{Cs}]+)*$/u;

const tracePath = (about: string) =>
  z
    .string()
    .min(1)
    .max(500)
    .regex(RELATIVE_PATH)
    .meta({ description: about, unit: "path", examples: ["traces/jobs.swf.gz"] });

const columnName = (about: string) =>
  z
    .union([z.string().min(1).max(200), z.int().min(1).max(1000)])
    .meta({ description: `${about} The column's name, or its number from 1 when there is no header.` });

const columns = z
  .strictObject({
    id: columnName("What the job is called.").optional(),
    submit: columnName("When the job was submitted.").optional(),
    start: columnName("When it began to run; with `end`, gives the run time.").optional(),
    end: columnName("When it ended; without `start`, counted from `submit`.").optional(),
    run: columnName("How long it ran, in seconds.").optional(),
    gpus: columnName("Accelerators of the job, or of one worker when `workers` is given.").optional(),
    workers: columnName("Number of workers; multiplies `gpus`.").optional(),
    minGpus: columnName("Fewest accelerators it starts with. Default: all of them.").optional(),
    estimate: columnName("Run time that was asked for, in seconds. Default: the run time.").optional(),
    user: columnName("Whose job it is, for fair share.").optional(),
    priority: columnName("Priority within the stream, higher first.").optional(),
    class: columnName("What `class` selects by.").optional(),
  })
  .meta({ description: "Which column holds what; replaces single columns of a preset." });

const stretch = (about: string) =>
  z.number().positive().max(1e6).meta({ description: about, unit: "factor" });

export const traceSource = z
  .strictObject({
    kind: z.literal("trace"),
    file: tracePath("The file, relative to the scenario; .gz is unpacked."),
    format: z
      .enum(traceFormats)
      .optional()
      .meta({ description: "Layout of the file. Default: `swf` when the name ends so, else `csv`." }),
    columns: columns.optional(),
    times: z.enum(["seconds", "milliseconds", "utc"]).optional().meta({
      description:
        "How submit, start and end are written: seconds, milliseconds, or UTC as 2017-10-01 17:57:00. Default: as the preset says, else seconds.",
    }),
    gpuUnit: z.number().positive().max(1e6).optional().meta({
      description: "One accelerator in the numbers of the GPU column: 100 when it holds percent.",
    }),
    class: z
      .strictObject({
        column: columnName("The column.").optional(),
        is: z.array(z.string().max(200)).min(1).max(100).meta({
          description: "Rows with one of these values are taken; the others are left to other sources.",
        }),
      })
      .optional()
      .meta({
        description: "Takes part of the rows: internal ones in one source, external ones in another.",
      }),
    runtimes: z
      .enum(["exact", "estimates"])
      .default("exact")
      .meta({ description: "What the queue believes: the run time itself, or what was asked for." }),
    keepOverrun: z
      .boolean()
      .default(false)
      .meta({ description: "Keeps run times beyond their estimate; else they are cut to it, and counted." }),
    fractions: z
      .enum(["refuse", "roundUp"])
      .default("refuse")
      .meta({ description: "Rows with a fraction of an accelerator: left out, or rounded up; counted." }),
    most: gpus("Largest job of the rows. Default: no limit.", 1).optional(),
    beyondMost: z
      .enum(["drop", "clamp"])
      .default("drop")
      .meta({ description: "Rows larger than `most`: left out, or cut down to it; counted." }),
    shift: z
      .union([z.enum(["first", "calendar"]), moment("This time of the trace.")])
      .default("first")
      .meta({
        description:
          "What becomes second 0: the first row, the scenario's start by the calendar, or a time of the trace (0: as it is).",
      }),
    window: z
      .strictObject({
        from: duration("Where the window begins, counted after the shift.").default(0),
        to: duration("Where it ends, counted after the shift. Default: with the trace.").optional(),
      })
      .optional()
      .meta({
        description:
          "Takes part of the time, which begins at second 0; jobs that were running at its start enter with what they had left.",
      }),
    timeScale: stretch("Multiplies submit times: 0.6 brings jobs closer together.").default(1),
    runScale: stretch("Multiplies run times and estimates.").default(1),
    repeat: z
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .meta({ description: "Plays the trace so often, end to end.", unit: "count" }),
    sample: share("Share of the rows to take, chosen by a hash of the row's number.").default(1),
  })
  .meta({ description: "Jobs that were recorded." });

export const availability = z
  .strictObject({
    file: tracePath("The file, relative to the scenario; .gz is unpacked."),
    format: z
      .literal("events")
      .default("events")
      .meta({ description: "Lines of milliseconds, `add` or `remove`, and a node's name." }),
    gpusPerNode: gpus("Accelerators of one node.", 1).default(1),
    timeScale: stretch("Multiplies the times.").default(1),
    warning: duration(
      "How long before each recorded removal it is announced: a job that it stops writes a checkpoint in that time, if that suffices for one.",
    ).default(0),
  })
  .meta({ description: "Capacity that was recorded: nodes that came and went." });

export type TraceSourceSpec = z.output<typeof traceSource>;
export type AvailabilitySpec = z.output<typeof availability>;

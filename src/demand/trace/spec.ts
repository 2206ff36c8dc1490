/**
 * How a trace is to be read: plain data, all times in whole seconds. Two sources with equal specs of one file
 * get the same rows.
 */
import type { Gpus, Seconds } from "../../model/types.ts";

/** What a column of a CSV trace can be. */
export const columnFields = [
  "id",
  "submit",
  "start",
  "end",
  "run",
  "gpus",
  "workers",
  "minGpus",
  "estimate",
  "user",
  "priority",
  "class",
] as const;
export type ColumnField = (typeof columnFields)[number];

/** Names of columns, or numbers from 1 in a file without a header. */
export type TraceColumns = { readonly [K in ColumnField]?: string | number };

export type TimeUnit = "seconds" | "milliseconds" | "utc";

export const traceFormats = [
  "swf",
  "csv",
  "philly",
  "helios",
  "alibaba-openb-2023",
  "alibaba-pai-2020",
  "alibaba-spot-2026",
  "schednav",
] as const;
export type TraceFormat = (typeof traceFormats)[number];

/** The layout of the file. */
export type TraceLayout =
  /** 18 fields a line; classes are told apart by the field of that number, 0: not at all. */
  | { readonly kind: "swf"; readonly classField: number }
  | {
      readonly kind: "csv";
      readonly columns: TraceColumns;
      readonly times: TimeUnit;
      /** One accelerator in the numbers of the GPU column: 100 when it holds percent. */
      readonly gpuUnit: number;
    };

/** Time of the trace that becomes second 0. */
export type TraceOrigin =
  /** The earliest submission of the whole file, so that sources that take different classes stay in step. */
  | { readonly kind: "first" }
  /** In the trace's own time. */
  | { readonly kind: "time"; readonly at: Seconds }
  /** Seconds since 1970-01-01 UTC; the trace must say when it was recorded. */
  | { readonly kind: "instant"; readonly at: number };

export type TraceSpec = {
  readonly layout: TraceLayout;
  /** Values of the class column whose rows are taken; undefined: all rows. */
  readonly classes: readonly string[] | undefined;
  /** Whether run times beyond their estimate are kept rather than cut to it. */
  readonly keepOverrun: boolean;
  readonly fractions: "refuse" | "roundUp";
  readonly origin: TraceOrigin;
  /** Counted after the shift and before the scaling; Infinity as `to`: with the trace. */
  readonly window: { readonly from: Seconds; readonly to: Seconds };
  readonly timeScale: number;
  readonly runScale: number;
  readonly repeat: number;
  /** Share of the rows that are taken, from 0 to 1. */
  readonly sample: number;
  /** Largest job; Infinity: no limit. */
  readonly most: Gpus;
  readonly beyondMost: "drop" | "clamp";
};

/** Everything as the file has it, from its first row on. */
export const plainTrace = (layout: TraceLayout): TraceSpec => ({
  layout,
  classes: undefined,
  keepOverrun: false,
  fractions: "refuse",
  origin: { kind: "first" },
  window: { from: 0, to: Number.POSITIVE_INFINITY },
  timeScale: 1,
  runScale: 1,
  repeat: 1,
  sample: 1,
  most: Number.POSITIVE_INFINITY,
  beyondMost: "drop",
});

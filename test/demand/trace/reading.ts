/** Builders for tests of traces: texts become imports, rows become plain lists. */
import { InputError, type Problem } from "../../../src/base/errors.ts";
import { traceLayouts } from "../../../src/demand/trace/presets.ts";
import { createTraceReader, type TraceImport } from "../../../src/demand/trace/reader.ts";
import type { TraceReport } from "../../../src/demand/trace/report.ts";
import {
  plainTrace,
  type TraceColumns,
  type TraceFormat,
  type TraceSpec,
} from "../../../src/demand/trace/spec.ts";
import { idOf, type JobRows } from "../../../src/model/job-table.ts";

/** Ids of rows as texts; undefined when the trace has none. */
export const idsOf = (rows: JobRows): (string | undefined)[] | undefined =>
  rows.ids && Array.from({ length: rows.count }, (_, row) => idOf(rows, row));

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A spec of a shipped layout, with what the test is about. */
export const specOf = (format: TraceFormat, over: Partial<TraceSpec> = {}): TraceSpec => ({
  ...plainTrace(traceLayouts[format]),
  ...over,
});

/** A spec of a CSV file with columns of its own. */
export const csvOf = (
  columns: TraceColumns = { submit: "submit", run: "run", gpus: "gpus" },
  over: Partial<TraceSpec> = {},
  layout: { times?: "seconds" | "milliseconds" | "utc"; gpuUnit?: number } = {},
): TraceSpec => ({
  ...plainTrace({ kind: "csv", columns, times: "seconds", gpuUnit: 1, ...layout }),
  ...over,
});

/** Reads a whole file, in chunks of that many bytes. */
export const read = (file: string | Uint8Array, spec: TraceSpec, chunk = 1 << 20): TraceImport => {
  const bytes = typeof file === "string" ? bytesOf(file) : file;
  const reader = createTraceReader(spec);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  return reader.finish();
};

/** The problems for which a file is refused. */
export const problemsOf = (
  file: string | Uint8Array,
  spec: TraceSpec,
  chunk?: number,
): readonly Problem[] => {
  try {
    read(file, spec, chunk);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("the file was accepted");
};

/** `line: path: message (found)` of each problem. */
export const told = (problems: readonly Problem[]): string[] =>
  problems.map(
    ({ line, path, message, found }) =>
      `${line ?? "-"}: ${path === "" ? "" : `${path} `}${message}${found === undefined ? "" : ` (${found})`}`,
  );

/** Columns as lists, submit, seconds and gpus first. */
export const listed = ({ submit, seconds, gpus }: JobRows): number[][] =>
  Array.from(submit, (at, i) => [at, seconds[i] as number, gpus[i] as number]);

/** Counts by reason, with the first line: `{ noGpus: [2, 7] }`. */
export const counts = (entries: TraceReport["dropped"] | TraceReport["noted"]): Record<string, number[]> =>
  Object.fromEntries(entries.map(({ reason, count, firstLine }) => [reason, [count, firstLine]]));

/** A line of SWF: the fields that are given, and -1. */
export const swfLine = (fields: Readonly<Record<number, number | string>>): string =>
  Array.from({ length: 18 }, (_, i) => fields[i + 1] ?? -1).join(" ");

/** A job of SWF. */
export const swfJob = (
  id: number,
  submit: number,
  run: number,
  gpus: number,
  more: Readonly<Record<number, number | string>> = {},
): string => swfLine({ 1: id, 2: submit, 4: run, 5: gpus, 8: gpus, 9: run, 12: 1, ...more });

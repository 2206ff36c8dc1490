/**
 * From what the scenario says of a trace to how it is read; and the name by which sources that are read alike
 * share their rows.
 */

import { InputError } from "../../base/errors.ts";
import { formatOfName, traceLayouts } from "../../demand/trace/presets.ts";
import type { TraceColumns, TraceLayout, TraceOrigin, TraceSpec } from "../../demand/trace/spec.ts";
import { type TraceSourceSpec, traceSource } from "../trace-schema.ts";
import { shareOf } from "./shares.ts";
import { dateSeconds, isDate, momentSeconds, spanSeconds } from "./times.ts";

/** What decides the rows; other fields of the source decide what becomes of them. */
const DECISIVE = [
  "file",
  "format",
  "columns",
  "times",
  "gpuUnit",
  "class",
  "keepOverrun",
  "fractions",
  "most",
  "beyondMost",
  "shift",
  "window",
  "timeScale",
  "runScale",
  "repeat",
  "sample",
] as const;

/** The part of a source that decides its rows. */
export type TraceRowsSpec = Pick<TraceSourceSpec, (typeof DECISIVE)[number]>;

/** @param epoch - second 0 of the scenario, in seconds since 1970 */
export function compileTrace(spec: TraceRowsSpec, epoch: number): TraceSpec {
  const from = spec.window === undefined ? 0 : spanSeconds(spec.window.from, epoch);
  const to = spec.window?.to;
  return {
    layout: layoutOf(spec),
    classes: spec.class?.is,
    keepOverrun: spec.keepOverrun,
    fractions: spec.fractions,
    origin: originOf(spec.shift, epoch),
    window: { from, to: to === undefined ? Number.POSITIVE_INFINITY : spanSeconds(to, epoch) },
    timeScale: spec.timeScale,
    runScale: spec.runScale,
    repeat: spec.repeat,
    sample: shareOf(spec.sample),
    most: spec.most ?? Number.POSITIVE_INFINITY,
    beyondMost: spec.beyondMost,
  };
}

/** Equal for sources of one scenario that get the same rows: canonical JSON of what decides them. */
export function traceKey(spec: TraceRowsSpec): string {
  return JSON.stringify(DECISIVE.map((field) => canonical(spec[field])));
}

/**
 * How a trace is read that no scenario speaks of, such as one named on the command line.
 *
 * @param fields - fields of a trace source, as a scenario would give them
 * @throws InputError
 */
export function traceSpecOf(fields: Readonly<Record<string, unknown>>): TraceSpec {
  const parsed = traceSource.safeParse({ kind: "trace", ...fields });
  if (!parsed.success)
    throw new InputError(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  const problems = traceProblems(parsed.data);
  if (problems.length > 0)
    throw new InputError(problems.map(({ path, message }) => ({ path: path.join("."), message })));
  return compileTrace(parsed.data, 0);
}

export type TraceProblem = { readonly path: readonly (string | number)[]; readonly message: string };

/** What the schema cannot see: fields of a source that do not go together. */
export function traceProblems(spec: TraceRowsSpec): TraceProblem[] {
  const problems: TraceProblem[] = [];
  const layout = layoutOf(spec);
  if (layout.kind === "swf") problems.push(...swfProblems(spec));
  else if (spec.class !== undefined && layout.columns.class === undefined)
    problems.push({ path: ["class", "column"], message: "says which column tells the classes apart" });
  const { window } = spec;
  if (window?.to !== undefined && spanSeconds(window.to, 0) <= spanSeconds(window.from, 0))
    problems.push({ path: ["window", "to"], message: "is not after the beginning of the window" });
  return problems;
}

const SWF_FIELDS = 18;

function swfProblems({ columns, times, gpuUnit, class: chosen }: TraceRowsSpec): TraceProblem[] {
  const problems: TraceProblem[] = Object.entries({ columns, times, gpuUnit })
    .filter(([, value]) => value !== undefined)
    .map(([field]) => ({ path: [field], message: "is for CSV; the fields of SWF are fixed" }));
  const field = chosen === undefined ? 1 : chosen.column;
  if (typeof field !== "number" || field > SWF_FIELDS)
    problems.push({
      path: ["class", "column"],
      message: `is the number of a field of SWF, 1 to ${SWF_FIELDS}`,
    });
  return problems;
}

function layoutOf(spec: TraceRowsSpec): TraceLayout {
  const preset = traceLayouts[spec.format ?? formatOfName(spec.file)];
  const column = spec.class?.column;
  if (preset.kind === "swf") return { ...preset, classField: typeof column === "number" ? column : 0 };
  return {
    ...preset,
    columns: columnsOf(preset.columns, spec.columns ?? {}, column),
    times: spec.times ?? preset.times,
    gpuUnit: spec.gpuUnit ?? preset.gpuUnit,
  };
}

function columnsOf(
  preset: TraceColumns,
  own: TraceColumns,
  classColumn: string | number | undefined,
): TraceColumns {
  // an end of one's own is there to be used, and a run time of the preset would hide it
  const { run, ...others } = preset;
  const base = own.end !== undefined && own.run === undefined ? others : { run, ...others };
  return { ...base, ...own, ...(classColumn === undefined ? {} : { class: classColumn }) };
}

function originOf(shift: TraceRowsSpec["shift"], epoch: number): TraceOrigin {
  if (shift === "first") return { kind: "first" };
  if (shift === "calendar") return { kind: "instant", at: epoch };
  return isDate(shift)
    ? { kind: "instant", at: dateSeconds(shift, 0) }
    : { kind: "time", at: momentSeconds(shift, 0, epoch) };
}

/** Objects as lists of their entries in the order of the keys, so that equal ones are written alike. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, canonical(item)]);
}

/**
 * What a trace holds, for a person on the terminal: what became of its rows, how large and long its jobs are, and
 * whether a cluster could serve them at all.
 */
import { formatDuration, formatGpus, formatNumber, formatShare } from "../../base/units.ts";
import { type Counted, loadOf, type Spread, type TraceReport } from "../../demand/trace/report.ts";
import type { DropReason, NoteReason } from "../../demand/trace/tally.ts";
import { type Paint, paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { table } from "./table.ts";
import { inAscii, shown, wrapped } from "./text.ts";

export const DROPPED: Readonly<Record<DropReason, string>> = {
  noSubmit: "no time of submission",
  noRunTime: "no run time",
  noGpus: "no accelerators",
  fraction: "a fraction of an accelerator",
  beforeStart: "over before second 0",
  afterWindow: "after the window",
  notSampled: "not in the sample",
  tooLarge: "larger than the largest job allowed",
};

const NOTED: Readonly<Record<NoteReason, string>> = {
  estimateInvented: "no estimate: the run time is taken for it",
  cutToEstimate: "ran longer than estimated: cut to the estimate",
  beyondEstimate: "runs longer than estimated",
  noRunTimeAtAll: "runs for 0 seconds",
  moreThanRequested: "had more accelerators than requested: gets what was requested",
  fractionRoundedUp: "a fraction of an accelerator: rounded up",
  minGpusLowered: "fewest accelerators above those wanted: lowered",
  clamped: "larger than the largest job allowed: made smaller",
  carriedIn: "waits or runs when the window begins: enters at second 0",
  timesRounded: "times were no whole seconds: rounded",
  outOfOrder: "submitted before the row above: sorted",
  duplicateId: "has the id of an earlier row",
};

/** Accelerators to measure the load against, and who says so. */
export type TraceCapacity = { readonly gpus: number; readonly source: "file" | "user" };

export const renderTrace = (
  name: string,
  report: TraceReport,
  capacity: TraceCapacity | undefined,
  { width, color, unicode }: RenderOptions,
): string => {
  const paint = paintOf(color);
  const lines = [...wrapped(shown(name), width).map(paint.strong), ...wrapped(headline(report), width), ""];
  const part = (body: readonly string[]): void => {
    if (body.length > 0) lines.push(...body, "");
  };
  part(jobTable(report, width, paint));
  part(loadLines(report, capacity, width, paint));
  part(countTable("Rows left out", report.dropped, DROPPED, width, paint));
  part(countTable("Rows to know about", report.noted, NOTED, width, paint));
  part(classTable(report, width, paint));
  while (lines.at(-1) === "") lines.pop();
  const text = `${lines.join("\n")}\n`;
  return unicode ? text : inAscii(text);
};

const headline = ({ rows, otherClass, jobs, span, users }: TraceReport): string =>
  [
    `${many(rows, "row")}${otherClass === 0 ? "" : `, ${formatGpus(otherClass)} of other classes`}`,
    many(jobs, "job"),
    ...(users > 1 ? [many(users, "user")] : []),
    `submitted over ${formatDuration(span)}`,
  ].join(" · ");

const many = (count: number, noun: string): string => `${formatGpus(count)} ${noun}${count === 1 ? "" : "s"}`;

const jobTable = ({ sizes, runs }: TraceReport, width: number, paint: Paint): string[] => {
  if (sizes === undefined || runs === undefined) return [paint.bad("! No row of the trace is a job.")];
  const columns = (["min", "median", "mean", "max"] as const satisfies readonly (keyof Spread)[]).map(
    (key) => ({
      heading: key === "min" ? "least" : key === "max" ? "most" : key,
      cells: [{ text: formatNumber(sizes[key]) }, { text: formatDuration(runs[key]) }],
    }),
  );
  const kinds = sizes.distinct === 1 ? "1 size" : `${formatGpus(sizes.distinct)} sizes`;
  return [
    ...table(["accelerators", "run time"], columns, width, paint.faint),
    ...wrapped(`${kinds}; powers of two: ${formatShare(sizes.powerOfTwoShare)} of the jobs`, width).map(
      paint.faint,
    ),
  ];
};

const loadLines = (
  report: TraceReport,
  capacity: TraceCapacity | undefined,
  width: number,
  paint: Paint,
): string[] => {
  const work = `${formatNumber(report.gpuSeconds / 3600)} GPU-hours of work`;
  if (capacity === undefined) return wrapped(`${work}; --capacity tells the load`, width);
  const load = loadOf(report, capacity.gpus);
  const whose = capacity.source === "file" ? ", as the file says" : "";
  const cluster = `${many(capacity.gpus, "accelerator")}${whose}`;
  if (load === undefined) return wrapped(`${work}; all of it comes at once, so that there is no load`, width);
  const most = report.sizes?.max ?? 0;
  const told = wrapped(`${work}; load ${formatShare(load)} of ${cluster}`, width);
  if (load > 1)
    told.push(
      ...wrapped(
        `! The load exceeds the capacity: the queue grows for as long as jobs come. It takes ${formatGpus(Math.ceil(capacity.gpus * load))} accelerators.`,
        width,
      ).map(paint.bad),
    );
  if (most > capacity.gpus)
    told.push(
      ...wrapped(`! The largest job wants ${formatGpus(most)} accelerators and can never start.`, width).map(
        paint.bad,
      ),
    );
  return told;
};

const countTable = <K extends string>(
  title: string,
  counts: readonly Counted<K>[],
  words: Readonly<Record<K, string>>,
  width: number,
  paint: Paint,
): string[] => {
  if (counts.length === 0) return [];
  const rows = counts.map(({ count }) => ({ text: formatGpus(count) }));
  const first = counts.map(({ firstLine }) => ({ text: firstLine === 0 ? "" : formatGpus(firstLine) }));
  const columns = [
    { heading: "rows", cells: rows },
    { heading: "first line", cells: first },
    { heading: "", cells: counts.map(({ reason }) => ({ text: words[reason] })), side: "left" as const },
  ];
  return [
    paint.strong(title),
    ...table(
      counts.map(() => ""),
      columns,
      width,
      paint.faint,
    ),
  ];
};

const MOST_CLASSES = 12;

const classTable = ({ classes }: TraceReport, width: number, paint: Paint): string[] => {
  if (classes.length < 2) return [];
  const largest = [...classes].sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
  const told = largest.slice(0, MOST_CLASSES);
  const rest = largest.length - told.length;
  return [
    paint.strong("Classes of rows in the file"),
    ...table(
      told.map(({ name }) => shown(name === "" ? "(none)" : name)),
      [{ heading: "rows", cells: told.map(({ rows }) => ({ text: formatGpus(rows) })) }],
      width,
      paint.faint,
    ),
    ...(rest === 0 ? [] : [paint.faint(`and ${rest} more`)]),
  ];
};

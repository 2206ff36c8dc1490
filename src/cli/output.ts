/** Where results go: stdout in the format asked for, files by their ending, each whole or not at all. */
import { extname } from "node:path";
import {
  assertionTable,
  isFailed,
  renderCompare,
  renderRun,
  reportHtml,
  type StudyRequest,
  type StudyResult,
  serializeResult,
  seriesCsv,
  toCsv,
  toInterfaceJson,
  toMarkdown,
} from "../index.ts";
import { checkWritable, type FileText, isSameFile, readPlotly, writeAll } from "../node.ts";
import { EXIT, escaped, UsageError } from "./exit.ts";
import { firstRunFiles } from "./first-run.ts";
import type { StudyFlags } from "./options.ts";

const endings: readonly string[] = [".html", ".json", ".csv", ".md"];

/**
 * Refuses, before anything is run, files that could not be written or that would overwrite what is read.
 *
 * @param inputs - what the command reads
 */
export const checkOutputs = (flags: StudyFlags, inputs: readonly string[]): void => {
  for (const file of flags.output) {
    if (!endings.includes(extname(file)))
      throw new UsageError(`${file}: the ending says what to write: ${endings.join(", ")}`);
  }
  const files = [...runFiles(flags), flags.seriesOut, ...flags.output].filter((file) => file !== undefined);
  files.forEach((file, i) => {
    if (inputs.some((input) => isSameFile(file, input)))
      throw new UsageError(`${file} is what is read; it would be overwritten`);
    if (files.slice(0, i).some((other) => isSameFile(file, other)))
      throw new UsageError(`${file} would be written twice`);
    checkWritable(file);
  });
};

/** Files that tell of a single run, as the options name them. */
export const runFiles = ({ events, jobsOut, perfetto, workloadOut }: StudyFlags): (string | undefined)[] => [
  events,
  jobsOut,
  perfetto,
  workloadOut,
];

/** Writes the files that the options name, all of them or none; says so on stderr. */
export const writeFiles = (result: StudyResult, flags: StudyFlags, request?: StudyRequest): void => {
  const files: FileText[] = flags.output.map((path) => ({ path, text: contents(result, extname(path)) }));
  if (flags.seriesOut !== undefined) files.push({ path: flags.seriesOut, text: seriesCsv(result) });
  if (request !== undefined) files.push(...firstRunFiles(request, flags));
  writeAll(files);
  if (flags.quiet) return;
  for (const { path } of files) {
    const advice = path.endsWith(".html") ? ": open it in a browser" : "";
    process.stderr.write(`${escaped(path)} written${advice}\n`);
  }
};

const contents = (result: StudyResult, ending: string): string => {
  switch (ending) {
    case ".html":
      return reportHtml(result, { plotlyJs: readPlotly() });
    case ".json":
      return serializeResult(result);
    case ".csv":
      return toCsv(result);
    default:
      return toMarkdown(result);
  }
};

/** The format of stdout. */
export const formatOf = (flags: Pick<StudyFlags, "json" | "format">): NonNullable<StudyFlags["format"]> => {
  if (flags.json && flags.format !== undefined && !flags.format.startsWith("json"))
    throw new UsageError(`--json and --format ${flags.format} say different things`);
  return flags.json ? (flags.format ?? "json") : (flags.format ?? "table");
};

/** Sends a result to stdout. */
export const print = (result: StudyResult, flags: StudyFlags, kind: "run" | "compare"): void => {
  process.stdout.write(render(result, flags, kind));
};

const render = (result: StudyResult, flags: StudyFlags, kind: "run" | "compare"): string => {
  switch (formatOf(flags)) {
    case "json":
      return `${JSON.stringify(toInterfaceJson(result), null, 2)}\n`;
    case "jsonl":
      return `${JSON.stringify(toInterfaceJson(result))}\n`;
    case "csv":
      return toCsv(result);
    case "markdown":
      return toMarkdown(result);
    default:
      return (kind === "run" ? renderRun : renderCompare)(result, terminal(flags));
  }
};

/** Says on stderr which assertions of the scenario fail, and has the command end with 4. */
export const checkAsserted = (result: StudyResult, flags: { readonly color: boolean }): void => {
  const failed = result.assertions.filter(isFailed);
  if (failed.length === 0) return;
  process.exitCode = EXIT.asserted;
  const red = wantsColor(process.stderr, flags) ? (text: string) => `\u001b[31m${text}\u001b[39m` : plain;
  const lines = assertionTable(failed, 120, { faint: plain, warn: red });
  process.stderr.write(`clawback: ${failed.length} of ${result.assertions.length} assertions fail\n`);
  process.stderr.write(`${lines.join("\n")}\n`);
};

const plain = (text: string): string => text;

/** Width, colour and letters of the terminal that stdout is. */
export const terminal = (flags: {
  readonly color: boolean;
}): { width: number; color: boolean; unicode: boolean } => ({
  width: Math.max(80, Math.min(120, process.stdout.columns ?? 100)),
  color: wantsColor(process.stdout, flags),
  unicode: isUnicode(),
});

/** NO_COLOR, TERM=dumb and --no-color turn colours off; a pipe has none. */
export const wantsColor = (stream: NodeJS.WriteStream, flags: { readonly color: boolean }): boolean =>
  flags.color && !process.env.NO_COLOR && process.env.TERM !== "dumb" && stream.isTTY === true;

/** Whether letters beyond ASCII may be used; no locale at all is taken for one of today. */
export const isUnicode = (): boolean => {
  const locale = process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || "";
  return locale === "" || /utf-?8/i.test(locale);
};

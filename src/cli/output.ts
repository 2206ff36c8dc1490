/** Where results go: stdout in the format asked for, files by their ending, each whole or not at all. */
import { extname } from "node:path";
import {
  renderCompare,
  renderRun,
  reportHtml,
  type StudyResult,
  serializeResult,
  seriesCsv,
  toCsv,
  toInterfaceJson,
  toMarkdown,
} from "../index.ts";
import { readPlotly, writeWhole } from "../node.ts";
import { UsageError } from "./exit.ts";
import type { StudyFlags } from "./options.ts";

const endings = [".html", ".json", ".csv", ".md"] as const;

/** Refuses, before anything is run, a file that could not be written. */
export const checkOutputs = (files: readonly string[]): void => {
  for (const file of files) {
    if (!(endings as readonly string[]).includes(extname(file))) {
      throw new UsageError(`${file}: the ending says what to write: ${endings.join(", ")}`);
    }
  }
};

/** Writes a result to a file, by its ending. */
export const writeResult = (result: StudyResult, file: string): void => {
  writeWhole(file, contents(result, extname(file)));
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

/** Writes the files that the options name; says so on stderr. */
export const writeFiles = (result: StudyResult, flags: StudyFlags): void => {
  for (const file of flags.output) {
    writeResult(result, file);
    if (!flags.quiet)
      process.stderr.write(`${file} written${file.endsWith(".html") ? ": open it in a browser" : ""}\n`);
  }
  if (flags.seriesOut !== undefined) writeWhole(flags.seriesOut, seriesCsv(result));
};

/** Sends a result to stdout. */
export const print = (result: StudyResult, flags: StudyFlags, kind: "run" | "compare"): void => {
  process.stdout.write(render(result, flags, kind));
};

const render = (result: StudyResult, flags: StudyFlags, kind: "run" | "compare"): string => {
  switch (flags.json ? "json" : (flags.format ?? "table")) {
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

/** Width, colour and letters of the terminal that stdout is. */
export const terminal = (flags: {
  readonly color: boolean;
}): { width: number; color: boolean; unicode: boolean } => ({
  width: Math.max(80, Math.min(120, process.stdout.columns ?? 100)),
  color: wantsColor(process.stdout, flags),
  unicode: isUnicode(),
});

/** NO_COLOR and --no-color turn colours off; a pipe has none. */
export const wantsColor = (stream: NodeJS.WriteStream, flags: { readonly color: boolean }): boolean =>
  flags.color && !process.env.NO_COLOR && stream.isTTY === true;

const isUnicode = (): boolean => {
  const locale = process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || "";
  return locale === "" || /utf-?8/i.test(locale);
};

/** `clawback export`: the numbers of a sweep as one tidy table, finished or not. */
import { extname } from "node:path";
import {
  csvWriter,
  decodeRecord,
  jsonLinesWriter,
  meanColumns,
  meanRows,
  parquetWriter,
  runColumns,
  runRows,
  type SweepPlan,
  summarize,
  type TableWriter,
  type TidyCell,
  type TidyColumn,
} from "../../index.ts";
import { openStudyFolder, resultsIn, writeStaged } from "../../node.ts";
import { escaped, UsageError } from "../exit.ts";
import type { CommonFlags } from "../options.ts";

type ExportFlags = CommonFlags & {
  readonly format?: "csv" | "parquet" | "jsonl";
  readonly runs?: boolean;
  readonly output?: string;
  readonly folder?: string;
};

export const exportTable = async (folder: string, flags: ExportFlags): Promise<void> => {
  const format = formatOf(flags);
  if (format === "parquet" && flags.output === undefined && process.stdout.isTTY)
    throw new UsageError("Parquet is no text: name a file with -o");
  const { plan } = await openStudyFolder(folder, flags.folder);
  const results = resultsIn(folder);
  const columns = flags.runs ? runColumns(plan) : meanColumns(plan);
  const writer = writerOf(format, columns);
  const batches = (flags.runs ? runBatches : meanBatches)(plan, results);
  const fill = (write: (part: string | Uint8Array) => void): void => {
    for (const rows of batches) write(writer.rows(rows));
    write(writer.end());
  };
  if (flags.output === undefined) fill((part) => process.stdout.write(part));
  else {
    writeStaged([flags.output], ([file]) => fill((part) => file?.write(part)));
    if (!flags.quiet) process.stderr.write(`${escaped(flags.output)} written\n`);
  }
};

const formatOf = ({ format, output }: ExportFlags): "csv" | "parquet" | "jsonl" => {
  if (format !== undefined) return format;
  const ending = output === undefined ? ".csv" : extname(output);
  if (ending === ".csv" || ending === ".parquet" || ending === ".jsonl")
    return ending.slice(1) as "csv" | "parquet" | "jsonl";
  throw new UsageError(
    `${output}: the ending says what to write: .csv, .parquet or .jsonl; or give --format`,
  );
};

const writerOf = (format: "csv" | "parquet" | "jsonl", columns: readonly TidyColumn[]): TableWriter =>
  format === "csv"
    ? csvWriter(columns)
    : format === "parquet"
      ? parquetWriter(columns)
      : jsonLinesWriter(columns);

type Results = ReadonlyMap<string, Uint8Array>;

function* meanBatches(plan: SweepPlan, results: Results): Generator<TidyCell[][]> {
  const read = (key: string) => {
    const bytes = results.get(key);
    return bytes === undefined ? undefined : decodeRecord(bytes);
  };
  for (let place = 0; place < plan.points; place++) {
    const summary = summarize(plan, plan.pointAt(place), read);
    if (summary !== undefined) yield meanRows(plan, summary);
  }
}

function* runBatches(plan: SweepPlan, results: Results): Generator<TidyCell[][]> {
  for (let place = 0; place < plan.points; place++) {
    const point = plan.pointAt(place);
    for (let from = 0; from < plan.replications.most; from += plan.study.batch) {
      const bytes = results.get(plan.unitAt(point, from).key);
      if (bytes !== undefined) yield runRows(plan, point, from, decodeRecord(bytes));
    }
  }
}

/**
 * Tables as Parquet, row group by row group: texts as strings, numbers as 64-bit floats, NaN and absence as null.
 */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { TableWriter, TidyCell, TidyColumn } from "./tidy.ts";

/** Rows of a row group, so that a column can be skipped through and memory stays small. */
const GROUP = 20_000;

export const parquetWriter = (columns: readonly TidyColumn[], createdBy = "clawback"): TableWriter => {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy });
  let waiting: (readonly TidyCell[])[] = [];
  const drain = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  const group = (): void => {
    if (waiting.length === 0) return;
    const columnData = columns.map(({ name, kind }, c) => ({
      name,
      data: waiting.map((row) => plain(row[c], kind)),
    }));
    parquet.write({ columnData, rowGroupSize: waiting.length });
    waiting = [];
  };
  return {
    rows: (rows) => {
      for (const row of rows) {
        waiting.push(row);
        if (waiting.length === GROUP) group();
      }
      return drain();
    },
    end: () => {
      group();
      parquet.finish();
      return drain();
    },
  };
};

/** A whole table. */
export const toParquet = (
  columns: readonly TidyColumn[],
  rows: readonly (readonly TidyCell[])[],
): Uint8Array => {
  const writer = parquetWriter(columns);
  const parts = [writer.rows(rows), writer.end()] as Uint8Array[];
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const schemaOf = (
  columns: readonly TidyColumn[],
): ConstructorParameters<typeof ParquetWriter>[0]["schema"] => [
  { name: "root", num_children: columns.length },
  ...columns.map(({ name, kind }) =>
    kind === "text"
      ? ({ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" } as const)
      : ({ name, type: kind === "number" ? "DOUBLE" : "BOOLEAN", repetition_type: "OPTIONAL" } as const),
  ),
];

const plain = (cell: TidyCell, kind: TidyColumn["kind"]): string | number | boolean | null => {
  if (cell === undefined || (kind === "number" && !Number.isFinite(cell))) return null;
  return kind === "text" ? String(cell) : cell;
};

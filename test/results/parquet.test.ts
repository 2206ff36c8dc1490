/** Parquet as another program reads it: hyparquet gives back the rows of the CSV. */
import { parse } from "csv-parse/sync";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { parquetWriter, toParquet } from "../../src/results/parquet.ts";
import { csvWriter, jsonLinesWriter, type TidyCell, type TidyColumn } from "../../src/results/tidy.ts";

const columns: TidyColumn[] = [
  { name: "policy", kind: "text" },
  { name: "mean", kind: "number" },
  { name: "acceptable", kind: "truth" },
];
const rows: TidyCell[][] = [
  ['a, "b"\n', 1.5, true],
  ["=1+1", Number.NaN, false],
  ["\u{1f600} é", -1e300, undefined],
  [undefined, 5e-324, true],
];

const read = async (bytes: Uint8Array): Promise<Record<string, unknown>[]> => {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return (await parquetReadObjects({ file })) as Record<string, unknown>[];
};

describe("parquet", () => {
  test("gives back every cell; what is not there, or no number, is null", async () => {
    expect(await read(toParquet(columns, rows))).toEqual([
      { policy: 'a, "b"\n', mean: 1.5, acceptable: true },
      { policy: "=1+1", mean: null, acceptable: false },
      { policy: "\u{1f600} é", mean: -1e300, acceptable: null },
      { policy: null, mean: 5e-324, acceptable: true },
    ]);
  });

  test("written bit by bit, in several row groups, is the whole table", async () => {
    const writer = parquetWriter(columns);
    const parts: Uint8Array[] = [];
    const count = 45_000;
    for (let i = 0; i < count; i += 9)
      parts.push(writer.rows(Array.from({ length: 9 }, (_, k) => ["p", i + k, true])) as Uint8Array);
    parts.push(writer.end() as Uint8Array);
    const bytes = new Uint8Array(Buffer.concat(parts));
    const found = await read(bytes);
    expect(found).toHaveLength(count);
    expect(found.every(({ mean }, i) => mean === i)).toBe(true);
    expect(parquetMetadata(bytes.buffer as ArrayBuffer).row_groups).toHaveLength(3);
  });

  test("an empty table has its columns", async () => {
    const bytes = toParquet(columns, []);
    expect(await read(bytes)).toEqual([]);
    expect(parquetMetadata(bytes.buffer as ArrayBuffer).schema.map(({ name }) => name)).toEqual([
      "root",
      ...columns.map(({ name }) => name),
    ]);
  });
});

describe("tidy text", () => {
  test("CSV has its head once, and a formula is no formula", () => {
    const writer = csvWriter(columns);
    const text = `${writer.rows(rows.slice(0, 2))}${writer.rows(rows.slice(2))}${writer.end()}`;
    expect(parse(text, { record_delimiter: "\r\n" })).toEqual([
      ["policy", "mean", "acceptable"],
      ['a, "b"\n', "1.5", "true"],
      ["'=1+1", "", "false"],
      ["\u{1f600} é", "-1e+300", ""],
      ["", "5e-324", "true"],
    ]);
    expect(csvWriter(columns).end()).toBe("policy,mean,acceptable\r\n");
  });

  test("JSON lines are objects by column", () => {
    const text = jsonLinesWriter(columns).rows(rows) as string;
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { policy: 'a, "b"\n', mean: 1.5, acceptable: true },
      { policy: "=1+1", mean: null, acceptable: false },
      { policy: "\u{1f600} é", mean: -1e300, acceptable: null },
      { policy: null, mean: 5e-324, acceptable: true },
    ]);
  });
});

/**
 * Tables of any length, written row by row: tidy CSV (RFC 4180) and JSON lines. A writer takes up rows as they come
 * and hands back what is to be written, so that no table is ever held whole.
 */
import { type Cell, csvRow } from "./csv-cell.ts";

export type TidyColumn = { readonly name: string; readonly kind: "text" | "number" | "truth" };
export type TidyCell = string | number | boolean | undefined;

export type TableWriter = {
  readonly rows: (rows: readonly (readonly TidyCell[])[]) => string | Uint8Array;
  readonly end: () => string | Uint8Array;
};

/** CSV with a head; what is not there, or no number, is an empty cell. */
export const csvWriter = (columns: readonly TidyColumn[]): TableWriter => {
  let head = csvRow(columns.map(({ name }) => name));
  return {
    rows: (rows) => {
      const text = head + rows.map((row) => csvRow(row.map(csvCellOf))).join("");
      head = "";
      return text;
    },
    end: () => head,
  };
};

const csvCellOf = (cell: TidyCell): Cell =>
  cell === undefined ? "" : typeof cell === "boolean" ? (cell ? "true" : "false") : cell;

/** A JSON object a line; what is not there, or no number, is null. */
export const jsonLinesWriter = (columns: readonly TidyColumn[]): TableWriter => ({
  rows: (rows) =>
    rows
      .map((row) => {
        const fields = columns.map(
          ({ name }, c) => `${JSON.stringify(name)}:${JSON.stringify(row[c] ?? null)}`,
        );
        return `{${fields.join(",")}}\n`;
      })
      .join(""),
  end: () => "",
});

/** The table of a figure as CSV: the numbers as they are shown, as plain numbers where they are bare. */
import { csvRow } from "../csv-cell.ts";
import type { Table } from "./figure.ts";

/** RFC 4180, with a row of heads. Numbers lose what only eyes need: separators and the true minus sign. */
export const tableCsv = ({ columns, rows }: Table): string =>
  csvRow(columns.map(({ head }) => head)) +
  rows.map((row) => csvRow(row.map((cell, i) => (columns[i].isNumber ? bare(cell) : cell)))).join("");

const bare = (shown: string): string | number => {
  const plain = shown.replaceAll(",", "").replace("−", "-");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : shown;
};

/**
 * Cells of CSV (RFC 4180). A number is the shortest text that reads back as the same number, one that is none an
 * empty cell; a text that a spreadsheet would run as a formula, in some languages also with wide signs, gets an apostrophe in front.
 */

export type Cell = string | number;

/** A row with its line end. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

export const csvCell = (value: Cell): string => {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

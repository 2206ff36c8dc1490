/**
 * Tables: a column of labels and columns of cells. When they are too many for the width the table is broken into
 * blocks, one below the other, each with the labels again.
 */
import { columnsOf, cut, padded } from "./text.ts";

export type Cell = {
  readonly text: string;
  /** Painted after it was filled up, so that colours do not count as columns. */
  readonly paint?: ((text: string) => string) | undefined;
};

export type Column = {
  readonly heading: string;
  readonly cells: readonly Cell[];
  readonly side?: "left" | "right";
};

const GAP = 2;
const LONGEST_HEADING = 24;

/** Lines of the table, without blank ones at its ends. */
export const table = (
  labels: readonly string[],
  columns: readonly Column[],
  width: number,
  faint: (text: string) => string,
): string[] => {
  const labelWidth = Math.min(widest(labels), Math.max(16, Math.floor(width / 3)));
  const lines: string[] = [];
  for (const block of blocksOf(columns, width - labelWidth)) {
    if (lines.length > 0) lines.push("");
    lines.push(rowOf("", labelWidth, block, (column) => ({ text: headingOf(column), paint: faint })));
    labels.forEach((label, row) => {
      lines.push(rowOf(label, labelWidth, block, (column) => column.cells[row] ?? { text: "" }));
    });
  }
  return lines;
};

const headingOf = ({ heading }: Column): string => cut(heading, LONGEST_HEADING);

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, columnsOf(text)), 0);

const widthOf = (column: Column): number =>
  GAP + widest([headingOf(column), ...column.cells.map(({ text }) => text)]);

/** As many columns a block as fit, spread evenly: four and one become three and two. */
const blocksOf = (columns: readonly Column[], room: number): Column[][] => {
  const greedy = fill(columns, room, columns.length);
  const each = Math.ceil(columns.length / Math.max(1, greedy.length));
  const even = fill(columns, room, each);
  return even.length === greedy.length ? even : greedy;
};

const fill = (columns: readonly Column[], room: number, most: number): Column[][] => {
  const blocks: Column[][] = [];
  let used = 0;
  for (const column of columns) {
    const block = blocks[blocks.length - 1];
    const width = widthOf(column);
    if (block === undefined || block.length >= most || used + width > room) {
      blocks.push([column]);
      used = width;
    } else {
      block.push(column);
      used += width;
    }
  }
  return blocks;
};

const rowOf = (
  label: string,
  labelWidth: number,
  block: readonly Column[],
  cellOf: (column: Column) => Cell,
): string => {
  const cells = block.map((column) => {
    const { text, paint } = cellOf(column);
    const filled = padded(text, widthOf(column) - GAP, column.side ?? "right");
    return " ".repeat(GAP) + (paint === undefined ? filled : paint(filled));
  });
  return (padded(cut(label, labelWidth), labelWidth) + cells.join("")).trimEnd();
};

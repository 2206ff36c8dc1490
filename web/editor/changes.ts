/**
 * Between the page's text and the editor's: the least change from one to the other, so that the cursor stays; and
 * problems as ranges.
 */
import type { Problem } from "../../src/index.ts";

export type Change = { readonly from: number; readonly to: number; readonly insert: string };

/** What lies between the common beginning and the common end; undefined when the texts are the same. */
export function changeBetween(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

export type Marked = {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint?: string;
};

/** The range of a problem; one that has no place is shown at the first line. At least a character is marked. */
export function markOf(text: string, { line, column, span, path, message, hint }: Problem): Marked {
  const starts = startOfLine(text, line ?? 1);
  const end = endOfLine(text, starts);
  const from = Math.min(starts + Math.max(0, (column ?? 1) - 1), end);
  const to = line === undefined ? end : Math.min(from + Math.max(1, span ?? 1), Math.max(end, from));
  return { from, to, message: path === "" ? message : `${path}: ${message}`, hint };
}

function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf("\n", start);
    if (next < 0) return start;
    start = next + 1;
  }
  return start;
}

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
};

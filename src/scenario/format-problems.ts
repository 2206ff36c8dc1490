/**
 * Problems as text for a terminal: one line that says where and what, the line of the file with a caret
 * below, and a hint. What comes from the user is escaped, so that it cannot move the cursor or hide text.
 */
import type { Problem } from "../base/errors.ts";

export type FormatOptions = { readonly color?: boolean | undefined };

/** All problems, a blank line between them. */
export const formatProblems = (problems: readonly Problem[], options: FormatOptions = {}): string =>
  problems.map((problem) => formatProblem(problem, options)).join("\n\n");

/** One problem, without a line break at the end. */
export function formatProblem(problem: Problem, options: FormatOptions = {}): string {
  const paint = options.color === true ? painted : plain;
  const { file, line, column, path, message, sourceLine, hint } = problem;
  const place = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(":");
  const head = [place, path, message].filter((part) => part !== "").map(escapeControls);
  if (head.length > 1) head[0] = paint.place(head[0] as string);
  const lines = [head.join(": ")];
  if (line !== undefined && column !== undefined && sourceLine !== undefined) {
    const number = String(line);
    const { shown, indent, caret } = excerpt(sourceLine, column - 1, problem.span ?? 1);
    lines.push(`${paint.faint(`  ${number} |`)} ${shown}`.trimEnd());
    lines.push(`${paint.faint(`  ${" ".repeat(number.length)} |`)} ${indent}${paint.caret(caret)}`);
  }
  if (hint !== undefined) lines.push(`  ${paint.hint("hint:")} ${escapeControls(hint)}`);
  return lines.join("\n");
}

type Paint = Record<"place" | "faint" | "caret" | "hint", (text: string) => string>;
const asIs = (text: string): string => text;
const plain: Paint = { place: asIs, faint: asIs, caret: asIs, hint: asIs };
const style = (code: number) => (text: string) => `\u001B[${code}m${text}\u001B[0m`;
const painted: Paint = { place: style(1), faint: style(2), caret: style(31), hint: style(36) };

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Control, bidirectional and invisible characters as `\u{1B}`. */
export const escapeControls = (text: string): string =>
  text.replace(
    INVISIBLE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );

const LONGEST_LINE = 110;
const BEFORE_CARET = 60;

/** The part of a line around the caret; tabs become spaces, so that the caret stands right. */
function excerpt(
  line: string,
  start: number,
  span: number,
): { shown: string; indent: string; caret: string } {
  const from = line.length <= LONGEST_LINE ? 0 : Math.max(0, start - BEFORE_CARET);
  const until = Math.min(line.length, from + LONGEST_LINE);
  const show = (a: number, b: number): string => escapeControls(line.slice(a, b).replaceAll("\t", " "));
  const lead = from > 0 ? "…" : "";
  const end = Math.min(start + span, until);
  const before = lead + show(from, start);
  const under = show(start, Math.max(end, start));
  const shown = before + under + show(Math.max(end, start), until) + (until < line.length ? "…" : "");
  return { shown, indent: " ".repeat(cells(before)), caret: "^".repeat(Math.max(1, cells(under))) };
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Columns that a text takes on a terminal, near enough for a caret. */
function cells(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

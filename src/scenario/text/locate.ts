/**
 * From findings to problems: each gets its line and column, the text of the line, and how far a caret
 * reaches. What an override caused names the override instead.
 */
import type { Problem } from "../../base/errors.ts";
import { describeValue, type Finding, formatPath, type Path } from "../explain/finding.ts";
import { placeOf } from "./tree.ts";
import type { YamlRoot } from "./yaml-source.ts";

export type Source = {
  readonly file: string | undefined;
  readonly text: string;
  readonly root: YamlRoot;
  readonly overrides: readonly AppliedOverride[];
};
export type AppliedOverride = { readonly path: Path; readonly written: string };

/** The problems in the order of the file; those of overrides come last. */
export function locate(findings: readonly Finding[], source: Source): Problem[] {
  const starts = lineStarts(source.text);
  const problems = findings.map((finding) => locateOne(finding, source, starts));
  return problems.sort(
    (a, b) =>
      (a.line ?? LAST) - (b.line ?? LAST) || (a.column ?? 0) - (b.column ?? 0) || compareText(a.path, b.path),
  );
}

const LAST = Number.MAX_SAFE_INTEGER;
const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function locateOne(finding: Finding, source: Source, starts: readonly number[]): Problem {
  const { path, message, found, allowed, hint } = finding;
  const problem: Problem = { path: formatPath(path), message, found, allowed, hint, file: source.file };
  const override = source.overrides.findLast(
    ({ path: set }) => startsWith(path, set) || isNew(path, set, source.root),
  );
  if (override !== undefined) return { ...problem, file: `override ${override.written}` };
  const { range, written } = rangeFor(finding, source);
  const { line, column } = finding;
  if (range === undefined) return line === undefined ? problem : { ...problem, line, column };
  if (written !== undefined && found !== undefined) {
    problem.found = written;
    problem.message = message.replace(`got ${found}`, () => `got ${written}`);
  }
  return { ...problem, ...position(range, source.text, starts) };
}

const startsWith = (path: Path, start: Path): boolean => start.every((part, i) => path[i] === part);

/** What is missing in the file stands in something that the override brought. */
function isNew(path: Path, set: Path, root: YamlRoot): boolean {
  const depth = path.findIndex((_, i) => placeOf(root, path.slice(0, i + 1)) === undefined);
  return depth >= 0 && startsWith(set, path.slice(0, depth + 1));
}

/** The place in the text; a key that is missing points at the object that lacks it. */
function rangeFor(
  finding: Finding,
  { root }: Source,
): { range?: readonly [number, number]; written?: string } {
  if (finding.range !== undefined) return { range: finding.range };
  const place = placeOf(root, finding.path);
  if (place !== undefined) {
    const isNumber =
      place.source !== undefined && /^[-+.\d]/.test(place.source) && !finding.found?.startsWith('"');
    const written = isNumber && finding.found !== describeValue(undefined) ? place.source : undefined;
    const isEmpty = place.value === undefined || place.value[0] === place.value[1];
    return {
      range: (finding.onKey || isEmpty ? place.key : place.value) ?? place.value ?? place.key,
      written,
    };
  }
  for (let length = finding.path.length - 1; length >= 0; length--) {
    const holder = placeOf(root, finding.path.slice(0, length));
    if (holder !== undefined) return { range: holder.key ?? holder.value };
  }
  return {};
}

function position([from, to]: readonly [number, number], text: string, starts: readonly number[]) {
  const line = lineOf(starts, Math.min(from, text.length));
  const start = starts[line] as number;
  const end = (starts[line + 1] ?? text.length + 1) - 1;
  const sourceLine = text.slice(start, end).replace(/\r$/, "");
  const span = Math.max(1, Math.min(to, start + sourceLine.length) - from);
  return { line: line + 1, column: from - start + 1, sourceLine, span };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last line that starts at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

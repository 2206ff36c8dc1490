/**
 * Where values come from, as comments in the text say: the comment at the end of a value's line, else at the end
 * of the line of what holds it; and the legend of marks at the head of the file.
 */
import { Lexer } from "yaml";
import type { Path } from "../explain/finding.ts";
import { placeOf } from "../text/tree.ts";
import type { YamlRoot } from "../text/yaml-source.ts";

export type Sources = {
  /** The comment that goes with what is written at a path; undefined without one. */
  commentFor(path: Path): string | undefined;
  /** A single value as it is written, such as `1.25e9`; undefined for all else. */
  writtenAt(path: Path): string | undefined;
  readonly marks: Readonly<Record<string, string>>;
};

export function sourcesOf(text: string, root: YamlRoot): Sources {
  const { starts, comments } = commentsByLine(text);
  return {
    commentFor(path) {
      for (let length = path.length; length > 0; length--) {
        const place = placeOf(root, path.slice(0, length));
        if (place === undefined) continue;
        for (const range of [place.key, length === path.length ? place.value : undefined]) {
          const comment = range && comments.get(lineOf(starts, range[0]));
          if (comment !== undefined) return comment;
        }
        if (length < path.length && typeof path[length - 1] === "number") return undefined;
      }
      return undefined;
    },
    writtenAt(path) {
      const place = placeOf(root, path);
      const range = place?.source === undefined ? undefined : place.value;
      return range && text.slice(range[0], range[1]);
    },
    marks: legend(text),
  };
}

/** Marks of the lexer that are no characters of the text: a document begins, a flow ends, a scalar comes next. */
const LEXER_MARKS = new Set(["\u0002", "\u0018", "\u001F"]);

/** Where lines start, and the comments that stand behind something on their line. */
function commentsByLine(text: string): { starts: number[]; comments: ReadonlyMap<number, string> } {
  const starts = [0];
  const comments = new Map<number, string>();
  let at = 0;
  let isContent = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (LEXER_MARKS.has(lexeme)) {
      isContent = lexeme === "\u001F";
      continue;
    }
    const isTrailing = text.slice(starts.at(-1), at).trim() !== "";
    if (!isContent && isTrailing && lexeme.startsWith("#"))
      comments.set(starts.length - 1, lexeme.replace(/^#+\s*/, "").trim());
    isContent = false;
    for (let end = lexeme.indexOf("\n"); end >= 0; end = lexeme.indexOf("\n", end + 1))
      starts.push(at + end + 1);
    at += lexeme.length;
  }
  return { starts, comments };
}

/** Index of the last line that starts at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** `(F) the filing; (A) an assumption.` in the comment that opens the file, mark by mark. */
function legend(text: string): Record<string, string> {
  const head = /^(?:#.*(?:\r?\n|$))*/.exec(text)?.[0] ?? "";
  const words = head
    .replaceAll(/^#[ \t]?/gm, "")
    .replaceAll(/[ \t]*\r?\n(?=\r?\n)/g, ". ")
    .replaceAll(/\s+/g, " ");
  const [, ...rest] = words.split(/(?:^|(?<=[;.] ))\(([A-Z])\) /);
  const marks: Record<string, string> = {};
  for (let i = 0; i + 1 < rest.length; i += 2)
    marks[rest[i] as string] ??= (rest[i + 1] as string).replace(/[;.\s]+$/, "").slice(0, 200);
  return marks;
}

/**
 * A finding is a problem before it has a position: where in the data, what was found, what is allowed.
 * The path is kept as parts, so that it can be looked up in the document; `locate.ts` turns it into a
 * line and a column.
 */

export type Path = readonly (string | number)[];

export type Finding = {
  readonly path: Path;
  readonly message: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly hint?: string;
  /** Points at the key instead of its value. */
  readonly onKey?: boolean;
  /** Offsets in the text, where the data has no place for it. */
  readonly range?: readonly [number, number];
  /** The line and column, where there is no text to point into. */
  readonly line?: number;
  readonly column?: number;
};

/** `tenants[3].contract.gpus`; keys that are no plain words are quoted in brackets. */
export function formatPath(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (PLAIN_KEY.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${quote(part)}]`;
  }
  return text;
}

const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;
const LONGEST_QUOTE = 60;

/** A value in plain words: `"8x"`, `12`, `a list of 3`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty object" : "an object";
  return String(value);
}

/** A text in double quotes, cut when it is long. */
export function quote(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST_QUOTE)];
  const cut = points.length > LONGEST_QUOTE || text.length > 2 * LONGEST_QUOTE;
  return JSON.stringify(cut ? `${points.slice(0, LONGEST_QUOTE).join("")}…` : text);
}

/** `expected X, got Y`, with both parts kept for programs. */
export function mismatch(path: Path, allowed: string, value: unknown, hint?: string): Finding {
  const found = describeValue(value);
  return { path, message: `expected ${allowed}, got ${found}`, found, allowed, hint };
}

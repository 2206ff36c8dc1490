/**
 * The part of Markdown that the manual is written in, as plain data: headings, paragraphs, lists, tables, code,
 * and in them code, bold, emphasis and links. What is not understood stays text; nothing becomes markup.
 */

export type Inline =
  | { readonly kind: "text" | "code" | "bold" | "italic"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly to: string };

export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly text: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: "table";
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/;
const ROW = /^\s*\|/;
const RULE = /^[\s|:-]+$/;

/** Blocks in order. Lines of a paragraph or an item run on. */
export const blocksOf = (markdown: string): Block[] => {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as string;
    const from = at;
    if (line.trim() === "") at++;
    else if (FENCE.test(line)) {
      at = after(lines, at + 1, (next) => !FENCE.test(next)) + 1;
      blocks.push({ kind: "code", text: lines.slice(from + 1, at - 1).join("\n") });
    } else if (HEADING.test(line)) {
      const [, marks = "", text = ""] = HEADING.exec(line) ?? [];
      blocks.push({ kind: "heading", level: marks.length, text: inlineOf(text) });
      at++;
    } else if (ROW.test(line)) {
      at = after(lines, at, (next) => ROW.test(next));
      blocks.push(tableOf(lines.slice(from, at)));
    } else if (ITEM.test(line)) {
      at = after(lines, at, (next) => next.trim() !== "" && !FENCE.test(next) && !HEADING.test(next));
      blocks.push(listOf(lines.slice(from, at)));
    } else {
      at = after(lines, at, (next) => next.trim() !== "" && !startsAnother(next));
      at = Math.max(at, from + 1);
      blocks.push({ kind: "paragraph", text: inlineOf(lines.slice(from, at).join(" ")) });
    }
  }
  return blocks;
};

const startsAnother = (line: string): boolean =>
  FENCE.test(line) || HEADING.test(line) || ROW.test(line) || ITEM.test(line);

/** The first line from `from` on for which `isInside` does not hold. */
const after = (lines: readonly string[], from: number, isInside: (line: string) => boolean): number => {
  const end = lines.findIndex((line, i) => i >= from && !isInside(line));
  return end < 0 ? lines.length : end;
};

const listOf = (lines: readonly string[]): Block => {
  const items: string[] = [];
  for (const line of lines) {
    const text = ITEM.exec(line)?.[2];
    if (text !== undefined) items.push(text);
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  const isOrdered = ITEM.exec(lines[0] ?? "")?.[1] !== undefined;
  return { kind: "list", isOrdered, items: items.map(inlineOf) };
};

const tableOf = (lines: readonly string[]): Block => {
  const [head = [], ...rows] = lines.filter((line) => !RULE.test(line)).map(cellsOf);
  return { kind: "table", head, rows };
};

/** A bar inside of code, or behind a backslash, does not end a cell. */
const cellsOf = (line: string): (readonly Inline[])[] =>
  (
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .match(/(?:\\.|`[^`]*`|[^|])+/g) ?? []
  ).map((cell) => inlineOf(cell.trim().replaceAll("\\|", "|")));

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)|!?\[([^\]]*)\]\(([^)\s]+)\)/g;

export const inlineOf = (text: string): Inline[] => {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(SPAN)) {
    if (match.index > at) found.push({ kind: "text", text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const [, code, bold, italic, name = "", to] = match;
    if (code !== undefined) found.push({ kind: "code", text: code });
    else if (bold !== undefined) found.push({ kind: "bold", text: bold });
    else if (italic !== undefined) found.push({ kind: "italic", text: italic });
    else if (to !== undefined) found.push({ kind: "link", text: name, to });
  }
  if (at < text.length) found.push({ kind: "text", text: text.slice(at) });
  return found;
};

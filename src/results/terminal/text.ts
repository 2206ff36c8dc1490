/**
 * Text for a terminal: how many columns it takes, filling up, breaking and cutting. What comes from the user is
 * escaped first, so that it cannot move the cursor or hide anything.
 */
import { escapeControls } from "../../scenario/format-problems.ts";

/** A text of the user, fit to be shown; line breaks and tabs become spaces. */
export const shown = (text: string): string => escapeControls(text.replace(/[\t\r\n]+/g, " "));

/** The same with quantities and dates that no line break parts. */
export const bound = (text: string): string =>
  shown(text)
    .replace(/(\d) (?=(?:%|[kMBT]|GPUs|days?|points)(?![\p{L}\d]))/gu, "$1\u00a0")
    .replace(/(\d) (?=[A-Z][a-z]{2} \d{4}(?!\d))/g, "$1\u00a0")
    .replace(/(\u00a0[A-Z][a-z]{2}) (?=\d{4}(?!\d))/g, "$1\u00a0");

/** Lines as they are printed: spaces that kept words together have done their work. */
export const printed = (lines: readonly string[], unicode = true): string => {
  const text = `${lines.join("\n")}\n`.replaceAll("\u00a0", " ");
  return unicode ? text : inAscii(text);
};

/** Columns that a text takes. It must hold no colours. */
export const columnsOf = (text: string): number => {
  let columns = 0;
  for (const character of text) columns += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
};

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Filled up with spaces to that many columns. */
export const padded = (text: string, columns: number, side: "left" | "right" = "left"): string => {
  const space = " ".repeat(Math.max(0, columns - columnsOf(text)));
  return side === "left" ? text + space : space + text;
};

/** Cut to that many columns, with an ellipsis in place of the rest. */
export const cut = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
};

/** Broken at spaces into lines of at most that many columns; a word that is longer is broken inside. */
export const wrapped = (text: string, columns: number, indent = ""): string[] => {
  const room = Math.max(10, columns - columnsOf(indent));
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/).flatMap((long) => broken(long, room))) {
    if (line !== "" && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines.map((each) => (indent + each).trimEnd());
};

const broken = (word: string, room: number): string[] => {
  if (columnsOf(word) <= room) return [word];
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (columnsOf(part + character) > room) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
};

/** The text in the letters of a terminal that knows no others than ASCII; line breaks and colours stay. */
export const inAscii = (text: string): string =>
  text.replace(/[^ -~]/gu, (character) => ASCII[character] ?? "?");

const ASCII: { readonly [character: string]: string } = {
  "\n": "\n",
  "\u001B": "\u001B",
  "\u00a0": " ",
  "−": "-",
  "–": "-",
  "…": "...",
  "±": "+/-",
  "·": "|",
  "×": "x",
  "∞": "inf",
  "●": "*",
  "◆": "#",
  "─": "-",
  "└": "|",
  "†": "^",
};

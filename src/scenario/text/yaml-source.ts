/**
 * YAML 1.2 (and JSON, which is a part of it) to a syntax tree, within limits that hold before the tree is
 * built. Aliases, anchors, tags and directives are refused: a scenario means what it says where it says it.
 */
import { Composer, CST, type Document, Lexer, Parser } from "yaml";
import type { Finding } from "../explain/finding.ts";

export const MAX_DEPTH = 40;
export const MAX_NODES = 100_000;
/** Words, signs and spaces; a list of the most nodes stays below it. */
const MAX_LEXEMES = 600_000;

export type YamlRoot = Document.Parsed["contents"];
export type YamlSource = { readonly root: YamlRoot; readonly findings: readonly Finding[] };

const OPTIONS = {
  version: "1.2",
  schema: "core",
  merge: false,
  // Looking for duplicates here takes time quadratic in the keys; `tree.ts` does it with sets.
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: false,
  logLevel: "silent",
} as const;

const MOST_REPORTED = 20;

/** Never throws: what cannot be parsed comes back with the reasons. */
export function parseYaml(text: string): YamlSource {
  const { tokens, findings } = tokenize(text);
  if (findings.length > 0) return { root: null, findings };
  const documents = [...new Composer(OPTIONS).compose(tokens, true, text.length)];
  const errors = documents.flatMap(({ errors }) => errors);
  const found: Finding[] = errors
    .slice(0, MOST_REPORTED)
    .map(({ code, message, pos }) => ({ path: [], range: pos, ...inPlainWords(code, message) }));
  if (documents.length > 1)
    found.push({ path: [], range: documents[1]?.range.slice(0, 2) as [number, number], ...second });
  return { root: documents[0]?.contents ?? null, findings: found };
}

const REFUSED: Readonly<Record<string, { message: string; hint: string }>> = {
  alias: { message: "aliases (*name) are not allowed", hint: "write the value out where it is used" },
  anchor: { message: "anchors (&name) are not allowed", hint: "write the value out where it is used" },
  tag: { message: "tags (!name) are not allowed", hint: "remove the tag; put text in quotes" },
  "directive-line": {
    message: "directives (%NAME) are not allowed",
    hint: "remove the line: it is always YAML 1.2",
  },
};

const NODES = new Set([
  "scalar",
  "single-quoted-scalar",
  "double-quoted-scalar",
  "flow-seq-start",
  "flow-map-start",
]);

/** Runs the lexer and the parser, which are loops, and watches their depth: composing, which recurses, comes after. */
function tokenize(text: string): { tokens: CST.Token[]; findings: Finding[] } {
  const tokens: CST.Token[] = [];
  const findings: Finding[] = [];
  const parser = new Parser();
  const counts = { lexemes: 0, nodes: 0, commas: 0, documents: 0 };
  let content = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type: CST.TokenType | null = content ? null : CST.tokenType(lexeme);
    const range = [parser.offset, parser.offset + Math.max(1, lexeme.length)] as const;
    content = type === "scalar";
    const refused = type ? REFUSED[type] : undefined;
    if (refused !== undefined) findings.push({ path: [], range, ...refused });
    if (findings.length === MOST_REPORTED) return { tokens: [], findings };
    counts.lexemes++;
    if (type === "comma") counts.commas++;
    else if (type === "doc-start") counts.documents++;
    else if (type && NODES.has(type)) counts.nodes++;
    for (const token of parser.next(lexeme)) tokens.push(token);
    const limit = parser.stack.length > MAX_STACK ? tooDeep : limitFor(counts);
    if (limit !== undefined) return { tokens: [], findings: [...findings, { path: [], range, ...limit }] };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, findings };
}

function limitFor(counts: { lexemes: number; nodes: number; commas: number; documents: number }) {
  if (counts.nodes > MAX_NODES || counts.commas > MAX_NODES || counts.lexemes > MAX_LEXEMES) return tooMany;
  return counts.documents > 1 ? second : undefined;
}

/** The parser's stack holds the document, a level for each collection, and a scalar. */
const MAX_STACK = MAX_DEPTH + 2;

export const tooDeep = {
  message: `nested too deeply: at most ${MAX_DEPTH} levels`,
  allowed: `at most ${MAX_DEPTH} levels`,
};
const second = {
  message: "the file holds more than one document",
  hint: "remove what follows the second ---",
};
export const tooMany = {
  message: `too many values: at most ${MAX_NODES.toString()} keys and values in a file`,
  allowed: `at most ${MAX_NODES} keys and values`,
};

const MISSING = "look for a missing quote, bracket, comma or colon";

function inPlainWords(code: string, message: string): { message: string; hint?: string } {
  switch (code) {
    case "TAB_AS_INDENT":
      return { message: "a tab is used for indentation", hint: "indent with spaces" };
    case "BAD_INDENT":
      if (message.includes("end with"))
        return { message: `not valid YAML: ${lower(message)}`, hint: MISSING };
      return { message: `wrong indentation: ${lower(message)}`, hint: "align the keys of one object" };
    case "MISSING_CHAR":
      return {
        message: `not valid YAML: ${lower(message)}`,
        hint: MISSING,
      };
    default:
      return { message: `not valid YAML: ${lower(message)}` };
  }
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

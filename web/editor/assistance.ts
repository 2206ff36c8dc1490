/**
 * Completion and help while writing, from the JSON Schema: keys that fit where the cursor stands, words that a
 * field allows, and what a key means. Says nothing where it does not know.
 */
import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from "@codemirror/autocomplete";
import { EditorView, type HoverTooltipSource, type Tooltip } from "@codemirror/view";
import { type Context, contextAt } from "./context.ts";
import { helpOf, type JsonSchema, objectsAt, schemasAt, wordsOf } from "./schema-at.ts";

export const completionsFrom =
  (schema: JsonSchema): CompletionSource =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const context = contextAt(state.doc.toString(), pos);
    if (context === undefined || (!explicit && context.word === "" && !context.isValue)) return null;
    const options = context.isValue
      ? words(schema, context)
      : keys(schema, context, state.sliceDoc(pos, pos + 1));
    return options.length === 0 ? null : { from: context.from, options, validFor: /^[\w-]*$/ };
  };

function keys(schema: JsonSchema, { path, siblings }: Context, next: string): Completion[] {
  const found = new Map<string, JsonSchema[]>();
  const required = new Set<string>();
  for (const object of objectsAt(schema, path, siblings)) {
    for (const key of object.required ?? []) required.add(key);
    for (const [key, own] of Object.entries(object.properties ?? {}))
      if (!siblings.has(key)) found.set(key, [...(found.get(key) ?? []), own]);
  }
  return [...found].map(([key, own]) => ({
    label: key,
    type: "property",
    detail: required.has(key) ? "required" : own.find(({ unit }) => unit !== undefined)?.unit,
    info: () => paragraphs(helpOf(own)),
    apply: next === ":" ? key : `${key}: `,
    boost: required.has(key) ? 1 : 0,
  }));
}

function words(schema: JsonSchema, { path }: Context): Completion[] {
  const schemas = schemasAt(schema, path);
  const fallback = schemas.map((own) => own.default).find((value) => typeof value !== "object");
  const samples = schemas.flatMap(({ examples }) => examples ?? []).map(String);
  const known = [
    ...new Set([
      ...schemas.flatMap(wordsOf),
      ...(fallback === undefined ? [] : [String(fallback)]),
      ...samples,
    ]),
  ];
  return known.map((word) => ({
    label: word,
    type: "enum",
    detail: word === String(fallback) ? "default" : undefined,
    info: () => paragraphs(helpOf(schemas).slice(0, 1)),
  }));
}

/** What the key under the pointer, or the key of the value there, means. */
export const helpFrom =
  (schema: JsonSchema): HoverTooltipSource =>
  (view, position, side): Tooltip | null => {
    const found = keyAt(view.state.doc.toString(), position);
    if (found === undefined || (found.from === position && side < 0)) return null;
    const lines = helpOf(schemasAt(schema, found.path));
    if (lines.length === 0) return null;
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create: () => ({ dom: titled(found.path, lines) }),
    };
  };

/** The key at a place, with the path that leads to it. */
export function keyAt(
  text: string,
  position: number,
): { readonly from: number; readonly to: number; readonly path: readonly string[] } | undefined {
  const word = /[\w-]/;
  let [from, to] = [position, position];
  while (from > 0 && word.test(text[from - 1] as string)) from--;
  while (to < text.length && word.test(text[to] as string)) to++;
  if (from === to) return undefined;
  const context = contextAt(text, to);
  if (context === undefined) return undefined;
  const isKey = /^\s*:(?:\s|$)/.test(
    text.slice(to, text.indexOf("\n", to) < 0 ? undefined : text.indexOf("\n", to) + 1),
  );
  if (context.isValue) return { from, to, path: context.path };
  return isKey ? { from, to, path: [...context.path, text.slice(from, to)] } : undefined;
}

function titled(path: readonly string[], lines: readonly string[]): HTMLElement {
  const box = paragraphs(lines);
  const title = document.createElement("strong");
  title.textContent = path.filter((key) => key !== "[]").join(".");
  box.prepend(title);
  return box;
}

function paragraphs(lines: readonly string[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-help";
  for (const line of lines) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    box.append(paragraph);
  }
  return box;
}

/** Help may be wide, but not wider than the editor. */
export const assistanceTheme = EditorView.baseTheme({
  ".cm-help": { maxWidth: "min(26rem, 80vw)", padding: "0.4rem 0.6rem", whiteSpace: "normal" },
  ".cm-help p": { margin: "0.15rem 0" },
});

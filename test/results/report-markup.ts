/**
 * A strict reader of markup for tests: every element closed in order, every attribute quoted, no stray `<`.
 * It knows only what reports use, and throws on anything else.
 */

export type Element = { readonly tag: string; readonly attributes: ReadonlyMap<string, string> };

const empty = new Set(["meta", "br", "link", "input"]);

/** All elements of a document, in order; throws where it is not well formed. */
export const elementsOf = (document: string): Element[] => {
  const elements: Element[] = [];
  const open: string[] = [];
  let at = document.startsWith("<!doctype html>\n") ? "<!doctype html>\n".length : 0;
  while (at < document.length) {
    if (document[at] !== "<") {
      const next = document.indexOf("<", at);
      const text = document.slice(at, next === -1 ? undefined : next);
      if (/[>"'`]/.test(text.replace(/&#?\w+;/g, "")))
        throw new Error(`unescaped text: ${text.slice(0, 80)}`);
      at += text.length;
      continue;
    }
    const close = /^<\/([a-z0-9]+)>/.exec(document.slice(at, at + 40));
    if (close !== null) {
      if (open.pop() !== close[1]) throw new Error(`</${close[1]}> at ${at} closes another element`);
      at += close[0].length;
      continue;
    }
    const [text, tag, inside] =
      /^<([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/.exec(document.slice(at, at + 50_000)) ?? [];
    if (text === undefined) throw new Error(`no element at ${at}: ${document.slice(at, at + 80)}`);
    const attributes = new Map<string, string>();
    for (const [, name, value] of inside.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) {
      if (attributes.has(name)) throw new Error(`${name} twice in <${tag}>`);
      attributes.set(name, value ?? "");
    }
    elements.push({ tag, attributes });
    at += text.length;
    if (empty.has(tag)) continue;
    open.push(tag);
    if (tag === "script" || tag === "style") at = document.indexOf(`</${tag}`, at);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(", ")}`);
  return elements;
};

/** The manual's Markdown as data: what is understood, and that the rest stays text. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blocksOf, inlineOf } from "../../web/manual/markdown.ts";

describe("a line", () => {
  test("has code, bold, emphasis and links in it", () => {
    expect(inlineOf("a `b|*c*` **d** *e* [f](g.md) h")).toEqual([
      { kind: "text", text: "a " },
      { kind: "code", text: "b|*c*" },
      { kind: "text", text: " " },
      { kind: "bold", text: "d" },
      { kind: "text", text: " " },
      { kind: "italic", text: "e" },
      { kind: "text", text: " " },
      { kind: "link", text: "f", to: "g.md" },
      { kind: "text", text: " h" },
    ]);
  });
  test("keeps markup as text", () => {
    expect(inlineOf("<img src=x onerror=alert(1)>")).toEqual([
      { kind: "text", text: "<img src=x onerror=alert(1)>" },
    ]);
  });
  test("takes a product for a product", () => {
    expect(inlineOf("2 * 3 * 4")).toEqual([{ kind: "text", text: "2 * 3 * 4" }]);
  });
});

test("blocks follow each other, and their lines run on", () => {
  const text = "# A\nb\nc\n\n- d\n  e\n- f\n\n```sh\n# g\n```\n\n| h | `i|j` |\n|---|--:|\n| k | l |\n";
  expect(blocksOf(text)).toEqual([
    { kind: "heading", level: 1, text: [{ kind: "text", text: "A" }] },
    { kind: "paragraph", text: [{ kind: "text", text: "b c" }] },
    {
      kind: "list",
      isOrdered: false,
      items: [[{ kind: "text", text: "d e" }], [{ kind: "text", text: "f" }]],
    },
    { kind: "code", text: "# g" },
    {
      kind: "table",
      head: [[{ kind: "text", text: "h" }], [{ kind: "code", text: "i|j" }]],
      rows: [[[{ kind: "text", text: "k" }], [{ kind: "text", text: "l" }]]],
    },
  ]);
});

const docs = new URL("../../web/docs/", import.meta.url);

test.each(readdirSync(docs).filter((name) => name.endsWith(".md")))(
  "%s is read whole: every word of it is in a block",
  (name) => {
    const text = readFileSync(new URL(name, docs), "utf8");
    const words = (of: string): string[] => of.match(/\p{L}{3,}/gu) ?? [];
    const read = JSON.stringify(blocksOf(text)).replaceAll("\\n", " ");
    const found = new Set(words(read));
    const outside = words(text.replace(/^\s*```\w*/gm, "").replace(/!\[/g, "["));
    expect(outside.filter((word) => !found.has(word))).toEqual([]);
  },
);

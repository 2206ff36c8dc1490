/**
 * Labels show any text as it is, and never as markup, template or direction.
 */
import { describe, expect, test } from "vitest";
import { caption, label } from "../../src/results/label.ts";

/** What Plotly shows of a text: templates filled, elements of its subset of HTML dropped, entities resolved once. */
const shown = (text: string): string =>
  text
    .replace(/%\{[^}]*\}/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);|&([a-z]+);/g, (_, code, name) => (code ? String.fromCodePoint(code) : `(${name})`));

describe("a label", () => {
  test.each([
    "anthropic",
    "<img src=x onerror=alert(1)>",
    '<span style="background:url(http://evil)">x</span>',
    "%{x} %{meta[0]} %%{y}",
    "__proto__",
    "</script><script>alert(1)</script>",
    "&lt;b&gt; &#60;",
    "a <br> b",
    "$x^2$ & $y$",
    'it\'s "quoted"',
  ])("shows %j as it is", (text) => {
    expect(shown(label(text))).toBe(text);
    expect(label(text)).not.toMatch(/[<>"'${}]|%(?!\d)/);
  });

  test("drops characters that turn the direction and isolates right-to-left text", () => {
    expect(label("abc\u202egpj.exe")).toBe("abcgpj.exe");
    expect(label("ענת")).toBe("\u2068ענת\u2069");
  });

  test("puts control characters and broken surrogates right", () => {
    expect(label("a\u0000\n\tb\u007f\ud800c")).toBe("a b \ufffdc");
  });

  test("shortens what is long, between characters", () => {
    expect([...label("😀".repeat(10_000))]).toHaveLength(60);
    expect(label("x".repeat(10_000)).endsWith("x…")).toBe(true);
    expect(label("😀😀😀", 3)).toBe("😀😀😀");
  });
});

test("a caption keeps its own templates and neutralises those of its labels", () => {
  expect(caption`<b>${label("%{x}<i>")}</b>: %{y:,.0f}`).toBe(
    "<b>&#37;&#123;x&#125;&#60;i&#62;</b>: %{y:,.0f}",
  );
});

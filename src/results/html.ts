/**
 * Markup. `html` is the one way to make it: every hole is escaped unless it is markup already, so that a
 * name never becomes an element, whatever it is called.
 */

/** Markup that is known to be well escaped. */
export type Html = { readonly markup: string };

export type Hole = string | number | Html | undefined | readonly (string | Html | undefined)[];

/** A template of markup. Texts and numbers in its holes are escaped, lists joined, `undefined` left out. */
export const html = (parts: TemplateStringsArray, ...holes: readonly Hole[]): Html => ({
  markup: parts.reduce((markup, part, i) => markup + render(holes[i - 1]) + part),
});

/** Markup that was made elsewhere and is trusted: our own style, script and escaped data. */
export const trusted = (markup: string): Html => ({ markup });

/** A name or another text of the user, in its own writing direction. */
export const named = (text: string): Html => html`<bdi>${text}</bdi>`;

/** The text with everything that markup could mistake for its own replaced. */
export const escapeHtml = (text: string): string =>
  text.replace(UNFIT, "\ufffd").replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** JSON for a `<script type="application/json">`: no `<` is left that could end it. */
export const scriptJson = (value: unknown): Html => trusted(JSON.stringify(value).replace(/</g, "\\u003c"));

/**
 * A script's text that may stand inside a `<script>` element. Inside strings, patterns and comments, where
 * alone these occur in JavaScript, `\x3C` means `<`.
 */
export const scriptText = (script: string): string =>
  script.replace(/\r\n?/g, "\n").replace(/<(?=!--|\/?script)/gi, "\\x3C");

const render = (hole: Hole): string => {
  if (hole === undefined) return "";
  if (typeof hole === "string") return escapeHtml(hole);
  if (typeof hole === "number") return String(hole);
  if ("markup" in hole) return hole.markup;
  return hole.map(render).join("");
};

/** Control characters that HTML forbids, and halves of surrogate pairs. */
const UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;

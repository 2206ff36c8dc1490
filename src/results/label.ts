/**
 * The only maker of text in figures. Plotly reads a subset of HTML, entities and `%{…}` templates in every
 * name, tick and hover text, so a tenant called `<span style=…>` would be markup and could ask a foreign
 * host for an image. A `Label` is text that reads as it was written and as nothing else; a plain string
 * does not satisfy the type.
 */

declare const labelled: unique symbol;

/** Text that is safe in any text field of a figure. Made by `label` and `caption` alone. */
export type Label = string & { readonly [labelled]: true };

/** Characters a label keeps unless told otherwise; a chart has no room for more. */
const LONGEST = 60;

/**
 * Any text, to be shown as it is: markup, entities and templates are neutralised, control and direction
 * characters dropped, right-to-left text kept apart from its surroundings, long text shortened.
 *
 * @param longest - characters to keep, at least 2
 */
export const label = (text: string, longest = LONGEST): Label => {
  const plain = shorten(withoutControls(text), longest);
  const escaped = plain.replace(/[&<>"'{}$%]/g, (character) => `&#${character.charCodeAt(0)};`);
  return (isRightToLeft(plain) ? `\u2068${escaped}\u2069` : escaped) as Label;
};

/**
 * A text of our own with labels in it: the literal parts may use Plotly's templates and markup, the holes
 * accept nothing but labels.
 */
export const caption = (parts: TemplateStringsArray, ...holes: readonly Label[]): Label =>
  parts.reduce((text, part, i) => text + (holes[i - 1] ?? "") + part) as Label;

/** The text on one line, without characters that only steer: control, direction, unpaired surrogates. */
export const withoutControls = (text: string): string =>
  text.replace(STEERING, "").replace(CONTROLS, " ").replace(LONE_SURROGATE, "\ufffd");

/** The text, or its beginning and an ellipsis; never cuts a surrogate pair. */
export const shorten = (text: string, longest: number): string => {
  if (text.length <= longest) return text;
  const characters = [...text.slice(0, 2 * longest + 2)];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
};

const STEERING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const LONE_SURROGATE = /\p{Cs}/gu;
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

const isRightToLeft = (text: string): boolean =>
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(text);

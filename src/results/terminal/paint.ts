/** Colours of the terminal, or none. Colours only repeat what marks and words say already. */

export type Paint = {
  readonly [K in "strong" | "faint" | "good" | "bad" | "warn"]: (text: string) => string;
};

const styled =
  (code: string) =>
  (text: string): string =>
    text === "" ? "" : `\u001B[${code}m${text}\u001B[0m`;
const asIs = (text: string): string => text;

const none: Paint = { strong: asIs, faint: asIs, good: asIs, bad: asIs, warn: asIs };
const colours: Paint = {
  strong: styled("1"),
  faint: styled("2"),
  good: styled("32"),
  bad: styled("31"),
  warn: styled("33"),
};

export const paintOf = (color: boolean): Paint => (color ? colours : none);

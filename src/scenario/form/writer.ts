/**
 * Values as they are written into a text: on one line, in YAML, or in JSON where the document is JSON. The value
 * that was given is written as it was given.
 */
import { isMap, isScalar, isSeq, Scalar, stringify } from "yaml";
import type { Path } from "../explain/finding.ts";
import { parseYaml, type YamlRoot } from "../text/yaml-source.ts";
import { isSame } from "./same.ts";

export type Writer = {
  /** A value that stands at a path. */
  value(value: unknown, path: Path): string;
  key(name: string): string;
};

/** @param given - the text that was given for the value at a path, to be kept as it is */
export function writer(
  root: YamlRoot,
  given: { readonly path: Path; readonly written: string } | undefined,
): Writer {
  const isJson = looksLikeJson(root);
  const write = (value: unknown): string => (isJson ? JSON.stringify(value) : inYaml(value));
  const verbatim =
    given === undefined || isJson ? undefined : { path: given.path, text: asGiven(given.written) };
  return {
    value: (value, path) =>
      verbatim?.text !== undefined && isSame(path, verbatim.path) ? verbatim.text : write(value),
    key: write,
  };
}

/** A document that is one JSON object: its keys are in double quotes. */
function looksLikeJson(root: YamlRoot): boolean {
  if (!isMap(root) || root.flow !== true) return false;
  const key = root.items[0]?.key;
  return isScalar(key) && key.type === Scalar.QUOTE_DOUBLE;
}

/** The text itself, when it is one word, number or quoted text on a line of its own. */
function asGiven(written: string): string | undefined {
  const text = written.trim();
  const { root } = parseYaml(text);
  if (!isScalar(root) || isSeq(root) || text.includes("\n")) return undefined;
  return root.range?.[0] === 0 && root.range[1] === text.length ? text : undefined;
}

/** A value on one line of YAML. */
export function inYaml(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "string" && PLAIN.test(value) && !RESERVED.test(value)) return value;
  return stringify(value, {
    version: "1.2",
    schema: "core",
    collectionStyle: "flow",
    lineWidth: 0,
    aliasDuplicateObjects: false,
    blockQuote: false,
  }).trimEnd();
}

/** Words that YAML takes as texts without quotes, and those among them that mean something else. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_]*$|^\d+ (?:days?|months?|h|min|s|%)$/;
const RESERVED = /^(?:null|true|false)$/i;

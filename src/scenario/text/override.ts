/**
 * Overrides: single values set from outside the file, by path or by name; and the same values looked up.
 */

import { type Finding, type Path, quote } from "../explain/finding.ts";
import { bare, kindOfValue, type Schema } from "../explain/node.ts";
import { parsePath } from "./path.ts";
import { toData } from "./tree.ts";
import { type Spot, walk } from "./walk.ts";
import { copyOf } from "./written-out.ts";
import { parseYaml } from "./yaml-source.ts";

/** `value` is data; a text is read as YAML, as it would stand in the file. */
export type Override = { readonly path: string; readonly value: unknown };

export type SetResult = { readonly path: Path } | { readonly finding: Finding };

/** Sets one value of a document in place. @returns the path in indexes and keys, or why there is none */
export function setPath(document: unknown, path: string, value: unknown): SetResult {
  const read = readValue(value);
  if ("message" in read)
    return {
      finding: { path: [], message: `the value is not valid: ${read.message}`, found: quote(String(value)) },
    };
  const found = find(document, path);
  if ("finding" in found) return found;
  const { holder, key } = found.spot;
  holder[key] = read.data;
  return { path: found.path };
}

/** What stands at a place of a document, or what would: its value as written, and its schema. */
export type Standing = {
  readonly path: Path;
  readonly schema: Schema;
  /** The default where nothing is written; undefined where there is none either. */
  readonly value: unknown;
};

/**
 * Looks up one value of a document, through shorthand and defaults, by the same paths as `setPath`.
 *
 * @param scratch - a document of the caller's own: shorthand on the way is written out in it
 */
export function valueIn(scratch: unknown, path: string): Standing | { readonly finding: Finding } {
  const found = find(scratch, path);
  if ("finding" in found) return found;
  const { schema, holder, key } = found.spot;
  const value = Object.hasOwn(holder, key) ? holder[key] : copyOf(bare(schema).defaultValue);
  return { path: found.path, schema, value };
}

function find(document: unknown, path: string): { spot: Spot; path: Path } | { finding: Finding } {
  const steps = parsePath(path);
  if (steps === undefined)
    return { finding: { path: [], message: `${quote(path)} is no path`, hint: PATH_HINT } };
  if (kindOfValue(document) !== "object")
    return { finding: { path: [], message: "there is nothing to set: the document is not an object" } };
  const found = walk(document, steps);
  return "message" in found ? { finding: found } : found;
}

const PATH_HINT = "write it like tenants[0].contract.gpus or tenants.anthropic.contract.gpus";

/** A value as data: a text is read as YAML. */
export function readValue(value: unknown): { data: unknown } | { message: string } {
  if (typeof value !== "string") return { data: value };
  const { root, findings } = parseYaml(value);
  const converted = toData(root);
  const problem = findings[0] ?? converted.findings[0];
  return problem === undefined ? { data: converted.data } : { message: problem.message };
}

/**
 * Why the schema refuses a value: zod decides, this walk explains. It follows the schema along the value and
 * reports each place once; of a union it takes the branch that matches the written type.
 */

import { z } from "zod";
import { didYouMean, nearest } from "./did-you-mean.ts";
import { describeValue, type Finding, mismatch, type Path, quote } from "./finding.ts";
import { hintFor } from "./hints.ts";
import {
  type Bare,
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  kindOf,
  kindOfValue,
  lengthOf,
  type Schema,
  shapeOf,
} from "./node.ts";
import { describeChoices, describeSchema, joinOr } from "./words.ts";

type Data = Readonly<Record<string, unknown>>;

/** @returns nothing if and only if the schema accepts the value */
export function explain(schema: Schema, value: unknown): Finding[] {
  if (z.safeParse(schema, value).success) return [];
  const findings = explainAt(schema, value, []);
  return findings.length > 0 ? findings : [mismatch([], describeSchema(schema), value)];
}

/** Most findings that one object or list adds, so that a broken file of any size is explained in no time. */
const MOST_IN_ONE = 200;

/** Lists and objects that the schema takes here are walked, so that each value is judged once; all else is asked zod. */
function explainAt(schema: Schema, value: unknown, path: Path): Finding[] {
  const branches = branchesOf(schema);
  const kind = kindOfValue(value);
  const matching = branches.filter((branch) => kindOf(branch.schema) === kind);
  if (matching.length > 0 && kind === "list")
    return explainList(schema, matching[0] as Bare, value as unknown[], path);
  if (matching.length > 0 && kind === "object") return explainObject(schema, matching, value as Data, path);
  if (z.safeParse(schema, value).success) return [];
  const unit =
    bare(schema).meta.unit ??
    [...matching, ...branches].find(({ meta }) => meta.unit !== undefined)?.meta.unit;
  return [mismatch(path, describeSchema(schema), value, hintFor(value, unit ?? "", branches))];
}

function explainObject(schema: Schema, branches: readonly Bare[], value: Data, path: Path): Finding[] {
  const record = branches.find((branch) => branch.schema._zod.def.type === "record");
  if (record !== undefined) return explainRecord(record, value, path);
  const kinds = kindsOf(branches);
  if (kinds !== undefined) {
    const kind = Object.hasOwn(value, "kind") ? value.kind : assumedKind(branches);
    const chosen = branches.find((branch) => choicesOfKey(branch, "kind").includes(kind as string));
    if (chosen !== undefined) return explainKeys(chosen, value, path);
    if (!Object.hasOwn(value, "kind")) return [missing([...path, "kind"], describeChoices(kinds), undefined)];
    const hint = typeof value.kind === "string" ? didYouMean(value.kind, kinds) : undefined;
    return [mismatch([...path, "kind"], describeChoices(kinds), value.kind, hint)];
  }
  const only = branches[0] as Bare;
  if (branches.length === 1) return explainKeys(only, value, path);
  return explainAlternatives(schema, branches, value, path);
}

/** The values of `kind` over all branches, when each has one. */
function kindsOf(branches: readonly Bare[]): string[] | undefined {
  const kinds = branches.map((branch) => choicesOfKey(branch, "kind"));
  return kinds.every(({ length }) => length > 0) ? kinds.flat() : undefined;
}

/** What `kind` is when it is left out, where the schema says so. */
const assumedKind = (branches: readonly Bare[]): unknown =>
  branches
    .map(({ schema }) => shapeOf(schema)?.kind)
    .map((kind) => (kind === undefined ? undefined : bare(kind).defaultValue))
    .find((assumed) => assumed !== undefined);

function choicesOfKey(branch: Bare, key: string): string[] {
  const schema = shapeOf(branch.schema)?.[key];
  return schema === undefined ? [] : ((choicesOf(bare(schema).schema) ?? []) as string[]);
}

/** Objects told apart by which key they have, such as `fee`; keys that several of them have tell nothing. */
function explainAlternatives(schema: Schema, branches: readonly Bare[], value: Data, path: Path): Finding[] {
  const shapes = branches.map((branch) => Object.keys(shapeOf(branch.schema) ?? {}));
  const keys = [...new Set(shapes.flat())];
  const telling = keys.filter((key) => shapes.filter((shape) => shape.includes(key)).length === 1);
  const given = Object.keys(value).filter((key) => telling.includes(key));
  const chosen = branches.filter((_, i) => shapes[i]?.some((key) => given.includes(key)));
  if (chosen.length === 1) return explainKeys(chosen[0] as Bare, value, path);
  if (chosen.length > 1) {
    const allowed = `one of ${joinOr(telling)}`;
    return [
      {
        path,
        message: `expected ${allowed}, got ${given.join(" and ")}`,
        found: given.join(" and "),
        allowed,
      },
    ];
  }
  const wrong = Object.keys(value).find((key) => !keys.includes(key));
  if (wrong === undefined)
    return [mismatch(path, `an object with one of the keys ${joinOr(telling)}`, value)];
  return [unknownKey([...path, wrong], keys, describeSchema(schema))];
}

function explainKeys(branch: Bare, value: Data, path: Path): Finding[] {
  const shape = shapeOf(branch.schema) ?? {};
  const keys = Object.keys(shape);
  const free = keys.filter((key) => !Object.hasOwn(value, key));
  const findings: Finding[] = [];
  const meant = new Set<string>();
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(shape, key)) continue;
    const match = nearest(key, free);
    if (match !== undefined) meant.add(match);
    findings.push(unknownKey([...path, key], keys));
    if (findings.length >= MOST_IN_ONE) break;
  }
  for (const [key, schema] of Object.entries(shape)) {
    const { isOptional, meta } = bare(schema);
    if (Object.hasOwn(value, key)) findings.push(...explainAt(schema, value[key], [...path, key]));
    else if (!isOptional && !meant.has(key)) {
      findings.push(missing([...path, key], describeSchema(schema), meta.description));
    }
  }
  return findings;
}

function explainRecord(branch: Bare, value: Data, path: Path): Finding[] {
  const def = branch.schema._zod.def;
  const findings: Finding[] = [];
  if (def.type !== "record") return findings;
  for (const [key, entry] of Object.entries(value)) {
    for (const finding of explainAt(def.keyType, key, [...path, key]))
      findings.push({ ...finding, onKey: true });
    findings.push(...explainAt(def.valueType, entry, [...path, key]));
    if (findings.length >= MOST_IN_ONE) break;
  }
  return findings;
}

function explainList(schema: Schema, branch: Bare, value: readonly unknown[], path: Path): Finding[] {
  const length = lengthOf(branch.schema);
  if (value.length < length.least || value.length > length.most)
    return [mismatch(path, describeSchema(schema), value)];
  const findings: Finding[] = [];
  for (let i = 0; i < value.length && findings.length < MOST_IN_ONE; i++) {
    const element = elementOf(branch.schema, i);
    if (element !== undefined) findings.push(...explainAt(element, value[i], [...path, i]));
  }
  return findings;
}

function unknownKey(path: Path, keys: readonly string[], instead?: string): Finding {
  const key = path.at(-1) as string;
  return {
    path,
    message: `unknown key ${quote(key)}${instead === undefined ? "" : `; expected ${instead}`}`,
    found: quote(key),
    allowed: keys.join(", "),
    hint: didYouMean(key, keys) ?? `the keys here are ${keys.join(", ")}`,
    onKey: true,
  };
}

function missing(path: Path, allowed: string, about: string | undefined): Finding {
  return {
    path,
    message: `missing: expected ${allowed}`,
    found: describeValue(undefined),
    allowed,
    hint: about,
  };
}

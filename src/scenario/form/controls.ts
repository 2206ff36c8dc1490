/**
 * The controls of one part of a scenario: a walk through the schema and the data together, so that every field
 * that can be set by a value has a control, whether it is written or not. A union shows the branch that is
 * written; an optional object that is not written shows one control, which brings it.
 */
import { formatPath, type Path, quote } from "../explain/finding.ts";
import {
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  kindOf,
  kindOfValue,
  type Schema,
  shapeOf,
} from "../explain/node.ts";
import { describeSchema } from "../explain/words.ts";
import { fits } from "../text/walk.ts";
import { type Holder, writtenOut } from "../text/written-out.ts";
import { type Leaf, leafOf } from "./leaf.ts";
import type { Choice, Control } from "./model.ts";
import { isMain, labelOf, unitOf } from "./names.ts";
import type { Surroundings } from "./slider.ts";
import type { Sources } from "./sources.ts";
import { templateOf, templateOfKind } from "./templates.ts";
import { inYaml } from "./writer.ts";

export type Context = {
  readonly sources: Sources;
  readonly around: Surroundings;
  /** How many keys of a pattern the group stands for, and are not told again in labels. */
  readonly depth: number;
  /** Whose value it is when the scenario does not write it. */
  readonly fallback: string;
  readonly found: Found[];
};

/** A control, and what it is sorted by. */
export type Found = { readonly control: Control; readonly pattern: string; readonly entry: string };

export type Place = {
  readonly schema: Schema;
  readonly path: Path;
  /** Keys alone, for names and ranks: `tenants.contract.gpus`. */
  readonly pattern: string;
  /** What stands before the label: the entry of a list. */
  readonly entry: string;
  /** As it stands in the scenario, else as it would. */
  readonly value: unknown;
  /** As it stands in the scenario; undefined when it does not. */
  readonly raw: unknown;
  /** Meaning of what holds it, for those that say little themselves. */
  readonly about: string;
};

/** Fields that say what a thing is, not how much of it. */
const SKIPPED_UNITS = new Set(["name", "text", "path", "version"]);

/**
 * Adds the controls of a place and of everything below it.
 *
 * @param keys - of an object, which of its keys; default: all
 */
export function addControls(context: Context, place: Place, keys?: readonly string[]): void {
  const { schema, value } = place;
  if (SKIPPED_UNITS.has(bare(schema).meta.unit ?? "")) return;
  const spelled = spellOut(schema, value);
  const kind = kindOfValue(spelled);
  if (kind === "object") addObject(context, place, spelled as Holder, keys);
  else if (kind === "list") addList(context, place);
  else if (value === undefined && isOnlyObject(schema)) addPart(context, place);
  else addLeaf(context, place);
}

/** What stands for an object: a value for both sides, the name of a kind, the name of an order. */
function spellOut(schema: Schema, value: unknown): unknown {
  const keys = branchesOf(schema).flatMap((branch) => Object.keys(shapeOf(branch.schema) ?? {}));
  const isWord =
    keys.some((key) => key === "kind" || key === "order") &&
    typeof value === "string" &&
    wordsOf(schema).includes(value);
  return isWord || keys.includes("tenant") ? writtenOut(schema, value) : value;
}

const isOnlyObject = (schema: Schema): boolean =>
  branchesOf(schema).every(({ schema: branch }) => kindOf(branch) === "object" || kindOf(branch) === "list");

function addObject(context: Context, place: Place, object: Holder, keys?: readonly string[]): void {
  const { schema } = place;
  const branch = branchesOf(schema).find((option) => fits(option.schema, object));
  const shape = branch === undefined ? undefined : shapeOf(branch.schema);
  if (shape === undefined) return;
  if (wordsOf(schema).length > 0 && kindsOf(schema).length > 0) addKinds(context, place, object);
  const raw = spellOut(schema, place.raw);
  const about = bare(schema).meta.description ?? branch?.meta.description ?? place.about;
  for (const key of keys ?? Object.keys(shape)) {
    const child = shape[key] as Schema;
    if (key === "kind" || SKIPPED_KEYS.has(key) || isForAnother(child, schema, object)) continue;
    addControls(context, {
      schema: child,
      path: [...place.path, key],
      pattern: joined(place.pattern, key),
      entry: place.entry,
      value: Object.hasOwn(object, key) ? object[key] : bare(child).defaultValue,
      raw: kindOfValue(raw) === "object" ? (raw as Holder)[key] : undefined,
      about,
    });
  }
}

/** Fields whose description begins with the word that they belong to: `quantile: standard deviation`. */
function isForAnother(child: Schema, schema: Schema, object: Holder): boolean {
  const word = /^(\w+): /.exec(bare(child).meta.description ?? "")?.[1];
  return word !== undefined && word !== (object.kind ?? object.order) && isWordOf(schema, word);
}

const isWordOf = (schema: Schema, word: string): boolean =>
  wordsOf(schema).includes(word) || kindsOf(schema).includes(word);

/** How a record is read is no matter of what-if. */
const SKIPPED_KEYS = new Set(["columns", "use"]);

const joined = (pattern: string, key: string): string => (pattern === "" ? key : `${pattern}.${key}`);

function addList(context: Context, place: Place): void {
  const list = branchesOf(place.schema).find(({ schema }) => kindOf(schema) === "list")?.schema;
  const values = place.value as readonly unknown[];
  if (list === undefined) return;
  if (wordsOf(place.schema).length > 0) {
    addLeaf(context, place);
    return;
  }
  const isTuple = list._zod.def.type === "tuple";
  values.forEach((value, i) => {
    const element = elementOf(list, i);
    if (element === undefined || (!isTuple && kindOfValue(value) !== "object")) return;
    addControls(context, {
      ...place,
      schema: element,
      path: [...place.path, i],
      pattern: isTuple ? joined(place.pattern, String(i)) : place.pattern,
      entry: isTuple ? place.entry : entryOf(place, value as Holder, i, values.length),
      value,
      raw: Array.isArray(place.raw) ? place.raw[i] : undefined,
      about: bare(place.schema).meta.description ?? place.about,
    });
  });
}

/** What an entry of a list is told by: its name, its date, else its position among several. */
function entryOf({ entry }: Place, value: Holder, index: number, length: number): string {
  const name = typeof value.name === "string" ? value.name : undefined;
  const at = typeof value.at === "string" ? value.at : undefined;
  const own = name ?? at ?? (length > 1 ? `${index + 1}` : "");
  return entry === "" || own === "" ? entry || own : `${entry}, ${own}`;
}

/** Words that stand for an object: `periodic`. */
const wordsOf = (schema: Schema): readonly unknown[] =>
  branchesOf(schema)
    .flatMap(({ schema: branch }) => choicesOf(branch) ?? [])
    .filter((word) => typeof word === "string");

/** A choice among kinds: by word, with what another kind demands, and what is written now. */
function addKinds(context: Context, place: Place, object: Holder): void {
  const { schema, pattern } = place;
  const now = inYaml(place.value);
  const current = typeof object.kind === "string" ? object.kind : undefined;
  const kinds = new Set([...wordsOf(schema).map(String), ...kindsOf(schema)]);
  const choices: Choice[] = [];
  for (const kind of kinds) {
    const template = templateOfKind(schema, kind, pattern, context.around.capacity);
    if (kind === current) choices.push({ value: now, label: kind });
    else if (template !== undefined)
      choices.push({ value: typeof template === "string" ? template : inYaml(template), label: kind });
  }
  push(context, place, { kind: "choice", value: now, unit: "", choices });
}

const kindsOf = (schema: Schema): string[] =>
  branchesOf(schema).flatMap(({ schema: branch }) => {
    const kind = shapeOf(branch)?.kind;
    return ((kind && choicesOf(bare(kind).schema)) ?? []).map(String);
  });

/** What all controls have: names, meaning, source. */
function told(context: Context, place: Place): Omit<Control, "kind" | "value"> {
  const { schema, path, pattern, entry, value, raw, about } = place;
  const isWritten = raw !== undefined;
  const { meta, defaultValue } = bare(schema);
  const key = pattern.slice(pattern.lastIndexOf(".") + 1);
  const label = labelOf(pattern, context.depth);
  const own =
    meta.description ?? branchesOf(schema).find((branch) => branch.meta.description)?.meta.description;
  const isPart = typeof path.at(-1) === "number" || own === undefined;
  const help = isPart && about !== "" ? `${about}${own === undefined ? "" : ` ${own}`}` : (own ?? "");
  return {
    path: formatPath(path),
    label: entry === "" ? label : `${entry}: ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
    unit: unitOf(key, meta.unit),
    default: defaultValue === undefined ? undefined : inYaml(defaultValue),
    isDefault: !isWritten || (defaultValue !== undefined && inYaml(defaultValue) === inYaml(value)),
    isWritten,
    isMain: isMain(pattern) && (value !== undefined || isOnlyObject(schema)),
    source: sourceOf(context, place, own ?? about),
    help,
    allowed: allowedBy(schema),
  };
}

function allowedBy(schema: Schema): string {
  const known = allowed.get(schema) ?? describeSchema(schema);
  allowed.set(schema, known);
  return known;
}

/** Words for a schema, which take time to find and never change. */
const allowed = new WeakMap<Schema, string>();

function sourceOf({ sources, fallback }: Context, { path, raw, value }: Place, help: string): string {
  if (raw !== undefined) return sources.commentFor(path) ?? "written in the scenario, without a source";
  if (value === undefined) return "not set";
  return /\(A\)/.test(help) && fallback === DEFAULT ? `${fallback}, an assumption (A)` : fallback;
}

/** Whose a value is that the scenario leaves out. */
export const DEFAULT = "default of the language";
export const ofPolicy = (name: string): string => `from the shipped policy ${quote(name)}`;

function addLeaf(context: Context, place: Place): void {
  const source = place.raw === place.value ? context.sources.writtenAt(place.path) : undefined;
  const leaf = leafOf(place, context.around, source);
  if (leaf !== undefined) push(context, place, leaf);
}

function push(context: Context, place: Place, own: Leaf): void {
  const control = { ...told(context, place), ...own };
  context.found.push({ control, pattern: place.pattern, entry: place.entry });
}

function addPart(context: Context, place: Place): void {
  const template = templateOf(place.schema, place.pattern);
  if (template === undefined) return;
  const choices = [{ value: inYaml(template), label: "add" }];
  push(context, place, { kind: "part", value: "", unit: "", choices });
}

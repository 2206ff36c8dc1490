/**
 * The way that a written path takes through a document. The schema leads, so that a path that means nothing is
 * told apart from one that is merely not written yet. Shorthand on the way is written out, in the document
 * itself, and what is absent starts from its default.
 */

import { isShipped } from "../compile/policy.ts";
import { didYouMean } from "../explain/did-you-mean.ts";
import { type Finding, formatPath, type Path, quote } from "../explain/finding.ts";
import { bare, branchesOf, choicesOf, kindOf, kindOfValue, type Schema, shapeOf } from "../explain/node.ts";
import { describeSchema } from "../explain/words.ts";
import { scenarioSchema } from "../schema.ts";
import type { PathStep } from "./path.ts";
import { FORBIDDEN_KEYS } from "./tree.ts";
import { blank, copyOf, type Holder, startFromBase, writtenOut } from "./written-out.ts";

/** A place in the document: what holds it, and the schema of what stands there. */
export type Spot = { readonly schema: Schema; readonly holder: Holder; readonly key: string | number };

/** Where the steps lead, in indexes and keys; or why they lead nowhere. */
export function walk(
  document: unknown,
  steps: readonly PathStep[],
): { readonly spot: Spot; readonly path: Path } | Finding {
  const path: (string | number)[] = [];
  let spot: Spot = { schema: scenarioSchema, holder: { document }, key: "document" };
  let rest = steps;
  while (rest.length > 0) {
    const next = enter(spot, rest, path);
    if ("message" in next) return next;
    if (next.spot !== spot) path.push(next.spot.key);
    spot = next.spot;
    rest = rest.slice(next.taken);
  }
  return { spot, path };
}

type Step = { spot: Spot; taken: number };

/** One step down: into an entry of a list, or a key of an object. */
function enter(spot: Spot, steps: readonly PathStep[], path: Path): Step | Finding {
  const { schema, holder, key } = spot;
  const own = bare(schema);
  if (!Object.hasOwn(holder, key)) holder[key] = copyOf(own.defaultValue) ?? blank(schema);
  holder[key] = writtenOut(schema, holder[key]);
  const here = holder[key];
  const kind = kindOfValue(here);
  const branches = branchesOf(schema).filter((branch) => kindOf(branch.schema) === kind);
  if (kind === "list" && branches[0] !== undefined)
    return enterList(branches[0].schema, here as unknown[], steps, path);
  if (kind === "object" && branches.length > 0) {
    const acceptsList = branchesOf(schema).some((branch) => kindOf(branch.schema) === "list");
    if (steps[0] === 0 && acceptsList) return { spot, taken: 1 };
    return enterObject(schema, spot, steps, path);
  }
  const wrong = formatPath(path);
  return {
    path,
    message: `there is nothing below: expected ${describeSchema(schema)}`,
    hint: `set ${wrong} itself`,
  };
}

function enterList(
  schema: Parameters<typeof kindOf>[0],
  list: unknown[],
  steps: readonly PathStep[],
  path: Path,
): Step | Finding {
  const def = schema._zod.def;
  const names = list.map((entry) => (kindOfValue(entry) === "object" ? (entry as Holder).name : undefined));
  const named = joined(steps, (name) => names.includes(name));
  const step = steps[0] as PathStep;
  const index = typeof step === "number" ? step : named === undefined ? -1 : names.indexOf(named.name);
  const element = def.type === "array" ? def.element : def.type === "tuple" ? def.items[index] : undefined;
  if (index >= 0 && index < list.length && element !== undefined) {
    return {
      spot: { schema: element, holder: list as unknown as Holder, key: index },
      taken: named?.taken ?? 1,
    };
  }
  if (typeof step === "number") {
    const allowed = list.length === 0 ? "an empty list" : `entries 0 to ${list.length - 1}`;
    return { path, message: `there is no entry ${step}`, hint: `it has ${allowed}` };
  }
  const known = names.filter((name) => typeof name === "string");
  const hint =
    didYouMean(step, known) ??
    (known.length === 0 ? "use a position such as [0]" : `it has ${known.map(quote).join(", ")}`);
  return { path, message: `there is no entry named ${quote(step)}`, found: quote(step), hint };
}

/** Names may hold dots, which part the steps of a path: the longest name that fits is meant. */
function joined(
  steps: readonly PathStep[],
  isKnown: (name: string) => boolean,
): { name: string; taken: number } | undefined {
  for (let taken = steps.length; taken > 0; taken--) {
    const parts = steps.slice(0, taken);
    const name = parts.join(".");
    if (parts.every((part) => typeof part === "string") && isKnown(name)) return { name, taken };
  }
  return undefined;
}

function enterObject(schema: Schema, spot: Spot, steps: readonly PathStep[], path: Path): Step | Finding {
  const object = spot.holder[spot.key] as Holder;
  const key = String(steps[0]);
  const branches = branchesOf(schema).filter((branch) => kindOf(branch.schema) === "object");
  const record = branches.find((branch) => branch.schema._zod.def.type === "record")?.schema._zod.def;
  if (record?.type === "record") return enterRecord(record.valueType, object, steps, path);
  const fitting = branches.filter((branch) => fits(branch.schema, object));
  const shapes = (fitting.length > 0 ? fitting : branches).map((branch) => shapeOf(branch.schema) ?? {});
  const shape = shapes.find((candidate) => Object.hasOwn(candidate, key));
  if (shape !== undefined) return { spot: { schema: shape[key] as Schema, holder: object, key }, taken: 1 };
  const alternative = isTold(branches)
    ? undefined
    : branches.find((branch) => Object.hasOwn(shapeOf(branch.schema) ?? {}, key));
  if (alternative !== undefined) {
    spot.holder[spot.key] = Object.create(null);
    const schemaOfKey = shapeOf(alternative.schema)?.[key] as Schema;
    return { spot: { schema: schemaOfKey, holder: spot.holder[spot.key] as Holder, key }, taken: 1 };
  }
  const keys = [...new Set(shapes.flatMap((candidate) => Object.keys(candidate)))];
  const hint = didYouMean(key, keys) ?? `the keys here are ${keys.join(", ")}`;
  return {
    path,
    message: `there is no key ${quote(key)} here`,
    found: quote(key),
    allowed: keys.join(", "),
    hint,
  };
}

/** Whether an object has keys of that branch only, and its `kind`. */
export function fits(schema: Parameters<typeof shapeOf>[0], object: Holder): boolean {
  const shape = shapeOf(schema);
  if (shape === undefined) return false;
  const kind = shape.kind === undefined ? undefined : choicesOf(bare(shape.kind).schema);
  if (kind !== undefined) {
    const given = object.kind ?? bare(shape.kind as Schema).defaultValue;
    return kind.includes(given as string);
  }
  return Object.keys(object).every((key) => Object.hasOwn(shape, key));
}

/** Branches that `kind` tells apart cannot replace each other by a key. */
const isTold = (branches: readonly { schema: Parameters<typeof shapeOf>[0] }[]): boolean =>
  branches.some(({ schema }) => Object.hasOwn(shapeOf(schema) ?? {}, "kind"));

/** Policies: one that exists, a shipped one, or a new one when it is set as a whole. */
function enterRecord(schema: Schema, object: Holder, steps: readonly PathStep[], path: Path): Step | Finding {
  const known = joined(steps, (name) => Object.hasOwn(object, name)) ?? joined(steps, isShipped);
  const fresh =
    steps.length === 1 && !FORBIDDEN_KEYS.has(String(steps[0]))
      ? { name: String(steps[0]), taken: 1 }
      : undefined;
  const found = known ?? fresh;
  if (found !== undefined) {
    startFromBase(object, found.name, steps.slice(found.taken));
    return { spot: { schema, holder: object, key: found.name }, taken: found.taken };
  }
  const names = Object.keys(object);
  const step = String(steps[0]);
  const hint = didYouMean(step, names) ?? `there are ${names.map(quote).join(", ")}`;
  return { path, message: `there is no entry named ${quote(step)}`, found: quote(step), hint };
}

/**
 * Reading a zod schema as data: wrappers taken off, unions flattened, descriptions and units found. The one
 * place that knows how zod keeps its definitions; explanations, overrides and the field reference use it.
 */
import type { z } from "zod";

export type Schema = z.core.$ZodType;
type Known = z.core.$ZodTypes;

export type Meta = {
  readonly description?: string;
  readonly unit?: string;
  readonly examples?: readonly unknown[];
};

/** A schema without its wrappers, and what they said. */
export type Bare = {
  readonly schema: Known;
  readonly meta: Meta;
  /** May be left out. */
  readonly isOptional: boolean;
  /** As one would write it; undefined without a default. */
  readonly defaultValue: unknown;
};

export function bare(wrapped: Schema): Bare {
  const known = bareBySchema.get(wrapped);
  if (known !== undefined) return known;
  const found = unwrap(wrapped);
  bareBySchema.set(wrapped, found);
  return found;
}

const bareBySchema = new WeakMap<Schema, Bare>();

function unwrap(wrapped: Schema): Bare {
  let schema = wrapped as Known;
  let meta: Meta = {};
  let isOptional = false;
  let defaultValue: unknown;
  for (;;) {
    meta = { ...metaOf(schema), ...meta };
    const def = schema._zod.def;
    if (def.type === "optional") isOptional = true;
    else if (def.type === "default" || def.type === "prefault") {
      isOptional = true;
      defaultValue ??= def.defaultValue;
    } else return { schema, meta, isOptional, defaultValue };
    schema = def.innerType as Known;
  }
}

const metaOf = (schema: Schema): Meta => (schema as z.ZodType).meta() ?? {};

/** Keys and schemas of an object; undefined for anything else. */
export function shapeOf(schema: Known): Readonly<Record<string, Schema>> | undefined {
  return schema._zod.def.type === "object" ? schema._zod.def.shape : undefined;
}

/**
 * The branches of a union, those of unions inside it included; a schema that is no union is its own branch.
 * Texts and numbers take over the unit of the union they stand in.
 */
export function branchesOf(schema: Schema): readonly Bare[] {
  const known = branchesBySchema.get(schema);
  if (known !== undefined) return known;
  const branches = findBranches(schema);
  branchesBySchema.set(schema, branches);
  return branches;
}

const branchesBySchema = new WeakMap<Schema, readonly Bare[]>();

function findBranches(schema: Schema): Bare[] {
  const own = bare(schema);
  if (own.schema._zod.def.type !== "union") return [own];
  const { unit } = own.meta;
  return own.schema._zod.def.options.flatMap(branchesOf).map((branch) => {
    const kind = kindOf(branch.schema);
    const inherits =
      unit !== undefined && branch.meta.unit === undefined && (kind === "text" || kind === "number");
    return inherits && choicesOf(branch.schema) === undefined
      ? { ...branch, meta: { ...branch.meta, unit } }
      : branch;
  });
}

/** Type of written data that a branch accepts. */
export type Kind = "object" | "list" | "text" | "number" | "truth";

export function kindOf(schema: Known): Kind {
  const def = schema._zod.def;
  switch (def.type) {
    case "object":
    case "record":
      return "object";
    case "array":
    case "tuple":
      return "list";
    case "number":
      return "number";
    case "boolean":
      return "truth";
    case "literal":
      return typeof def.values[0] === "number" ? "number" : "text";
    default:
      return "text";
  }
}

export function kindOfValue(value: unknown): Kind | undefined {
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "object":
      return value === null ? undefined : "object";
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "truth";
    default:
      return undefined;
  }
}

/** What an enum or a literal allows; undefined for other schemas. */
export function choicesOf(schema: Known): readonly (string | number)[] | undefined {
  const def = schema._zod.def;
  if (def.type === "enum") return Object.values(def.entries);
  if (def.type === "literal") return def.values as (string | number)[];
  return undefined;
}

export type Limits = {
  readonly least?: number;
  readonly most?: number;
  readonly above?: number;
  readonly below?: number;
  readonly isWhole: boolean;
};

/** Limits of a number, a text or a list; a limit that is not given is undefined. */
export function limitsOf(schema: Known): Limits {
  const own = schema._zod.def as { checks?: readonly z.core.$ZodCheck[]; check?: string };
  const limits: { -readonly [K in keyof Limits]: Limits[K] } = { isWhole: own.check === "number_format" };
  for (const check of own.checks ?? []) {
    const def = (check as z.core.$ZodChecks)._zod.def;
    if (def.check === "greater_than") limits[def.inclusive ? "least" : "above"] = Number(def.value);
    else if (def.check === "less_than") limits[def.inclusive ? "most" : "below"] = Number(def.value);
    else if (def.check === "min_length") limits.least = def.minimum;
    else if (def.check === "max_length") limits.most = def.maximum;
    else if (def.check === "number_format") limits.isWhole = true;
  }
  return limits;
}

/** How many entries a list has. */
export function lengthOf(schema: Known): { readonly least: number; readonly most: number } {
  const def = schema._zod.def;
  if (def.type === "tuple") return { least: def.items.length, most: def.items.length };
  const { least = 0, most = Number.POSITIVE_INFINITY } = limitsOf(schema);
  return { least, most };
}

/** The schema of an entry of a list; undefined for anything else. */
export function elementOf(schema: Known, index: number): Schema | undefined {
  const def = schema._zod.def;
  return def.type === "tuple" ? def.items[index] : def.type === "array" ? def.element : undefined;
}

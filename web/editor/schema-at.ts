/**
 * Looking things up in the JSON Schema of scenarios: what may stand at a path, by all branches that are still
 * possible; an object's `kind` rules out the others.
 */

/** As much of a JSON Schema as is read here. */
export type JsonSchema = {
  readonly type?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
};

/** The schemas of what stands at a path. */
export function schemasAt(root: JsonSchema, path: readonly string[]): readonly JsonSchema[] {
  let found: readonly JsonSchema[] = [root];
  for (const key of path) found = found.flatMap(branchesOf).flatMap((schema) => below(schema, key));
  return found;
}

/** A schema, or the alternatives it stands for. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const options = schema.anyOf ?? schema.oneOf;
  return options === undefined ? [schema] : options.flatMap(branchesOf);
}

function below(schema: JsonSchema, key: string): readonly JsonSchema[] {
  if (key === "[]")
    return [...(schema.prefixItems ?? []), ...(schema.items === undefined ? [] : [schema.items])];
  const property = schema.properties?.[key];
  if (property !== undefined && Object.hasOwn(schema.properties ?? {}, key)) return [property];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

/** Objects that may stand at a path, given what is written in it already. */
export function objectsAt(
  root: JsonSchema,
  path: readonly string[],
  siblings: ReadonlyMap<string, string>,
): readonly JsonSchema[] {
  const objects = schemasAt(root, path)
    .flatMap(branchesOf)
    .filter(({ properties }) => properties !== undefined);
  const kind = siblings.get("kind");
  const ofKind = objects.filter(({ properties }) => kind === undefined || allows(properties?.kind, kind));
  const fitting = ofKind.filter(({ properties }) =>
    [...siblings.keys()].every((key) => Object.hasOwn(properties ?? {}, key)),
  );
  return fitting.length > 0 ? fitting : ofKind.length > 0 ? ofKind : objects;
}

const allows = (schema: JsonSchema | undefined, word: string): boolean =>
  schema === undefined || wordsOf(schema).includes(word);

/** The words that a schema allows. */
export const wordsOf = (schema: JsonSchema): string[] =>
  branchesOf(schema).flatMap(({ const: only, enum: several, type }) => [
    ...(only === undefined ? [] : [String(only)]),
    ...(several ?? []).map(String),
    ...(type === "boolean" ? ["true", "false"] : []),
  ]);

/** Description, unit, default and limits, each at most once, as lines of text. */
export function helpOf(schemas: readonly JsonSchema[]): readonly string[] {
  const known = [...schemas, ...schemas.flatMap(branchesOf)];
  const description = known.find((schema) => schema.description !== undefined)?.description;
  const unit = known.find((schema) => schema.unit !== undefined)?.unit;
  const fallback = known.find((schema) => schema.default !== undefined)?.default;
  const examples = known.find((schema) => schema.examples !== undefined)?.examples;
  const words = [...new Set(schemas.flatMap(wordsOf))];
  return [
    description,
    unit === undefined ? undefined : `Unit: ${unit}.`,
    words.length === 0 ? undefined : `One of: ${words.join(", ")}.`,
    fallback === undefined
      ? undefined
      : `Default: ${typeof fallback === "string" ? fallback : JSON.stringify(fallback)}.`,
    examples === undefined ? undefined : `Such as: ${examples.map(String).join(", ")}.`,
  ].filter((line) => line !== undefined);
}

/** The fields of a schema, each by its place, and the values that were seen there. */
import {
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  kindOfValue,
  type Schema,
  shapeOf,
} from "../../src/scenario/explain/node.ts";

/** How many different values each field can have, at most 3; fields of a kind stand below that kind. */
export function fieldsOf(schema: Schema, path = "", fields = new Map<string, number>()): Map<string, number> {
  for (const { schema: branch } of branchesOf(schema)) {
    const def = branch._zod.def;
    const shape = shapeOf(branch);
    if (shape !== undefined) {
      const place = path + kindMark(kindsOf(shape));
      for (const [key, child] of Object.entries(shape)) {
        if (key === "$schema") continue;
        fields.set(`${place}.${key}`, Math.max(fields.get(`${place}.${key}`) ?? 0, variety(child)));
        fieldsOf(child, `${place}.${key}`, fields);
      }
    } else if (def.type === "record") fieldsOf(def.valueType, `${path}.NAME`, fields);
    else if (def.type === "array" || def.type === "tuple")
      fieldsOf(elementOf(branch, 0) as Schema, `${path}[]`, fields);
  }
  return fields;
}

const kindsOf = (shape: Readonly<Record<string, Schema>>): string | undefined => {
  const choices = shape.kind === undefined ? undefined : choicesOf(bare(shape.kind).schema);
  return choices?.length === 1 ? String(choices[0]) : undefined;
};
const kindMark = (kind: string | undefined): string => (kind === undefined ? "" : `<${kind}>`);

/** Numbers, texts, lists and objects have many values, words as many as there are. */
function variety(schema: Schema): number {
  const counts = branchesOf(schema).map(({ schema: branch }) => {
    if (branch._zod.def.type === "boolean") return 2;
    const shape = shapeOf(branch);
    if (shape !== undefined)
      return Object.values(shape).reduce(
        (product, child) => Math.min(3, product * (variety(child) + Number(bare(child).isOptional))),
        1,
      );
    return choicesOf(branch)?.length ?? 3;
  });
  return Math.min(
    3,
    counts.reduce((sum, n) => sum + n, 0),
  );
}

/** Values that were seen, by the same places. */
export function collect(schema: Schema, value: unknown, path: string, seen: Map<string, Set<string>>): void {
  const kind = kindOfValue(value);
  if (kind === "list") {
    for (const { schema: branch } of branchesOf(schema)) {
      const element = elementOf(branch, 0);
      if (element !== undefined)
        for (const entry of value as unknown[]) collect(element, entry, `${path}[]`, seen);
    }
  } else if (kind === "object") collectKeys(schema, value as Record<string, unknown>, path, seen);
}

function collectKeys(
  schema: Schema,
  object: Readonly<Record<string, unknown>>,
  path: string,
  seen: Map<string, Set<string>>,
): void {
  for (const { schema: branch } of branchesOf(schema)) {
    const def = branch._zod.def;
    if (def.type === "record")
      for (const entry of Object.values(object)) collect(def.valueType, entry, `${path}.NAME`, seen);
    const shape = shapeOf(branch);
    if (shape === undefined) continue;
    const kind = kindsOf(shape);
    const assumed = shape.kind === undefined ? undefined : bare(shape.kind).defaultValue;
    if (kind !== undefined && kind !== (object.kind ?? assumed)) continue;
    for (const [key, entry] of Object.entries(object)) {
      const child = shape[key];
      if (child === undefined) continue;
      const place = `${path}${kindMark(kind)}.${key}`;
      const values = seen.get(place) ?? new Set();
      if (values.size < 3) values.add(JSON.stringify(entry));
      seen.set(place, values);
      collect(child, entry, place, seen);
    }
  }
}

/**
 * Scenarios by chance forget no field: each takes three values, or as many as it can have. A field that is added
 * to the language and not to the generator fails here.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  kindOfValue,
  type Schema,
  shapeOf,
} from "../../src/scenario/explain/node.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { anyScenario, soundScenario } from "./arbitrary.ts";

/** How many different values each field can have, at most 3; fields of a kind stand below that kind. */
function fieldsOf(schema: Schema, path = "", fields = new Map<string, number>()): Map<string, number> {
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
function collect(schema: Schema, value: unknown, path: string, seen: Map<string, Set<string>>): void {
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

describe("scenarios by chance", () => {
  test("take three values in every field, or all there are", () => {
    const seen = new Map<string, Set<string>>();
    for (const scenario of fc.sample(anyScenario, { numRuns: 10_000, seed: 20260701 }))
      collect(scenarioSchema, scenario, "", seen);
    const fields = fieldsOf(scenarioSchema);
    expect(fields.size).toBeGreaterThan(500);
    expect(
      [...fields]
        .filter(([path, most]) => (seen.get(path)?.size ?? 0) < most)
        .map(([path, most]) => `${path}: ${seen.get(path)?.size ?? 0} of ${most}`),
    ).toEqual([]);
  });

  test("are mostly accepted when they are made sound, jobs among them", () => {
    let accepted = 0;
    let streams = 0;
    for (const scenario of fc.sample(soundScenario, { numRuns: 200, seed: 20260701 })) {
      try {
        const { internal, tenants } = parseScenario(JSON.stringify(scenario)).scenario;
        accepted++;
        streams += JSON.stringify([internal, tenants]).match(/"kind":"(jobs|trace|lublin)"/g)?.length ?? 0;
      } catch {}
    }
    expect(accepted).toBeGreaterThan(140);
    expect(streams).toBeGreaterThan(100);
  });
});

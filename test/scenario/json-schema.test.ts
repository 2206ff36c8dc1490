/**
 * The JSON Schema says of what may be written the same as the parser, as far as a schema can.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYamlText } from "yaml";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { anyScenario } from "./arbitrary.ts";
import { built, example, leased, running, small, wanted } from "./build.ts";

type Node = Record<string, any>;

/** As much of draft 2020-12 as the schema uses; an unknown keyword fails. */
function isValid(schema: Node, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, rule]) => {
    const judge = keywords[keyword];
    if (judge === undefined) throw new Error(`keyword ${keyword} is not known here`);
    return judge(rule, value, schema);
  });
}

const isObject = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const only = (kind: string, judge: (rule: any, value: any) => boolean) => (rule: any, value: unknown) =>
  typeof value !== kind || judge(rule, value);
const annotation = () => true;

const keywords: Record<string, (rule: any, value: unknown, schema: Node) => boolean> = {
  ...Object.fromEntries(
    "$schema $id title description default examples unit".split(" ").map((word) => [word, annotation]),
  ),
  type: (type, value) =>
    ({
      object: isObject(value),
      array: Array.isArray(value),
      integer: Number.isInteger(value),
      number: typeof value === "number",
      string: typeof value === "string",
      boolean: typeof value === "boolean",
    })[type as string] ?? false,
  const: (rule, value) => value === rule,
  enum: (rule, value) => rule.includes(value),
  anyOf: (rule, value) => rule.some((branch: Node) => isValid(branch, value)),
  oneOf: (rule, value) => rule.filter((branch: Node) => isValid(branch, value)).length === 1,
  minimum: only("number", (rule, value) => value >= rule),
  maximum: only("number", (rule, value) => value <= rule),
  exclusiveMinimum: only("number", (rule, value) => value > rule),
  exclusiveMaximum: only("number", (rule, value) => value < rule),
  minLength: only("string", (rule, value) => [...value].length >= rule),
  maxLength: only("string", (rule, value) => [...value].length <= rule),
  pattern: only("string", (rule, value) => new RegExp(rule, "u").test(value)),
  minItems: (rule, value) => !Array.isArray(value) || value.length >= rule,
  maxItems: (rule, value) => !Array.isArray(value) || value.length <= rule,
  items: (rule, value, schema) =>
    !Array.isArray(value) ||
    value.slice(schema.prefixItems?.length ?? 0).every((entry) => isValid(rule, entry)),
  prefixItems: (rule, value) =>
    !Array.isArray(value) ||
    rule.every((branch: Node, i: number) => i >= value.length || isValid(branch, value[i])),
  required: (rule, value) => !isObject(value) || rule.every((key: string) => Object.hasOwn(value, key)),
  properties: (rule, value) =>
    !isObject(value) ||
    Object.entries(rule).every(
      ([key, branch]) => !Object.hasOwn(value, key) || isValid(branch as Node, value[key]),
    ),
  propertyNames: (rule, value) => !isObject(value) || Object.keys(value).every((key) => isValid(rule, key)),
  additionalProperties: (rule, value, schema) =>
    !isObject(value) ||
    Object.keys(value).every(
      (key) => Object.hasOwn(schema.properties ?? {}, key) || (rule !== false && isValid(rule, value[key])),
    ),
};

const schema = scenarioJsonSchema();

describe("the JSON Schema", () => {
  test("names its draft, its version and the fields that must be there", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:clawback:scenario:1",
      title: "Clawback scenario",
      required: ["clawback", "name", "start", "horizon", "cluster"],
      additionalProperties: false,
    });
    expect(scenarioJsonSchema()).not.toBe(schema);
    expect(JSON.stringify(scenarioJsonSchema())).toBe(JSON.stringify(schema));
  });

  test.each([
    ["the example", parseYamlText(example)],
    ["a lease", leased({ notice: "30 days", fee: { perGpuHour: 2 }, onNotice: { kind: "stay" } })],
    ["demand", wanted({ season: { daily: {} }, pools: ["p"] })],
    ["runs", running({ checkpoint: { every: "1 h" } })],
    [
      "policies",
      small({ policies: { a: { reclaim: { trigger: "periodic", size: { kind: "orderUpTo", level: 5 } } } } }),
    ],
  ])("accepts %s", (_, input) => {
    expect(isValid(schema, input)).toBe(true);
  });

  test.each([
    ["an unknown key", small({ sed: 1 })],
    ["a missing key", { clawback: 1 }],
    ["a negative quantity", built({ pools: [{ name: "p", gpus: -1 }] })],
    ["a length of time that is none", leased({ notice: "90d ays" })],
    ["a choice that is none", leased({ onNotice: "liner" })],
    ["two fees", leased({ fee: { perMonth: 1, perGpuHour: 1 } })],
    ["another version", small({ clawback: 2 })],
  ])("refuses %s", (_, input) => {
    expect(isValid(schema, input)).toBe(false);
  });

  test("accepts all that the parser's schema accepts", () => {
    let both = 0;
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const value: unknown = JSON.parse(JSON.stringify(scenario));
        if (!scenarioSchema.safeParse(value).success) return;
        both++;
        expect(isValid(schema, value)).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(both).toBeGreaterThan(50);
  });

  test("describes every property", () => {
    const silent: string[] = [];
    const visit = (node: Node, path: string): void => {
      for (const [key, child] of Object.entries((node.properties ?? {}) as Record<string, Node>)) {
        const told = [child, ...(child.anyOf ?? [])].some(({ description }) => description !== undefined);
        if (!told && key !== "kind") silent.push(`${path}.${key}`);
        visit(child, `${path}.${key}`);
      }
      for (const branch of [
        ...(node.anyOf ?? []),
        ...(node.oneOf ?? []),
        ...(node.items ? [node.items] : []),
      ])
        visit(branch, path);
      if (isObject(node.additionalProperties)) visit(node.additionalProperties, `${path}.NAME`);
    };
    visit(schema, "");
    expect(silent).toEqual([]);
  });
});

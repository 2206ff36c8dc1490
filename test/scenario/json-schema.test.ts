/**
 * The JSON Schema says of what may be written the same as the parser, as far as a schema can.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYamlText } from "yaml";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { anyScenario } from "./arbitrary.ts";
import { built, example, leased, queued, running, sent, small, wanted } from "./build.ts";

type Node = Readonly<Record<string, unknown>>;
type Judge = (rule: unknown, value: unknown, schema: Node) => boolean;

/** As much of draft 2020-12 as the schema uses; an unknown keyword fails. */
function isValid(schema: unknown, value: unknown): boolean {
  return Object.entries(schema as Node).every(([keyword, rule]) => {
    const judge = keywords[keyword];
    if (judge === undefined) throw new Error(`keyword ${keyword} is not known here`);
    return judge(rule, value, schema as Node);
  });
}

const isObject = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const nodes = (rule: unknown): Node[] => (Array.isArray(rule) ? (rule as Node[]) : []);
const forNumbers =
  (judge: (rule: number, value: number) => boolean): Judge =>
  (rule, value) =>
    typeof value !== "number" || judge(rule as number, value);
const forTexts =
  (judge: (rule: unknown, value: string) => boolean): Judge =>
  (rule, value) =>
    typeof value !== "string" || judge(rule, value);
const forLists =
  (judge: (rule: unknown, value: unknown[], schema: Node) => boolean): Judge =>
  (rule, value, schema) =>
    !Array.isArray(value) || judge(rule, value, schema);
const forObjects =
  (judge: (rule: unknown, value: Node, schema: Node) => boolean): Judge =>
  (rule, value, schema) =>
    !isObject(value) || judge(rule, value, schema);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
};

const annotations = "$schema $id title description default examples unit".split(" ");

const keywords: Readonly<Record<string, Judge>> = {
  ...Object.fromEntries(annotations.map((word) => [word, () => true])),
  type: (rule, value) => types[rule as string]?.(value) ?? false,
  const: (rule, value) => value === rule,
  enum: (rule, value) => (rule as unknown[]).includes(value),
  anyOf: (rule, value) => nodes(rule).some((branch) => isValid(branch, value)),
  oneOf: (rule, value) => nodes(rule).filter((branch) => isValid(branch, value)).length === 1,
  minimum: forNumbers((rule, value) => value >= rule),
  maximum: forNumbers((rule, value) => value <= rule),
  exclusiveMinimum: forNumbers((rule, value) => value > rule),
  exclusiveMaximum: forNumbers((rule, value) => value < rule),
  minLength: forTexts((rule, value) => [...value].length >= Number(rule)),
  maxLength: forTexts((rule, value) => [...value].length <= Number(rule)),
  pattern: forTexts((rule, value) => new RegExp(rule as string, "u").test(value)),
  minItems: forLists((rule, value) => value.length >= Number(rule)),
  maxItems: forLists((rule, value) => value.length <= Number(rule)),
  items: forLists((rule, value, schema) =>
    value.slice(nodes(schema.prefixItems).length).every((entry) => isValid(rule, entry)),
  ),
  prefixItems: forLists((rule, value) =>
    nodes(rule).every((branch, i) => i >= value.length || isValid(branch, value[i])),
  ),
  required: forObjects((rule, value) => (rule as string[]).every((key) => Object.hasOwn(value, key))),
  properties: forObjects((rule, value) =>
    Object.entries(rule as Node).every(
      ([key, branch]) => !Object.hasOwn(value, key) || isValid(branch, value[key]),
    ),
  ),
  propertyNames: forObjects((rule, value) => Object.keys(value).every((key) => isValid(rule, key))),
  additionalProperties: forObjects((rule, value, schema) =>
    Object.keys(value).every(
      (key) =>
        Object.hasOwn((schema.properties ?? {}) as Node, key) ||
        (rule !== false && isValid(rule, value[key])),
    ),
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
    ["jobs", queued({ checkpoint: { every: "young" }, failures: {}, queue: { limit: 3 } })],
    ["jobs of a tenant, without a kind", sent({ minGpus: "50 %", most: 8 })],
    [
      "jobs of a tenant from a record",
      small({ tenants: [{ name: "t", jobs: { kind: "trace", file: "a" } }] }),
    ],
    [
      "nodes of two shapes",
      built({
        pools: [
          {
            name: "p",
            nodes: [
              { count: 1, gpus: 8 },
              { count: 2, gpus: 4 },
            ],
          },
        ],
      }),
    ],
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
    ["jobs of no kind in a program", queued({ kind: undefined })],
    [
      "a path out of the folder",
      small({ internal: [{ name: "i", demand: { kind: "trace", file: "../a" } }] }),
    ],
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
        const told = [child, ...nodes(child.anyOf)].some(({ description }) => description !== undefined);
        if (!told && key !== "kind") silent.push(`${path}.${key}`);
        visit(child, `${path}.${key}`);
      }
      for (const branch of [...nodes(node.anyOf), ...nodes(node.oneOf)]) visit(branch, path);
      for (const below of [node.items, node.additionalProperties]) if (isObject(below)) visit(below, path);
    };
    visit(schema, "");
    expect(silent).toEqual([]);
  });
});

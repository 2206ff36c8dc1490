/**
 * Every limit of the schema, at the limit and one to either side: a scenario for each, made from the least that the schema accepts.
 * A limit that is used in many places is tried in a few of them.
 */
import {
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  lengthOf,
  limitsOf,
  type Schema,
  shapeOf,
} from "../../src/scenario/explain/node.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";

export type LimitCase = {
  /** Keys and indexes on the way. */
  readonly path: readonly (string | number)[];
  /** What stands there, for messages. */
  readonly value: string;
  /** Whether the schema allows it there. */
  readonly isInside: boolean;
  readonly data: unknown;
};

type Wrap = (value: unknown) => unknown;
type Path = readonly (string | number)[];

/** Longest list that is written out. */
const MOST_ENTRIES = 2_000;

/** @param places - times that one schema is tried, in places of its own */
export const limitCases = (places = 1): LimitCase[] => {
  const found: LimitCase[] = [];
  const seen = new Map<unknown, number>();
  const visit = (schema: Schema, path: Path, wrap: Wrap): void => {
    const branches = branchesOf(schema);
    for (const { schema: branch, meta } of branches) {
      const times = seen.get(branch) ?? 0;
      if (times >= places) continue;
      seen.set(branch, times + 1);
      const add = (value: unknown, isInside: boolean): void =>
        void found.push({ path, value: brief(value), isInside, data: wrap(value) });
      const def = branch._zod.def;
      const shape = shapeOf(branch);
      if (shape !== undefined) {
        const least = leastOf(branch) as Record<string, unknown>;
        for (const [key, child] of Object.entries(shape))
          visit(child, [...path, key], (value) => wrap({ ...least, [key]: value }));
        add({ ...least, "no such key": 1 }, false);
      } else if (def.type === "record") {
        visit(def.valueType, [...path, "a"], (value) => wrap({ a: value }));
      } else if (def.type === "number") {
        numbers(branch, add);
        // beside a text or a list these may mean something
        if (branches.length === 1) for (const junk of [null, "8x", [], {}, true]) add(junk, false);
      } else if (def.type === "array" || def.type === "tuple") {
        lists(branch, add);
        const element = elementOf(branch, 0);
        const rest = (leastOf(branch) as unknown[]).slice(1);
        if (element !== undefined) visit(element, [...path, 0], (value) => wrap([value, ...rest]));
      } else if (meta.unit === "name" || meta.unit === "text") texts(branch, add);
    }
  };
  visit(scenarioSchema, [], (value) => value);
  return found;
};

type Add = (value: unknown, isInside: boolean) => void;
type Known = ReturnType<typeof bare>["schema"];

const numbers = (schema: Known, add: Add): void => {
  const { least, most, above, below, isWhole } = limitsOf(schema);
  const step = isWhole ? 1 : 1e-9;
  const isIn = (value: number): boolean =>
    !(value < (least ?? -Infinity) || value > (most ?? Infinity) || value <= (above ?? -Infinity)) &&
    !(value >= (below ?? Infinity)) &&
    (!isWhole || Number.isSafeInteger(value));
  for (const limit of [least, most, above, below]) {
    if (limit === undefined) continue;
    const reach = Math.max(step, Math.abs(limit) * (isWhole ? 0 : 1e-9));
    for (const value of [limit - reach, limit, limit + reach]) add(value, isIn(value));
  }
  if (isWhole) add((least ?? 0) + 0.5, false);
};

const lists = (schema: Known, add: Add): void => {
  const { least, most } = lengthOf(schema);
  const filled = (length: number): unknown[] =>
    Array.from({ length }, (_, i) =>
      leastOf(elementOf(schema, Math.min(i, Math.max(0, least - 1))) ?? schema),
    );
  for (const limit of [least, most]) {
    if (limit > MOST_ENTRIES) continue;
    for (const length of [limit - 1, limit, limit + 1])
      if (length >= 0) add(filled(length), length >= least && length <= most);
  }
};

const texts = (schema: Known, add: Add): void => {
  const { least = 0, most = Infinity } = limitsOf(schema);
  for (const limit of [least, most]) {
    if (limit > 100_000) continue;
    for (const length of [limit - 1, limit, limit + 1])
      if (length >= 0) add("x".repeat(length), length >= least && length <= most);
  }
};

const brief = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 40)}… (${text.length} characters)`;
};

const byUnit: Readonly<Record<string, unknown>> = {
  name: "a",
  duration: "1 day",
  "duration or distribution": "1 day",
  date: "2026-07-01",
  "date or duration": "2026-08-01",
  power: "1 MW",
  path: "a.swf",
  share: 0.5,
  assertion: "evictions<=3",
  text: "x",
};

/** The least that a schema accepts: what must be there and nothing else. */
const leastOf = (schema: Schema): unknown => {
  const [{ schema: branch, meta }] = branchesOf(schema);
  const known = byUnit[bare(schema).meta.unit ?? ""] ?? byUnit[meta.unit ?? ""];
  if (known !== undefined) return known;
  const choices = choicesOf(branch);
  if (choices !== undefined) return choices[0];
  const shape = shapeOf(branch);
  if (shape !== undefined)
    return Object.fromEntries(
      Object.entries(shape)
        .filter(([, child]) => !bare(child).isOptional)
        .map(([key, child]) => [key, leastOf(child)]),
    );
  const def = branch._zod.def;
  if (def.type === "record") return { a: leastOf(def.valueType) };
  if (def.type === "boolean") return true;
  if (def.type === "string") return "x";
  if (def.type === "number") return leastNumber(branch);
  const { least } = lengthOf(branch);
  return Array.from({ length: least }, (_, i) => leastOf(elementOf(branch, i) ?? branch));
};

const leastNumber = (schema: Known): number => {
  const { least, above, most, below } = limitsOf(schema);
  if (least !== undefined && least >= 1) return least;
  const upper = most ?? below ?? 2;
  return above !== undefined || least === undefined || upper >= 2 ? Math.min(1, upper) : upper / 2;
};

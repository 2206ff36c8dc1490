/**
 * From the syntax tree to plain data, and back from a place in the data to its place in the text. Keys are
 * texts, each once, and none that means something to JavaScript; nothing is merged, coerced or dropped.
 */
import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import { type Finding, type Path, quote } from "../explain/finding.ts";
import { MAX_DEPTH, MAX_NODES, tooDeep, tooMany, type YamlRoot } from "./yaml-source.ts";

export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export type Converted = {
  readonly data: unknown;
  readonly findings: Finding[];
  /** False when a limit cut the conversion short. */
  readonly isComplete: boolean;
};

/** Plain data: objects have no prototype, so that no key can be inherited. */
export function toData(root: YamlRoot): Converted {
  const findings: Finding[] = [];
  let nodes = 0;
  let isComplete = true;

  const convert = (node: unknown, path: Path): unknown => {
    nodes++;
    if (nodes > MAX_NODES || (path.length >= MAX_DEPTH && !isScalar(node))) {
      const limit = nodes > MAX_NODES ? tooMany : tooDeep;
      if (isComplete) findings.push({ path, ...limit });
      isComplete = false;
      return null;
    }
    if (isScalar(node)) return scalarValue(node);
    if (isSeq(node)) return node.items.map((item, i) => convert(item, [...path, i]));
    if (isMap(node)) return convertMap(node.items, path);
    return null;
  };

  const convertMap = (pairs: readonly Pair[], path: Path): Record<string, unknown> => {
    const object: Record<string, unknown> = Object.create(null);
    for (const { key, value } of pairs) {
      nodes++;
      const name = keyText(key);
      const refusal = refuseKey(name, key, object);
      if (refusal !== undefined) findings.push({ path, range: rangeOf(key), ...refusal });
      else object[name as string] = convert(value, [...path, name as string]);
    }
    return object;
  };

  const data = convert(root, []);
  return { data, findings, isComplete };
}

const scalarValue = (node: Scalar): unknown => (typeof node.value === "number" ? node.value + 0 : node.value);

const keyText = (key: unknown): unknown => (isScalar(key) ? key.value : undefined);

function refuseKey(name: unknown, key: unknown, seen: object): Omit<Finding, "path"> | undefined {
  if (typeof name !== "string") {
    const found = isScalar(key) ? String(key.source ?? name) : "a list or an object";
    return {
      message: `expected a name as key, got ${found}`,
      found,
      allowed: "a name",
      hint: "put the key in quotes",
    };
  }
  if (name === "<<") return { message: "merge keys (<<) are not allowed", hint: "write the keys out" };
  if (FORBIDDEN_KEYS.has(name))
    return { message: `the key ${quote(name)} is not allowed`, found: quote(name) };
  if (Object.hasOwn(seen, name)) {
    return {
      message: `the key ${quote(name)} is given twice`,
      found: quote(name),
      hint: "remove one of the two",
    };
  }
  return undefined;
}

export type Place = {
  readonly key?: readonly [number, number];
  readonly value?: readonly [number, number];
  /** As written, when it is a scalar. */
  readonly source?: string;
};

/** Where a path stands in the text; undefined when the text does not have it. */
export function placeOf(root: YamlRoot, path: Path): Place | undefined {
  let node: unknown = root;
  let key: readonly [number, number] | undefined;
  for (const part of path) {
    if (typeof part === "number") {
      if (!isSeq(node) || part >= node.items.length) return undefined;
      node = node.items[part];
      key = undefined;
    } else {
      if (!isMap(node)) return undefined;
      const pair = pairsByKey(node).get(part);
      if (pair === undefined) return undefined;
      node = pair.value;
      key = rangeOf(pair.key);
    }
  }
  return { key, value: rangeOf(node), source: isScalar(node) ? node.source : undefined };
}

const indexes = new WeakMap<YAMLMap, ReadonlyMap<unknown, Pair>>();

/** Pairs of a map by key, the first of each; built once, so that many problems in one object are found fast. */
function pairsByKey(map: YAMLMap): ReadonlyMap<unknown, Pair> {
  const known = indexes.get(map);
  if (known !== undefined) return known;
  const index = new Map(map.items.toReversed().map((pair) => [keyText(pair.key), pair]));
  indexes.set(map, index);
  return index;
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as Node | null)?.range;
  return range ? [range[0], range[1]] : undefined;
}

/**
 * What must change in a text so that it holds other data: each place where the two differ becomes a splice. An
 * object keeps its lines, and gets new keys where the schema has them; what changes its form is written anew.
 */
import { isMap, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Path } from "../explain/finding.ts";
import { branchesOf, elementOf, kindOf, kindOfValue, type Schema, shapeOf } from "../explain/node.ts";
import { isSame } from "./same.ts";
import type { Writer } from "./writer.ts";

/** Characters from `from` to `to` are replaced. */
export type Splice = { readonly from: number; readonly to: number; readonly text: string };

export type Draft = { readonly text: string; readonly write: Writer; readonly splices: Splice[] };

/** A value in the text, what it is and what it shall be. */
export type Change = {
  readonly node: unknown;
  readonly schema: Schema | undefined;
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
};

type Data = Readonly<Record<string, unknown>>;

/** Adds the splices of one change; none where nothing differs. */
export function splicesFor(draft: Draft, change: Change): void {
  const { node, schema, path, before, after } = change;
  if (isSame(before, after)) return;
  if (isMap(node) && isGrown(before, after)) splicesOfMap(draft, node, change);
  else if (isSeq(node) && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    node.items.forEach((item, i) => {
      const element = elementSchema(schema, i, after[i]);
      splicesFor(draft, {
        node: item,
        schema: element,
        path: [...path, i],
        before: before[i],
        after: after[i],
      });
    });
  } else replace(draft, node as Node, draft.write.value(after, path));
}

export const applySplices = (text: string, splices: readonly Splice[]): string =>
  splices
    .toSorted((a, b) => b.from - a.from)
    .reduce((edited, { from, to, text: put }) => edited.slice(0, from) + put + edited.slice(to), text);

/** An object that keeps all its keys. */
const isGrown = (before: unknown, after: unknown): boolean =>
  kindOfValue(before) === "object" &&
  kindOfValue(after) === "object" &&
  Object.keys(before as Data).length > 0 &&
  Object.keys(before as Data).every((key) => Object.hasOwn(after as Data, key));

function splicesOfMap(draft: Draft, map: YAMLMap, { schema, path, before, after }: Change): void {
  const [old, wanted] = [before as Data, after as Data];
  for (const pair of map.items) {
    const key = keyOf(pair);
    const change = { schema: schemaBelow(schema, key, wanted), path: [...path, key] };
    splicesFor(draft, { ...change, node: pair.value, before: old[key], after: wanted[key] });
  }
  const order = Object.keys(fittingShape(schema, wanted) ?? {});
  for (const key of Object.keys(wanted)) {
    if (Object.hasOwn(old, key)) continue;
    const written = `${draft.write.key(key)}: ${draft.write.value(wanted[key], [...path, key])}`;
    insert(draft, map, predecessor(map, key, order), written);
  }
}

const keyOf = (pair: Pair): string => String((pair.key as { value?: unknown } | null)?.value);

/** The pair after which a key belongs, by the order of the schema; else the last one. */
function predecessor(map: YAMLMap, key: string, order: readonly string[]): Pair | undefined {
  const rank = order.indexOf(key);
  if (rank < 0) return map.items.at(-1);
  return map.items.findLast((pair) => order.indexOf(keyOf(pair)) < rank);
}

function schemaBelow(schema: Schema | undefined, key: string, object: Data): Schema | undefined {
  const record = branches(schema).find((branch) => branch._zod.def.type === "record")?._zod.def;
  return record?.type === "record" ? record.valueType : fittingShape(schema, object)?.[key];
}

/** The shape that knows all keys of an object. */
const fittingShape = (schema: Schema | undefined, object: Data) =>
  branches(schema)
    .map(shapeOf)
    .find((shape) => shape !== undefined && Object.keys(object).every((key) => Object.hasOwn(shape, key)));

function elementSchema(schema: Schema | undefined, index: number, value: unknown): Schema | undefined {
  const list = branches(schema).find((branch) => kindOf(branch) === "list");
  return value === undefined || list === undefined ? undefined : elementOf(list, index);
}

const branches = (schema: Schema | undefined) =>
  schema === undefined ? [] : branchesOf(schema).map((branch) => branch.schema);

/** Puts a text in the place of a node; an empty node has no place of its own and gets one after its key. */
function replace({ text, splices }: Draft, node: Node, written: string): void {
  const [from] = node.range as [number, number, number];
  const to = Math.max(from, endOf(node, text));
  const isEmpty = from === to;
  splices.push({ from, to, text: isEmpty && !/[\s{[]$/.test(text.slice(0, from)) ? ` ${written}` : written });
}

/** Where the last character of a node stands, without the line breaks and comments that may follow it. */
function endOf(node: Node, text: string): number {
  let last: Node = node;
  while ((isMap(last) || isSeq(last)) && last.flow !== true && last.items.length > 0) {
    const item: unknown = last.items.at(-1);
    last = (isMap(last) ? endNode(item as Pair) : item) as Node;
  }
  const [from, end] = last.range as [number, number, number];
  return from + text.slice(from, end).trimEnd().length;
}

const startOf = (pair: Pair): number => ((pair.key as Node).range as [number, number, number])[0];

const endNode = (pair: Pair): Node => {
  const value = pair.value as Node | null;
  return value?.range && value.range[1] > value.range[0] ? value : (pair.key as Node);
};

function insert(draft: Draft, map: YAMLMap, after: Pair | undefined, written: string): void {
  if (map.flow === true) {
    insertInFlow(draft, map, after, written);
    return;
  }
  const { text, splices } = draft;
  const first = startOf(map.items[0] as Pair);
  const column = first - (text.lastIndexOf("\n", first - 1) + 1);
  const indent = " ".repeat(column);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  if (after === undefined) {
    splices.push({ from: first, to: first, text: `${written}${lineBreak}${indent}` });
    return;
  }
  const at = endOfLine(text, endOf(endNode(after), text));
  splices.push({ from: at, to: at, text: `${lineBreak}${indent}${written}` });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === "\r" && at > from ? at - 1 : at;
}

/** In braces: behind its predecessor, on a line of its own when that has one. */
function insertInFlow(
  { text, splices }: Draft,
  map: YAMLMap,
  after: Pair | undefined,
  written: string,
): void {
  const open = (map.range as [number, number, number])[0] + 1;
  const start = startOf(after ?? (map.items[0] as Pair));
  const lead = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const gap = lead.trim() === "" && text.slice(open, start).includes("\n") ? `\n${lead}` : " ";
  if (after === undefined) splices.push({ from: start, to: start, text: `${written},${gap}` });
  else {
    const at = endOf(endNode(after), text);
    splices.push({ from: at, to: at, text: `,${gap}${written}` });
  }
}

/**
 * What is sound in data that the schema refuses: unknown keys fall away, a refused value takes with it the
 * innermost part that may be left out. So relations can be checked in the rest, and all is told at once.
 */
import { z } from "zod";
import { formatPath, type Path } from "../explain/finding.ts";
import {
  bare,
  branchesOf,
  elementOf,
  kindOf,
  kindOfValue,
  lengthOf,
  limitsOf,
  type Schema,
  shapeOf,
} from "../explain/node.ts";

type Data = Readonly<Record<string, unknown>>;

/** @returns what is left, undefined when nothing is, and the paths of what was taken out or stands in */
export function prune(schema: Schema, value: unknown, path: Path): { value: unknown; pruned: Path[] } {
  const pruned: Path[] = [];
  const left = keep(schema, value, path, pruned);
  return { value: left === REFUSED ? undefined : left, pruned };
}

const REFUSED = Symbol("refused");

function keep(schema: Schema, value: unknown, path: Path, pruned: Path[]): unknown {
  const kind = kindOfValue(value);
  const branches = branchesOf(schema).filter((branch) => kindOf(branch.schema) === kind);
  if (kind === "list") return keepList(branches[0]?.schema, value as unknown[], path, pruned);
  if (kind !== "object") return z.safeParse(schema, value).success ? value : REFUSED;
  const object = value as Data;
  const branch =
    branches.find((option) => hasKind(option.schema, object.kind)) ??
    branches.find((option) =>
      Object.keys(object).some((key) => Object.hasOwn(shapeOf(option.schema) ?? {}, key)),
    ) ??
    (branches.length === 1 ? branches[0] : undefined);
  const shape = branch === undefined ? undefined : shapeOf(branch.schema);
  return shape === undefined ? REFUSED : keepKeys(shape, object, path, pruned);
}

type Known = Parameters<typeof shapeOf>[0];

function keepList(schema: Known | undefined, list: readonly unknown[], path: Path, pruned: Path[]): unknown {
  if (schema === undefined) return REFUSED;
  const length = lengthOf(schema);
  if (list.length < length.least || list.length > length.most) return REFUSED;
  const kept = list.map((entry, i) => keep(elementOf(schema, i) as Schema, entry, [...path, i], pruned));
  return kept.includes(REFUSED) ? REFUSED : kept;
}

function keepKeys(
  shape: Readonly<Record<string, Schema>>,
  object: Data,
  path: Path,
  pruned: Path[],
): unknown {
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, schema] of Object.entries(shape)) {
    const isGiven = Object.hasOwn(object, key);
    const { isOptional } = bare(schema);
    const kept = isGiven
      ? keep(schema, object[key], [...path, key], pruned)
      : isOptional
        ? undefined
        : REFUSED;
    if (kept !== REFUSED) {
      if (isGiven) result[key] = kept;
      continue;
    }
    pruned.push([...path, key]);
    if (isOptional) continue;
    const standIn = standInFor(schema);
    if (standIn === undefined) return REFUSED;
    result[key] = standIn;
  }
  return result;
}

/** For what must be there: relations with it are not reported, those between the others are. */
function standInFor(schema: Schema): unknown {
  const { schema: own, meta } = bare(schema);
  if (meta.unit === "name") return "?";
  return meta.unit === "GPUs" ? Math.max(1, limitsOf(own).least ?? 1) : undefined;
}

function hasKind(schema: Known, kind: unknown): boolean {
  const own = shapeOf(schema)?.kind;
  return own !== undefined && z.safeParse(own, kind).success;
}

/** Keys whose relations say nothing when one of them was taken out. */
const RELATED: readonly (readonly string[])[] = [
  ["start", "signed", "term", "lockout", "ramp"],
  [
    "gpus",
    "phases",
    "nodes",
    "availability",
    "pools",
    "minQuantity",
    "minGpus",
    "workers",
    "gpusPerWorker",
    "most",
  ],
  ["perSecond", "perHour", "perDay", "jump", "decay"],
  ["checkpoint", "failures"],
  ["median", "p90", "sigma", "most"],
  ["duration", "work", "gpus"],
  ["at", "perYear"],
  ["power", "dutyCycle"],
  ["base", "growth", "season", "shocks", "steps", "scale", "speedup", "rebound", "mfu"],
  ["name", "contract", "jobs"],
];

/** What was taken out, by the object it was taken from. */
export type Pruned = ReadonlyMap<string, readonly string[]>;

export function indexPruned(paths: readonly Path[]): Pruned {
  const index = new Map<string, string[]>();
  for (const path of paths) {
    const holder = formatPath(path.slice(0, -1));
    const keys = index.get(holder) ?? [];
    keys.push(String(path.at(-1)));
    index.set(holder, keys);
  }
  return index;
}

/** Whether a relation at `path` may only look broken because something was taken out. */
export function isUncertain(path: Path, pruned: Pruned): boolean {
  if (pruned.size === 0) return false;
  return path.some((_, depth) => {
    const gone = pruned.get(formatPath(path.slice(0, depth)));
    return gone?.some((key) => areRelated(key, path[depth])) ?? false;
  });
}

const areRelated = (gone: string, key: unknown): boolean =>
  gone === key || RELATED.some((group) => group.includes(gone) && group.includes(key as string));

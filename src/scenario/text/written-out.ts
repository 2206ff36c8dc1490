/**
 * What stands in for what is not written, when a path leads through it: shorthand written out, defaults, and
 * the parts of the policy that another is built on.
 */
import { writtenPart } from "../compile/policy.ts";
import { bare, branchesOf, kindOf, kindOfValue, type Schema, shapeOf } from "../explain/node.ts";
import type { PathStep } from "./path.ts";

/** An object or a list of the document, which is changed in place. */
export type Holder = Record<string | number, unknown>;

/** A part of a policy that is not written yet starts from that of the policy it is built on. */
export function startFromBase(policies: Holder, name: string, steps: readonly PathStep[]): void {
  const [holderKey, part] = steps[0] === "reclaim" ? ["reclaim", steps[1]] : [undefined, steps[0]];
  const isWhole = steps.length < (holderKey === undefined ? 2 : 3);
  if (part === undefined || isWhole || steps.at(-1) === "kind") return;
  policies[name] ??= {};
  const policy = policies[name] as Holder;
  if (kindOfValue(policy) !== "object") return;
  const written = writtenPart(name, policy.use, String(part));
  if (written === undefined) return;
  if (holderKey !== undefined) policy[holderKey] ??= {};
  const holder = (holderKey === undefined ? policy : policy[holderKey]) as Holder;
  if (kindOfValue(holder) === "object") holder[part] ??= written;
}

/** An empty object where the schema takes objects, for what is not written yet. */
export const blank = (schema: Schema): unknown =>
  branchesOf(schema).some((branch) => kindOf(branch.schema) === "object") ? Object.create(null) : undefined;

/** A shorthand as the object it stands for: a kind, an order, a pool, a notice of both sides, a charge to replace. */
export function writtenOut(schema: Schema, value: unknown): unknown {
  const kind = kindOfValue(value);
  if (kind === "object" || kind === "list" || value === undefined) return value;
  const objects = branchesOf(schema).filter((branch) => kindOf(branch.schema) === "object");
  const keys = new Set(objects.flatMap((branch) => Object.keys(shapeOf(branch.schema) ?? {})));
  if (objects.length === 0) return value;
  if (keys.has("owner") && keys.has("tenant")) return { owner: value, tenant: value };
  if (keys.has("pool")) return { pool: value };
  if (keys.has("order")) return { order: value };
  if (keys.has("kind") && typeof value === "string" && bare(schema).meta.unit !== "duration or distribution")
    return { kind: value };
  return keys.has("kind") ? { kind: "constant", value } : Object.create(null);
}

export function copyOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

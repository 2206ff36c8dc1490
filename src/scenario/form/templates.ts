/**
 * What an optional part of a scenario begins with when it is switched on: what the schema demands and has no
 * default for.
 */
import { bare, branchesOf, choicesOf, type Schema, shapeOf } from "../explain/node.ts";

type Template = Readonly<Record<string, unknown>>;

/** By pattern of keys; each says at least what must be said. */
const TEMPLATES: Readonly<Record<string, Template>> = {
  "internal.demand.shocks": { perYear: 2, size: [0.1, 0.4], lasts: "30 days" },
  "internal.demand.season": { daily: {} },
  "internal.demand.season.weekly": { weekend: 0.7 },
  "tenants.contract.buyOut": { shareOfFee: 0.5 },
  "tenants.exit": { perYear: 0.5 },
  "cluster.sites.dutyCycle": { period: "95 min", off: "35 min" },
  "policies.preemption.budget": { evictions: 10, per: "1 day" },
  "policies.admission.quota": { kind: "quota", share: "50 %" },
  "policies.reclaim.notice.fixed": { kind: "fixed", for: "30 days" },
};
const CHECKPOINT: Template = { every: "1 h" };

/** @returns undefined when what must be said is more than a template knows */
export function templateOf(schema: Schema, pattern: string): Template | undefined {
  const known = TEMPLATES[pattern] ?? (pattern.endsWith(".checkpoint") ? CHECKPOINT : undefined);
  if (known !== undefined) return known;
  const shapes = branchesOf(schema)
    .map((branch) => shapeOf(branch.schema))
    .filter((found) => found !== undefined);
  const shape = shapes.length === 1 ? shapes[0] : undefined;
  if (shape === undefined) return undefined;
  const required = Object.entries(shape).filter(([, child]) => !bare(child).isOptional);
  return required.length === 0 ? {} : undefined;
}

/** The same for one kind of a union; kinds that demand nothing are written by their name alone. */
export function templateOfKind(schema: Schema, kind: string, pattern: string, capacity: number): unknown {
  const branch = branchesOf(schema).find(({ schema: option }) => {
    const own = shapeOf(option)?.kind;
    return own !== undefined && choicesOf(bare(own).schema)?.includes(kind);
  });
  const required = Object.entries(shapeOf(branch?.schema as never) ?? {}).filter(
    ([key, child]) => key !== "kind" && !bare(child).isOptional,
  );
  if (required.length === 0) return kind;
  if (kind === "orderUpTo") return { kind, level: Math.round(capacity / 2) };
  return TEMPLATES[`${pattern}.${kind}`];
}

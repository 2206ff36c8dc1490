/**
 * A policy with every part spelled out that has a value of its own kind: what the scenario writes, and for the
 * rest what the shipped policy has on which it is built.
 */
import { compilePolicy, isShipped } from "../compile/policy.ts";
import type { Path } from "../explain/finding.ts";
import type { PolicySpec } from "../policy-schema.ts";
import { copyOf, type Holder, startFromBase } from "../text/written-out.ts";

const RECLAIM_PARTS = ["trigger", "size", "notice", "rescind"];
const PARTS = ["forecast", "refill", "queue", "admission"];

/**
 * @param written - the policy as the scenario writes it
 * @param checked - the same with its defaults filled in
 */
export function spelledPolicy(name: string, written: unknown, checked: PolicySpec): unknown {
  const policies: Holder = { [name]: copyOf(written) ?? {} };
  for (const part of RECLAIM_PARTS) startFromBase(policies, name, ["reclaim", part, "any"]);
  for (const part of PARTS) startFromBase(policies, name, [part, "any"]);
  const { victims, spare, placement } = compilePolicy(name, checked);
  const policy = policies[name] as Holder;
  const reclaim = policy.reclaim as Holder;
  reclaim.victims ??= victims.length === 1 ? victims[0] : [...victims];
  reclaim.spare ??= spare;
  reclaim.throttle ??= {};
  policy.placement ??= placement;
  return policy;
}

/** What a part of a policy is where the scenario does not write it; undefined for other paths. */
export function unwrittenPart(data: unknown, path: Path): unknown {
  const [root, name, ...keys] = path;
  if (root !== "policies" || typeof name !== "string" || keys.length === 0) return undefined;
  const policies = (data as { policies?: Record<string, { use?: unknown } | undefined> }).policies ?? {};
  const use = Object.hasOwn(policies, name) ? policies[name]?.use : undefined;
  const bare = typeof use === "string" && isShipped(use) ? { use } : {};
  const base = spelledPolicy(name, bare, bare);
  return keys.reduce<unknown>((value, key) => (value as Holder | undefined)?.[key], base);
}

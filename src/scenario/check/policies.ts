/**
 * Policies: names that are safe as keys and keep their order, reviews that are not too many.
 */

import { quote } from "../explain/finding.ts";
import type { PolicySpec } from "../policy-schema.ts";
import { checkGrid } from "./clock.ts";
import { checkDistribution } from "./distribution.ts";
import type { Setting } from "./report.ts";
import { checkWorkPolicy } from "./work-policy.ts";

/** A letter first, so that no name reads as a number: objects would put such keys in an order of their own. */
const NAME = /^\p{L}[\p{L}\p{M}\p{N} ._+-]{0,63}$/u;
const ALLOWED = "a letter, then letters, digits, spaces and . _ + -";
const MAX_POLICIES = 100;

export function checkPolicies(setting: Setting): void {
  const { report, policies } = setting;
  if (policies === undefined) return;
  if (policies.length === 0)
    report.problem(["policies"], "expected at least one policy", {
      hint: "leave `policies` out for the shipped ones",
    });
  if (policies.length > MAX_POLICIES) {
    report.problem(["policies"], `${policies.length} policies: at most ${MAX_POLICIES} are allowed`, {
      allowed: `at most ${MAX_POLICIES}`,
    });
  }
  for (const [name, spec] of policies) {
    if (!isPolicyName(name)) {
      report.problem(["policies", name], `a policy cannot be named ${quote(name)}: expected ${ALLOWED}`, {
        found: quote(name),
        allowed: ALLOWED,
        onKey: true,
      });
    }
    if (spec !== undefined) checkPolicy(setting, name, spec);
  }
}

/** Names of what every object has are not names of policies. */
export const isPolicyName = (name: string): boolean =>
  NAME.test(name) && !(name in {}) && name !== "prototype";

function checkPolicy(setting: Setting, name: string, spec: PolicySpec): void {
  const trigger = spec.reclaim?.trigger;
  if (typeof trigger === "object" && "every" in trigger) {
    checkGrid(setting, trigger.every, ["policies", name, "reclaim", "trigger", "every"]);
  }
  if (typeof spec.refill === "object") {
    checkDistribution(setting, spec.refill.lag, ["policies", name, "refill", "lag"]);
  }
  checkWorkPolicy(setting, spec, ["policies", name]);
}

/**
 * Policies: names that are safe as keys and keep their order, reviews that are not too many.
 */

import { contractsOf } from "../compile/contract.ts";
import { type Path, quote } from "../explain/finding.ts";
import type { PolicySpec } from "../policy-schema.ts";
import { checkGrid } from "./clock.ts";
import { checkDistribution } from "./distribution.ts";
import { aboveZero, notBeforeStart, type Setting } from "./report.ts";
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
  checkReclaim(setting, spec.reclaim ?? {}, ["policies", name, "reclaim"]);
  if (typeof spec.refill === "object") {
    checkDistribution(setting, spec.refill.lag, ["policies", name, "refill", "lag"]);
  }
  checkWorkPolicy(setting, spec, ["policies", name]);
}

function checkReclaim(setting: Setting, spec: NonNullable<PolicySpec["reclaim"]>, path: Path): void {
  const { trigger, throttle, victims, buyOut } = spec;
  const isForSale = setting.tenants.some(
    (tenant) => tenant === undefined || contractsOf(tenant).some((contract) => contract.buyOut !== undefined),
  );
  if (buyOut !== undefined && buyOut !== "never" && !isForSale)
    setting.report.warn([...path, "buyOut"], "no contract names a price: nobody can be bought out");
  if (typeof trigger === "object" && "every" in trigger)
    checkGrid(setting, trigger.every, [...path, "trigger", "every"]);
  if (typeof trigger === "object" && trigger.kind === "calendar")
    checkCalendar(setting, trigger, [...path, "trigger"]);
  if (throttle?.evictionBudget !== undefined)
    aboveZero(setting, throttle.evictionBudget.per, [...path, "throttle", "evictionBudget", "per"]);
  const isOnBlocked =
    trigger === "onBlocked" || (typeof trigger === "object" && trigger.kind === "onBlocked");
  if (throttle?.maxPerRound !== undefined && isOnBlocked && throttle.minGap === 0)
    setting.report.warn(
      [...path, "throttle", "maxPerRound"],
      "a policy that waits for a shortage has a round at every event: without `minGap` this is hardly a limit",
    );
  if (
    typeof victims === "object" &&
    "weighted" in victims &&
    victims.weighted.every(({ weight }) => weight === 0)
  )
    setting.report.warn([...path, "victims", "weighted"], "all weights are 0: the order is that of the file");
}

function checkCalendar(
  setting: Setting,
  trigger: { readonly dates: readonly string[]; readonly monthly?: number | undefined },
  path: Path,
): void {
  if (trigger.dates.length === 0 && trigger.monthly === 0)
    setting.report.problem(path, "a calendar without a date: expected dates, monthly or both", {
      allowed: "dates, monthly or both",
    });
  trigger.dates.forEach((date, i) => {
    notBeforeStart(setting, date, [...path, "dates", i]);
  });
}

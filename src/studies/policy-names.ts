/** Which policies a study runs: those that are named, or all of the scenario. */
import { InputError } from "../base/errors.ts";
import { isShipped } from "../scenario/compile/policy.ts";
import { shippedPolicyNames } from "../scenario/policy-schema.ts";
import type { Scenario } from "../scenario/schema.ts";

/**
 * @param wanted - names of the scenario's policies or of shipped ones; none for all of the scenario
 * @throws InputError for a name that nobody knows
 */
export const policyNames = (scenario: Scenario, wanted: readonly string[]): string[] => {
  const known = Object.keys(scenario.policies);
  const unknown = wanted.filter((name) => !known.includes(name) && !isShipped(name));
  if (unknown.length > 0) {
    const allowed = [...new Set([...known, ...shippedPolicyNames])].join(", ");
    throw new InputError(
      unknown.map((name) => ({
        path: `policies.${name}`,
        message: `there is no policy "${name}"`,
        found: name,
        allowed,
        hint: `there are ${allowed}`,
      })),
    );
  }
  return wanted.length === 0 ? known : [...new Set(wanted)];
};

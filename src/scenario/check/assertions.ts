/** Assertions: expressions that can be read, of metrics and policies that there are. */
import { isReadable, parseExpression } from "../assert/expression.ts";
import { assertionsOf } from "../compile/assertions.ts";
import type { Path } from "../explain/finding.ts";
import { shippedPolicyNames } from "../policy-schema.ts";
import type { Setting } from "./report.ts";

export function checkAssertions(setting: Setting): void {
  const { assertions, report } = setting;
  if (assertions === undefined) return;
  assertionsOf(assertions).forEach((written, i) => {
    const path: Path = Array.isArray(assertions) ? ["assert", i] : ["assert"];
    const isText = typeof written === "string";
    const read = parseExpression(isText ? written : written.that);
    if (!isReadable(read)) {
      const { message, ...rest } = read;
      report.problem(isText ? path : [...path, "that"], message, rest);
    }
    if (!isText && written.policy !== undefined && written.policy !== "*")
      report.refersTo(written.policy, knownPolicies(setting), [...path, "policy"], "policy");
  });
}

const knownPolicies = ({ policies }: Setting): readonly string[] => [
  ...new Set([...(policies ?? []).map(([name]) => name), ...shippedPolicyNames]),
];

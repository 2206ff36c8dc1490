/**
 * What a scenario asserts, held against what came out. An assertion changes nothing of a run: it is looked at when
 * all is done, on the mean over replications or on an end of its 95 % interval.
 */
import { fail } from "../base/assert.ts";
import { metricDefinitions } from "../metrics/definitions.ts";
import type { AssertionOutcome, Interval, PolicyResult } from "../results/types.ts";
import type { Comparison } from "../scenario/assert/expression.ts";
import { type Assertion, compileAssertions } from "../scenario/compile/assertions.ts";
import type { Scenario } from "../scenario/schema.ts";

/** One outcome for each assertion, policy it is about and value of what was varied. */
export const checkAssertions = (
  { assert }: Pick<Scenario, "assert">,
  policies: readonly PolicyResult[],
): AssertionOutcome[] =>
  compileAssertions(assert).flatMap((assertion) => {
    const named = assertion.policy ?? policies[0]?.policy;
    const meant = named === "*" ? policies : policies.filter(({ policy }) => policy === named);
    if (meant.length === 0) return [notRun(assertion, named ?? "")];
    return meant.map((policy) => outcomeOf(assertion, policy));
  });

const outcomeOf = (assertion: Assertion, { policy, variant, metrics }: PolicyResult): AssertionOutcome => {
  const interval = metrics[metricDefinitions.findIndex(({ name }) => name === assertion.metric)];
  if (interval === undefined) fail(`no metric ${assertion.metric}`);
  return {
    ...partsOf(assertion),
    policy,
    variant,
    observed: { mean: interval.mean, low: interval.low, high: interval.high },
    verdict: holds(assertion, interval) ? "holds" : "fails",
  };
};

const notRun = (assertion: Assertion, policy: string): AssertionOutcome => ({
  ...partsOf(assertion),
  policy,
  variant: "",
  observed: null,
  verdict: "notRun",
});

const partsOf = ({ text, metric, comparison, value, on }: Assertion) => ({
  text,
  metric,
  comparison,
  value,
  on,
});

const holds = ({ comparison, value, on }: Assertion, { mean, low, high }: Interval): boolean => {
  switch (on) {
    case "mean":
      return compare(mean, comparison, value);
    case "low":
      return compare(low, comparison, value);
    case "high":
      return compare(high, comparison, value);
    case "sure":
      return compare(low, comparison, value) && compare(high, comparison, value);
  }
};

/** What is not a number fails every comparison. */
const compare = (a: number, comparison: Comparison, b: number): boolean => {
  switch (comparison) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "=":
      return a === b;
  }
};

/** From what a request says about stopping to the rule that follows the replications, and what came of it. */
import { InputError, type Problem } from "../base/errors.ts";
import { entryName } from "../results/figures/names.ts";
import type { Stopped, StopRequest } from "../results/types.ts";
import { compilePolicies } from "../scenario/compile.ts";
import type { Scenario } from "../scenario/schema.ts";
import { bestRule } from "./selection/best-rule.ts";
import { allOf, precisionRule, type StoppingRule } from "./stopping.ts";

export type { StopRequest } from "../results/types.ts";

/** Replications after which a study gives up when nothing else is said. */
export const MOST_REPLICATIONS = 10_000;

export type Stop = {
  readonly rule: StoppingRule;
  readonly most: number;
  outcome(): Stopped;
};

/**
 * The rule of a request; undefined when it has none.
 *
 * @throws InputError when the request makes no sense
 */
export const stopOf = (
  request: StopRequest | undefined,
  scenario: Scenario,
  policies: readonly string[],
  variants: readonly { readonly label: string }[],
): Stop | undefined => {
  if (request === undefined) return undefined;
  checkStop(request);
  const entries = variants.flatMap(({ label }) =>
    policies.map((policy) => entryName({ policy, variant: label })),
  );
  return startStop(request, entries, candidatesOf(scenario, policies, variants.length));
};

/**
 * Starts the rule of a request that was checked.
 *
 * @param entries - names of what is compared
 * @param candidates - which of them, by number, may be chosen as the best
 */
export const startStop = (
  { precision, best, least, most }: StopRequest,
  entries: readonly string[],
  candidates: readonly number[],
): Stop => {
  const choice = best === undefined ? undefined : bestRule(best, entries, candidates, least);
  const rules = [
    ...(precision.length > 0 ? [precisionRule(precision, entries, least)] : []),
    ...(choice === undefined ? [] : [choice]),
  ];
  const rule = allOf(rules);
  return {
    rule,
    most,
    outcome: () => ({
      precision: rule.standing().precision,
      ...(choice === undefined ? {} : { selection: choice.selection() }),
    }),
  };
};

/** @throws InputError when the request makes no sense */
export const checkStop = ({ precision, best, least, most }: StopRequest): void => {
  const problems: Problem[] = [];
  if (precision.length === 0 && best === undefined)
    problems.push({ path: "stop", message: "neither a precision nor a best is asked for" });
  for (const { metric, halfWidth } of precision)
    if (!(halfWidth > 0)) problems.push(notPositive(`precision of ${metric}`, halfWidth));
  if (best !== undefined && !(best.indifference > 0))
    problems.push(notPositive("indifference", best.indifference));
  if (best !== undefined && !(best.confidence > 0.5 && best.confidence < 1))
    problems.push({
      path: "confidence",
      message: "a confidence lies between 50 % and 100 %",
      found: String(best.confidence),
    });
  if (!(Number.isInteger(least) && least >= 2))
    problems.push({
      path: "replications",
      message: "a spread needs at least 2 replications",
      found: String(least),
    });
  if (!(Number.isInteger(most) && most >= least))
    problems.push({
      path: "most",
      message: `the most replications are fewer than the least, ${least}`,
      found: String(most),
    });
  if (problems.length > 0) throw new InputError(problems);
};

const notPositive = (path: string, found: number): Problem => ({
  path,
  message: "this must be above 0",
  found: String(found),
});

/** Policies that are told the future are bounds and no choice, unless there is nothing else. */
export const candidatesOf = (scenario: Scenario, policies: readonly string[], variants: number): number[] => {
  const all = Array.from({ length: variants * policies.length }, (_, entry) => entry);
  const settings = compilePolicies(scenario, [...policies]);
  const followed = all.filter((entry) => settings[entry % policies.length]?.forecast.kind !== "perfect");
  return followed.length > 0 ? followed : all;
};

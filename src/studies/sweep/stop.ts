/**
 * When a point has been repeated often enough: until the means that the study names are known as well as it asks under
 * every policy, and the best policy is known if it asks for one. What is decided depends on the results in the order of
 * replications alone.
 */
import type { MetricName } from "../../metrics/definitions.ts";
import type { StopRequest } from "../../results/types.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { amountOf } from "../../scenario/study/amount.ts";
import type { Study } from "../../scenario/study-schema.ts";
import { candidatesOf, checkStop, type Stop, startStop } from "../stop.ts";

/**
 * @returns what starts the rule of a point; undefined when the number of replications is fixed
 * @throws InputError when what the study asks for makes no sense
 */
export const pointStops = (
  study: Study,
  scenario: Scenario,
  policies: readonly string[],
): (() => Stop) | undefined => {
  const request = requestOf(study, study.replications ?? scenario.replications);
  if (request === undefined) return undefined;
  checkStop(request);
  const candidates = request.best === undefined ? [] : candidatesOf(scenario, policies, 1);
  return () => startStop(request, policies, candidates);
};

/** A spread needs two replications, whatever the study says. */
const requestOf = (
  { precision, select, mostReplications }: Study,
  wanted: number,
): StopRequest | undefined => {
  const precisions = Object.entries(precision).map(([metric, share]) => ({
    metric: metric as MetricName,
    halfWidth: amountOf(share)?.value ?? 0,
    isRelative: true,
  }));
  if (precisions.length === 0 && select === undefined) return undefined;
  const least = Math.max(2, wanted);
  return {
    precision: precisions,
    best: select === undefined ? undefined : bestOf(select),
    least,
    most: Math.max(least, mostReplications),
  };
};

const bestOf = ({
  metric,
  indifference,
  confidence,
}: NonNullable<Study["select"]>): NonNullable<StopRequest["best"]> => {
  const amount = amountOf(indifference);
  return {
    metric: metric as MetricName,
    indifference: amount?.value ?? 0,
    isRelative: amount?.unit === "share",
    confidence: amountOf(confidence)?.value ?? 0,
  };
};

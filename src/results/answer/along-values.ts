/** A parameter other than the notice was varied: what each value leaves unmet under the first policy. */
import { variedPath } from "../figures/names.ts";
import { scaleOfIntervals, write } from "../figures/numbers.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { listed, metricOf } from "./facts.ts";

const MOST_VALUES = 6;

export const alongValues = (result: StudyResult): string => {
  const { policy } = result.policies[0] as PolicyResult;
  const entries = result.policies.filter((entry) => entry.policy === policy);
  const unmet = entries.map((entry) => metricOf(result, entry, "unmetShare"));
  const scale = scaleOfIntervals("share", unmet);
  const steps = entries.map(({ variant }, i) => {
    const value = variant.slice(variant.indexOf("=") + 1);
    return `${write(unmet[i]?.mean ?? Number.NaN, scale)} at ${value}`;
  });
  const path = variedPath(result.policies);
  return `As ${path} varies, internal demand is unmet under ${policy}: ${listed(steps, MOST_VALUES)}.`;
};

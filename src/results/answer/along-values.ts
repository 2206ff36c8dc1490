/**
 * A parameter other than the notice was varied: what each value leaves unmet under the first policy, or, where
 * that is the same for all, what rent it brings.
 */
import { variedPath } from "../figures/names.ts";
import { scaleOfIntervals, write } from "../figures/numbers.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import { listed, metricOf } from "./facts.ts";

const MOST_VALUES = 6;

export const alongValues = (result: StudyResult): string => {
  const { policy } = result.policies[0] as PolicyResult;
  const entries = result.policies.filter((entry) => entry.policy === policy);
  const path = variedPath(result.policies);
  const along = (intervals: readonly Interval[], unit: "share" | "$"): string => {
    const scale = scaleOfIntervals(unit, intervals);
    const steps = entries.map(({ variant }, i) => {
      const value = variant.slice(variant.indexOf("=") + 1);
      return `${write(intervals[i]?.mean ?? Number.NaN, scale)} at ${value}`;
    });
    return listed(steps, MOST_VALUES);
  };
  const unmet = entries.map((entry) => metricOf(result, entry, "unmetShare"));
  const rent = entries.map((entry) => metricOf(result, entry, "revenue"));
  if (isOne(unmet) && !isOne(rent)) {
    const same = unmet[0]?.mean === 0 ? "no internal demand is unmet" : "unmet internal demand is the same";
    return `As ${path} varies, ${same} under ${policy}; rent is ${along(rent, "$")}.`;
  }
  return `As ${path} varies, internal demand is unmet under ${policy}: ${along(unmet, "share")}.`;
};

const isOne = (intervals: readonly Interval[]): boolean =>
  intervals.every(({ mean }) => mean === intervals[0]?.mean);

/**
 * A parameter other than the notice was varied: what each value leaves unmet under the first policy, or, where
 * that is the same for all, the first of the other figures that is not.
 */
import type { MetricDefinition } from "../../metrics/definition.ts";
import type { MetricName } from "../../metrics/definitions.ts";
import { variedPath } from "../figures/names.ts";
import { scaleOfIntervals, write } from "../figures/numbers.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import { listed, metricOf } from "./facts.ts";

const MOST_VALUES = 6;

/** What is told instead, in this order, and how. */
const others: readonly {
  readonly name: MetricName;
  readonly unit: MetricDefinition["unit"];
  readonly told: string;
}[] = [
  { name: "goodputShare", unit: "share", told: "work that counts is" },
  { name: "revenue", unit: "$", told: "rent is" },
  { name: "internalWaitMean", unit: "seconds", told: "internal jobs wait" },
  { name: "tenantCost", unit: "$", told: "tenants lose" },
];

export const alongValues = (result: StudyResult): string => {
  const { policy } = result.policies[0] as PolicyResult;
  const entries = result.policies.filter((entry) => entry.policy === policy);
  const path = variedPath(result.policies);
  const of = (name: MetricName): Interval[] => entries.map((entry) => metricOf(result, entry, name));
  const along = (intervals: readonly Interval[], unit: MetricDefinition["unit"]): string => {
    const scale = scaleOfIntervals(unit, intervals);
    const steps = entries.map(({ variant }, i) => {
      const value = variant.slice(variant.indexOf("=") + 1);
      return `${write(intervals[i]?.mean ?? Number.NaN, scale)} at ${value}`;
    });
    return listed(steps, MOST_VALUES);
  };
  const unmet = of("unmetShare");
  const other = isOne(unmet) ? others.find(({ name }) => !isOne(of(name))) : undefined;
  if (other === undefined)
    return `As ${path} varies, internal demand is unmet under ${policy}: ${along(unmet, "share")}.`;
  const same = unmet[0]?.mean === 0 ? "no internal demand is unmet" : "unmet internal demand is the same";
  return `As ${path} varies, ${same} under ${policy}; ${other.told} ${along(of(other.name), other.unit)}.`;
};

/** All alike, or not there at all. */
const isOne = (intervals: readonly Interval[]): boolean =>
  intervals.every(({ mean }) => mean === intervals[0]?.mean || Number.isNaN(mean));

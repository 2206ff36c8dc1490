/**
 * Facts that answers, tables and explanations are made of: a metric by its name, the first shortage, the policies
 * that may be chosen, and numbers in words.
 */
import { InputError } from "../../base/errors.ts";
import { METRIC, type MetricName } from "../../metrics/definitions.ts";
import { compilePolicies } from "../../scenario/compile.ts";
import { parseScenario } from "../../scenario/parse.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { entryName } from "../figures/names.ts";
import { halfWidth, scaleOf, scaleOfIntervals, write, writeSigned } from "../figures/numbers.ts";
import type { Comparison, Interval, NoticeStory, PolicyResult, StudyResult } from "../types.ts";

const NONE: Interval = { mean: Number.NaN, sd: Number.NaN, n: 0, low: Number.NaN, high: Number.NaN };

/** A metric of a policy; not-a-number when the result does not have it. */
export const metricOf = (result: StudyResult, { metrics }: PolicyResult, name: MetricName): Interval =>
  metrics[placeOf(result, name)] ?? NONE;

/** A difference of a comparison, likewise. */
export const differenceIn = (result: StudyResult, { metrics }: Comparison, name: MetricName): Interval =>
  metrics[placeOf(result, name)] ?? NONE;

const placeOf = ({ definitions }: StudyResult, name: MetricName): number =>
  definitions[METRIC[name]]?.name === name ? METRIC[name] : definitions.findIndex((d) => d.name === name);

/** First second of the first replication with unmet demand, under the policy that lets it come soonest. */
export const firstShortage = ({ policies }: StudyResult): number | undefined => {
  const moments = policies.map(({ story }) => story.firstShortAt).filter((at) => at >= 0);
  return moments.length === 0 ? undefined : moments.reduce((a, b) => Math.min(a, b));
};

/** Names of the policies that are told the future: bounds to compare with, which nobody could follow. */
export const foreseers = ({ scenario, policies }: StudyResult): ReadonlySet<string> => {
  try {
    const names = [...new Set(policies.map(({ policy }) => policy))];
    const settings = compilePolicies(scenarioOf(scenario), names);
    return new Set(names.filter((_, i) => settings[i]?.forecast.kind === "perfect"));
  } catch (error) {
    if (error instanceof InputError) return new Set();
    throw error;
  }
};

/** What the text of a result says; an answer asks several times, and reading it is most of its work. */
const scenarioOf = (origin: StudyResult["scenario"]): Scenario => {
  const known = read.get(origin);
  if (known !== undefined) return known;
  const { scenario } = parseScenario(origin.text);
  read.set(origin, scenario);
  return scenario;
};

const read = new WeakMap<StudyResult["scenario"], Scenario>();

/** The policies that could be followed; all of them when none could. */
export const choosable = (result: StudyResult): readonly PolicyResult[] => {
  const bounds = foreseers(result);
  const followed = result.policies.filter(({ policy }) => !bounds.has(policy));
  return followed.length > 0 ? followed : result.policies;
};

/** Notices of the owner on leases, as served; those that never came to be served are left out. */
export const ownersNotices = ({ story }: PolicyResult): readonly NoticeStory[] =>
  story.notices.filter(({ by, kind, state }) => by === "owner" && kind !== "preempt" && state !== "moot");

/** `1.3 %`. */
export const percent = (share: number): string => write(share, scaleOf("share", [share]));

/** `−0.8 ± 0.3 points`. */
export const points = (difference: Interval): string => {
  const scale = { ...scaleOfIntervals("share", [difference]), suffix: "" };
  const half =
    difference.n > 1 && halfWidth(difference) > 0 ? ` ± ${write(halfWidth(difference), scale)}` : "";
  return `${writeSigned(difference.mean, scale)}${half} points`;
};

/** A difference in the unit of a metric: `+$1.2 M ± 0.3`, `−12 min ± 3`. */
export const differenceOf = (unit: "$" | "seconds", difference: Interval): string => {
  const scale = scaleOfIntervals(unit, [difference]);
  const half = write(halfWidth(difference), { ...scale, prefix: "", suffix: "" });
  const isOpen = difference.n > 1 && halfWidth(difference) > 0;
  return `${writeSigned(difference.mean, scale)}${isOpen ? ` ± ${half}` : ""}`;
};

/** What must be said of a difference that is not clear; nothing of one that is. */
export const doubt = (difference: Interval): string => {
  if (difference.n < 2) return ", from one replication alone";
  if (difference.low === 0 && difference.high === 0) return ", the same in every replication";
  return isClear(difference) ? "" : ", not significant: the interval contains 0";
};

/** The comparison of a policy with the baseline; undefined for the baseline itself. */
export const comparisonOf = (result: StudyResult, policy: PolicyResult): Comparison | undefined =>
  result.comparisons.find((comparison) => comparison.policy === entryName(policy));

/** How much more of a metric a policy has than another, on the same demand, if one of them is the baseline. */
export const differenceBetween = (
  result: StudyResult,
  policy: PolicyResult,
  other: PolicyResult,
  name: MetricName,
): Interval | undefined => {
  const direct = comparisonOf(result, policy);
  if (direct?.baseline === entryName(other)) return differenceIn(result, direct, name);
  const reverse = comparisonOf(result, other);
  if (reverse?.baseline !== entryName(policy)) return undefined;
  const { mean, sd, n, low, high } = differenceIn(result, reverse, name);
  return { mean: -mean, sd, n, low: -high, high: -low };
};

/** Whether the interval leaves out 0; never with a single replication. */
export const isClear = ({ n, low, high }: Interval): boolean => n > 1 && (low > 0 || high < 0);

/** `a`, `a and b`, `a, b and c`; those beyond `most` are counted. */
export const listed = (items: readonly string[], most = items.length): string => {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : items;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
};

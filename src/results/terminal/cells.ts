/**
 * Cells of metrics, for terminal and Markdown alike: means with half the width of their 95 % interval on one scale
 * a row, the best of each row, and differences with their intervals.
 */
import type { MetricDefinition, MetricName } from "../../metrics/definitions.ts";
import { choosable, differenceIn, isClear, metricOf } from "../answer/facts.ts";
import { policyName, shortName } from "../figures/names.ts";
import { halfWidth, type Scale, scaleOfIntervals, write, writeSigned } from "../figures/numbers.ts";
import type { Comparison, Interval, PolicyResult, StudyResult } from "../types.ts";

export type MetricRow = {
  readonly label: string;
  readonly texts: readonly string[];
  /** Whether it is the best of the row (means) or differs from 0 beyond doubt (differences). */
  readonly marked: readonly boolean[];
};

/** One row a headline metric, one text a policy; policies that are told the future are no candidates for the mark. */
export const meanRows = (result: StudyResult): MetricRow[] => {
  const candidates = choosable(result);
  return headlines(result).map((definition) => {
    const meanOf = (policy: PolicyResult): Interval =>
      metricOf(result, policy, definition.name as MetricName);
    const intervals = result.policies.map(meanOf);
    const scale = scaleOfIntervals(definition.unit, intervals);
    const best = bestOf(definition, candidates.map(meanOf));
    return {
      label: labelled(definition),
      texts: intervals.map((interval) => meanText(interval, scale)),
      marked: result.policies.map((policy) => candidates.includes(policy) && meanOf(policy).mean === best),
    };
  });
};

/** One row a headline metric, one text a comparison. */
export const differenceRows = (result: StudyResult): MetricRow[] =>
  headlines(result).map((definition) => {
    const differences = result.comparisons.map((comparison) =>
      differenceIn(result, comparison, definition.name as MetricName),
    );
    const scale = scaleOfIntervals(definition.unit, differences);
    return {
      label: labelled(definition),
      texts: differences.map((difference) => differenceText(difference, scale, definition.unit)),
      marked: differences.map(isClear),
    };
  });

/** Headings of the columns of means and of differences; where one policy alone is varied, its values will do. */
export const policyHeadings = (result: StudyResult): string[] =>
  result.policies.map((policy) => headingOf(result, policyName(policy)));
export const comparisonHeadings = (result: StudyResult): string[] =>
  result.comparisons.map(({ policy }) => headingOf(result, shortName(policy)));
export const baselineHeading = (result: StudyResult, { baseline }: Comparison): string =>
  headingOf(result, shortName(baseline));

const headingOf = ({ policies: [first, ...others] }: StudyResult, name: string): string => {
  const alone = others.length > 0 && others.every(({ policy }) => policy === first?.policy);
  return alone ? name.slice(`${first?.policy} @ `.length) : name;
};

const headlines = ({ definitions }: StudyResult): MetricDefinition[] => definitions.filter((d) => d.headline);

const labelled = ({ label, unit }: MetricDefinition): string =>
  bare.includes(unit) ? label : `${label}, ${unit}`;

/** Units that a value shows itself, or that go without saying. */
const bare: readonly MetricDefinition["unit"][] = ["$", "share", "count", "days", "seconds", "index"];

/** `$25.2 B ± 0.3`. */
const meanText = (interval: Interval, scale: Scale): string => {
  const mean = write(interval.mean, scale);
  if (interval.n < 2 || !Number.isFinite(interval.mean) || halfWidth(interval) === 0) return mean;
  return `${mean} ± ${write(halfWidth(interval), { ...scale, prefix: "" }, false)}`;
};

/** `−0.8 pt [−1.1, −0.5]`. */
const differenceText = (difference: Interval, scale: Scale, unit: MetricDefinition["unit"]): string => {
  const own = unit === "share" ? { ...scale, suffix: "pt" } : scale;
  const mean = writeSigned(difference.mean, own);
  if (difference.n < 2 || !Number.isFinite(difference.mean) || halfWidth(difference) === 0) return mean;
  const bare = { ...scale, prefix: "", suffix: "" };
  return `${mean} [${writeSigned(difference.low, bare)}, ${writeSigned(difference.high, bare)}]`;
};

/** The best mean of a row; none when nothing is better or all are equal. */
export const bestOf = ({ better }: MetricDefinition, intervals: readonly Interval[]): number | undefined => {
  const means = intervals.map(({ mean }) => mean).filter((mean) => Number.isFinite(mean));
  if (better === "neither" || means.length < 2) return undefined;
  const [low, high] = [means.reduce((a, b) => Math.min(a, b)), means.reduce((a, b) => Math.max(a, b))];
  return low === high ? undefined : better === "lower" ? low : high;
};

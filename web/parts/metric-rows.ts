/**
 * The table of metrics as plain data: a row a metric, a cell a policy, all cells of a row on one scale, with
 * the paired difference from the baseline below.
 */
import {
  entryName,
  halfWidth,
  type Interval,
  type MetricDefinition,
  type StudyResult,
  scaleOf,
  scaleOfIntervals,
  verdictOf,
  write,
  writeSigned,
} from "../../src/index.ts";
import type { Shown } from "../engine/protocol.ts";

export type MetricCell = {
  readonly mean: string;
  /** Half of the 95 % interval; empty for a single replication. */
  readonly spread: string;
  readonly isBest: boolean;
  /** Undefined for the baseline itself. */
  readonly difference: { readonly text: string; readonly verdict: ReturnType<typeof verdictOf> } | undefined;
};

export type MetricRow = { readonly definition: MetricDefinition; readonly cells: readonly MetricCell[] };

export type RowChoice = { readonly isAll: boolean; readonly onlyDiffering: boolean };

/** Rows in the order of the definitions: the headline ones or all, or of these the ones that clearly differ. */
export const metricRows = (shown: Shown, { isAll, onlyDiffering }: RowChoice): MetricRow[] =>
  shown.result.definitions.flatMap((definition, at) => {
    if (!isAll && !definition.headline) return [];
    const row = { definition, cells: cellsOf(shown, definition, at) };
    return onlyDiffering && !row.cells.some(differs) ? [] : [row];
  });

const differs = ({ difference }: MetricCell): boolean =>
  difference !== undefined && difference.verdict !== "same" && difference.verdict !== "unclear";

const cellsOf = ({ result, candidates }: Shown, definition: MetricDefinition, at: number): MetricCell[] => {
  const intervals = result.policies.map(({ metrics }) => metrics[at] as Interval);
  const scale = scaleOfIntervals(definition.unit, intervals);
  const best = bestOf(
    definition,
    candidates.map((place) => (intervals[place] as Interval).mean),
  );
  return intervals.map((interval, place) => ({
    mean: write(interval.mean, scale),
    spread:
      interval.n > 1 && halfWidth(interval) > 0
        ? `± ${write(halfWidth(interval), { ...scale, prefix: "" }, false)}`
        : "",
    isBest: candidates.includes(place) && interval.mean === best,
    difference: differenceOf(result, definition, at, place),
  }));
};

const differenceOf = (
  result: StudyResult,
  { unit, better }: MetricDefinition,
  at: number,
  place: number,
): MetricCell["difference"] => {
  const policy = result.policies[place];
  const comparison = policy && result.comparisons.find((candidate) => candidate.policy === entryName(policy));
  const difference = comparison?.metrics[at];
  if (difference === undefined) return undefined;
  const { mean, low, high, n } = difference;
  const own = scaleOf(unit, [mean, low, high], [halfWidth(difference)]);
  const scale = unit === "share" ? { ...own, suffix: "pt" } : own;
  const bare = { ...scale, prefix: "", suffix: "" };
  const isSure = n < 2 || halfWidth(difference) === 0 || !Number.isFinite(mean);
  const interval = isSure ? "" : ` [${writeSigned(low, bare)}, ${writeSigned(high, bare)}]`;
  return { text: `${writeSigned(mean, scale)}${interval}`, verdict: verdictOf(difference, better) };
};

/** The best mean; undefined when nothing is better or all are equal. */
const bestOf = ({ better }: MetricDefinition, means: readonly number[]): number | undefined => {
  const known = means.filter((mean) => Number.isFinite(mean));
  if (better === "neither" || known.length < 2) return undefined;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low === high ? undefined : better === "lower" ? low : high;
};

/**
 * Results as tidy CSV (RFC 4180): one row a policy and metric, or one row a time bin and channel. Numbers are
 * the shortest text that reads back as the same number; a text that a spreadsheet would run as a formula gets
 * an apostrophe in front.
 */
import { formatInstant } from "../base/calendar.ts";
import { type Cell, csvRow } from "./csv-cell.ts";
import { entryName } from "./figures/names.ts";
import { channels, type Interval, type StudyResult } from "./types.ts";

/**
 * A row a policy and metric, in order: mean, spread and 95 % interval, then the paired difference from the
 * baseline with its interval, empty for the baseline itself.
 */
export const toCsv = (result: StudyResult): string => {
  const compared = new Map(result.comparisons.map((comparison) => [comparison.policy, comparison]));
  const rows: Cell[][] = [[...HEAD]];
  for (const { policy, variant, metrics } of result.policies) {
    const comparison = compared.get(entryName({ policy, variant }));
    result.definitions.forEach(({ name, unit, better }, m) => {
      const { mean, sd, n, low, high } = metrics[m] as Interval;
      const row: Cell[] = [policy, variant, name, unit, better, mean, sd, n, low, high];
      const difference = comparison?.metrics[m];
      rows.push(
        comparison === undefined || difference === undefined
          ? [...row, "", "", "", ""]
          : [...row, comparison.baseline, difference.mean, difference.low, difference.high],
      );
    });
  }
  return written(rows);
};

const HEAD = [
  ...["policy", "variant", "metric", "unit", "better", "mean", "sd", "n", "low", "high"],
  ...["baseline", "difference", "differenceLow", "differenceHigh"],
] as const;

/** `policy,variant,t,date,channel,value`: the mean series; `t` is the second at which the bin begins. */
export const seriesCsv = (result: StudyResult): string => {
  const rows: Cell[][] = [["policy", "variant", "t", "date", "channel", "value"]];
  for (const { policy, variant, series } of result.policies) {
    for (let bin = 0; bin < series.bins; bin++) {
      const t = bin * series.binSeconds;
      const date = formatInstant(result.scenario.epoch + t);
      channels.forEach((channel, c) => {
        rows.push([policy, variant, t, date, channel, series.values[bin * channels.length + c] as number]);
      });
    }
  }
  return written(rows);
};

const written = (rows: readonly (readonly Cell[])[]): string => rows.map(csvRow).join("");

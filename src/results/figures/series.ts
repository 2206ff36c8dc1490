/**
 * Series of a policy as columns: one channel at a time, with the dates of the bins. A bin's value holds
 * over the whole bin, so points stand at the middle of bins and lines change half-way between them (`hvh`),
 * which is where bins meet.
 */
import {
  type Channel,
  channels,
  type Fan,
  type PolicyResult,
  type Series,
  type StudyResult,
} from "../types.ts";
import { datesOf } from "./dates.ts";
import type { Line, Table } from "./figure.ts";
import { fixed } from "./numbers.ts";
import { sampledRows, visiblePoints } from "./thin.ts";

/** All values of one channel, a bin each. */
export const channelOf = (series: Series, channel: Channel): number[] => {
  const place = channels.indexOf(channel);
  return Array.from({ length: series.bins }, (_, bin) => series.values[bin * channels.length + place]);
};

/** The sum of several channels, a bin each. */
export const sumOf = (series: Series, ...parts: readonly Channel[]): number[] =>
  parts
    .map((part) => channelOf(series, part))
    .reduce((total, values) => total.map((value, bin) => value + values[bin]));

/** Second at which a bin begins; bin `bins` begins where the horizon ends. */
export const binStart = (series: Series, bin: number, horizon: number): number =>
  bin >= series.bins ? horizon : Math.min(bin * series.binSeconds, horizon);

/** Days a bin covers; the last may be shorter than the others. */
export const binDays = (series: Series, bin: number, horizon: number): number =>
  (binStart(series, bin + 1, horizon) - binStart(series, bin, horizon)) / 86_400;

/** The bins to draw as points, with a point more at either end so that lines reach the edges. */
export const pointsOf = (
  { epoch, horizon }: StudyResult["scenario"],
  series: Series,
  columns: readonly (readonly number[])[],
): { readonly x: readonly string[]; readonly pick: (values: readonly number[]) => number[] } => {
  const { axis } = datesOf({ epoch, horizon });
  const kept = visiblePoints(columns);
  const middle = (bin: number) => (binStart(series, bin, horizon) + binStart(series, bin + 1, horizon)) / 2;
  const ends = kept.length === 0 ? [] : [kept[0], kept[kept.length - 1]];
  return {
    x: ends.length === 0 ? [] : [axis(0), ...kept.map((bin) => axis(middle(bin))), axis(horizon)],
    pick: (values) => (ends.length === 0 ? [] : [ends[0], ...kept, ends[1]].map((bin) => values[bin])),
  };
};

/** Lines and areas over bins. */
export const stepped = (line: Omit<Line, "shape">): Line => ({ ...line, shape: "hvh" });

/** One band of a fan; undefined when there is none, or when it has no width because there was one replication. */
export const bandOf = (
  policy: PolicyResult,
  channel: Channel,
  quantile: number,
): readonly number[] | undefined => {
  const fan = policy.fans.find((candidate: Fan) => candidate.channel === channel);
  const place = fan?.quantiles.findIndex((q) => Math.abs(q - quantile) < 1e-9) ?? -1;
  const band = place === -1 || policy.replications < 2 ? undefined : fan?.bands[place];
  return band === undefined ? undefined : Array.from(band);
};

/** The table of a figure over time: a date, and a number in each column; at most about sixty rows. */
export const timeTable = (
  scenario: StudyResult["scenario"],
  series: Series,
  columns: readonly {
    readonly head: string;
    readonly values: readonly number[];
    readonly decimals?: number;
  }[],
): Table => {
  const { read } = datesOf(scenario);
  const rows = sampledRows(series.bins);
  return {
    columns: [{ head: "From", isNumber: false }, ...columns.map(({ head }) => ({ head, isNumber: true }))],
    rows: rows.map((bin) => [
      read(binStart(series, bin, scenario.horizon)),
      ...columns.map(({ values, decimals }) => fixed(values[bin], decimals ?? 0)),
    ]),
    omitted:
      rows.length < series.bins
        ? `${fixed(rows.length)} of ${fixed(series.bins)} intervals of the chart, evenly spread.`
        : "",
  };
};

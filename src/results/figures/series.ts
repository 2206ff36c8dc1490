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
import type { Line, Span, Table } from "./figure.ts";
import { fixed } from "./numbers.ts";
import { MOST_POINTS, sampledRows, visiblePoints } from "./thin.ts";

/** Columns that were read before: zooming asks for the same ones over and over. */
const known = new WeakMap<Series, Map<string, Float64Array>>();

/** All values of one channel, a bin each. Not to be written to. */
export const channelOf = (series: Series, channel: Channel): Float64Array => sumOf(series, channel);

/** The sum of several channels, a bin each. Not to be written to. */
export const sumOf = (series: Series, ...parts: readonly Channel[]): Float64Array => {
  const columns = known.get(series) ?? new Map<string, Float64Array>();
  known.set(series, columns);
  const key = parts.join("+");
  const column = columns.get(key) ?? summed(series, parts);
  columns.set(key, column);
  return column;
};

const summed = ({ bins, values }: Series, parts: readonly Channel[]): Float64Array => {
  const column = new Float64Array(bins);
  for (const part of parts) {
    let at = channels.indexOf(part);
    for (let bin = 0; bin < bins; bin++, at += channels.length) column[bin] += values[at];
  }
  return column;
};

/** Second at which a bin begins; bin `bins` begins where the horizon ends. */
export const binStart = (series: Series, bin: number, horizon: number): number =>
  bin >= series.bins ? horizon : Math.min(bin * series.binSeconds, horizon);

/** Days a bin covers; the last may be shorter than the others. */
export const binDays = (series: Series, bin: number, horizon: number): number =>
  (binStart(series, bin + 1, horizon) - binStart(series, bin, horizon)) / 86_400;

/** The bins that are drawn, as points: their dates, their values, and the lines through them. */
export type Points = {
  readonly x: readonly string[];
  readonly pick: (values: ArrayLike<number>) => number[];
  readonly line: (line: Omit<Line, "shape">) => Line;
};

/** The bins to draw as points, with a point more at either end so that lines reach the edges. */
export const pointsOf = (
  { epoch, horizon }: StudyResult["scenario"],
  series: Series,
  columns: readonly ArrayLike<number>[],
  part: Span = { from: 0, to: horizon },
): Points => {
  const { axis } = datesOf({ epoch, horizon });
  const bins = binsOf(series, part);
  const room = columnsFor(columns.length);
  const kept = visiblePoints(columns, room, undefined, bins);
  const isThinned = kept.length < bins.to - bins.from;
  const middle = (bin: number) => (binStart(series, bin, horizon) + binStart(series, bin + 1, horizon)) / 2;
  const ends = kept.length === 0 ? [] : [kept[0], kept[kept.length - 1]];
  return {
    x: ends.length === 0 ? [] : [axis(0), ...kept.map((bin) => axis(middle(bin))), axis(horizon)],
    pick: (values) => (ends.length === 0 ? [] : [ends[0], ...kept, ends[1]].map((bin) => values[bin])),
    line: isThinned && kept.length > DENSE * room ? solid : stepped,
  };
};

/** Points left in a pixel column above which lines go up and down in each of them. */
const DENSE = 3;

/** Pixel columns for so many series that share their points: fewer for many, so that each has about as many points. */
const columnsFor = (count: number): number =>
  Math.min(500, Math.max(100, Math.floor(MOST_POINTS / (2 + 2 * count))));

/** The bins of a part, all of them when they are few enough to be drawn as they are. */
const binsOf = ({ bins, binSeconds }: Series, { from, to }: Span): Span =>
  bins <= MOST_POINTS
    ? { from: 0, to: bins }
    : {
        from: Math.max(0, Math.floor(from / binSeconds) - 1),
        to: Math.min(bins, Math.ceil(to / binSeconds) + 1),
      };

/** Lines and areas over bins. */
const stepped: Points["line"] = (line) => ({ ...line, shape: "hvh" });

/**
 * Lines that go up and down in every pixel column: neither their steps nor their dashes can be seen, and thin and
 * solid they take the browser a tenth of the time to paint.
 */
const solid: Points["line"] = ({ color, width = 1 }) => ({
  color,
  width: Math.min(1, width),
  shape: "linear",
});

/** One band of a fan; undefined when there is none, or when it has no width because there was one replication. */
export const bandOf = (
  policy: PolicyResult,
  channel: Channel,
  quantile: number,
): Float64Array | undefined => {
  const fan = policy.fans.find((candidate: Fan) => candidate.channel === channel);
  const place = fan?.quantiles.findIndex((q) => Math.abs(q - quantile) < 1e-9) ?? -1;
  return place === -1 || policy.replications < 2 ? undefined : fan?.bands[place];
};

/** The table of a figure over time: a date, and a number in each column; at most about sixty rows. */
export const timeTable = (
  scenario: StudyResult["scenario"],
  series: Series,
  columns: readonly {
    readonly head: string;
    readonly values: ArrayLike<number>;
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

/**
 * One metric along one parameter: a line for each policy through its means, in a band that is their 95 % interval. Values
 * with numbers stand at their distances, on a logarithmic axis when they span decades; words stand side by side.
 */
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { log } from "../../random/elementary.ts";
import { caption, label } from "../label.ts";
import type { Interval } from "../types.ts";
import { type Chart, legendAbove, type Trace } from "./figure.ts";
import { halfWidth, type Scale, scaleOfIntervals, write } from "./numbers.ts";
import { kth } from "./palette.ts";
import { axisTitle } from "./panels.ts";

/** What varies, in ascending order where it has numbers. */
export type Varied = {
  readonly name: string;
  readonly values: readonly { readonly label: string; readonly number: number | undefined }[];
};

/** The metric under one policy, at each value; undefined where nothing was simulated. */
export type PolicyLine = { readonly policy: string; readonly intervals: readonly (Interval | undefined)[] };

/** Values of a ratio above this are shown on a logarithmic axis. */
const DECADES = 50;
/** Ticks are at least this part of the axis apart. */
const TICKS = 12;

export const alongChart = (
  { name, values }: Varied,
  lines: readonly PolicyLine[],
  metric: Pick<MetricDefinition, "label" | "unit" | "better">,
): Chart => {
  const scale = scaleOfIntervals(
    metric.unit,
    lines.flatMap(({ intervals }) => intervals.flatMap((interval) => interval ?? [])),
  );
  const axis = placesOf(values);
  const ticks = tickedOf(axis);
  return {
    title: `${metric.label} along ${name}`,
    note: `Mean under each policy; the band is the 95 % interval.${
      metric.better === "neither" ? "" : ` ${metric.better === "higher" ? "More" : "Less"} is better.`
    }`,
    data: lines.flatMap((line, k) => tracesOf(line, k, axis.places, values, scale)),
    layout: {
      height: 360,
      margin: { l: 64, r: 20, t: 52, b: 52 },
      hovermode: "x unified",
      showlegend: true,
      legend: legendAbove,
      xaxis: {
        ...(axis.isLog ? { type: "log" as const } : {}),
        tickmode: "array",
        tickvals: ticks.map((i) => axis.places[i]),
        ticktext: ticks.map((i) => label(values[i].label, 16)),
        zeroline: false,
        title: { text: label(name), standoff: 8 },
      },
      yaxis: { nticks: 7, title: { text: label(axisTitle(metric.unit, scale.suffix)), standoff: 6 } },
    },
    table: tableOf(name, values, lines, scale),
  };
};

type Places = { readonly places: readonly number[]; readonly isLog: boolean };

const placesOf = (values: Varied["values"]): Places => {
  const numbers = values.flatMap(({ number }) => number ?? []);
  if (numbers.length < values.length) return { places: values.map((_, i) => i), isLog: false };
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return { places: numbers, isLog: least > 0 && most / least > DECADES };
};

/** Places whose ticks do not run into each other, the first one among them. */
const tickedOf = ({ places, isLog }: Places): number[] => {
  const at = places.map((place) => (isLog ? log(place) : place));
  const apart = (Math.max(...at) - Math.min(...at)) / TICKS;
  const kept: number[] = [];
  at.forEach((place, i) => {
    if (kept.every((other) => Math.abs(place - at[other]) >= apart)) kept.push(i);
  });
  return kept;
};

/** Both edges of the band, then the line, so that the band lies below. */
const tracesOf = (
  { policy, intervals }: PolicyLine,
  k: number,
  places: readonly number[],
  values: Varied["values"],
  { divisor, ...scale }: Scale,
): Trace[] => {
  const { color, band, symbol, dash } = kth(k);
  const own = intervals.flatMap((interval, i) => (interval === undefined ? [] : [{ interval, i }]));
  const x = own.map(({ i }) => places[i]);
  const edge = (pick: (interval: Interval) => number): Trace => ({
    type: "scatter",
    mode: "lines",
    name: label(policy, 40),
    legendgroup: `policy-${k}`,
    showlegend: false,
    hoverinfo: "skip",
    x,
    y: own.map(({ interval }) => pick(interval) / divisor),
    line: { color, width: 0 },
  });
  return [
    edge(({ low }) => low),
    { ...edge(({ high }) => high), fill: "tonexty", fillcolor: band },
    {
      type: "scatter",
      mode: "lines+markers",
      name: label(policy, 40),
      legendgroup: `policy-${k}`,
      x,
      y: own.map(({ interval }) => interval.mean / divisor),
      line: { color, width: 2, dash },
      marker: { color, symbol, size: 8 },
      customdata: own.map(({ interval, i }) => [
        label(
          `${write(interval.mean, { divisor, ...scale })} ± ${write(halfWidth(interval), { divisor, ...scale })}`,
        ),
        label(values[i].label),
      ]),
      hovertemplate: caption`${label(policy, 40)} at %{customdata[1]}: %{customdata[0]}<extra></extra>`,
      cliponaxis: false,
    },
  ];
};

const tableOf = (
  name: string,
  values: Varied["values"],
  lines: readonly PolicyLine[],
  scale: Scale,
): Chart["table"] => ({
  columns: [name, ...lines.map(({ policy }) => policy)].map((head, i) => ({ head, isNumber: i > 0 })),
  rows: values.map((value, i) => [
    value.label,
    ...lines.map(({ intervals }) => {
      const interval = intervals[i];
      if (interval === undefined) return "–";
      const spread = interval.n > 1 ? ` ± ${write(halfWidth(interval), scale, false)}` : "";
      return write(interval.mean, scale) + spread;
    }),
  ]),
  omitted: "",
});

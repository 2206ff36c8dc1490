/**
 * One metric over two parameters: a cell for each pair of values, the darker the more, with its number in it.
 * Cells are bars, a series for each of seven shades, so that no image is needed and patterns of text stay sharp.
 */
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { caption, label } from "../label.ts";
import { type Chart, rowLabel, type Trace } from "./figure.ts";
import { fixed, type Scale, scaleOf, write } from "./numbers.ts";
import type { Color } from "./palette.ts";

/** A metric at each pair of values: `values[y][x]`; what was not simulated is NaN. */
export type HeatMap = {
  readonly xs: readonly string[];
  readonly ys: readonly string[];
  readonly values: readonly (readonly number[])[];
};

export type HeatMapNames = {
  /** What is shown, and in which unit. */
  readonly metric: Pick<MetricDefinition, "label" | "unit" | "better">;
  /** What varies along either axis. */
  readonly x: string;
  readonly y: string;
};

const shades = ["@heat1", "@heat2", "@heat3", "@heat4", "@heat5", "@heat6", "@heat7"] as const;
/** The middle shades carry the text that stands out in both schemes. */
const inks: readonly Color[] = shades.map((_, k) => (k < 4 ? "@ink" : "@background"));

/** Cells are named when there is room for the numbers. */
const MOST_NAMED = 200;

/** @returns a figure whose rows are `ys` from the bottom up and whose columns are `xs` */
export const heatMapChart = (map: HeatMap, { metric, x, y }: HeatMapNames): Chart => {
  const { xs, ys, values } = map;
  const scale = scaleOf(metric.unit, values.flat());
  const isNamed = xs.length * ys.length <= MOST_NAMED;
  return {
    title: `${metric.label} over ${x} and ${y}`,
    note: `The further a cell is from the colour of the page, the more${scale.suffix === "" ? "" : `, in ${scale.prefix}${scale.suffix}`}.${
      metric.better === "neither" ? "" : ` ${metric.better === "higher" ? "More" : "Less"} is better.`
    }`,
    data: cellTraces(map, scale, isNamed),
    layout: {
      height: 120 + 38 * Math.max(2, ys.length),
      margin: { l: 16 + 7 * longest(ys), r: 8, t: 26, b: 56 },
      hovermode: "closest",
      barmode: "overlay",
      bargap: 0,
      showlegend: false,
      xaxis: {
        range: [-0.5, xs.length - 0.5],
        tickmode: "array",
        tickvals: xs.map((_, i) => i),
        ticktext: xs.map((text) => label(text, LONGEST)),
        showgrid: false,
        zeroline: false,
        fixedrange: true,
        title: { text: label(x), standoff: 8 },
      },
      yaxis: {
        range: [-0.5, ys.length - 0.5],
        tickmode: "array",
        tickvals: ys.map((_, i) => i),
        ticktext: ys.map((text) => label(text, LONGEST)),
        showgrid: false,
        zeroline: false,
        fixedrange: true,
      },
      // a label beyond the range of its axis would not be drawn
      annotations: [{ ...rowLabel(label(y), ys.length - 0.5), xshift: -8 - 7 * longest(ys) }],
    },
    table: {
      columns: [`${y} \\ ${x}`, ...xs].map((head, i) => ({ head, isNumber: i > 0 })),
      rows: ys.map((text, row) => [text, ...xs.map((_, column) => write(values[row][column], scale))]),
      omitted: "",
    },
  };
};

/** Characters of a row's name that are shown, and those of the longest one. */
const LONGEST = 16;
const longest = (names: readonly string[]): number =>
  names.reduce((most, name) => Math.max(most, Math.min(LONGEST, name.length)), 3);

const cellTraces = ({ xs, ys, values }: HeatMap, scale: Scale, isNamed: boolean): Trace[] => {
  const known = values.flat().filter(Number.isFinite);
  const least = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const cells = ys.flatMap((_, row) =>
    xs
      .map((_, column) => ({ row, column, value: values[row][column] }))
      .filter(({ value }) => Number.isFinite(value)),
  );
  return shades.flatMap((color, k): Trace[] => {
    const own = cells.filter(({ value }) => shadeOf(value, least, most) === k);
    if (own.length === 0) return [];
    return [
      {
        type: "bar",
        name: label(`shade ${k + 1}`),
        x: own.map(({ column }) => column),
        base: own.map(({ row }) => row - 0.5),
        y: own.map(() => 1),
        width: own.map(() => 1),
        marker: { color, line: { color: "@background", width: 1 } },
        text: own.map(({ value }) => label(fixed(value / scale.divisor, scale.decimals))),
        textposition: isNamed ? "inside" : "none",
        insidetextanchor: "middle",
        textangle: 0,
        textfont: { color: inks[k], size: 12 },
        customdata: own.map(({ row, column, value }) => [
          label(xs[column]),
          label(ys[row]),
          label(write(value, scale)),
        ]),
        hovertemplate: caption`%{customdata[2]}<br>%{customdata[0]}, %{customdata[1]}<extra></extra>`,
      },
    ];
  });
};

/** Which of the shades a value gets: evenly between the least and the most; the middle when all are the same. */
export const shadeOf = (value: number, least: number, most: number): number =>
  most > least
    ? Math.min(shades.length - 1, Math.floor(((value - least) / (most - least)) * shades.length))
    : Math.floor(shades.length / 2);

/**
 * Dots with their intervals on rows: a panel a unit, a row a thing, and in each row a dot for each of several
 * policies below each other.
 */
import type { Label } from "../label.ts";
import type { Interval } from "../types.ts";
import {
  type Axis,
  type Layout,
  legendAbove,
  type RowLabel,
  rowAxis,
  rowLabel,
  type Trace,
} from "./figure.ts";
import { kth } from "./palette.ts";
import { BETWEEN, placeOf, stacked } from "./panels.ts";

/** What a panel shows: the names of its rows, and its horizontal axis. */
export type DotPanel = { readonly rows: readonly Label[]; readonly xaxis: Omit<Axis, "anchor"> };

/** Pixels above the first panel, for the legend, and below the last one, for its axis. */
const AROUND = { t: 52, b: 44 } as const;

/** @param rowHeight - pixels of a row */
export const dotLayout = (panels: readonly DotPanel[], rowHeight: number): Layout => {
  const counts = panels.map(({ rows }) => Math.max(1, rows.length));
  const plot = counts.reduce((sum, n) => sum + n, 0) * rowHeight;
  const between = BETWEEN * Math.max(0, panels.length - 1);
  const domains = stacked(counts, BETWEEN / (plot + between));
  const axes: { [name: string]: Axis } = {};
  const annotations: RowLabel[] = [];
  panels.forEach(({ rows, xaxis }, p) => {
    const id = placeOf(p);
    axes[`xaxis${id}`] = { anchor: `y${id}`, rangemode: "tozero", nticks: 6, ...xaxis };
    axes[`yaxis${id}`] = { ...rowAxis(counts[p]), anchor: `x${id}`, domain: domains[p] };
    rows.forEach((name, i) => {
      annotations.push(rowLabel(name, -i + 0.08, `y${id}`));
    });
  });
  return {
    height: AROUND.t + AROUND.b + plot + between,
    margin: { l: 8, r: 16, ...AROUND },
    hovermode: "closest",
    showlegend: true,
    legend: legendAbove,
    ...axes,
    annotations,
  };
};

/** The k-th policy of several, in one panel. */
export type Dots = {
  readonly panel: number;
  readonly k: number;
  readonly of: number;
  readonly name: Label;
  readonly inLegend: boolean;
  readonly isOpen?: boolean;
  /** The part of a row's height that its dots share. */
  readonly share: number;
  readonly divisor: number;
  readonly hovertemplate: Label;
  readonly dots: readonly {
    readonly row: number;
    readonly value: Pick<Interval, "mean" | "low" | "high">;
    readonly hover: readonly Label[];
  }[];
};

export const dotTrace = (given: Dots): Trace => {
  const { panel, k, of, name, inLegend, isOpen = false, share, divisor, hovertemplate, dots } = given;
  const id = placeOf(panel);
  const { color, symbol } = kth(k);
  return {
    type: "scatter",
    mode: "markers",
    name,
    legendgroup: `policy-${k}`,
    showlegend: inLegend,
    xaxis: `x${id}`,
    yaxis: `y${id}`,
    x: dots.map(({ value }) => value.mean / divisor),
    y: dots.map(({ row }) => -row - (share * (k + 0.5)) / of),
    error_x: {
      type: "data",
      symmetric: false,
      array: dots.map(({ value: { mean, high } }) => (high - mean) / divisor),
      arrayminus: dots.map(({ value: { mean, low } }) => (mean - low) / divisor),
      color,
      thickness: 1.6,
      width: 4,
    },
    marker: { color, symbol: isOpen ? `${symbol}-open` : symbol, size: 9, line: { color, width: 2 } },
    customdata: dots.map(({ hover }) => hover),
    hovertemplate,
    cliponaxis: false,
  };
};

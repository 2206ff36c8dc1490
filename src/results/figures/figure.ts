/**
 * What a figure is: plain data in the words of Plotly, drawn by whoever has it. The types list the fields
 * in use, so that a text that is no `Label` or a colour that is no name of the palette does not compile.
 */
import type { Label } from "../label.ts";
import type { Color } from "./palette.ts";

/** A figure, what it says in words, and the same numbers as a table. */
export type Chart = {
  /** What the chart is called; shown above it. */
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly note: string;
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly table: Table;
  /** Of a figure over time: what its dates mean and which of them are shown. */
  readonly time?: Span & { readonly epoch: number; readonly horizon: number };
};

/** A part of a run, in seconds since its start. */
export type Span = { readonly from: number; readonly to: number };

/** A table of texts, ready to be shown. */
export type Table = {
  readonly columns: readonly { readonly head: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** What was left out, if anything was. */
  readonly omitted: string;
};

export type Line = {
  readonly color?: Color;
  readonly width?: number;
  readonly dash?: "solid" | "dot" | "dash" | "dashdot" | "longdash";
  readonly shape?: "linear" | "hv" | "hvh";
};

export type Pattern = {
  readonly shape: "" | "/" | "\\" | "x" | "-" | "|" | "+" | ".";
  readonly fgcolor?: Color;
  readonly bgcolor?: Color;
  readonly size?: number;
  readonly solidity?: number;
};

export type Marker = {
  readonly color?: Color;
  readonly symbol?: string;
  readonly size?: number;
  readonly line?: { readonly color?: Color; readonly width?: number };
  readonly pattern?: Pattern;
};

export type ErrorBar = {
  readonly type: "data";
  readonly symmetric: boolean;
  readonly array: readonly number[];
  readonly arrayminus?: readonly number[];
  readonly color?: Color;
  readonly thickness?: number;
  readonly width?: number;
};

export type Trace = {
  readonly type: "scatter" | "bar";
  readonly name: Label;
  readonly x: readonly (number | string)[];
  readonly y: readonly number[];
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly mode?: "lines" | "markers" | "lines+markers";
  readonly stackgroup?: string;
  readonly fill?: "none" | "tozeroy" | "tonexty";
  readonly fillcolor?: Color;
  readonly fillpattern?: Pattern;
  readonly line?: Line;
  readonly marker?: Marker;
  readonly error_x?: ErrorBar;
  readonly error_y?: ErrorBar;
  readonly hoverinfo?: "skip";
  readonly hovertemplate?: Label;
  /** What a point stands for, such as `notice-3`: told to whoever asks about it, never shown. */
  readonly ids?: readonly string[];
  readonly customdata?: readonly (number | Label | readonly (number | Label)[])[];
  readonly showlegend?: boolean;
  readonly legendgroup?: string;
  readonly legendrank?: number;
  readonly cliponaxis?: boolean;
  // bars
  readonly orientation?: "h";
  readonly base?: readonly string[];
  readonly width?: readonly number[];
  readonly offset?: readonly number[];
};

export type Axis = {
  readonly type?: "linear" | "log" | "date";
  readonly title?: { readonly text: Label; readonly standoff?: number };
  readonly range?: readonly (number | string)[];
  readonly rangemode?: "tozero" | "normal";
  readonly domain?: readonly [number, number];
  readonly anchor?: string;
  readonly tickmode?: "array";
  readonly tickvals?: readonly number[];
  readonly ticktext?: readonly Label[];
  readonly showticklabels?: boolean;
  readonly tickformat?: string;
  readonly hoverformat?: string;
  readonly tickprefix?: string;
  readonly ticksuffix?: string;
  readonly ticks?: "" | "outside";
  readonly nticks?: number;
  readonly tickangle?: number;
  readonly showgrid?: boolean;
  readonly showline?: boolean;
  readonly zeroline?: boolean;
  readonly zerolinecolor?: Color;
  readonly zerolinewidth?: number;
  readonly fixedrange?: boolean;
  readonly automargin?: boolean;
};

/** An axis by its place: `xaxis`, `yaxis2` … */
type Axes = { readonly [K in `${"x" | "y"}axis${"" | 2 | 3 | 4 | 5 | 6}`]?: Axis };

/** A text beside a row, at the left edge of the plot wherever the reader zooms. */
export type RowLabel = {
  readonly text: Label;
  readonly xref: "paper";
  readonly x: 0;
  readonly yref: string;
  readonly y: number;
  readonly xanchor: "left";
  readonly yanchor: "bottom";
  readonly showarrow: false;
  readonly xshift: number;
  readonly font: { readonly size: number; readonly color: Color };
};

export type Layout = Axes & {
  readonly height: number;
  readonly margin: { readonly l: number; readonly r: number; readonly t: number; readonly b: number };
  readonly hovermode: "x unified" | "closest";
  readonly hoversubplots?: "axis";
  readonly barmode?: "overlay";
  readonly showlegend: boolean;
  readonly annotations?: readonly RowLabel[];
  readonly legend?: {
    readonly orientation: "h";
    readonly x: number;
    readonly y: number;
    readonly yref: "container" | "paper";
    readonly xanchor: "left";
    readonly yanchor: "top" | "bottom";
    readonly traceorder?: string;
  };
};

/** Labels of rows: they stand on the rows, inside the plot, so that plots below each other share their left edge. */
export const rowLabel = (text: Label, y: number, yref = "y"): RowLabel => ({
  text,
  xref: "paper",
  x: 0,
  yref,
  y,
  xanchor: "left",
  yanchor: "bottom",
  showarrow: false,
  xshift: 2,
  font: { size: 12, color: "@muted" },
});

/** An axis of rows, the first on top; what they are called is said by `rowLabel`. */
export const rowAxis = (rows: number): Axis => ({
  range: [-Math.max(1, rows) + 0.5, 0.5],
  showticklabels: false,
  ticks: "",
  showgrid: false,
  zeroline: false,
  fixedrange: true,
});

/** A legend in a row above the plot. */
export const legendAbove = {
  orientation: "h",
  x: 0,
  y: 1,
  yref: "container",
  xanchor: "left",
  yanchor: "top",
} as const;

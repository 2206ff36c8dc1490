/**
 * The tornado: which parameter matters most. A bar for each, from the metric at its low value to the metric at
 * its high one, the widest on top, around what the scenario gives as it stands.
 */
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { caption, label } from "../label.ts";
import { type Chart, legendAbove, rowAxis, rowLabel, type Trace } from "./figure.ts";
import { fixed, type Scale, scaleOf, write } from "./numbers.ts";
import type { Color } from "./palette.ts";

/** The metric when one parameter takes its low and its high value and all else stays as it is. */
export type TornadoBar = { readonly parameter: string; readonly low: number; readonly high: number };

/** Bars drawn. */
export const MOST_BARS = 16;

/** @param base - the metric of the scenario as it stands */
export const tornadoChart = (
  bars: readonly TornadoBar[],
  base: number,
  metric: Pick<MetricDefinition, "label" | "unit">,
): Chart => {
  const sorted = [...bars].sort(
    (a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low) || (a.parameter < b.parameter ? -1 : 1),
  );
  const shown = sorted.slice(0, MOST_BARS);
  const scale = scaleOf(metric.unit, [base, ...shown.flatMap(({ low, high }) => [low, high])]);
  return {
    title: `What moves ${metric.label.toLowerCase()}`,
    note: `One parameter at a time, from its low to its high value; the line is the scenario as it stands, ${write(base, scale)}.${
      sorted.length > shown.length ? ` The ${shown.length} widest of ${fixed(sorted.length)}.` : ""
    }`,
    data: [
      side("Low value", shown, ({ low }) => low, base, scale, "@series5"),
      side("High value", shown, ({ high }) => high, base, scale, "@series1"),
    ],
    layout: {
      height: 100 + 46 * Math.max(1, shown.length),
      margin: { l: 8, r: 16, t: 48, b: 44 },
      hovermode: "closest",
      barmode: "overlay",
      showlegend: true,
      legend: legendAbove,
      xaxis: { nticks: 7, title: { text: label(axisName(metric.unit, scale)), standoff: 4 } },
      yaxis: rowAxis(shown.length),
      annotations: shown.map(({ parameter }, i) => rowLabel(label(parameter, 44), -i + 0.02)),
    },
    table: {
      columns: ["Parameter", "At its low value", "At its high value", "Width"].map((head, i) => ({
        head,
        isNumber: i > 0,
      })),
      rows: sorted.map(({ parameter, low, high }) => [
        parameter,
        ...[low, high, Math.abs(high - low)].map((value) => write(value, scale)),
      ]),
      omitted: "",
    },
  };
};

const axisName = (unit: MetricDefinition["unit"], { suffix }: Scale): string =>
  unit === "$" ? `$ ${suffix}` : suffix === "" ? unit : suffix;

const side = (
  name: string,
  shown: readonly TornadoBar[],
  pick: (bar: TornadoBar) => number,
  base: number,
  { divisor, ...scale }: Scale,
  color: Color,
): Trace => ({
  type: "bar",
  orientation: "h",
  name: label(name),
  y: shown.map((_, i) => -i - 0.2),
  base: shown.map(() => base / divisor),
  x: shown.map((bar) => (pick(bar) - base) / divisor),
  width: shown.map(() => 0.34),
  marker: { color, line: { color: "@background", width: 1 } },
  customdata: shown.map((bar) => [label(bar.parameter, 44), label(write(pick(bar), { divisor, ...scale }))]),
  hovertemplate: caption`%{customdata[0]}<br>${label(name)}: %{customdata[1]}<extra></extra>`,
});

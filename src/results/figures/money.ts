/**
 * Rent against the cost of unmet demand: a day at a time above, added up below, with what is left.
 */
import { caption, label } from "../label.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Span, type Trace } from "./figure.ts";
import { type Scale, scaleOf } from "./numbers.ts";
import { binDays, channelOf, pointsOf, timeTable } from "./series.ts";

/** Daily and cumulative rent and opportunity cost of one policy. */
export const moneyChart = (result: StudyResult, { series }: PolicyResult, part?: Span): Chart => {
  const { scenario } = result;
  const daily = (["rent", "opportunity"] as const).map((channel) => channelOf(series, channel));
  const [earned, lost] = daily.map((values) =>
    cumulated(values, (bin) => binDays(series, bin, scenario.horizon)),
  );
  const total = [earned, lost, earned.map((value, bin) => value - lost[bin])];
  const { x, pick, line } = pointsOf(scenario, series, daily, part);
  const { xaxis, time, below } = timeAxis(scenario, part, "y2");
  const scales = [daily, total].map((columns) =>
    scaleOf(
      "$",
      columns.flatMap((values) => Array.from(values)),
    ),
  ) as [Scale, Scale];
  const trace = (k: 0 | 1 | 2, row: 0 | 1): Trace => {
    const values = (row === 0 ? daily : total)[k];
    const scale = scales[row];
    const { name, color, dash } = lines[k];
    return {
      type: "scatter",
      mode: "lines",
      name: label(row === 0 ? `${name} a day` : `${name} so far`),
      x,
      y: pick(values).map((dollars) => dollars / scale.divisor),
      ...(row === 1 ? { yaxis: "y2", showlegend: k === 2 } : {}),
      line: row === 0 ? line({ color, width: 2, dash }) : { shape: "linear", color, width: 2, dash },
      hovertemplate: caption`$%{y:,.2f} ${label(scale.suffix)}`,
    };
  };
  const title = (row: 0 | 1) => ({
    text: label(`$ ${scales[row].suffix}${row === 0 ? " a day" : ""}`),
    standoff: 6,
  });
  const heads = [
    ...lines.slice(0, 2).map(({ name }) => `${name} a day`),
    ...lines.map(({ name }) => `${name} so far`),
  ];
  return {
    time,
    title: "Rent and opportunity cost",
    note: `Above: dollars a day. Below: added up. Unmet demand is valued at $${scenario.assumptions.internalGpuHour} a GPU-hour, an assumption.`,
    data: [trace(0, 0), trace(1, 0), trace(0, 1), trace(1, 1), trace(2, 1)],
    layout: {
      height: 420,
      margin: { l: 58, r: 12, t: 48, b: below },
      hovermode: "x unified",
      hoversubplots: "axis",
      showlegend: true,
      legend: legendAbove,
      xaxis,
      yaxis: { domain: [0.55, 1], rangemode: "tozero", nticks: 5, title: title(0) },
      yaxis2: { domain: [0, 0.45], rangemode: "tozero", nticks: 5, title: title(1) },
    },
    table: timeTable(
      scenario,
      series,
      [...daily, ...total].map((values, i) => {
        const scale = scales[i < 2 ? 0 : 1];
        return {
          head: `${heads[i]}, $ ${scale.suffix}`,
          values: values.map((v) => v / scale.divisor),
          decimals: 2,
        };
      }),
    ),
  };
};

const lines = [
  { name: "Rent", color: "@firm", dash: "solid" },
  { name: "Opportunity cost", color: "@unmet", dash: "dash" },
  { name: "Rent less opportunity cost", color: "@ink", dash: "dot" },
] as const;

const cumulated = (values: Float64Array, days: (bin: number) => number): Float64Array => {
  let sum = 0;
  return values.map((value, bin) => {
    sum += value * days(bin);
    return sum;
  });
};

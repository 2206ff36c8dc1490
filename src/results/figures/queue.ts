/** Jobs over time: accelerators that run internal and tenants' jobs, and accelerators that waiting jobs want. */
import { caption, label } from "../label.ts";
import type { Channel, PolicyResult, StudyResult } from "../types.ts";
import { timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Span, type Trace } from "./figure.ts";
import type { Color } from "./palette.ts";
import { channelOf, pointsOf, timeTable } from "./series.ts";

/** What waits and what runs under one policy. */
export const queueChart = (result: StudyResult, { series }: PolicyResult, part?: Span): Chart => {
  const shown = (["queued", "internal", "external"] as const).map((channel) => channelOf(series, channel));
  const { x, pick, line } = pointsOf(result.scenario, series, shown, part);
  const { xaxis, time, below } = timeAxis(result.scenario, part);
  return {
    time,
    title: "Waiting jobs",
    note: "GPUs that waiting jobs want, beside those in use.",
    data: lines.map(
      ({ name, color, dash, isArea }, i): Trace => ({
        type: "scatter",
        mode: "lines",
        name: label(name),
        x,
        y: pick(shown[i]),
        line: line({ color, width: 2, dash }),
        ...(isArea ? { fill: "tozeroy", fillcolor: "@unmetFill" } : {}),
        hovertemplate: caption`%{y:,.0f}`,
      }),
    ),
    layout: {
      height: 280,
      margin: { l: 58, r: 12, t: 48, b: below },
      hovermode: "x unified",
      showlegend: true,
      legend: legendAbove,
      xaxis,
      yaxis: {
        rangemode: "tozero",
        nticks: 6,
        title: { text: label("GPUs"), standoff: 6 },
      },
    },
    table: timeTable(
      result.scenario,
      series,
      lines.map(({ name }, i) => ({ head: name, values: shown[i] })),
    ),
  };
};

const lines: readonly {
  readonly channel: Channel;
  readonly name: string;
  readonly color: Color;
  readonly dash: "solid" | "dash" | "dot";
  readonly isArea: boolean;
}[] = [
  { channel: "queued", name: "Waited for", color: "@unmet", dash: "solid", isArea: true },
  { channel: "internal", name: "Internal, in use", color: "@internal", dash: "dash", isArea: false },
  { channel: "external", name: "Tenants' jobs, in use", color: "@external", dash: "dot", isArea: false },
];

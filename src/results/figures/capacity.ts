/**
 * What could be called back: accelerators that would be the owner's again within 90 days if every lease
 * got notice on that day, beside all that is let and what is missing.
 */
import { caption, label } from "../label.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Span } from "./figure.ts";
import { channelOf, pointsOf, sumOf, timeTable } from "./series.ts";

/** Callable capacity and unmet demand of one policy. */
export const capacityChart = (result: StudyResult, { series }: PolicyResult, part?: Span): Chart => {
  const leased = sumOf(series, "firm", "noticed", "vacated");
  const callable = channelOf(series, "callable");
  const unmet = channelOf(series, "unmet");
  const { x, pick, line } = pointsOf(result.scenario, series, [leased, callable, unmet], part);
  const { xaxis, time, below } = timeAxis(result.scenario, part);
  const common = { type: "scatter", mode: "lines", x, hovertemplate: caption`%{y:,.0f}` } as const;
  return {
    time,
    title: "What could be called back",
    note: "Callable: GPUs that would be back within 90 days if all leases got notice on that date.",
    data: [
      {
        ...common,
        name: label("Callable"),
        y: pick(callable),
        line: line({ color: "@callable", width: 2 }),
        fill: "tozeroy",
        fillcolor: "@callableFill",
      },
      {
        ...common,
        name: label("Let to tenants"),
        y: pick(leased),
        line: line({ color: "@firm", width: 2, dash: "dash" }),
      },
      {
        ...common,
        name: label("Unmet demand"),
        y: pick(unmet),
        line: line({ color: "@unmet", width: 2 }),
        fill: "tozeroy",
        fillcolor: "@unmetFill",
        fillpattern: { shape: "\\", fgcolor: "@unmet", bgcolor: "@unmetFill", size: 7, solidity: 0.3 },
      },
    ],
    layout: {
      height: 300,
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
    table: timeTable(result.scenario, series, [
      { head: "Callable within 90 days", values: callable },
      { head: "Let to tenants", values: leased },
      { head: "Unmet", values: unmet },
    ]),
  };
};

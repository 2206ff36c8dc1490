/**
 * Unmet demand under several policies on the same axis: the mean of each as a line, and where 90 % of the
 * replications lie as a band of its colour.
 */
import { caption, label } from "../label.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { timeAxis } from "./dates.ts";
import { type Chart, legendAbove, type Span, type Trace } from "./figure.ts";
import { policyName } from "./names.ts";
import { kth } from "./palette.ts";
import { bandOf, channelOf, pointsOf, timeTable } from "./series.ts";

/** Policies drawn. */
const MOST_DRAWN = 6;

/** Unmet internal demand over time, policy by policy. */
export const unmetBandsChart = (result: StudyResult, part?: Span): Chart => {
  const policies = result.policies.slice(0, MOST_DRAWN);
  const { xaxis, time, below } = timeAxis(result.scenario, part);
  return {
    time,
    title: "Unmet demand by policy",
    note: `Lines: mean of replications. Bands: 90 % of replications.${
      result.policies.length > policies.length ? ` The first ${policies.length} policies.` : ""
    }`,
    data: policies.flatMap((policy, k) => bandTraces(result, policy, k, part)),
    layout: {
      height: 340,
      margin: { l: 58, r: 12, t: 56, b: below },
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
    table:
      policies.length === 0
        ? { columns: [], rows: [], omitted: "" }
        : timeTable(
            result.scenario,
            policies[0].series,
            policies.map((policy) => ({
              head: policyName(policy),
              values: channelOf(policy.series, "unmet"),
            })),
          ),
  };
};

const bandTraces = (result: StudyResult, policy: PolicyResult, k: number, part?: Span): Trace[] => {
  const mean = channelOf(policy.series, "unmet");
  const [low, high] = [0.05, 0.95].map((quantile) => bandOf(policy, "unmet", quantile));
  const columns = low === undefined || high === undefined ? [mean] : [mean, low, high];
  const { x, pick, line } = pointsOf(result.scenario, policy.series, columns, part);
  const { color, band, dash } = kth(k);
  const name = label(policyName(policy), 40);
  const common = { type: "scatter", mode: "lines", x, legendgroup: `policy-${k}` } as const;
  const edge = {
    ...common,
    name,
    showlegend: false,
    hoverinfo: "skip",
    line: line({ width: 0, color }),
  } as const;
  return [
    ...(low === undefined || high === undefined
      ? []
      : [{ ...edge, y: pick(low) }, { ...edge, y: pick(high), fill: "tonexty", fillcolor: band } as const]),
    {
      ...common,
      name,
      y: pick(mean),
      line: line({ color, width: 2, dash }),
      hovertemplate: caption`%{y:,.0f}`,
    },
  ];
};

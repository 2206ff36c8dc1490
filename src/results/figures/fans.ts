/**
 * Fans: how far a series spreads over the replications, as a band of 90 % and one of 50 % around its mean.
 * On hover they say the wider band; the mean is said by the figure above them.
 */
import { caption, label } from "../label.ts";
import type { Channel, PolicyResult } from "../types.ts";
import type { Trace } from "./figure.ts";
import type { Color } from "./palette.ts";
import { bandOf, channelOf, type Points } from "./series.ts";

/** The bands of one channel on the lower axis, widest first, and its mean. */
export const fanTraces = (
  policy: PolicyResult,
  channel: Channel,
  name: string,
  color: Color,
  [wide, core]: readonly [Color, Color],
  { x, pick, line }: Points,
): Trace[] => {
  const bands = [0.05, 0.95, 0.25, 0.75].map((quantile) => bandOf(policy, channel, quantile));
  const [p5, p95, p25, p75] = bands.map((band) => (band === undefined ? undefined : pick(band)));
  const below = {
    type: "scatter",
    mode: "lines",
    yaxis: "y2",
    x,
    showlegend: false,
    hoverinfo: "skip",
  } as const;
  const band = (
    low: number[] | undefined,
    high: number[] | undefined,
    fillcolor: Color,
    share: string,
  ): Trace[] =>
    low === undefined || high === undefined
      ? []
      : [
          { ...below, name: label(`${name}, ${share}`), y: low, line: line({ width: 0, color }) },
          {
            ...below,
            name: label(`${name}, ${share}`),
            y: high,
            line: line({ width: 0, color }),
            fill: "tonexty",
            fillcolor,
          },
        ];
  const spread = p5 !== undefined && p95 !== undefined;
  return [
    ...band(p5, p95, wide, "90 %"),
    ...band(p25, p75, core, "50 %"),
    {
      type: "scatter",
      mode: "lines",
      yaxis: "y2",
      x,
      y: pick(channelOf(policy.series, channel)),
      showlegend: false,
      name: label(spread ? `${name}, 90 %` : name),
      line: line({ color, width: 1.6, dash: channel === "unmet" ? "dash" : "solid" }),
      ...(spread
        ? {
            customdata: p5.map((low, i) => [low, p95[i]]),
            hovertemplate: caption`%{customdata[0]:,.0f} to %{customdata[1]:,.0f}`,
          }
        : { hoverinfo: "skip" as const }),
    },
  ];
};

/** All bands of a policy, for those who choose which points to draw. */
export const bandsOf = (policy: PolicyResult): Float64Array[] =>
  policy.replications < 2 ? [] : policy.fans.flatMap(({ bands }) => bands);

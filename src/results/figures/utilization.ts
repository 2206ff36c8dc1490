/**
 * Who has the accelerators: everything installed as a stack over time, the owner's own demand as a line on
 * it, and what of that demand is not met as a hatched gap. Below, on the same dates, how far demand and
 * gap spread over the replications.
 */
import { caption, label } from "../label.ts";
import type { Channel, PolicyResult, StudyResult } from "../types.ts";
import { timeAxis } from "./dates.ts";
import { mostOf } from "./extremes.ts";
import { bandsOf, fanTraces } from "./fans.ts";
import { type Chart, legendAbove, type Pattern, type Span, type Trace } from "./figure.ts";
import type { Color } from "./palette.ts";
import { channelOf, type Points, pointsOf, sumOf, timeTable } from "./series.ts";

type Layer = {
  readonly name: string;
  readonly channels: readonly Channel[];
  readonly color: Color;
  readonly pattern?: Pattern;
  /** Left out where it is 0 throughout. */
  readonly onlyIfAny?: boolean;
};

const hatched = (shape: Pattern["shape"], bgcolor: Color, fgcolor: Color, solidity = 0.25): Pattern => ({
  shape,
  bgcolor,
  fgcolor,
  size: 7,
  solidity,
});

/** The parts of `installed`, from the bottom up. */
export const layers: readonly Layer[] = [
  { name: "Internal", channels: ["internal"], color: "@internal" },
  { name: "Tenants' jobs", channels: ["external"], color: "@external", onlyIfAny: true },
  { name: "Leased, firm", channels: ["firm"], color: "@firm", onlyIfAny: true },
  {
    name: "Leased, on notice",
    channels: ["noticed"],
    color: "@noticed",
    pattern: hatched("/", "@noticed", "@noticedInk"),
    onlyIfAny: true,
  },
  {
    name: "Stranded",
    channels: ["vacated", "turnover", "held"],
    color: "@stranded",
    pattern: hatched("x", "@stranded", "@strandedInk"),
    onlyIfAny: true,
  },
  { name: "Free", channels: ["free"], color: "@free" },
  {
    name: "Failed or unpowered",
    channels: ["failed", "unpowered"],
    color: "@lost",
    pattern: hatched(".", "@lost", "@lostInk", 0.35),
    onlyIfAny: true,
  },
];

/** The stack with demand, and the fans below it, for one policy. */
export const utilizationChart = (result: StudyResult, policy: PolicyResult, part?: Span): Chart => {
  const { series } = policy;
  const shown = layers.filter(
    ({ channels, onlyIfAny }) => !onlyIfAny || mostOf(sumOf(series, ...channels)) > 0,
  );
  const stack = shown.map((layer) => sumOf(series, ...layer.channels));
  const [internal, demand, unmet, installed] = (["internal", "demand", "unmet", "installed"] as const).map(
    (channel) => channelOf(series, channel),
  );
  const points = pointsOf(result.scenario, series, [...stack, demand, unmet, ...bandsOf(policy)], part);
  const { pick } = points;
  const { xaxis, time, below } = timeAxis(result.scenario, part, "y2");
  const fans = [
    ...fanTraces(policy, "demand", "Internal demand", "@internal", ["@demandBand", "@demandCore"], points),
    ...fanTraces(policy, "unmet", "Unmet demand", "@unmet", ["@unmetBand", "@unmetCore"], points),
  ];
  const data: Trace[] = [
    ...shown.map((layer, i) => layerTrace(layer, points, pick(stack[i]))),
    ...gapTraces(points, pick(internal), pick(unmet)),
    line("Internal demand", points, pick(demand), "@ink", "solid"),
    { ...line("Installed", points, pick(installed), "@ink", "dot"), hovertemplate: amount },
    ...fans,
  ];
  return {
    time,
    title: "Who has the accelerators",
    note: note(policy),
    data,
    layout: {
      height: 560,
      margin: { l: 58, r: 12, t: 76, b: below },
      hovermode: "x unified",
      hoversubplots: "axis",
      showlegend: true,
      legend: legendAbove,
      xaxis,
      yaxis: {
        domain: [0.36, 1],
        ...heightOf(installed, demand),
        title: { text: label("GPUs"), standoff: 6 },
      },
      yaxis2: {
        domain: [0, 0.29],
        rangemode: "tozero",
        nticks: 5,
        title: { text: label("GPUs"), standoff: 6 },
      },
    },
    table: timeTable(result.scenario, series, [
      { head: "Installed", values: installed },
      ...shown.map(({ name }, i) => ({ head: name, values: stack[i] })),
      { head: "Internal demand", values: demand },
      { head: "Unmet", values: unmet },
    ]),
  };
};

/** A queue may want many times what is installed: what is there must stay readable. */
const heightOf = (installed: Float64Array, demand: Float64Array) => {
  const most = mostOf(installed);
  const isBeyond = most > 0 && mostOf(demand) > 2 * most;
  return isBeyond ? { range: [0, 1.5 * most] } : { rangemode: "tozero" as const };
};

const amount = caption`%{y:,.0f}`;

const note = ({ replications }: PolicyResult): string =>
  replications > 1
    ? `Mean of ${replications} replications. Where demand rises above internal use, the hatched gap is demand that is not met. Below: the middle half (dark) and 90 % (light) of replications.`
    : "One replication. Where demand rises above internal use, the hatched gap is demand that is not met.";

const layerTrace = (layer: Layer, points: Points, y: readonly number[]): Trace => ({
  type: "scatter",
  mode: "lines",
  stackgroup: "installed",
  name: label(layer.name),
  x: points.x,
  y,
  line: points.line({ width: 0, color: layer.color }),
  fillcolor: layer.color,
  ...(layer.pattern === undefined ? {} : { fillpattern: layer.pattern }),
  hovertemplate: amount,
});

/** The gap between what internal programs have and what they want, drawn over whatever lies there. */
const gapTraces = (points: Points, internal: readonly number[], unmet: readonly number[]): Trace[] => {
  const common = {
    type: "scatter",
    mode: "lines",
    x: points.x,
    line: points.line({ width: 0, color: "@unmet" }),
  } as const;
  return [
    { ...common, name: label("Internal"), y: internal, hoverinfo: "skip", showlegend: false },
    {
      ...common,
      name: label("Unmet demand"),
      y: internal.map((value, i) => value + unmet[i]),
      customdata: unmet,
      fill: "tonexty",
      fillcolor: "@veil",
      fillpattern: { shape: "\\", fgcolor: "@unmet", bgcolor: "@veil", size: 7, solidity: 0.4 },
      hovertemplate: caption`%{customdata:,.0f}`,
    },
  ];
};

const line = (
  name: string,
  points: Points,
  y: readonly number[],
  color: Color,
  dash: "solid" | "dot",
): Trace => ({
  type: "scatter",
  mode: "lines",
  name: label(name),
  x: points.x,
  y,
  line: points.line({ color, dash, width: 1.8 }),
  hovertemplate: amount,
});

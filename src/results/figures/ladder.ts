/**
 * The notice ladder: what a longer notice costs the owner, what a shorter one costs the tenants, and what
 * both cost together, over the length of the notice on a logarithmic axis. Below, the unmet share, beside
 * the closed form 1 − g^(−L/365) for steady growth. A notice of no length stands at the left edge.
 */
import { log } from "../../random/elementary.ts";
import { caption, label } from "../label.ts";
import type { Interval, LadderRung, StudyResult } from "../types.ts";
import { type Chart, legendAbove, type Trace } from "./figure.ts";
import { fixed, halfWidth, scaleOf, scaleOfIntervals, write } from "./numbers.ts";
import type { Color } from "./palette.ts";

const DAY = 86_400;

/** The rungs of each policy, shortest notice first. */
export const laddersOf = ({
  ladder,
}: StudyResult): (readonly [policy: string, rungs: readonly LadderRung[]])[] => {
  const byPolicy = new Map<string, LadderRung[]>();
  for (const rung of ladder) byPolicy.set(rung.policy, [...(byPolicy.get(rung.policy) ?? []), rung]);
  return [...byPolicy].map(([policy, rungs]) => [
    policy,
    rungs.sort((a, b) => a.noticeSeconds - b.noticeSeconds),
  ]);
};

/** Costs and unmet share over the length of notice, for one policy. */
export const ladderChart = (policy: string, rungs: readonly LadderRung[]): Chart => {
  const x = placesOf(rungs);
  const ticks = ticked(x);
  const total = rungs.map(({ totalCost }) => totalCost.mean);
  const scale = scaleOf(
    "$",
    total.concat(rungs.flatMap(({ ownerCost, tenantCost }) => [ownerCost.mean, tenantCost.mean])),
  );
  const dollars = (
    name: string,
    values: readonly number[],
    spread: readonly number[],
    color: Color,
    symbol: string,
    dash: "solid" | "dash" | "dot",
  ): Trace => ({
    type: "scatter",
    mode: "lines+markers",
    name: label(name),
    x,
    y: values.map((value) => value / scale.divisor),
    line: { color, width: 2, dash },
    marker: { color, symbol, size: 8 },
    error_y: whiskers(
      spread.map((value) => value / scale.divisor),
      color,
    ),
    customdata: rungs.map((rung) => label(rung.label)),
    hovertemplate: caption`$%{y:,.2f} ${label(scale.suffix)}`,
  });
  const closed = rungs.map(({ closedForm }) => closedForm * 100);
  return {
    title: `Notice ladder: ${policy}`,
    note: `What each length of notice costs the owner, the tenants, and both together, on a logarithmic axis; no notice at all stands at the left edge.${
      closed.some(Number.isFinite)
        ? " The closed form 1 − g^(−L/365) holds for steady growth g, an owner who only reacts, and no free capacity."
        : ""
    }`,
    data: [
      dollars(
        "Cost to owner",
        rungs.map((r) => r.ownerCost.mean),
        rungs.map((r) => halfWidth(r.ownerCost)),
        "@series1",
        "circle",
        "solid",
      ),
      dollars(
        "Cost to tenants",
        rungs.map((r) => r.tenantCost.mean),
        rungs.map((r) => halfWidth(r.tenantCost)),
        "@series2",
        "square",
        "dash",
      ),
      dollars(
        "Both together",
        total,
        rungs.map((r) => halfWidth(r.totalCost)),
        "@ink",
        "diamond",
        "dot",
      ),
      ...unmetTraces(x, rungs),
      ...(closed.some(Number.isFinite) ? [closedForm(x, closed)] : []),
    ],
    layout: {
      height: 480,
      margin: { l: 58, r: 16, t: 52, b: 48 },
      hovermode: "x unified",
      hoversubplots: "axis",
      showlegend: true,
      legend: legendAbove,
      xaxis: {
        type: "log",
        anchor: "y2",
        tickmode: "array",
        tickvals: ticks.map((i) => x[i]),
        ticktext: ticks.map((i) => label(rungs[i].label, 20)),
        title: { text: label("Length of notice"), standoff: 8 },
      },
      yaxis: {
        domain: [0.48, 1],
        rangemode: "tozero",
        nticks: 6,
        title: { text: label(`$ ${scale.suffix}`), standoff: 6 },
      },
      yaxis2: {
        domain: [0, 0.38],
        rangemode: "tozero",
        nticks: 5,
        ticksuffix: " %",
        title: { text: label("Unmet share"), standoff: 6 },
      },
    },
    table: tableOf(rungs),
  };
};

/** Days of notice as places on a logarithmic axis; none at all stands a little left of the shortest. */
export const placesOf = (rungs: readonly LadderRung[]): number[] => {
  const lengths = rungs.map(({ noticeSeconds }) => noticeSeconds / DAY).filter((days) => days > 0);
  const shortest = lengths.length === 0 ? 1 : Math.min(...lengths);
  return rungs.map(({ noticeSeconds }) => (noticeSeconds > 0 ? noticeSeconds / DAY : shortest / 4));
};

/** Rungs whose ticks do not run into each other: from the longest down, a fifteenth of the axis apart; and the first. */
const ticked = (x: readonly number[]): number[] => {
  const places = x.map((place) => log(place));
  const apart = (places[places.length - 1] - places[0]) / 15;
  const kept: number[] = [];
  for (let i = x.length - 1; i >= 0; i--) {
    const last = kept[0];
    const isClear = last === undefined || places[last] - places[i] >= apart;
    if (isClear && (i === 0 || places[i] - places[0] >= apart)) kept.unshift(i);
  }
  return kept;
};

const whiskers = (array: readonly number[], color: Color) =>
  ({ type: "data", symmetric: true, array, color, thickness: 1.4, width: 4 }) as const;

const unmetTraces = (x: readonly number[], rungs: readonly LadderRung[]): Trace[] => [
  {
    type: "scatter",
    mode: "lines+markers",
    name: label("Unmet share"),
    yaxis: "y2",
    x,
    y: rungs.map(({ unmetShare }) => unmetShare.mean * 100),
    line: { color: "@unmet", width: 2 },
    marker: { color: "@unmet", symbol: "triangle-up", size: 9 },
    error_y: whiskers(
      rungs.map(({ unmetShare }) => halfWidth(unmetShare) * 100),
      "@unmet",
    ),
    hovertemplate: caption`%{y:.1f} ${label("%")}`,
  },
];

const closedForm = (x: readonly number[], y: readonly number[]): Trace => ({
  type: "scatter",
  mode: "lines",
  name: label("Unmet share, closed form"),
  yaxis: "y2",
  x,
  y,
  line: { color: "@muted", width: 2, dash: "dot" },
  hovertemplate: caption`%{y:.1f} ${label("%")}`,
});

const tableOf = (rungs: readonly LadderRung[]): Chart["table"] => {
  const column = (unit: "$" | "share", pick: (rung: LadderRung) => Interval): string[] => {
    const scale = scaleOfIntervals(unit, rungs.map(pick));
    return rungs.map((rung) => {
      const interval = pick(rung);
      const mean = write(interval.mean, scale);
      return interval.n > 1
        ? `${mean} ± ${fixed(halfWidth(interval) / scale.divisor, scale.decimals)}`
        : mean;
    });
  };
  const columns = [
    rungs.map((rung) => rung.label),
    column("$", (rung) => rung.ownerCost),
    column("$", (rung) => rung.tenantCost),
    column("$", (rung) => rung.totalCost),
    column("$", (rung) => rung.revenue),
    column("share", (rung) => rung.unmetShare),
    rungs.map((rung) =>
      Number.isFinite(rung.closedForm) ? `${fixed(rung.closedForm * 100, 1)}\u00a0%` : "–",
    ),
  ];
  return {
    columns: [
      "Notice",
      "Cost to owner",
      "Cost to tenants",
      "Both together",
      "Rent",
      "Unmet share",
      "Closed form",
    ].map((head, i) => ({
      head,
      isNumber: i > 0,
    })),
    rows: rungs.map((_, i) => columns.map((texts) => texts[i])),
    omitted: "",
  };
};

/**
 * How an interval narrows: half its width, relative to the mean, after each replication, on logarithmic axes, where one
 * over the root of their number is a straight line. Dashed: differences from the baseline on the same demand, relative
 * to the baseline's mean, which is what common random numbers are for.
 */
import { caption, type Label, label } from "../label.ts";
import { type Chart, legendAbove, type Trace } from "./figure.ts";
import { fixed } from "./numbers.ts";
import { kth } from "./palette.ts";
import { sampledRows } from "./thin.ts";

/** Half-widths relative to the size of a mean; the first is that after two replications. NaN where the mean is 0. */
export type Narrowing = {
  readonly policy: string;
  readonly widths: readonly number[];
  /** Of the difference from the baseline; undefined for the baseline. */
  readonly differences: readonly number[] | undefined;
};

export type ConvergenceNames = {
  readonly metric: string;
  /** Which point of the study is shown; empty when it has one only. */
  readonly point: string;
  readonly baseline: string;
  /** What was asked for; undefined when the number of replications was fixed. */
  readonly target: number | undefined;
};

export const convergenceChart = (
  lines: readonly Narrowing[],
  { metric, point, baseline, target }: ConvergenceNames,
): Chart => {
  const longest = lines.reduce((most, { widths }) => Math.max(most, widths.length), 0);
  const x = Array.from({ length: longest }, (_, i) => i + 2);
  const hasDifferences = lines.some(({ differences }) => differences !== undefined);
  return {
    title: `How well ${metric.toLowerCase()} is known`,
    note: `Half of the 95 % interval relative to the mean, replication by replication${point === "" ? "" : `, at ${point}`}.${
      hasDifferences ? ` Dashed: the difference from ${baseline} on the same demand.` : ""
    }${target === undefined ? "" : " Dotted: what was asked for."}`,
    data: [
      ...lines.flatMap((line, k) => tracesOf(line, k, x, baseline)),
      ...(target === undefined ? [] : [targetLine(target, longest)]),
    ],
    layout: {
      height: 340,
      margin: { l: 64, r: 20, t: 52, b: 48 },
      hovermode: "x unified",
      showlegend: true,
      legend: legendAbove,
      xaxis: {
        type: "log",
        ...ticksUpTo(longest + 1, (n) => label(String(n))),
        title: { text: label("Replications"), standoff: 8 },
      },
      yaxis: {
        type: "log",
        ...ticksUpTo(1000, (share) => label(`${share} %`)),
        title: { text: label("Half-width"), standoff: 6 },
      },
    },
    table: tableOf(lines, x, baseline),
  };
};

/** Ticks at 1, 2 and 5 of every decade; those of a logarithmic axis left alone run into each other. */
const ticksUpTo = (most: number, text: (value: number) => Label) => {
  const tickvals = TICKS.filter((value) => value <= most);
  return { tickmode: "array", tickvals, ticktext: tickvals.map(text) } as const;
};

const TICKS = [-3, -2, -1, 0, 1, 2, 3, 4, 5].flatMap((exponent) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)),
);

const tracesOf = (
  { policy, widths, differences }: Narrowing,
  k: number,
  x: readonly number[],
  baseline: string,
): Trace[] => {
  const { color } = kth(k);
  const trace = (name: string, values: readonly number[], dash: "solid" | "dash"): Trace[] => {
    // a logarithmic axis has no place for nothing, nor for what could not be told
    const own = values.map((value, i) => ({ value, n: x[i] })).filter(({ value }) => value > 0);
    if (own.length === 0) return [];
    return [
      {
        type: "scatter",
        mode: "lines",
        name: label(name, 48),
        x: own.map(({ n }) => n),
        y: own.map(({ value }) => value * 100),
        line: { color, width: 2, dash },
        hovertemplate: caption`%{y:.3r} ${label("%")}`,
      },
    ];
  };
  return [
    ...trace(policy, widths, "solid"),
    ...(differences === undefined ? [] : trace(`${policy} less ${baseline}`, differences, "dash")),
  ];
};

const targetLine = (target: number, longest: number): Trace => ({
  type: "scatter",
  mode: "lines",
  name: label("Asked for"),
  x: [2, longest + 1],
  y: [target * 100, target * 100],
  line: { color: "@muted", width: 1.5, dash: "dot" },
  hoverinfo: "skip",
});

const tableOf = (lines: readonly Narrowing[], x: readonly number[], baseline: string): Chart["table"] => {
  const columns = lines.flatMap(({ policy, widths, differences }) => [
    { head: policy, values: widths },
    ...(differences === undefined ? [] : [{ head: `${policy} less ${baseline}`, values: differences }]),
  ]);
  const rows = sampledRows(x.length);
  return {
    columns: ["Replications", ...columns.map(({ head }) => head)].map((head) => ({ head, isNumber: true })),
    rows: rows.map((i) => [
      String(x[i]),
      ...columns.map(({ values }) => `${fixed((values[i] ?? Number.NaN) * 100, 2)}\u00a0%`),
    ]),
    omitted: rows.length < x.length ? `${rows.length} of ${x.length} replications, evenly spread.` : "",
  };
};

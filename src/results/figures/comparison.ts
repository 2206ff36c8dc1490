/**
 * How the policies differ from the baseline on the same demand: a dot a policy with its 95 % interval, a
 * panel a unit. A filled dot means that the interval leaves out 0.
 */
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { caption, label } from "../label.ts";
import type { Comparison, PairedDifference, StudyResult } from "../types.ts";
import {
  type Axis,
  type Chart,
  legendAbove,
  type RowLabel,
  rowAxis,
  rowLabel,
  type Trace,
} from "./figure.ts";
import { shortName } from "./names.ts";
import { scaleOf, writeSigned } from "./numbers.ts";
import { kth } from "./palette.ts";
import { axisTitle, BETWEEN, placeOf, stacked } from "./panels.ts";

/** Comparisons drawn; all of them are in the table beside the figure. */
export const MOST_COMPARED = 6;

export type Verdict = "better" | "worse" | "differs" | "unclear" | "same";

/** What an interval of differences says, given which way is better. */
export const verdictOf = (
  { mean, low, high, n }: PairedDifference,
  better: MetricDefinition["better"],
): Verdict => {
  if (mean === 0 && low === 0 && high === 0) return "same";
  if (n < 2 || !(low > 0 || high < 0)) return "unclear";
  if (better === "neither") return "differs";
  return mean > 0 === (better === "higher") ? "better" : "worse";
};

type Panel = { readonly unit: MetricDefinition["unit"]; readonly metrics: readonly number[] };

/**
 * Differences in the headline metrics, by unit, largest units of money first.
 *
 * @param onlyDifferent - leaves out metrics in which no policy differs clearly from the baseline
 */
export const comparisonChart = (result: StudyResult, onlyDifferent = false): Chart => {
  const compared = result.comparisons.slice(0, MOST_COMPARED);
  const differs = (at: number) =>
    compared.some(({ metrics }) => isSet(verdictOf(metrics[at], result.definitions[at].better)));
  const panels = panelsOf(result, (at) => !onlyDifferent || differs(at));
  const rows = panels.map(({ metrics }) => metrics.length);
  const plot = rows.reduce((sum, n) => sum + n, 0) * (34 + 13 * compared.length);
  const domains = stacked(rows, BETWEEN / (plot + BETWEEN * (panels.length - 1)));
  const scales = panels.map(({ unit, metrics }) =>
    scaleOf(
      unit,
      compared.flatMap(({ metrics: m }) => metrics.flatMap((at) => [m[at].low, m[at].high])),
    ),
  );
  const axes: { [name: string]: Axis } = {};
  const labels: RowLabel[] = [];
  panels.forEach(({ unit, metrics }, p) => {
    const id = placeOf(p);
    axes[`xaxis${id}`] = {
      anchor: `y${id}`,
      rangemode: "tozero",
      zeroline: true,
      zerolinecolor: "@muted",
      zerolinewidth: 1.5,
      nticks: 6,
      title: {
        text: label(unit === "share" ? "percentage points" : axisTitle(unit, scales[p].suffix)),
        standoff: 4,
      },
    };
    axes[`yaxis${id}`] = { ...rowAxis(metrics.length), anchor: `x${id}`, domain: domains[p] };
    metrics.forEach((at, i) => {
      const { label: name, better } = result.definitions[at];
      labels.push(rowLabel(label(`${name}${arrow(better)}`), -i + 0.08, `y${id}`));
    });
  });
  return {
    title: `Difference from ${shortName(compared[0]?.baseline ?? "the baseline")}`,
    note: `${panels.length === 0 ? "No policy differs clearly in a headline metric. " : ""}Dots: mean difference on the same demand; whiskers: 95 % interval. Filled dots: the interval leaves out 0, so chance alone is an unlikely reason. Arrows: which way is better.`,
    data: panels.flatMap((panel, p) =>
      compared.flatMap((comparison, k) =>
        dots(result, comparison, k, compared.length, panel, p, scales[p].divisor),
      ),
    ),
    layout: {
      height: 96 + plot + BETWEEN * Math.max(0, panels.length - 1),
      margin: { l: 8, r: 16, t: 52, b: 44 },
      hovermode: "closest",
      showlegend: true,
      legend: legendAbove,
      ...axes,
      annotations: labels,
    },
    table: tableOf(result, compared),
  };
};

const panelsOf = ({ definitions }: StudyResult, isShown: (at: number) => boolean): Panel[] => {
  const panels = new Map<MetricDefinition["unit"], number[]>();
  definitions.forEach(({ headline, unit }, at) => {
    if (headline && isShown(at)) panels.set(unit, [...(panels.get(unit) ?? []), at]);
  });
  return [...panels].map(([unit, metrics]) => ({ unit, metrics })).slice(0, 6);
};

const dots = (
  { definitions }: StudyResult,
  { policy, metrics }: Comparison,
  k: number,
  of: number,
  panel: Panel,
  p: number,
  divisor: number,
): Trace[] => {
  const id = placeOf(p);
  const { color, symbol } = kth(k);
  const group = (isClear: boolean): Trace[] => {
    const shown = panel.metrics
      .map((at, row) => ({ at, row, difference: metrics[at], definition: definitions[at] }))
      .filter(({ difference, definition }) => isSet(verdictOf(difference, definition.better)) === isClear);
    const scaled = (value: number) => value / divisor;
    return [
      {
        type: "scatter",
        mode: "markers",
        name: label(shortName(policy), 40),
        legendgroup: `policy-${k}`,
        showlegend: p === 0 && isClear,
        xaxis: `x${id}`,
        yaxis: `y${id}`,
        x: shown.map(({ difference }) => scaled(difference.mean)),
        y: shown.map(({ row }) => -row - (0.34 * (k + 0.5)) / of),
        error_x: {
          type: "data",
          symmetric: false,
          array: shown.map(({ difference: { mean, high } }) => scaled(high - mean)),
          arrayminus: shown.map(({ difference: { mean, low } }) => scaled(mean - low)),
          color,
          thickness: 1.6,
          width: 4,
        },
        marker: { color, symbol: isClear ? symbol : `${symbol}-open`, size: 10, line: { color, width: 2 } },
        customdata: shown.map(({ difference, definition }) => {
          const scale = scaleOf(definition.unit, [difference.mean, difference.low, difference.high]);
          return [
            label(definition.label),
            label(writeSigned(difference.mean, scale)),
            label(`${writeSigned(difference.low, scale)} to ${writeSigned(difference.high, scale)}`),
          ];
        }),
        hovertemplate: caption`${label(shortName(policy), 40)}<br>%{customdata[0]}: %{customdata[1]}<br>95 percent: %{customdata[2]}<extra></extra>`,
        cliponaxis: false,
      },
    ];
  };
  return [...group(true), ...group(false)];
};

const isSet = (verdict: Verdict): boolean =>
  verdict === "better" || verdict === "worse" || verdict === "differs";

const arrow = (better: MetricDefinition["better"]): string =>
  better === "higher" ? " →" : better === "lower" ? " ←" : "";

const tableOf = ({ definitions }: StudyResult, compared: readonly Comparison[]): Chart["table"] => ({
  columns: [
    { head: "Policy", isNumber: false },
    { head: "Metric", isNumber: false },
    { head: "Difference", isNumber: true },
    { head: "Low", isNumber: true },
    { head: "High", isNumber: true },
  ],
  rows: compared.flatMap(({ policy, metrics }) =>
    definitions.flatMap(({ headline, label: name, unit }, at) => {
      if (!headline) return [];
      const { mean, low, high } = metrics[at];
      const scale = scaleOf(unit, [mean, low, high]);
      return [[shortName(policy), name, ...[mean, low, high].map((value) => writeSigned(value, scale))]];
    }),
  ),
  omitted: "",
});

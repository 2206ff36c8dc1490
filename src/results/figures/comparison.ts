/**
 * How the policies differ from the baseline on the same demand: a dot a policy with its 95 % interval, a
 * panel a unit. A filled dot means that the interval leaves out 0.
 */
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { caption, label } from "../label.ts";
import type { Comparison, PairedDifference, StudyResult } from "../types.ts";
import { dotLayout, dotTrace } from "./dot-panels.ts";
import type { Chart, Trace } from "./figure.ts";
import { shortName } from "./names.ts";
import { scaleOf, writeSigned } from "./numbers.ts";
import { axisTitle } from "./panels.ts";

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
  const scales = panels.map(({ unit, metrics }) =>
    scaleOf(
      unit,
      compared.flatMap(({ metrics: m }) => metrics.flatMap((at) => [m[at].low, m[at].high])),
    ),
  );
  return {
    title: `Difference from ${shortName(compared[0]?.baseline ?? "the baseline")}`,
    note: `${panels.length === 0 ? "No policy differs clearly in a headline metric. " : ""}Dots: mean difference on the same demand; whiskers: 95 % interval. Filled dots: the interval leaves out 0, so chance alone is an unlikely reason. Arrows: which way is better.`,
    data: panels.flatMap((panel, p) =>
      compared.flatMap((comparison, k) =>
        dots(result, comparison, k, compared.length, panel, p, scales[p].divisor),
      ),
    ),
    layout: dotLayout(
      panels.map(({ unit, metrics }, p) => ({
        rows: metrics.map((at) => {
          const { label: name, better } = result.definitions[at];
          return label(`${name}${arrow(better)}`);
        }),
        xaxis: {
          zeroline: true,
          zerolinecolor: "@muted",
          zerolinewidth: 1.5,
          title: {
            text: label(unit === "share" ? "percentage points" : axisTitle(unit, scales[p].suffix)),
            standoff: 4,
          },
        },
      })),
      34 + 13 * compared.length,
    ),
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
  const name = label(shortName(policy), 40);
  const group = (isClear: boolean): Trace =>
    dotTrace({
      panel: p,
      k,
      of,
      name,
      inLegend: p === 0 && isClear,
      isOpen: !isClear,
      share: 0.34,
      divisor,
      hovertemplate: caption`${name}<br>%{customdata[0]}: %{customdata[1]}<br>95 percent: %{customdata[2]}<extra></extra>`,
      dots: panel.metrics.flatMap((at, row) => {
        const { label: metric, unit, better } = definitions[at];
        const value = metrics[at];
        if (isSet(verdictOf(value, better)) !== isClear) return [];
        const scale = scaleOf(unit, [value.mean, value.low, value.high]);
        const written = [value.mean, value.low, value.high].map((one) => writeSigned(one, scale));
        const hover = [label(metric), label(written[0]), label(`${written[1]} to ${written[2]}`)];
        return [{ row, value, hover }];
      }),
    });
  return [group(true), group(false)];
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

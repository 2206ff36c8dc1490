/**
 * The frontier: what tenants pay against what the owner's own demand must do without. A point is a policy at
 * one value of what was varied, with its 95 % intervals; the line joins the points that none beats on both.
 */
import { caption, label } from "../label.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import { type Chart, type ErrorBar, legendAbove, type Trace } from "./figure.ts";
import { policyName } from "./names.ts";
import { type Scale, scaleOf, scaleOfIntervals, write } from "./numbers.ts";
import { kth } from "./palette.ts";

type Point = {
  readonly policy: string;
  readonly name: string;
  readonly unmet: Interval;
  readonly revenue: Interval;
};

/** Of more points than this the intervals would hide the points. */
const MOST_WHISKERS = 40;

/** What a frontier needs of a result. */
export type FrontierSource = Pick<StudyResult, "definitions"> & {
  readonly policies: readonly Pick<PolicyResult, "policy" | "variant" | "metrics">[];
};

/**
 * Rent over the unmet share of internal demand, a point for each policy and variant.
 *
 * @param isPath - whether the variants of a policy are values of one parameter in order, and are joined by a line
 */
export const frontierChart = (
  result: FrontierSource,
  { isPath }: { readonly isPath: boolean } = { isPath: true },
): Chart => {
  const points = pointsOf(result);
  const money = scaleOf(
    "$",
    points.flatMap(({ revenue }) => [revenue.low, revenue.high]),
  );
  const best = undominated(points);
  return {
    title: "Rent against unmet demand",
    note: `Up and to the left is better: more rent, less of the owner's demand unmet.${points.length > MOST_WHISKERS ? "" : " Whiskers: 95 % intervals."}${
      best.length > 1 ? " Dotted: the frontier; no policy beats these on both." : ""
    }`,
    data: [...(best.length > 1 ? [frontier(best, money)] : []), ...pointTraces(points, money, isPath)],
    layout: {
      height: 400,
      margin: { l: 64, r: 20, t: 60, b: 48 },
      hovermode: "closest",
      showlegend: true,
      legend: legendAbove,
      xaxis: {
        rangemode: "tozero",
        nticks: 8,
        ticksuffix: " %",
        title: { text: label("Unmet share of internal demand"), standoff: 8 },
      },
      yaxis: {
        rangemode: "normal",
        nticks: 6,
        title: { text: label(`Rent, $ ${money.suffix}`), standoff: 6 },
      },
    },
    table: tableOf(points, best),
  };
};

const pointsOf = ({ policies, definitions }: FrontierSource): Point[] => {
  const [unmet, revenue] = ["unmetShare", "revenue"].map((name) =>
    definitions.findIndex((definition) => definition.name === name),
  );
  return policies.map((policy) => ({
    policy: policy.policy,
    name: policyName(policy),
    unmet: policy.metrics[unmet],
    revenue: policy.metrics[revenue],
  }));
};

/** The points that no other beats on both, by their unmet share. */
export const undominated = <
  T extends { readonly unmet: { readonly mean: number }; readonly revenue: { readonly mean: number } },
>(
  points: readonly T[],
): T[] => {
  const sorted = [...points].sort((a, b) => a.unmet.mean - b.unmet.mean || b.revenue.mean - a.revenue.mean);
  const kept: T[] = [];
  for (const point of sorted) {
    const last = kept[kept.length - 1];
    if (last === undefined || point.revenue.mean > last.revenue.mean) kept.push(point);
  }
  return kept;
};

const frontier = (best: readonly Point[], money: Scale): Trace => ({
  type: "scatter",
  mode: "lines",
  name: label("Frontier"),
  x: best.map(({ unmet }) => unmet.mean * 100),
  y: best.map(({ revenue }) => revenue.mean / money.divisor),
  line: { color: "@muted", width: 1.5, dash: "dot" },
  hoverinfo: "skip",
});

const pointTraces = (points: readonly Point[], money: Scale, isPath: boolean): Trace[] => {
  const policies = [...new Set(points.map(({ policy }) => policy))];
  return policies.map((policy, k): Trace => {
    const own = points.filter((point) => point.policy === policy);
    const { color, symbol } = kth(k);
    const spread = (pick: (point: Point) => Interval, divisor: number): ErrorBar => ({
      type: "data",
      symmetric: false,
      array: own.map((point) => (pick(point).high - pick(point).mean) / divisor),
      arrayminus: own.map((point) => (pick(point).mean - pick(point).low) / divisor),
      color,
      thickness: 1.4,
      width: 4,
    });
    return {
      type: "scatter",
      mode: isPath && own.length > 1 ? "lines+markers" : "markers",
      name: label(policy, 40),
      x: own.map(({ unmet }) => unmet.mean * 100),
      y: own.map(({ revenue }) => revenue.mean / money.divisor),
      ...(points.length > MOST_WHISKERS
        ? {}
        : {
            error_x: spread(({ unmet }) => unmet, 0.01),
            error_y: spread(({ revenue }) => revenue, money.divisor),
          }),
      line: { color, width: 1 },
      marker: { color, symbol, size: 10 },
      customdata: own.map(({ name }) => label(name, 48)),
      hovertemplate: caption`%{customdata}<br>%{x:.1f} ${label("%")} unmet<br>$%{y:,.2f} ${label(money.suffix)}<extra></extra>`,
      cliponaxis: false,
    };
  });
};

const tableOf = (points: readonly Point[], best: readonly Point[]): Chart["table"] => {
  const money = scaleOfIntervals(
    "$",
    points.map(({ revenue }) => revenue),
  );
  const share = scaleOfIntervals(
    "share",
    points.map(({ unmet }) => unmet),
  );
  const heads = ["Policy", "Unmet share", "low", "high", "Rent", "low", "high", "On the frontier"];
  return {
    columns: heads.map((head, i) => ({
      head: head === "low" || head === "high" ? `${heads[i < 4 ? 1 : 4]}, ${head}` : head,
      isNumber: i > 0 && i < 7,
    })),
    rows: points.map((point) => [
      point.name,
      ...[point.unmet.mean, point.unmet.low, point.unmet.high].map((value) => write(value, share)),
      ...[point.revenue.mean, point.revenue.low, point.revenue.high].map((value) => write(value, money)),
      best.includes(point) ? "yes" : "no",
    ]),
    omitted: "",
  };
};

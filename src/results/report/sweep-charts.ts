/**
 * The figures of a study: each metric along one axis or over two, what moves it on the whole, rent against unmet demand,
 * and how well a point is known. Where there are more axes than a figure has room for, the others are held at their
 * first value, and the figure says so.
 */
import type { Axis } from "../../scenario/study/axis.ts";
import { mainEffects } from "../../studies/sweep/main-effects.ts";
import type { SweepPlan } from "../../studies/sweep/plan.ts";
import type { PointSummary, PolicySummary } from "../../studies/sweep/summary.ts";
import { alongChart } from "../figures/along.ts";
import type { Chart } from "../figures/figure.ts";
import { frontierChart } from "../figures/frontier.ts";
import { heatMapChart } from "../figures/heat-map.ts";
import { writeOne } from "../figures/numbers.ts";
import { tornadoChart } from "../figures/tornado.ts";
import type { Interval } from "../types.ts";
import type { Placed } from "./parts.ts";

/** Policies with figures of their own, and lines in one figure. */
const MOST_POLICIES = 4;
const MOST_LINES = 8;
/** Metrics with a figure over each pair of axes, or along each of several. */
const MOST_MAPPED = 2;
const MOST_AXES = 3;
const MOST_CELLS = 1000;
/** Points of a frontier; more are a cloud. */
const MOST_SPOTS = 400;

type Varied = { readonly axis: Axis; readonly place: number };

/** Figures of one metric: `rank` is its place among those that are looked at first. */
export const metricCharts = (
  plan: SweepPlan,
  summaries: readonly PointSummary[],
  m: number,
  rank: number,
): Placed[] => {
  const varied = variedAxes(plan);
  const find = finder(plan, summaries);
  const charts: Placed[] = [];
  const [x, y] = varied;
  if (x === undefined || (y !== undefined && rank >= MOST_MAPPED)) return [];
  if (y !== undefined && x.axis.values.length * y.axis.values.length <= MOST_CELLS)
    for (const [p, policy] of plan.policies.slice(0, MOST_POLICIES).entries())
      charts.push({ id: `map-${m}-${p}`, chart: mapChart(plan, find, m, p, policy, x, y) });
  for (const own of varied.slice(0, y === undefined ? 1 : MOST_AXES))
    charts.push({ id: `along-${m}-${own.place}`, chart: lineChart(plan, find, m, own) });
  return charts;
};

/** Figures of the study as a whole. */
export const overallCharts = (plan: SweepPlan, summaries: readonly PointSummary[], m: number): Placed[] => [
  ...frontier(plan, summaries),
  ...(plan.axes.length < 2 ? [] : tornados(plan, summaries, m)),
];

/** Axes with several values; with drawn axes beside them nothing is held, and there is no figure along them. */
const variedAxes = ({ axes }: SweepPlan): Varied[] =>
  axes.some(({ quantile }) => quantile !== undefined)
    ? []
    : axes.map((axis, place) => ({ axis, place })).filter(({ axis }) => axis.values.length > 1);

type Finder = (at: readonly { readonly place: number; readonly index: number }[]) => PointSummary | undefined;

/** Finds a point by the places of its values; those that are not given are the first. */
const finder = ({ axes }: SweepPlan, summaries: readonly PointSummary[]): Finder => {
  const places = axes.map(({ values }) => new Map(values.map((value, i) => [value, i])));
  const byPlaces = new Map(
    summaries.map((summary) => [
      summary.point.values.map((value, a) => places[a]?.get(value) ?? 0).join(),
      summary,
    ]),
  );
  return (at) => byPlaces.get(axes.map((_, a) => at.find(({ place }) => place === a)?.index ?? 0).join());
};

const intervalAt = (summary: PointSummary | undefined, p: number, m: number): Interval | undefined =>
  (summary?.policies[p] as PolicySummary | undefined)?.metrics[m];

const mapChart = (
  plan: SweepPlan,
  find: Finder,
  m: number,
  p: number,
  policy: string,
  x: Varied,
  y: Varied,
): Chart => {
  const chart = heatMapChart(
    {
      xs: x.axis.values.map(({ label }) => label),
      ys: y.axis.values.map(({ label }) => label),
      values: y.axis.values.map((_, row) =>
        x.axis.values.map((_, column) => {
          const found = find([
            { place: x.place, index: column },
            { place: y.place, index: row },
          ]);
          return intervalAt(found, p, m)?.mean ?? Number.NaN;
        }),
      ),
    },
    { metric: plan.definitions[m], x: x.axis.name, y: y.axis.name },
  );
  return { ...chart, title: `${chart.title}: ${policy}`, note: chart.note + heldNote(plan, [x, y]) };
};

const lineChart = (plan: SweepPlan, find: Finder, m: number, own: Varied): Chart => {
  const { axis, place } = own;
  const order = axis.values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => (a.value.number ?? a.index) - (b.value.number ?? b.index));
  const lines = plan.policies.slice(0, MOST_LINES).map((policy, p) => ({
    policy,
    intervals: order.map(({ index }) => intervalAt(find([{ place, index }]), p, m)),
  }));
  const varied = { name: axis.name, values: order.map(({ value }) => value) };
  const chart = alongChart(varied, lines, plan.definitions[m]);
  return { ...chart, note: chart.note + heldNote(plan, [own]) };
};

/** What the axes that are not shown are held at. */
const heldNote = (plan: SweepPlan, shown: readonly Varied[]): string => {
  const held = variedAxes(plan).filter(({ place }) => shown.every((own) => own.place !== place));
  if (held.length === 0) return "";
  return ` Here ${held.map(({ axis }) => `${axis.name} is ${axis.values[0].label}`).join(", ")}.`;
};

const frontier = (plan: SweepPlan, summaries: readonly PointSummary[]): Placed[] => {
  const { definitions, policies } = plan;
  const hasBoth = ["unmetShare", "revenue"].every((name) => definitions.some((each) => each.name === name));
  const spots = summaries.length * policies.length;
  if (!hasBoth || spots < 2 || spots > MOST_SPOTS) return [];
  const entries = policies.flatMap((policy, p) =>
    summaries.map((summary) => ({
      policy,
      variant: summary.point.values.map(({ label }) => label).join(", "),
      metrics: (summary.policies[p] as PolicySummary).metrics,
    })),
  );
  const isPath = plan.axes.length === 1 && plan.axes[0].quantile === undefined;
  return [{ id: "frontier", chart: frontierChart({ definitions, policies: entries }, { isPath }) }];
};

const tornados = (plan: SweepPlan, summaries: readonly PointSummary[], m: number): Placed[] =>
  plan.policies.slice(0, MOST_POLICIES).flatMap((policy, p) => {
    const points = summaries.flatMap((summary) => {
      const metric = intervalAt(summary, p, m)?.mean ?? Number.NaN;
      return Number.isFinite(metric)
        ? [{ values: summary.point.values.map(({ number }) => number), metric }]
        : [];
    });
    const effects = mainEffects(plan.axes, points);
    if (effects.length < 2) return [];
    const base = points.reduce((sum, { metric }) => sum + metric, 0) / points.length;
    const bars = effects.map(({ axis, low, high }) => ({ parameter: axis.name, low, high }));
    const metric = plan.definitions[m];
    const chart = tornadoChart(bars, base, metric);
    const ends = plan.axes.some(({ quantile }) => quantile !== undefined)
      ? "the lowest fifth of its values, and with the highest"
      : "its lowest value, and with its highest";
    const note = `For each axis the mean over all points with ${ends}; the line is the mean of all, ${writeOne(base, metric.unit)}.`;
    return [{ id: `tornado-${p}`, chart: { ...chart, title: `${chart.title}: ${policy}`, note } }];
  });

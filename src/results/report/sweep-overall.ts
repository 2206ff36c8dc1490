/** What a study comes to as a whole: its figures, how well a point is known, and the best policy of each point. */
import { type MetricDefinition, type MetricName, metricDefinitions } from "../../metrics/definitions.ts";
import { amountOf } from "../../scenario/study/amount.ts";
import type { SweepPlan, SweepPoint } from "../../studies/sweep/plan.ts";
import type { PointSummary } from "../../studies/sweep/summary.ts";
import { convergenceChart, type Narrowing } from "../figures/convergence.ts";
import { fixed, scaleOf, write } from "../figures/numbers.ts";
import { type Html, html, named } from "../html.ts";
import { chartBlock, cutNote, type Placed, table } from "./parts.ts";
import { headlines } from "./sweep-headlines.ts";

const MOST_LINES = 8;

/** How the interval of a metric narrows at one point. */
export type Narrowings = { readonly lines: readonly Narrowing[]; readonly at: ConvergencePoint };

/** The point whose intervals are shown, and the metric. */
export type ConvergencePoint = { readonly point: SweepPoint; readonly metric: MetricName };

/**
 * Where a study is best asked how its intervals narrow: at the point that took the most replications, by the metric that is
 * to be known, or else the one that is looked at first.
 */
export const convergencePoint = (
  plan: SweepPlan,
  summaries: readonly PointSummary[],
): ConvergencePoint | undefined => {
  const [first, ...others] = summaries;
  if (first === undefined) return undefined;
  const { point } = others.reduce(
    (most, next) => (next.replications > most.replications ? next : most),
    first,
  );
  const wanted = Object.keys(plan.study.precision)[0] ?? plan.study.select?.metric;
  const looked = plan.definitions[headlines(plan)[0] as number]?.name;
  return { point, metric: (wanted ?? looked) as MetricName };
};

/** The figure of how the interval narrows, if it does. */
export const convergence = (
  { study, definitions, policies, baseline }: SweepPlan,
  narrowing: Narrowings | undefined,
): Placed[] => {
  if (narrowing === undefined) return [];
  const { lines, at } = narrowing;
  if (lines.every(({ widths }) => !widths.some((width) => width > 0))) return [];
  const label = definitions.find(({ name }) => name === at.metric)?.label ?? at.metric;
  const point = at.point.values.map(({ label: value }) => value).join(", ");
  const target = amountOf(study.precision[at.metric])?.value;
  const chart = convergenceChart(lines.slice(0, MOST_LINES), {
    metric: label,
    point,
    baseline: policies[baseline] as string,
    target,
  });
  return [{ id: "convergence", chart }];
};

export const overallSection = (charts: readonly Placed[]): Html | undefined =>
  charts.length === 0
    ? undefined
    : html`
<section aria-labelledby="overall"><h2 id="overall">The study as a whole</h2>
${charts.map(({ id, chart }) => chartBlock(id, chart))}
</section>`;

/** The best policy at each point, when the study asks for it. */
export const selectionSection = (plan: SweepPlan, summaries: readonly PointSummary[]): Html | undefined => {
  const { select } = plan.study;
  if (select === undefined) return undefined;
  const { label } = metricDefinitions.find(({ name }) => name === select.metric) as MetricDefinition;
  const rows = summaries.map(({ point, replications, selection }) => [
    ...point.values.map(({ label: value }) => named(value)),
    selection?.isDecided ? named(selection.best) : "not decided",
    selection === undefined || selection.isDecided ? "" : named(selection.survivors.join(", ")),
    fixed(replications),
  ]);
  const columns = [
    ...plan.axes.map((axis) => ({ head: named(axis.name), isShort: true })),
    { head: "Best policy" },
    { head: "May be the best" },
    { head: "Replications", isNumber: true },
  ];
  return html`
<section aria-labelledby="selection"><h2 id="selection">The best policy by ${label.toLowerCase()}</h2>
<p class="note">Chosen by the procedure of Kim and Nelson with a confidence of ${writeShare(select.confidence)} at each point; differences below ${select.indifference}${typeof select.indifference === "string" ? " of the best mean" : ""} do not matter.</p>
${cutNote(rows.length, plan.points, "points")}
${table("Best policies", columns, rows)}
</section>`;
};

const writeShare = (share: number | string): string =>
  typeof share === "string" ? share : write(share, scaleOf("share", [share]));

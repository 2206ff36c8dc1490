/**
 * A study on the terminal: for the metrics that are looked at first, its points under each policy. Many points are cut
 * to the first ones; the results have all of them.
 */
import type { SweepPlan } from "../../studies/sweep/plan.ts";
import type { PointSummary, PolicySummary } from "../../studies/sweep/summary.ts";
import { halfWidth, scaleOfIntervals, write } from "../figures/numbers.ts";
import type { Interval } from "../types.ts";
import { paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { table } from "./table.ts";
import { inAscii, shown } from "./text.ts";

const MOST_METRICS = 4;

/** @param summaries - the first points, in order */
export const renderPoints = (
  plan: SweepPlan,
  summaries: readonly PointSummary[],
  options: RenderOptions,
): string => {
  const paint = paintOf(options.color);
  const lines = [paint.strong(shown(plan.study.name))];
  if (plan.study.question !== "") lines.push(shown(plan.study.question));
  const axes = plan.axes.map(({ name }) => shown(name)).join(" × ");
  if (axes !== "") lines.push(paint.faint(`${plan.points} points: ${axes}`));
  for (const m of shownMetrics(plan)) {
    const { label } = plan.definitions[m] as SweepPlan["definitions"][0];
    lines.push("", `${label}, mean ± half of the 95 % interval`);
    lines.push(...metricTable(plan, summaries, m, options.width, paint.faint));
  }
  lines.push(...choices(plan, summaries, options.width, paint.faint));
  if (summaries.length < plan.points)
    lines.push(
      "",
      paint.faint(
        `the first ${summaries.length} of ${plan.points} points; the results have all that are complete`,
      ),
    );
  const text = `${lines.join("\n")}\n`;
  return options.unicode ? text : inAscii(text);
};

/** The best policy at each point, when the study asks for it. */
const choices = (
  { study, definitions }: SweepPlan,
  summaries: readonly PointSummary[],
  width: number,
  faint: (text: string) => string,
): string[] => {
  if (study.select === undefined) return [];
  const { metric, confidence } = study.select;
  const label = definitions.find(({ name }) => name === metric)?.label ?? metric;
  const column = (heading: string, text: (summary: PointSummary) => string) => ({
    heading,
    cells: summaries.map((summary) => ({ text: text(summary) })),
  });
  const columns = [
    column("policy", ({ selection }) => (selection?.isDecided ? shown(selection.best) : "not decided")),
    column("may be the best", ({ selection }) =>
      selection === undefined || selection.isDecided ? "" : shown(selection.survivors.join(", ")),
    ),
    column("replications", ({ replications }) => String(replications)),
  ];
  return [
    "",
    `Best by ${label}, confidence ${shareText(confidence)}`,
    ...table(summaries.map(labelOf), columns, width, faint),
  ];
};

const shareText = (share: number | string): string =>
  typeof share === "string" ? share : `${Number((100 * share).toPrecision(6))} %`;

const labelOf = ({ point }: PointSummary): string =>
  shown(point.values.map(({ label }) => label).join(" × "));

/** Places of the metrics that are looked at first; without any, of the first ones. */
const shownMetrics = ({ definitions, study }: SweepPlan): number[] => {
  const all = definitions.map((_, m) => m);
  const headlines = study.metrics.length > 0 ? all : all.filter((m) => definitions[m]?.headline);
  return (headlines.length > 0 ? headlines : all).slice(0, MOST_METRICS);
};

const metricTable = (
  plan: SweepPlan,
  summaries: readonly PointSummary[],
  m: number,
  width: number,
  faint: (text: string) => string,
): string[] => {
  const { unit } = plan.definitions[m] as SweepPlan["definitions"][0];
  const at = (summary: PointSummary, p: number): Interval =>
    (summary.policies[p] as PolicySummary).metrics[m] as Interval;
  const scale = scaleOfIntervals(
    unit,
    summaries.flatMap((summary) => plan.policies.map((_, p) => at(summary, p))),
  );
  const columns = plan.policies.map((policy, p) => ({
    heading: shown(policy),
    cells: summaries.map((summary) => {
      const interval = at(summary, p);
      const spread = interval.n > 1 ? ` ± ${write(halfWidth(interval), scale, false)}` : "";
      return { text: write(interval.mean, scale) + spread };
    }),
  }));
  return table(summaries.map(labelOf), columns, width, faint);
};

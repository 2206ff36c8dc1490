/**
 * A study as one HTML file that needs nothing else: the question, the points under each policy by the metrics that are
 * looked at first, what keeps to the constraints, what the metrics mean, and where the numbers come from.
 */
import type { SweepPlan } from "../../studies/sweep/plan.ts";
import type { PointSummary, PolicySummary } from "../../studies/sweep/summary.ts";
import { VERSION } from "../../studies/version.ts";
import { fixed, halfWidth, scaleOfIntervals, write } from "../figures/numbers.ts";
import { type Html, html, named } from "../html.ts";
import type { Interval } from "../types.ts";
import { page } from "./page.ts";
import { chartBlock, cutNote, type Placed, table } from "./parts.ts";
import { payloadOf } from "./payload.ts";
import { metricCharts, overallCharts } from "./sweep-charts.ts";
import { headlines } from "./sweep-headlines.ts";
import { convergence, type Narrowings, overallSection, selectionSection } from "./sweep-overall.ts";

const MOST_POINTS = 500;

export type SweepReportParts = {
  /** The first points, in order. */
  readonly summaries: readonly PointSummary[];
  readonly fingerprint: string;
  /** How the interval of a metric narrows at one of the points. */
  readonly narrowing?: Narrowings | undefined;
  /** The text of plotly.min.js, which goes into the file. */
  readonly plotlyJs: string;
};

/** The text of an HTML file, in UTF-8. */
export const sweepReportHtml = (plan: SweepPlan, parts: SweepReportParts): string => {
  const shown = headlines(plan);
  const byMetric = shown.map((m, rank) => metricCharts(plan, parts.summaries, m, rank));
  const overall = [
    ...overallCharts(plan, parts.summaries, shown[0] as number),
    ...convergence(plan, parts.narrowing),
  ];
  const charts = [...overall, ...byMetric.flat()];
  return page({
    title: `${plan.study.name} – Clawback`,
    plotlyJs: charts.length === 0 ? "" : parts.plotlyJs,
    payload: payloadOf(charts),
    content: html`
${head(plan)}
<main>
${overallSection(overall)}
${selectionSection(plan, parts.summaries.slice(0, MOST_POINTS))}
${shown.map((m, rank) => metricSection(plan, parts.summaries.slice(0, MOST_POINTS), m, byMetric[rank] as Placed[]))}
${definitions(plan)}
${provenance(plan, parts.fingerprint)}
</main>`,
  });
};

const head = ({ study, scenario, axes, policies, points, replications }: SweepPlan): Html => html`
<header>
<p class="brand">Clawback</p>
<h1>${named(study.name)}</h1>
${study.question === "" ? undefined : html`<p class="question">${named(study.question)}</p>`}
${study.description === "" ? undefined : html`<p class="description">${named(study.description)}</p>`}
<p class="note">${named(scenario.name)}: ${fixed(points)} points, ${fixed(policies.length)} policies on the same demand,
${replications.least === replications.most ? fixed(replications.least) : `${fixed(replications.least)} to ${fixed(replications.most)}`} replications each.</p>
${axes.length === 0 ? undefined : axesTable(axes)}
${study.constraints.some(({ metric }) => metric !== undefined) ? constraintsNote(study.constraints) : undefined}
</header>`;

const axesTable = (axes: SweepPlan["axes"]): Html =>
  table(
    "Axes",
    [{ head: "Axis" }, { head: "Changes" }, { head: "Values" }],
    axes.map(({ name, paths, values, quantile }) => [
      named(name),
      html`<code>${paths.join(", ")}</code>`,
      quantile === undefined
        ? named(
            values
              .slice(0, 50)
              .map(({ label }) => label)
              .join(", "),
          )
        : "drawn from a distribution",
    ]),
  );

const constraintsNote = (constraints: SweepPlan["study"]["constraints"]): Html => {
  const texts = constraints
    .filter(({ metric }) => metric !== undefined)
    .map(({ metric, atMost, atLeast }) =>
      [
        metric,
        atLeast === undefined ? "" : `at least ${atLeast}`,
        atMost === undefined ? "" : `at most ${atMost}`,
      ]
        .filter((text) => text !== "")
        .join(" "),
    );
  return html`<p class="note">Acceptable, marked ✓: ${texts.join("; ")}.</p>`;
};

const metricSection = (
  plan: SweepPlan,
  summaries: readonly PointSummary[],
  m: number,
  charts: readonly Placed[],
): Html => {
  const { name, label, unit, better, meaning } = plan.definitions[m] as SweepPlan["definitions"][0];
  const id = `metric-${name}`;
  const at = (summary: PointSummary, p: number): Interval =>
    (summary.policies[p] as PolicySummary).metrics[m] as Interval;
  const scale = scaleOfIntervals(
    unit,
    summaries.flatMap((summary) => plan.policies.map((_, p) => at(summary, p))),
  );
  const isJudged = plan.study.constraints.some(({ metric }) => metric !== undefined);
  const rows = summaries.map((summary) => [
    ...summary.point.values.map(({ label: value }) => named(value)),
    ...plan.policies.map((_, p) => {
      const interval = at(summary, p);
      const mark = isJudged && summary.policies[p]?.isAcceptable ? " ✓" : "";
      const spread = interval.n > 1 ? ` ± ${write(halfWidth(interval), scale, false)}` : "";
      return html`${write(interval.mean, scale)}${spread}${mark}`;
    }),
  ]);
  const columns = [
    ...plan.axes.map((axis) => ({ head: named(axis.name), isShort: true })),
    ...plan.policies.map((policy) => ({ head: named(policy), isNumber: true })),
  ];
  return html`
<section aria-labelledby="${id}"><h2 id="${id}">${label}</h2>
<p class="note">${meaning} ${better === "neither" ? "" : better === "higher" ? "More is better." : "Less is better."} Mean and half of the 95 % interval.</p>
${charts.map(({ id: place, chart }) => chartBlock(place, chart))}
${cutNote(summaries.length, plan.points, "points")}
${table(label, columns, rows)}
</section>`;
};

const definitions = (plan: SweepPlan): Html => html`
<section aria-labelledby="definitions"><h2 id="definitions">What the metrics mean</h2>
<details data-print><summary>All ${plan.definitions.length} definitions</summary>
${table(
  "Definitions of metrics",
  [{ head: "Metric" }, { head: "Unit" }, { head: "Meaning" }],
  plan.definitions.map(({ name, label, unit, meaning }) => [
    html`${label}<span class="unit"><code>${name}</code></span>`,
    unit,
    html`<span class="prose">${meaning}</span>`,
  ]),
)}
</details>
</section>`;

const provenance = ({ basis, scenario }: SweepPlan, fingerprint: string): Html => html`
<section aria-labelledby="provenance"><h2 id="provenance">Where these numbers come from</h2>
<dl class="facts">
<div><dt>Tool</dt><dd>clawback ${VERSION}</dd></div>
<div><dt>Seed</dt><dd>${named(String(scenario.seed))}</dd></div>
<div><dt>Scenario hash</dt><dd><code>${basis.scenario}</code></dd></div>
<div><dt>Fingerprint</dt><dd><code>${fingerprint}</code></dd></div>
</dl>
<p class="note">The numbers of all points are in results.csv, results.parquet and results.json of the study's folder.</p>
</section>`;

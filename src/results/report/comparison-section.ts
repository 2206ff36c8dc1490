/**
 * Policies against the baseline, pair by pair: each difference with its interval, what it says, and how
 * much the common demand sharpened it.
 */
import { comparisonChart, MOST_COMPARED, type Verdict, verdictOf } from "../figures/comparison.ts";
import { frontierChart } from "../figures/frontier.ts";
import { shortName } from "../figures/names.ts";
import { fixed, halfWidth, scaleOf, writeSigned } from "../figures/numbers.ts";
import { type Html, html, named } from "../html.ts";
import type { Comparison, StudyResult } from "../types.ts";
import { directionMark } from "./metrics-section.ts";
import { type Cell, chartBlock, cutNote, MOST_POLICIES, type Placed, table } from "./parts.ts";

/** The figures of the section: differences, and the frontier where tenants pay. */
export const comparisonCharts = (result: StudyResult): Placed[] => {
  if (result.comparisons.length === 0) return [];
  const revenue = result.definitions.findIndex(({ name }) => name === "revenue");
  const isPaid = result.policies.some(({ metrics }) => metrics[revenue].mean > 0);
  return [
    { id: "comparison-chart", chart: comparisonChart(result) },
    ...(isPaid ? [{ id: "frontier-chart", chart: frontierChart(result) }] : []),
  ];
};

/** Figures and tables; nothing when there is one policy only. */
export const comparisonSection = (result: StudyResult, charts: readonly Placed[]): Html | undefined => {
  const compared = result.comparisons.slice(0, MOST_POLICIES);
  const [differences, ...others] = charts;
  if (compared.length === 0 || differences === undefined) return undefined;
  return html`
<section aria-labelledby="comparison"><h2 id="comparison">Differences between policies</h2>
<p class="note">Each policy less <strong>${named(shortName(compared[0].baseline))}</strong>, replication by replication on the same
demand. Variance reduction: how many times more replications independent runs would need for the same
interval.</p>
${chartBlock(differences.id, differences.chart)}
${cutNote(Math.min(MOST_COMPARED, result.comparisons.length), result.comparisons.length, "comparisons in the chart")}
${compared.map((comparison, k) => comparisonTable(result, comparison, k === 0))}
${cutNote(compared.length, result.comparisons.length, "comparisons")}
${others.map(({ id, chart }) => chartBlock(id, chart))}
</section>`;
};

const comparisonTable = (result: StudyResult, comparison: Comparison, isOpen: boolean): Html => html`
<details${isOpen ? html` open` : undefined}><summary>${named(shortName(comparison.policy))} less ${named(shortName(comparison.baseline))}</summary>
${table(
  `${shortName(comparison.policy)} less ${shortName(comparison.baseline)}`,
  [
    { head: "Metric" },
    { head: "Difference", isNumber: true },
    { head: "95 % interval", isNumber: true },
    { head: "Says" },
    { head: "Variance reduction", isNumber: true },
  ],
  result.definitions.flatMap((definition, at): Cell[][] => {
    if (!definition.headline) return [];
    const { better, unit, label } = definition;
    const difference = comparison.metrics[at];
    const { mean, low, high, varianceReduction } = difference;
    const scale = scaleOf(unit, [mean, low, high], [halfWidth(difference)]);
    const bare = unit === "share" ? { ...scale, suffix: "" } : scale;
    const text = (value: number) => writeSigned(value, bare);
    return [
      [
        html`${label} <span class="short"><span class="unit">${directionMark(better)} ${unit === "share" ? "percentage points" : unit === "$" ? "" : unit}</span></span>`,
        text(mean),
        difference.n > 1 ? `${text(low)} to ${text(high)}` : "–",
        says(verdictOf(difference, better)),
        Number.isFinite(varianceReduction)
          ? `${fixed(varianceReduction, varianceReduction < 10 ? 1 : 0)} ×`
          : "–",
      ],
    ];
  }),
)}
</details>`;

const says = (verdict: Verdict): Html => {
  if (verdict === "unclear") return html`<span class="quiet">no clear difference</span>`;
  if (verdict === "same") return html`<span class="quiet">the same</span>`;
  if (verdict === "differs") return html`<span class="tag">● differs</span>`;
  return verdict === "better"
    ? html`<span class="tag good">▲ better</span>`
    : html`<span class="tag warn">▼ worse</span>`;
};

/**
 * Metrics by policy: the short table that answers most questions, all metrics for those who ask more, and
 * how each tenant fared. A row has one scale, so that policies can be compared along it.
 */
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { choosable } from "../answer/facts.ts";
import { policyName } from "../figures/names.ts";
import {
  fixed,
  halfWidth,
  type Scale,
  scaleOf,
  scaleOfIntervals,
  write,
  writeOne,
} from "../figures/numbers.ts";
import { type Html, html, named } from "../html.ts";
import { bestOf } from "../terminal/cells.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import { assumptionMark } from "./head.ts";
import { type Cell, cutNote, MOST_POLICIES, table } from "./parts.ts";

/** Headline metrics, then all, then tenants. */
export const metricsSection = (result: StudyResult): Html => {
  const policies = result.policies.slice(0, MOST_POLICIES);
  const candidates = choosable({ ...result, policies });
  const bound =
    candidates.length < policies.length ? "; a policy that is told the future is no candidate" : "";
  const rows = (definitions: readonly MetricDefinition[]) =>
    definitions.map((definition) =>
      metricRow(definition, policies, candidates, result.definitions.indexOf(definition)),
    );
  const columns = [
    { head: "Metric" },
    ...policies.map((policy) => ({ head: named(policyName(policy)), isNumber: true })),
  ];
  return html`
<section aria-labelledby="metrics"><h2 id="metrics">Policies side by side</h2>
<p class="note">Mean over replications ± half of the 95 % interval. ↑ higher is better, ↓ lower is better;
<span class="best">●</span> marks the best mean of a row${bound}.</p>
${table("Headline metrics by policy", columns, rows(result.definitions.filter(({ headline }) => headline)))}
${cutNote(policies.length, result.policies.length, "policies")}
<details><summary>All ${result.definitions.length} metrics</summary>
${table("All metrics by policy", columns, rows(result.definitions))}
</details>
${tenantsBlock(policies)}
</section>`;
};

const metricRow = (
  definition: MetricDefinition,
  policies: readonly PolicyResult[],
  candidates: readonly PolicyResult[],
  at: number,
): Cell[] => {
  const intervals = policies.map(({ metrics }) => metrics[at]);
  const scale = scaleOfIntervals(definition.unit, intervals);
  const best = bestOf(
    definition,
    candidates.map(({ metrics }) => metrics[at]),
  );
  return [
    html`${definition.label} <span class="short">${restsOnAssumption(definition) ? assumptionMark : undefined}<span class="unit">${unitText(definition)}</span></span>`,
    ...intervals.map((interval, i) =>
      cell(interval, scale, interval.mean === best && candidates.includes(policies[i])),
    ),
  ];
};

const cell = (interval: Interval, scale: Scale, isBest: boolean): Html => {
  const spread =
    interval.n > 1
      ? html`<span class="spread"> ± ${spreadText(halfWidth(interval), scale)}</span>`
      : undefined;
  return isBest
    ? html`<strong><span class="best" aria-hidden="true">● </span>${write(interval.mean, scale)}</strong><span class="unseen"> (best)</span>${spread}`
    : html`${write(interval.mean, scale)}${spread}`;
};

const spreadText = (half: number, { divisor, decimals }: Scale): string =>
  fixed(half / divisor, half === 0 ? 0 : decimals);

/** The unit and the arrow beside a metric's name. Values carry `$`, `%` and `days` themselves. */
const unitText = ({ unit, better }: MetricDefinition): Html =>
  html`${directionMark(better)} ${unit === "share" || unit === "days" || unit === "seconds" || unit === "$" ? "" : unit}`;

/** ↑, ↓ or nothing, with words for those who cannot see it. */
export const directionMark = (better: MetricDefinition["better"]): Html | undefined =>
  better === "neither"
    ? undefined
    : html`<span class="direction" aria-hidden="true">${better === "higher" ? "↑" : "↓"}</span><span class="unseen">${better} is better</span>`;

/** Whether a value of the scenario that nobody can measure enters the metric. */
export const restsOnAssumption = ({ formula }: MetricDefinition): boolean =>
  /\bvalues\.|\bopportunityCost\b/.test(formula);

const tenantColumns = [
  { key: "rent", head: "Rent", unit: "$" },
  { key: "heldGpuHours", head: "GPU-hours held", unit: "GPU-hours" },
  { key: "notices", head: "Notices", unit: "count" },
  { key: "evictions", head: "Evictions", unit: "count" },
  { key: "evictedGpus", head: "GPUs evicted", unit: "count" },
  { key: "cost", head: "Cost of eviction", unit: "$" },
] as const;

const tenantsBlock = (policies: readonly PolicyResult[]): Html | undefined => {
  const rows = policies.flatMap((policy) =>
    policy.tenants.slice(0, 50).map(({ tenant, evictedIn, metrics }) => [
      named(tenant),
      named(policyName(policy)),
      `${fixed(evictedIn)} of ${fixed(policy.replications)}`,
      ...tenantColumns.map(({ key, unit }) => {
        if (!Object.hasOwn(metrics, key)) return "–";
        const { mean } = metrics[key];
        return unit === "count" ? write(mean, scaleOf("count", [mean])) : writeOne(mean, unit);
      }),
    ]),
  );
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, 200);
  return html`
<details><summary>How each tenant fared</summary>
<p class="note">Means over replications; the third column counts the replications in which the tenant was evicted.</p>
${table(
  "Tenants by policy",
  [
    { head: "Tenant" },
    { head: "Policy" },
    { head: "Evicted in", isNumber: true },
    ...tenantColumns.map(({ head }) => ({ head, isNumber: true })),
  ],
  shown,
)}
${cutNote(shown.length, rows.length, "rows")}
</details>`;
};

/**
 * A study as one HTML file that needs nothing else: no server, no network, no other file. The answer comes
 * first, then the table that supports it, then the pictures, then everything else for whoever doubts it.
 */

import { capacityChart } from "../figures/capacity.ts";
import { ladderChart, laddersOf } from "../figures/ladder.ts";
import { leaseChart } from "../figures/leases.ts";
import { moneyChart } from "../figures/money.ts";
import { policyName } from "../figures/names.ts";
import { noticesChart } from "../figures/notices.ts";
import { utilizationChart } from "../figures/utilization.ts";
import { type Html, html, named } from "../html.ts";
import type { StudyResult } from "../types.ts";
import { definitionsSection, provenanceSection } from "./appendix.ts";
import { assertionsSection, calendarSection } from "./calendar-section.ts";
import { comparisonCharts, comparisonSection } from "./comparison-section.ts";
import { headSection } from "./head.ts";
import { metricsSection } from "./metrics-section.ts";
import { explanations, noticesTable } from "./notices-section.ts";
import { page } from "./page.ts";
import { chartBlock, cutNote, MOST_POLICIES, type Placed, whenChosen } from "./parts.ts";
import { payloadOf } from "./payload.ts";

const MOST_LADDERS = 4;

/**
 * The report of a study.
 *
 * @param assets - `plotlyJs`: the text of plotly.min.js, which goes into the file
 * @returns the text of an HTML file, in UTF-8
 */
export const reportHtml = (result: StudyResult, assets: { readonly plotlyJs: string }): string => {
  const overTime = overTimeCharts(result);
  const ladders = laddersOf(result)
    .slice(0, MOST_LADDERS)
    .map(([policy, rungs], k) => ({ id: `ladder-${k}`, chart: ladderChart(policy, rungs) }));
  const comparison = comparisonCharts(result);
  return page({
    title: `${result.scenario.name} – Clawback`,
    plotlyJs: assets.plotlyJs,
    payload: payloadOf([...overTime.flat(), ...comparison, ...ladders]),
    content: html`
${headSection(result)}
${contents(result, ladders.length > 0)}
<main>
${metricsSection(result)}
${assertionsSection(result)}
${overTimeSection(result, overTime)}
${comparisonSection(result, comparison)}
${ladderSection(ladders, laddersOf(result).length)}
${calendarSection(result)}
${explanationsSection(result)}
${definitionsSection(result)}
${provenanceSection(result)}
</main>`,
  });
};

const contents = ({ comparisons, assertions, calendar }: StudyResult, isLadder: boolean): Html => {
  const sections = [
    ["metrics", "Policies"],
    ...(assertions.length > 0 ? [["asserted", "Assertions"]] : []),
    ["over-time", "Over time"],
    ...(comparisons.length > 0 ? [["comparison", "Differences"]] : []),
    ...(isLadder ? [["ladder", "Length of notice"]] : []),
    ...(calendar.rows.length > 0 ? [["calendar", "Calendar"]] : []),
    ["explanations", "Reasons"],
    ["definitions", "Definitions"],
    ["provenance", "Provenance"],
  ];
  return html`<nav aria-label="Sections"><ul>${sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;
};

const overTimeCharts = (result: StudyResult): Placed[][] =>
  result.policies
    .slice(0, MOST_POLICIES)
    .map((policy, place) => [
      { id: `utilization-${place}`, chart: utilizationChart(result, policy) },
      { id: `leases-${place}`, chart: leaseChart(result, policy) },
      ...(policy.story.notices.length === 0
        ? []
        : [{ id: `notices-${place}`, chart: noticesChart(result, policy) }]),
      { id: `capacity-${place}`, chart: capacityChart(result, policy) },
      { id: `money-${place}`, chart: moneyChart(result, policy) },
    ]);

const overTimeSection = (result: StudyResult, charts: readonly (readonly Placed[])[]): Html => html`
<section aria-labelledby="over-time"><h2 id="over-time">Over time</h2>
${policyChoice(result)}
${cutNote(charts.length, result.policies.length, "policies")}
${charts.map(([utilization, leases, ...rest], place) =>
  whenChosen(
    place,
    html`${chartBlock(utilization.id, utilization.chart)}
${chartBlock(leases.id, leases.chart)}
${noticesTable(result, result.policies[place], place)}
${rest.map(({ id, chart }) => chartBlock(id, chart))}`,
  ),
)}
</section>`;

const policyChoice = ({ policies }: StudyResult): Html => {
  if (policies.length < 2)
    return html`<p class="note">Policy: <strong>${named(policyName(policies[0]))}</strong></p>`;
  return html`<p class="choice"><label for="policy">Policy</label> <select id="policy">${policies
    .slice(0, MOST_POLICIES)
    .map((policy, place) => html`<option value="${place}">${policyName(policy)}</option>`)}</select></p>`;
};

const ladderSection = (ladders: readonly Placed[], all: number): Html | undefined =>
  ladders.length === 0
    ? undefined
    : html`
<section aria-labelledby="ladder"><h2 id="ladder">How long should a notice be?</h2>
${ladders.map(({ id, chart }) => chartBlock(id, chart))}
${cutNote(ladders.length, all, "policies")}
</section>`;

const explanationsSection = (result: StudyResult): Html => html`
<section aria-labelledby="explanations"><h2 id="explanations">Why each notice was served</h2>
<p class="note">The sample replication under policy <strong data-chosen>${policyName(result.policies[0])}</strong>.</p>
${result.policies
  .slice(0, MOST_POLICIES)
  .map((policy, place) => whenChosen(place, explanations(result, policy, place)))}
</section>`;

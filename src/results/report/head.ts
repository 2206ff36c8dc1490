/**
 * The top of a report: the scenario, its question and the answer, then what to be careful about.
 */

import { datesOf } from "../figures/dates.ts";
import { variedPath } from "../figures/names.ts";
import { fixed, span } from "../figures/numbers.ts";
import { type Html, html, named } from "../html.ts";
import type { StudyResult } from "../types.ts";

/** Name, question, answer, warnings, assumptions. */
export const headSection = (result: StudyResult): Html => {
  const { scenario, answer, warnings } = result;
  const { read } = datesOf(scenario);
  const { internalGpuHour, tenantGpuHour } = scenario.assumptions;
  return html`
<header>
<p class="brand">Clawback</p>
<h1>${named(scenario.name)}</h1>
${scenario.question === "" ? undefined : html`<p class="question">${named(scenario.question)}</p>`}
${answer === "" ? undefined : answerBox(answer)}
<p class="note">${read(0)} to ${read(scenario.horizon)} (${span(scenario.horizon)}), ${scope(result)}.</p>
${scenario.description === "" ? undefined : html`<p class="description">${named(scenario.description)}</p>`}
${warnings.length === 0 ? undefined : warningsNote(warnings)}
<p class="assumptions">${assumptionMark} <strong>Assumptions.</strong> An internal GPU-hour that is missing costs the owner
$${fixed(internalGpuHour, 2)}; a GPU-hour that an evicted tenant must do without costs it $${fixed(tenantGpuHour, 2)}.
Numbers marked ${assumptionMark} rest on them.</p>
</header>`;
};

/** What was run, in words. */
const scope = ({ policies, replications }: StudyResult): Html => {
  const path = variedPath(policies);
  const names = new Set(policies.map(({ policy }) => policy)).size;
  const variants = new Set(policies.map(({ variant }) => variant)).size;
  return html`${counted(replications, "replication", "replications")} of ${counted(names, "policy", "policies")}${
    path === ""
      ? undefined
      : html` at ${counted(variants, "value", "values")} of <code>${path}</code>, which names carry after @`
  }, on the same demand`;
};

const counted = (count: number, one: string, many: string): string =>
  `${fixed(count)} ${count === 1 ? one : many}`;

const answerBox = (answer: string): Html =>
  html`<section class="answer" aria-labelledby="answer"><h2 id="answer">Answer</h2><p>${named(answer)}</p></section>`;

/** Marks what rests on an assumed value rather than on the simulation alone. */
export const assumptionMark: Html = html`<span class="mark" title="rests on an assumption">A<span class="unseen"> (rests on an assumption)</span></span>`;

const warningsNote = (warnings: readonly string[]): Html => html`
<aside class="warnings" role="note" aria-label="Warnings">
<strong>${warnings.length === 1 ? "A warning" : `${warnings.length} warnings`}</strong>
<ul>${warnings.slice(0, 20).map((warning) => html`<li>${named(warning)}</li>`)}</ul>
${warnings.length > 20 ? html`<p>… and ${warnings.length - 20} more.</p>` : undefined}
</aside>`;

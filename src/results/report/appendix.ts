/**
 * The end of a report: what each metric means, where the numbers come from, and how to get them again.
 */
import { type Html, html, named } from "../html.ts";
import type { StudyResult } from "../types.ts";
import { assumptionMark } from "./head.ts";
import { directionMark, restsOnAssumption } from "./metrics-section.ts";
import { table } from "./parts.ts";

/** All metrics with unit, direction, meaning and formula. */
export const definitionsSection = ({ definitions }: StudyResult): Html => html`
<section aria-labelledby="definitions"><h2 id="definitions">What the metrics mean</h2>
<details data-print><summary>All ${definitions.length} definitions</summary>
${table(
  "Definitions of metrics",
  [{ head: "Metric" }, { head: "Unit" }, { head: "Meaning" }, { head: "Formula" }],
  definitions.map((definition) => [
    html`${definition.label} ${restsOnAssumption(definition) ? assumptionMark : undefined}<span class="unit"><code>${definition.name}</code></span>`,
    html`${definition.unit} ${directionMark(definition.better)}`,
    html`<span class="prose">${definition.meaning}</span>`,
    html`<code class="prose">${definition.formula}</code>`,
  ]),
)}
</details>
</section>`;

/** Provenance, the command and the scenario. */
export const provenanceSection = ({
  tool,
  scenario,
  seed,
  fingerprint,
  replications,
  command,
}: StudyResult): Html => html`
<section aria-labelledby="provenance"><h2 id="provenance">Where these numbers come from</h2>
<dl class="facts">
<div><dt>Tool</dt><dd>${tool.name} ${tool.version}</dd></div>
<div><dt>Seed</dt><dd>${named(seed)}</dd></div>
<div><dt>Replications</dt><dd>${replications}</dd></div>
<div><dt>Scenario hash</dt><dd><code>${scenario.hash}</code></dd></div>
<div><dt>Fingerprint</dt><dd><code>${fingerprint}</code></dd></div>
</dl>
<p>This command makes the same result again, to the last digit, on any machine:</p>
<pre tabindex="0" aria-label="Command"><code>${command}</code></pre>
<details><summary>The resolved scenario</summary>
<pre tabindex="0" aria-label="Resolved scenario"><code>${scenario.text}</code></pre>
</details>
</section>`;

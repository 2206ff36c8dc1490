/**
 * Small parts that all sections of a report share: tables that scroll inside themselves, a chart with its
 * table, and the names of policies.
 */

import type { Chart, Table } from "../figures/figure.ts";
import { type Html, html, named } from "../html.ts";

/** Entries of the longest lists; what is left out is said. */
export const MOST_POLICIES = 24;

export type Cell = string | Html;
/** A column of numbers is set flush right; one of short texts is never broken into lines. */
export type Column = { readonly head: Cell; readonly isNumber?: boolean; readonly isShort?: boolean };

/** A table that scrolls sideways by itself when it is wider than the page. Its first column heads the rows. */
export const table = (
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html => html`
<div class="scroll" role="region" tabindex="0" aria-label="${name}">
<table>
<thead><tr>${columns.map((column) => html`<th scope="col"${kindOf(column)}>${column.head}</th>`)}</tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr>${row.map((cell, i) =>
      i === 0
        ? html`<th scope="row"${kindOf(columns[i])}>${cell}</th>`
        : html`<td${kindOf(columns[i])}>${cell}</td>`,
    )}</tr>
`,
)}</tbody>
</table>
</div>`;

const kindOf = ({ isNumber, isShort }: Column): Html | undefined =>
  isNumber ? html` class="number"` : isShort ? html` class="short"` : undefined;

/** A chart, and the id of the element that shows it. */
export type Placed = { readonly id: string; readonly chart: Chart };

/** The place of a chart, and its numbers as a table below. `id` is ours, never a user's text. */
export const chartBlock = (id: string, { title, note, table: twin }: Chart): Html => html`
<figure role="group" aria-labelledby="${id}-title">
<figcaption><h3 id="${id}-title">${title}</h3><p class="note">${note}</p></figcaption>
<div class="chart" data-figure="${id}"></div>
<details class="twin"><summary>The same as a table<span class="unseen">: ${title}</span></summary>
${plainTable(title, twin)}
</details>
</figure>`;

const plainTable = (name: string, { columns, rows, omitted }: Table): Html => html`
${omitted === "" ? undefined : html`<p class="note">${omitted}</p>`}
${table(
  name,
  columns,
  rows.map((row) => row.map((cell, i) => (columns[i].isNumber ? cell : named(cell)))),
)}`;

/** Says that a list was cut; nothing when it was not. */
export const cutNote = (shown: number, all: number, what: string): Html | undefined =>
  all > shown
    ? html`<p class="note">The first ${shown} of ${all} ${what}; the result file has them all.</p>`
    : undefined;

/** A block that is on show while its policy is chosen; without a script, that of the first. */
export const whenChosen = (place: number, content: Html): Html =>
  html`<div data-policy="${place}"${place === 0 ? undefined : html` hidden`}>${content}</div>`;

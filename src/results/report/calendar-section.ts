/** What the contracts allow and what the scenario asserts: two tables of a report, each only where there is something to say. */
import { formatDuration, formatGpus } from "../../base/units.ts";
import { isFailed, LOOKED_AT, VERDICTS, valueText, whose } from "../assertions.ts";
import { datesOf } from "../figures/dates.ts";
import { type Html, html, named } from "../html.ts";
import type { StudyResult } from "../types.ts";
import { cutNote, table } from "./parts.ts";

const MOST_LEASES = 200;
const MOST_ASSERTIONS = 500;

/** From when each lease can be called, and how much can be back by when. */
export const calendarSection = ({ calendar, scenario }: StudyResult): Html | undefined => {
  const { rows, callable } = calendar;
  if (rows.length === 0) return undefined;
  const { read } = datesOf(scenario);
  return html`
<section aria-labelledby="calendar"><h2 id="calendar">What can be called when</h2>
<p class="note">As of ${read(calendar.at)}, by the contracts alone: whatever was served, and whatever is needed.</p>
${table(
  "Lockout calendar",
  [
    { head: "Lease", isShort: true },
    { head: "GPUs", isNumber: true },
    { head: "By shrink", isNumber: true },
    { head: "Notice", isNumber: true },
    { head: "Notice from", isNumber: true },
    { head: "Back by", isNumber: true },
    { head: "Tenant may go", isNumber: true },
    { head: "Term ends", isNumber: true },
  ],
  rows
    .slice(0, MOST_LEASES)
    .map(({ lease, gpus, shrinkable, notice, earliest, tenantLeaves, expiry }) => [
      named(lease),
      formatGpus(gpus),
      formatGpus(shrinkable),
      formatDuration(notice),
      earliest === undefined ? "never" : read(earliest.issueAt),
      earliest === undefined ? "never" : read(earliest.returnAt),
      read(tenantLeaves),
      read(expiry),
    ]),
)}
${cutNote(MOST_LEASES, rows.length, "leases")}
<h3>Back at most, when all are called as early as can be</h3>
${table(
  "Callable capacity by date",
  [
    { head: "By", isShort: true },
    { head: "GPUs", isNumber: true },
  ],
  callable.slice(0, MOST_LEASES).map(({ at, value }) => [read(at), formatGpus(value)]),
)}
</section>`;
};

/** Whether what the scenario asserts holds. */
export const assertionsSection = ({ assertions }: StudyResult): Html | undefined =>
  assertions.length === 0
    ? undefined
    : html`
<section aria-labelledby="asserted"><h2 id="asserted">What was asserted</h2>
<p class="note">${assertions.filter(isFailed).length} of ${assertions.length} fail.</p>
${table(
  "Assertions",
  [
    { head: "Assertion" },
    { head: "Verdict", isShort: true },
    { head: "Under", isShort: true },
    { head: "Mean", isNumber: true },
    { head: "Looked at", isShort: true },
  ],
  assertions
    .slice(0, MOST_ASSERTIONS)
    .map((outcome) => [
      html`<code>${outcome.text}</code>`,
      isFailed(outcome) ? html`<strong>${VERDICTS[outcome.verdict]}</strong>` : VERDICTS[outcome.verdict],
      named(whose(outcome)),
      valueText(outcome.metric, outcome.observed?.mean),
      LOOKED_AT[outcome.on],
    ]),
)}
${cutNote(MOST_ASSERTIONS, assertions.length, "assertions")}
</section>`;

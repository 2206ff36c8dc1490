/**
 * Notices of the sample replication: first as a list, and at the end of the report each with its reasons,
 * its candidates and what it cost.
 */
import { datesOf } from "../figures/dates.ts";
import { fixed, span, writeOne } from "../figures/numbers.ts";
import { type Html, html, named } from "../html.ts";
import { noticeKinds, noticeOutcomes } from "../notice-words.ts";
import type { NoticeStory, PolicyResult, StudyResult } from "../types.ts";
import { cutNote, table } from "./parts.ts";

const AT_ONCE = 10;
const MOST_NOTICES = 200;
const MOST_EXPLAINED = 100;
const MOST_CANDIDATES = 40;

/** The list of notices of one policy: the first few at once, the rest on demand. */
export const noticesTable = (result: StudyResult, { story }: PolicyResult, place: number): Html => {
  const { notices } = story;
  if (notices.length === 0) return html`<h3>Notices</h3><p>No notice was served in this replication.</p>`;
  const shown = notices.slice(0, MOST_NOTICES);
  return html`
<h3>Notices</h3>
${list("Notices of the sample replication", result, shown.slice(0, AT_ONCE), place)}
${
  shown.length > AT_ONCE
    ? html`<details><summary>${shown.length - AT_ONCE} more notices</summary>
${list("More notices of the sample replication", result, shown.slice(AT_ONCE), place)}
${cutNote(shown.length, notices.length, "notices")}</details>`
    : undefined
}`;
};

const list = (
  name: string,
  { scenario }: StudyResult,
  notices: readonly NoticeStory[],
  place: number,
): Html => {
  const { read } = datesOf(scenario);
  return table(
    name,
    [
      { head: "Notice", isShort: true },
      { head: "On", isShort: true },
      { head: "By", isShort: true },
      { head: "Kind", isShort: true },
      { head: "GPUs", isNumber: true },
      { head: "Served", isNumber: true },
      { head: "Due", isNumber: true },
      { head: "Outcome", isShort: true },
      { head: "For", isShort: true },
      { head: "Needed", isShort: true },
      { head: "Rent given up a day", isNumber: true },
      { head: "Cost to tenant", isNumber: true },
    ],
    notices.map((notice) => [
      html`<a href="#${anchorOf(notice, place)}">${`N${notice.id}`}</a>`,
      named(notice.target),
      notice.by,
      noticeKinds[notice.kind],
      fixed(notice.gpus),
      read(notice.issuedAt),
      read(notice.effectiveAt),
      outcomeOf(notice),
      named(notice.cause),
      neededOf(notice),
      writeOne(notice.rentPerDay, "$"),
      writeOne(notice.tenantCost, "$"),
    ]),
  );
};

/** Why each notice of one policy was served. */
export const explanations = ({ scenario }: StudyResult, { story }: PolicyResult, place: number): Html => {
  const { read } = datesOf(scenario);
  const { notices } = story;
  if (notices.length === 0) return html`<p>No notice was served in this replication.</p>`;
  const all = notices.slice(0, MOST_EXPLAINED).map((notice) => explanation(notice, place, read));
  if (all.length <= AT_ONCE) return html`${all}`;
  return html`${all.slice(0, AT_ONCE)}
<details><summary>${all.length - AT_ONCE} more notices</summary>
${all.slice(AT_ONCE)}
${cutNote(all.length, notices.length, "notices")}</details>`;
};

const explanation = (notice: NoticeStory, place: number, read: (at: number) => string): Html => html`
<details id="${anchorOf(notice, place)}" class="notice"><summary><strong>${`N${notice.id}`}</strong> ${read(notice.issuedAt)}:
${fixed(notice.gpus)} GPUs ${notice.by === "owner" ? "from" : "given up by"} ${named(notice.target)},
due ${read(notice.effectiveAt)} <span class="tag">${outcomeOf(notice)}</span></summary>
<p>${reason(notice)}</p>
<p>${consequence(notice, read)}</p>
${candidatesTable(notice, read)}
</details>`;

const anchorOf = ({ id }: NoticeStory, place: number): string => `notice-${place}-${id}`;

const reason = (notice: NoticeStory): Html => {
  const length = span(notice.effectiveAt - notice.issuedAt);
  const opening = html`The ${notice.by} served ${length} of notice to ${aims[notice.kind]}${notice.cause === "" ? undefined : html`, for ${named(notice.cause)}`}.`;
  if (notice.because === undefined) return opening;
  const { demand, supply, shortfall, horizon } = notice.because;
  return html`${opening} Looking ${span(horizon)} ahead, demand was taken to be <strong>${fixed(demand)}</strong> GPUs
and supply <strong>${fixed(supply)}</strong>: a shortfall of <strong>${fixed(shortfall)}</strong>.`;
};

const consequence = (notice: NoticeStory, read: (at: number) => string): Html => {
  const ended = notice.endedAt >= 0 ? html` on ${read(notice.endedAt)}` : undefined;
  const missing =
    notice.missing > 0 ? html` ${fixed(notice.missing)} GPUs had been lost on the way.` : undefined;
  const unheard = notice.delivered ? undefined : html` The notice did not reach the tenant.`;
  return html`Outcome: ${outcomeOf(notice)}${ended}; ${fixed(notice.returned)} of ${fixed(notice.gpus)} GPUs came
back.${missing}${unheard} It gave up ${writeOne(notice.rentPerDay, "$")} of rent a day and cost the tenant
${writeOne(notice.tenantCost, "$")}. ${needSentence(notice)}`;
};

const needSentence = ({ needed, returned }: NoticeStory): string => {
  if (needed === undefined || returned === 0) return "";
  if (needed === 0) return "None of the capacity was needed soon after: the notice was in vain.";
  if (needed >= returned) return "All of it was needed soon after.";
  return `${fixed(needed)} of these GPUs were needed soon after.`;
};

const candidatesTable = (notice: NoticeStory, read: (at: number) => string): Html | undefined => {
  const candidates = notice.because?.candidates ?? [];
  if (candidates.length === 0) return undefined;
  const shown = candidates.slice(0, MOST_CANDIDATES);
  return html`${table(
    `Candidates for notice ${notice.id}`,
    [
      { head: "Candidate" },
      { head: "Could be called", isNumber: true },
      { head: "Back at the earliest", isNumber: true },
      { head: "Taken", isNumber: true },
      { head: "Why" },
    ],
    shown.map(({ lease, callable, earliest, taken, reason: why }) => [
      named(lease),
      fixed(callable),
      read(earliest),
      taken > 0 ? html`<strong>${fixed(taken)}</strong>` : "0",
      named(why),
    ]),
  )}${cutNote(shown.length, candidates.length, "candidates")}`;
};

const aims: { readonly [K in NoticeStory["kind"]]: string } = {
  terminate: "end the lease",
  shrink: "shrink the lease",
  nonRenew: "let the lease expire",
  preempt: "preempt a run",
};

const outcomeOf = ({ state }: NoticeStory): string => noticeOutcomes[state];

const neededOf = ({ needed, returned }: NoticeStory): Html | string => {
  if (needed === undefined || returned === 0) return "–";
  return needed === 0 ? html`<span class="tag warn">in vain</span>` : `${fixed((100 * needed) / returned)} %`;
};

/** Notices of the sample replication under one policy: to whom, when, how many, and what came of it. */
import { datesOf, fixed, noticeKinds, noticeOutcomes, type StudyResult, writeOne } from "../../src/index.ts";

const MOST_NOTICES = 200;

type NoticesProps = { readonly result: StudyResult; readonly place: number };

export const NoticesTable = ({ result, place }: NoticesProps) => {
  const notices = result.policies[place]?.story.notices ?? [];
  const { read } = datesOf(result.scenario);
  if (notices.length === 0)
    return <p class="note">No notice was served in the first replication under this policy.</p>;
  return (
    <>
      <h3>Notices</h3>
      <p class="note">Of the first replication.</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is scrolled by keyboard */}
      <section class="scroll" aria-label="Notices of the first replication" tabIndex={0}>
        <table class="notice-table">
          <thead>
            <tr>
              {heads.map(([head, isNumber]) => (
                <th scope="col" class={isNumber ? "number" : "short"} key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {notices.slice(0, MOST_NOTICES).map((notice) => (
              <tr key={notice.id}>
                <th scope="row" class="short">{`N${notice.id}`}</th>
                <td class="short">
                  <bdi>{notice.target}</bdi>
                </td>
                <td class="short">{notice.by}</td>
                <td class="short">{noticeKinds[notice.kind]}</td>
                <td class="number">{fixed(notice.gpus)}</td>
                <td class="number">{read(notice.issuedAt)}</td>
                <td class="number">{read(notice.effectiveAt)}</td>
                <td class="short">{noticeOutcomes[notice.state]}</td>
                <td class="short">
                  <bdi>{notice.cause}</bdi>
                </td>
                <td class="number">{writeOne(notice.rentPerDay, "$")}</td>
                <td class="number">{writeOne(notice.tenantCost, "$")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {notices.length > MOST_NOTICES && (
        <p class="note">
          The first {MOST_NOTICES} of {notices.length} notices; the result file has them all.
        </p>
      )}
    </>
  );
};

const heads: readonly (readonly [string, boolean])[] = [
  ["Notice", false],
  ["On", false],
  ["By", false],
  ["Kind", false],
  ["GPUs", true],
  ["Served", true],
  ["Due", true],
  ["Outcome", false],
  ["For", false],
  ["Rent given up a day", true],
  ["Cost to tenant", true],
];

/**
 * Why one notice was served: for whom, what was foreseen, who else was asked and why not, what it cost either
 * side, and whether it was needed. Takes the focus when it opens and closes on Escape.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { datesOf, type NoticeStory, noticeAccount, type StudyResult } from "../../src/index.ts";

export type ExplanationProps = {
  readonly notice: NoticeStory;
  readonly scenario: Pick<StudyResult["scenario"], "epoch" | "horizon">;
  /** Under which policy, in words. */
  readonly policy: string;
  readonly onClose: () => void;
};

export const Explanation = ({ notice, scenario, policy, onClose }: ExplanationProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const account = noticeAccount(notice, datesOf(scenario));
  // Another notice takes the focus anew; at once, so that no key is lost.
  useLayoutEffect(() => heading.current?.focus(), [notice.id]);
  const item = (name: string, text: string) =>
    text === "" ? null : (
      <div>
        <dt>{name}</dt>
        <dd>
          <bdi>{text}</bdi>
        </dd>
      </div>
    );
  return (
    <aside
      class="explanation"
      aria-labelledby="explanation-title"
      onKeyDown={({ key }) => {
        if (key === "Escape") onClose();
      }}
    >
      <button type="button" class="close" onClick={onClose}>
        Close<span class="unseen"> the explanation</span>
      </button>
      <h3 id="explanation-title" ref={heading} tabIndex={-1}>
        <bdi>{account.headline}</bdi>
      </h3>
      <p class="note">
        The first replication under <bdi>{policy}</bdi>.
      </p>
      <dl>
        {item("For", account.cause)}
        {item("Foreseen", account.foreseen)}
        {item("Cost", account.cost)}
        {item("Outcome", account.ended)}
      </dl>
      <Candidates candidates={account.candidates} />
    </aside>
  );
};

type Candidates = { readonly candidates: ReturnType<typeof noticeAccount>["candidates"] };

const Candidates = ({ candidates }: Candidates) =>
  candidates.length === 0 ? null : (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label="Who was asked">
      <table>
        <thead>
          <tr>
            <th scope="col">Who was asked</th>
            <th scope="col" class="number">
              Could give
            </th>
            <th scope="col">Back at the earliest</th>
            <th scope="col" class="number">
              Taken
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map(({ name, callable, earliest, taken, reason }) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td class="number">{callable}</td>
              <td class="short">{earliest}</td>
              <td class="number">{taken === "" ? "–" : <strong>{taken}</strong>}</td>
              <td>
                <bdi class="prose">{reason}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );

/** The notices of one policy as a list, each opening its explanation; the one that is asked about stands above. */
import { useState } from "preact/hooks";
import {
  datesOf,
  formatGpus,
  type NoticeStory,
  noticeOutcomes,
  policyName,
  type StudyResult,
  writeOne,
} from "../../src/index.ts";
import { Explanation } from "./explanation.tsx";

export type ReasonsProps = {
  readonly result: StudyResult;
  /** Place of the policy in the result. */
  readonly place: number;
  /** Number of the notice that is explained, if one is. */
  readonly notice: number | undefined;
  readonly onNotice: (notice: number | undefined) => void;
};

/** Rows shown before the reader asks for more. */
const AT_ONCE = 20;

export const Reasons = ({ result, place, notice, onNotice }: ReasonsProps) => {
  const [shown, setShown] = useState(AT_ONCE);
  const policy = result.policies[place];
  if (policy === undefined) return null;
  const { notices } = policy.story;
  const asked = notices.find(({ id }) => id === notice);
  const rest = notices.length - shown;
  return (
    <section class="reasons" aria-labelledby="reasons-title">
      <h2 id="reasons-title">Why each notice was served</h2>
      {asked === undefined ? null : (
        <Explanation
          notice={asked}
          scenario={result.scenario}
          policy={policyName(policy)}
          onClose={() => onNotice(undefined)}
        />
      )}
      {notices.length === 0 ? (
        <p>No notice was served in this replication.</p>
      ) : (
        <List
          notices={notices.slice(0, shown)}
          read={datesOf(result.scenario).read}
          asked={notice}
          onNotice={onNotice}
        />
      )}
      {rest > 0 ? (
        <button type="button" onClick={() => setShown(shown + 10 * AT_ONCE)}>
          {Math.min(rest, 10 * AT_ONCE)} more of {notices.length} notices
        </button>
      ) : null}
    </section>
  );
};

type ListProps = {
  readonly notices: readonly NoticeStory[];
  readonly read: (at: number) => string;
  readonly asked: number | undefined;
  readonly onNotice: (notice: number) => void;
};

const List = ({ notices, read, asked, onNotice }: ListProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section class="scroll" tabIndex={0} aria-label="Notices">
    <table>
      <thead>
        <tr>
          <th scope="col">Notice</th>
          <th scope="col">On</th>
          <th scope="col">By</th>
          <th scope="col" class="number">
            GPUs
          </th>
          <th scope="col">Served</th>
          <th scope="col">Due</th>
          <th scope="col">Outcome</th>
          <th scope="col">For</th>
          <th scope="col" class="number">
            Cost to tenant
          </th>
        </tr>
      </thead>
      <tbody>
        {notices.map(({ id, target, by, gpus, issuedAt, effectiveAt, state, cause, tenantCost }) => (
          <tr key={id} aria-current={id === asked ? "true" : undefined}>
            <th scope="row" class="short">
              <button type="button" class="link" onClick={() => onNotice(id)}>
                <span class="off-paper">Why </span>N{id}
                <span class="off-paper">?</span>
              </button>
            </th>
            <td>
              <bdi>{target}</bdi>
            </td>
            <td>{by}</td>
            <td class="number">{formatGpus(gpus)}</td>
            <td class="short">{read(issuedAt)}</td>
            <td class="short">{read(effectiveAt)}</td>
            <td>{noticeOutcomes[state]}</td>
            <td>
              <bdi>{cause}</bdi>
            </td>
            <td class="number">{writeOne(tenantCost, "$")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

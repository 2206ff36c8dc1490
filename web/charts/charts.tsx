/**
 * All charts of a result: one policy over time, where zooming one chart zooms all and one line follows the
 * pointer through them, then policies against each other and the ladder of notice.
 */
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { type LoggedEvent, policyName, type Span, type StudyResult } from "../../src/index.ts";
import { arrange, type Planned } from "./arrangement.ts";
import { InView } from "./in-view.tsx";
import { loadInTime, type Scheme } from "./plotly.ts";
import { TimeControls } from "./time-controls.tsx";

export type ChartsProps = {
  readonly result: StudyResult;
  readonly scheme: Scheme;
  /** Which policy is shown over time, when somebody else decides; else the reader does, here. */
  readonly policy?: number | undefined;
  readonly onPolicy?: ((place: number) => void) | undefined;
  /** Whether only metrics that differ are compared, when somebody else decides. */
  readonly onlyDifferent?: boolean | undefined;
  /** Events of the first replication under that policy, for the chart of jobs. */
  readonly events?: readonly LoggedEvent[] | undefined;
  /** A notice was asked about: its policy's place in the result, and its number. */
  readonly onExplain?: ((place: number, notice: number) => void) | undefined;
  /** What belongs to the policy shown over time, and stands below its charts. */
  readonly children?: ComponentChildren;
  readonly after?: ComponentChildren;
};

export const Charts = (props: ChartsProps) => {
  const { result, scheme, policy, onPolicy, events, onExplain, children, after } = props;
  const [chosen, setChosen] = useState(0);
  const [onlyOwn, setOnlyOwn] = useState(false);
  const onlyDifferent = props.onlyDifferent ?? onlyOwn;
  const wanted = policy ?? chosen;
  const place = wanted < result.policies.length ? wanted : 0;
  const choose = (next: number) => {
    setChosen(next);
    onPolicy?.(next);
  };
  const { compared, ladders, overTime } = useMemo(
    () => arrange(result, { place, onlyDifferent, events }),
    [result, place, onlyDifferent, events],
  );
  const shown = result.policies[place];
  useEffect(loadInTime, []);
  const select = useCallback(
    (id: string) => {
      const notice = /^notice-(\d+)$/.exec(id)?.[1];
      if (notice !== undefined) onExplain?.(place, Number(notice));
    },
    [place, onExplain],
  );
  return (
    <div class="charts">
      <section aria-labelledby="charts-over-time">
        <h2 id="charts-over-time">Over time</h2>
        <PolicyChoice result={result} place={place} onChoose={choose} />
        <OverTime
          scenario={result.scenario}
          plans={overTime}
          scheme={scheme}
          of={shown === undefined ? "" : policyName(shown)}
          onSelect={select}
        />
      </section>
      {children}
      <Group id="differences" title="Differences between policies" plans={compared} scheme={scheme}>
        {props.onlyDifferent === undefined && (
          <p class="choice-only">
            <label>
              <input
                type="checkbox"
                checked={onlyOwn}
                onChange={({ currentTarget }) => setOnlyOwn(currentTarget.checked)}
              />{" "}
              Show only what differs
            </label>
          </p>
        )}
      </Group>
      <Group id="ladder" title="How long should a notice be?" plans={ladders} scheme={scheme} />
      {after}
    </div>
  );
};

type GroupProps = {
  readonly id: string;
  readonly title: string;
  readonly plans: readonly Planned[];
  readonly scheme: Scheme;
  readonly children?: ComponentChildren;
};

const Group = ({ id, title, plans, scheme, children }: GroupProps) =>
  plans.length === 0 ? null : (
    <section aria-labelledby={`charts-${id}`}>
      <h2 id={`charts-${id}`}>{title}</h2>
      {children}
      {plans.map((plan) => (
        <InView key={plan.id} plan={plan} scheme={scheme} />
      ))}
    </section>
  );

type ChoiceProps = {
  readonly result: StudyResult;
  readonly place: number;
  readonly onChoose: (place: number) => void;
};

const PolicyChoice = ({ result, place, onChoose }: ChoiceProps) =>
  result.policies.length < 2 ? null : (
    <p class="choice">
      <label>
        Policy{" "}
        <select value={place} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
          {result.policies.map((policy, at) => (
            <option key={policyName(policy)} value={at}>
              {policyName(policy)}
            </option>
          ))}
        </select>
      </label>
    </p>
  );

type OverTimeProps = {
  readonly scenario: StudyResult["scenario"];
  readonly plans: readonly Planned[];
  readonly scheme: Scheme;
  readonly of: string;
  readonly onSelect: (id: string) => void;
};

/** Charts over time: one range of dates, and one line at the pointer. */
const OverTime = ({ scenario, plans, scheme, of, onSelect }: OverTimeProps) => {
  const [part, setPart] = useState<Span>();
  const [pointed, setPointed] = useState<number>();
  const { horizon } = scenario;
  const inside = part !== undefined && part.to <= horizon ? part : undefined;
  return (
    <>
      <TimeControls scenario={scenario} part={inside} onPart={setPart} />
      {plans.map((plan) => (
        <InView
          key={plan.id}
          plan={plan}
          part={inside}
          scheme={scheme}
          of={of}
          onSelect={onSelect}
          onZoom={setPart}
          pointed={pointed}
          onPoint={setPointed}
        />
      ))}
    </>
  );
};

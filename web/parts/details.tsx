/**
 * What one looks at after the numbers: one policy over time, why each notice was served, the run step by step,
 * policies against each other, and what else could be asked. Fetched as one, after the first result.
 */
import { useEffect, useState } from "preact/hooks";
import { policyName } from "../../src/index.ts";
import { Charts } from "../charts/charts.tsx";
import type { Scheme } from "../charts/plotly.ts";
import type { Desk } from "../engine/desk-client.ts";
import type { Shown } from "../engine/protocol.ts";
import { Reasons } from "../explain/reasons.tsx";
import { Stepper } from "../explain/stepper.tsx";
import { WhatIf } from "../explore/what-if.tsx";
import type { PageState } from "../state/page-state.ts";
import { type Events, useEvents } from "./use-events.ts";

export type DetailsProps = {
  readonly state: PageState;
  readonly desk: Desk;
  readonly shown: Shown;
  readonly scheme: Scheme;
};

export const Details = ({ state, desk, shown, scheme }: DetailsProps) => {
  const { result } = shown;
  const { policy, onlyDiffering } = state.view.value;
  const place = Math.min(policy, result.policies.length - 1);
  const events = useEvents(state, desk, place);
  const [asked, ask] = useState<number>();
  // another policy has other notices
  useEffect(() => ask(undefined), [place]);
  return (
    <Charts
      result={result}
      scheme={scheme}
      policy={place}
      onPolicy={(next) => state.look({ policy: next })}
      onlyDifferent={onlyDiffering}
      events={events.list}
      onExplain={(_, notice) => ask(notice)}
      after={<WhatIf state={state} desk={desk} scheme={scheme} place={place} />}
    >
      <Reasons result={result} place={place} notice={asked} onNotice={ask} />
      <Steps events={events} shown={shown} place={place} scheme={scheme} />
    </Charts>
  );
};

type StepsProps = {
  readonly events: Events;
  readonly shown: Shown;
  readonly place: number;
  readonly scheme: Scheme;
};

const Steps = ({ events, shown: { result }, place, scheme }: StepsProps) => {
  const policy = result.policies[place];
  const of = policy === undefined ? "" : policyName(policy);
  if (events.list !== undefined)
    return <Stepper events={events.list} scenario={result.scenario} scheme={scheme} of={of} />;
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">Step through a run</h2>
      <p class="note">
        Every event of the first replication under <bdi>{of}</bdi>, and with it the chart of jobs where there
        are any.
      </p>
      <p>
        <button type="button" disabled={!events.isPossible || events.isOnItsWay} onClick={events.fetch}>
          {events.isOnItsWay ? "On its way …" : "Show each event"}
        </button>{" "}
        {events.problem !== "" && <span role="alert">{events.problem}</span>}
        {events.isImported && <span class="note">A saved result holds no events.</span>}
      </p>
    </section>
  );
};

/**
 * Steps through one replication: play, pause, scrub, next event, next turn. What is where at that moment is
 * folded from the events alone.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import { datesOf, formatGpus, type LoggedEvent, type StudyResult } from "../../src/index.ts";
import type { Scheme } from "../charts/plotly.ts";
import { isTurn, wordsOf } from "./event-words.ts";
import { Pools } from "./pools.tsx";
import { type OpenNotice, type State, statesOf } from "./state-at.ts";

export type StepperProps = {
  /** Of one replication under one policy, in order. */
  readonly events: readonly LoggedEvent[];
  readonly scenario: Pick<StudyResult["scenario"], "epoch" | "horizon">;
  readonly scheme: Scheme;
  /** Under which policy, in words. */
  readonly of?: string | undefined;
};

/** A whole run plays in this many ticks of a tenth of a second. */
const TICKS = 300;
const TICK = 100;

export const Stepper = ({ events, scenario, scheme, of }: StepperProps) => {
  const stateOf = useMemo(() => statesOf(events), [events]);
  const [index, setIndex] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const { read } = datesOf(scenario);
  const last = events.length - 1;
  const at = Math.min(index, last);

  useEffect(() => setIndex(0), [events]);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      setIndex((place) => {
        const next = placeAt(events, (events[place]?.t ?? 0) + scenario.horizon / TICKS, place);
        if (next >= last) setPlaying(false);
        return next;
      });
    }, TICK);
    return () => clearInterval(timer);
  }, [isPlaying, events, last, scenario.horizon]);

  if (events.length === 0) return <p>Nothing happens in this run.</p>;
  const state = stateOf(at);
  const go = (next: number) => () => {
    setPlaying(false);
    setIndex(Math.max(0, Math.min(last, next)));
  };
  const toggle = () => {
    if (at >= last) setIndex(0);
    setPlaying(!isPlaying);
  };
  return (
    <section class="stepper" aria-labelledby="stepper-title">
      <h2 id="stepper-title">Step through a run</h2>
      {of === undefined ? null : (
        <p class="note">
          The first replication under <bdi>{of}</bdi>.
        </p>
      )}
      <div class="time-controls" role="toolbar" aria-label="Steps">
        <button type="button" disabled={at <= 0} onClick={go(at - 1)}>
          Previous event
        </button>
        <button type="button" onClick={toggle}>
          {isPlaying ? "Pause" : "Play"}
        </button>
        <button type="button" disabled={at >= last} onClick={go(at + 1)}>
          Next event
        </button>
        <button type="button" disabled={at >= last} onClick={go(nextTurn(events, at))}>
          Next turn
        </button>
      </div>
      <input
        type="range"
        class="scrub"
        min={0}
        max={last}
        value={at}
        aria-label="Event"
        aria-valuetext={`${read(state.at)}, event ${at + 1} of ${events.length}`}
        onInput={({ currentTarget }) => go(Number(currentTarget.value))()}
      />
      <p class="now" aria-live={isPlaying ? "off" : "polite"}>
        <strong>{read(state.at)}</strong>: <bdi>{wordsOf(events[at])}</bdi>{" "}
        <span class="note">
          Event {formatGpus(at + 1)} of {formatGpus(events.length)}.
        </span>
      </p>
      <Pools state={state} scheme={scheme} />
      <Situation state={state} read={read} />
    </section>
  );
};

/** Index of the last event at or before a second, but at least one further than `from`. */
export const placeAt = (events: readonly LoggedEvent[], at: number, from: number): number => {
  let place = Math.min(events.length - 1, from + 1);
  while (place + 1 < events.length && events[place + 1].t <= at) place++;
  return place;
};

/** Index of the next event that a planner looks for, or of the last one. */
export const nextTurn = (events: readonly LoggedEvent[], from: number): number => {
  for (let place = from + 1; place < events.length; place++) if (isTurn(events[place])) return place;
  return events.length - 1;
};

type SituationProps = { readonly state: State; readonly read: (at: number) => string };

/** What programs want and have, what notices are open, how many jobs wait. */
const Situation = ({ state, read }: SituationProps) => {
  const { waiting, running } = state.jobs;
  return (
    <ul class="situation">
      {[...state.programs].map(([name, { wants, has }]) => (
        <li key={name}>
          <bdi>{name}</bdi> wants {formatGpus(wants)} GPUs and has {formatGpus(has)}
          {wants > has ? <strong>, {formatGpus(wants - has)} short</strong> : null}
        </li>
      ))}
      {[...state.notices.values()].map((notice) => (
        <li key={`notice ${notice.id}`}>
          <Open notice={notice} read={read} />
        </li>
      ))}
      {waiting + running > 0 ? (
        <li>
          {formatGpus(running)} jobs run, {formatGpus(waiting)} wait
        </li>
      ) : null}
    </ul>
  );
};

const Open = ({ notice, read }: { readonly notice: OpenNotice; readonly read: (at: number) => string }) => (
  <>
    Notice {notice.id} on <bdi>{notice.target}</bdi>: {formatGpus(notice.gpus)} GPUs,{" "}
    {notice.isQueued ? "waits for the end of the lockout" : `due ${read(notice.effectiveAt)}`}
  </>
);

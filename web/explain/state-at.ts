/**
 * What is where at one moment of a run, from its events alone: the accounts of each pool, what the owner's
 * programs want and have, open notices, jobs. A pure fold: the same events give the same state.
 */
import type { LoggedEvent } from "../../src/index.ts";

export type OpenNotice = {
  readonly id: number;
  readonly target: string;
  readonly by: string;
  readonly gpus: number;
  readonly issuedAt: number;
  readonly effectiveAt: number;
  readonly cause: string;
  /** Whether it still waits for the end of a lockout. */
  readonly isQueued: boolean;
};

export type State = {
  /** Seconds since the start of the run. */
  readonly at: number;
  /** Accelerators by account, pool by pool. */
  readonly pools: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly programs: ReadonlyMap<string, { readonly wants: number; readonly has: number }>;
  readonly notices: ReadonlyMap<number, OpenNotice>;
  readonly jobs: { readonly waiting: number; readonly running: number };
};

export const emptyState: State = {
  at: 0,
  pools: new Map(),
  programs: new Map(),
  notices: new Map(),
  jobs: { waiting: 0, running: 0 },
};

/** The state after one more event. */
export const after = (state: State, event: LoggedEvent): State => {
  const moved = withMove({ ...state, at: event.t }, event);
  const { kind } = event;
  if (kind === "demand") return withDemand(moved, String(event.program), Number(event.gpus));
  if (kind.startsWith("notice.")) return withNotice(moved, event);
  return kind.startsWith("job.") ? { ...moved, jobs: jobsAfter(moved.jobs, event) } : moved;
};

/** The state after the event at `index`; before all of them when it is -1. */
export const stateAt = (events: readonly LoggedEvent[], index: number): State => {
  let state = emptyState;
  for (let i = 0; i <= index && i < events.length; i++) state = after(state, events[i]);
  return state;
};

/** States are kept this many events apart. */
const APART = 256;

/** The same as `stateAt`, for whoever asks often: going to any event costs a few hundred steps at most. */
export const statesOf = (events: readonly LoggedEvent[]): ((index: number) => State) => {
  const kept: State[] = [emptyState];
  return (index) => {
    const last = Math.min(index, events.length - 1);
    const wanted = Math.floor((last + 1) / APART);
    for (let k = kept.length; k <= wanted; k++) {
      let state = kept[k - 1];
      for (let i = (k - 1) * APART; i < k * APART; i++) state = after(state, events[i]);
      kept.push(state);
    }
    let state = kept[wanted];
    for (let i = wanted * APART; i <= last; i++) state = after(state, events[i]);
    return state;
  };
};

const withMove = (state: State, event: LoggedEvent): State => {
  const gpus = Number(event.gpus);
  if (event.kind === "installed") return changed(state, String(event.pool), [["free", gpus]]);
  if (typeof event.from !== "string" || typeof event.to !== "string") return state;
  const next = changed(state, String(event.pool), [
    [event.from, -gpus],
    [event.to, gpus],
  ]);
  const who = typeof event.who === "string" ? next.programs.get(event.who) : undefined;
  const gained = (event.to === "internal" ? gpus : 0) - (event.from === "internal" ? gpus : 0);
  if (who === undefined || gained === 0) return next;
  return {
    ...next,
    programs: new Map(next.programs).set(String(event.who), { ...who, has: who.has + gained }),
  };
};

const changed = (state: State, pool: string, changes: readonly (readonly [string, number])[]): State => {
  const accounts = new Map(state.pools.get(pool));
  for (const [account, gpus] of changes) accounts.set(account, (accounts.get(account) ?? 0) + gpus);
  return { ...state, pools: new Map(state.pools).set(pool, accounts) };
};

const withDemand = (state: State, program: string, wants: number): State => ({
  ...state,
  programs: new Map(state.programs).set(program, { wants, has: state.programs.get(program)?.has ?? 0 }),
});

const withNotice = (state: State, event: LoggedEvent): State => {
  const notices = new Map(state.notices);
  const id = Number(event.id);
  if (event.kind === "notice.issued" || event.kind === "notice.queued")
    notices.set(id, {
      id,
      target: String(event.target),
      by: String(event.by),
      gpus: Number(event.gpus),
      issuedAt: Number(event.issuedAt),
      effectiveAt: Number(event.effectiveAt),
      cause: String(event.cause),
      isQueued: event.kind === "notice.queued",
    });
  else if (event.kind !== "notice.refused") notices.delete(id);
  return { ...state, notices };
};

const jobsAfter = ({ waiting, running }: State["jobs"], { kind, becomes }: LoggedEvent): State["jobs"] => {
  switch (kind) {
    case "job.submitted":
      return { waiting: waiting + 1, running };
    case "job.started":
      return { waiting: waiting - 1, running: running + 1 };
    case "job.refused":
    case "job.gaveUp":
      return { waiting: waiting - 1, running };
    case "job.preempted":
    case "job.shed":
      return {
        waiting: waiting + (becomes === "queued" || becomes === "calling" ? 1 : 0),
        running: running - 1,
      };
    case "job.killed":
    case "job.completed":
      return { waiting, running: running - 1 };
    default:
      return { waiting, running };
  }
};

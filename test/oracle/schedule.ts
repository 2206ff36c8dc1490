/**
 * A slow scheduler to check the fast one by: one pool, gangs that start whole, nobody is stopped for somebody else.
 * It keeps lists, looks at everything anew at each instant and shares no code with the simulator.
 *
 * At an instant: all that ends, then all that arrives, then one pass over who waits. A job of zero seconds is over in
 * the instant it starts and takes nothing from anybody; the pass is then repeated.
 */

/** A job: `estimate` is at least 1, `gpus` no more than there are; rows are sorted by `submit`. */
export type Row = {
  readonly submit: number;
  readonly gpus: number;
  readonly seconds: number;
  readonly estimate: number;
  /** Higher first, under that order. */
  readonly priority: number;
  /** From 0, under fair share. */
  readonly user: number;
};

export type Order = "fcfs" | "priority" | "sjf" | "smallest" | "fairShare";
export type Backfill = "none" | "easy" | "conservative";

export type Settings = {
  readonly capacity: number;
  readonly order: Order;
  readonly backfill: Backfill;
  /** Under `kill` a job ends at its estimate at the latest; under `extend` it then is expected to end a second from now. */
  readonly atEstimate: "kill" | "extend";
  /** Of users, under fair share; 1 where there is none. */
  readonly weights?: readonly number[];
  /** Of what users have had, in seconds; Infinity, or nothing: it never fades. */
  readonly halfLife?: number;
};

export type Schedule = {
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Under conservative: the starts each job was promised, the first one first. */
  readonly promised: readonly (readonly number[])[];
  /**
   * Smallest relative difference by which fair share ever told two waiting users apart; below some 1e-9 another
   * way of rounding could have ordered them otherwise.
   */
  readonly closest: number;
};

type Running = { readonly job: number; readonly end: number; expected: number };
/** Accelerators taken on [from, to). */
type Taken = { readonly from: number; readonly to: number; readonly gpus: number };

type State = {
  readonly rows: readonly Row[];
  readonly settings: Settings;
  now: number;
  /** Jobs that wait, in the order of the queue; those that came in this instant. */
  waiting: number[];
  arrived: number[];
  running: Running[];
  /** Whether a job has ended in this instant. */
  ended: boolean;
  readonly start: number[];
  readonly end: number[];
  readonly promised: number[][];
  closest: number;
};

/** When each job starts and ends. */
export const schedule = (rows: readonly Row[], settings: Settings): Schedule => {
  const state: State = {
    rows,
    settings,
    now: 0,
    waiting: [],
    arrived: [],
    running: [],
    ended: false,
    start: rows.map(() => -1),
    end: rows.map(() => -1),
    promised: rows.map(() => []),
    closest: Infinity,
  };
  let next = 0;
  while (next < rows.length || state.running.length > 0) {
    const arrival = next < rows.length ? (rows[next] as Row).submit : Infinity;
    state.now = Math.min(arrival, ...state.running.map((r) => r.end));
    const left = state.running.filter((r) => r.end > state.now);
    state.ended = left.length < state.running.length;
    state.running = left;
    state.arrived = [];
    while (next < rows.length && (rows[next] as Row).submit === state.now) state.arrived.push(next++);
    state.waiting.push(...state.arrived);
    sortQueue(state);
    for (const r of state.running) if (r.expected <= state.now) r.expected = state.now + 1;
    while (pass(state));
  }
  return state;
};

/** Starts who may start; true when some of them ended at once. */
const pass = (state: State): boolean => {
  if (state.settings.backfill === "conservative") return conservative(state);
  let again = false;
  while (state.waiting.length > 0 && fits(state, state.waiting[0] as number)) {
    again = startJob(state, state.waiting[0] as number) || again;
  }
  if (state.settings.backfill === "easy" && state.waiting.length > 1) again = easy(state) || again;
  return again;
};

// ---------------------------------------------------------------- the order of the queue

const sortQueue = (state: State): void => {
  const { rows } = state;
  const key = keyOf(state);
  // Rows are sorted by submission, so that the number of a job ends every tie.
  state.waiting.sort((a, b) => key(rows[a] as Row, rows[b] as Row) || a - b);
};

const keyOf = (state: State): ((a: Row, b: Row) => number) => {
  switch (state.settings.order) {
    case "fcfs":
      return () => 0;
    case "priority":
      return (a, b) => b.priority - a.priority;
    case "sjf":
      return (a, b) => a.estimate - b.estimate;
    case "smallest":
      return (a, b) => a.gpus - b.gpus;
    case "fairShare": {
      const share = sharesOf(state);
      return (a, b) => (share[a.user] as number) - (share[b.user] as number) || a.user - b.user;
    }
  }
};

/** What each user has had for its weight: every second of the past counts by its age. */
const sharesOf = (state: State): number[] => {
  const { rows, settings, now, start, end } = state;
  const halfLife = settings.halfLife ?? Infinity;
  const shares = new Array<number>(Math.max(...rows.map(({ user }) => user)) + 1).fill(0);
  rows.forEach(({ gpus, user }, job) => {
    if ((start[job] as number) < 0) return;
    const from = now - (start[job] as number);
    const to = Math.max(0, now - (end[job] as number));
    const seconds =
      halfLife === Infinity
        ? from - to
        : (halfLife / Math.LN2) * (2 ** (-to / halfLife) - 2 ** (-from / halfLife));
    (shares[user] as number) += gpus * seconds;
  });
  for (const user of shares.keys()) shares[user] = (shares[user] as number) / (settings.weights?.[user] ?? 1);
  const users = new Set(state.waiting.map((job) => (rows[job] as Row).user));
  const sorted = [...users].map((user) => shares[user] as number).sort((a, b) => a - b);
  for (let k = 1; k < sorted.length; k++) {
    const [less, more] = [sorted[k - 1] as number, sorted[k] as number];
    if (more > 0) state.closest = Math.min(state.closest, (more - less) / more);
  }
  return shares;
};

// ---------------------------------------------------------------- starting

const freeNow = ({ rows, settings, running }: State): number =>
  running.reduce((free, { job }) => free - (rows[job] as Row).gpus, settings.capacity);

const fits = (state: State, job: number): boolean => (state.rows[job] as Row).gpus <= freeNow(state);

/** True when the job is over at once. */
const startJob = (state: State, job: number): boolean => {
  const { now } = state;
  const { seconds, estimate } = state.rows[job] as Row;
  const end = now + (state.settings.atEstimate === "kill" ? Math.min(seconds, estimate) : seconds);
  state.waiting = state.waiting.filter((other) => other !== job);
  state.start[job] = now;
  state.end[job] = end;
  if (end > now) state.running.push({ job, end, expected: now + estimate });
  return end === now;
};

// ---------------------------------------------------------------- EASY

/** The head does not fit: room is kept for it, and others pass it if they leave that alone. */
const easy = (state: State): boolean => {
  const { rows, now } = state;
  const [head, ...others] = state.waiting as [number, ...number[]];
  const reservation = reservationOf(state, head);
  let { extra } = reservation;
  let again = false;
  for (const job of others) {
    const { gpus, estimate } = rows[job] as Row;
    if (!fits(state, job)) continue;
    const isOver = now + estimate <= reservation.at;
    if (!isOver && gpus > extra) continue;
    const isGone = startJob(state, job);
    if (!isOver && !isGone) extra -= gpus;
    again ||= isGone;
  }
  return again;
};

/** The first second at which enough is expected to be free for a job, and what it leaves over then. */
const reservationOf = (state: State, job: number): { at: number; extra: number } => {
  const { rows, running } = state;
  const { gpus } = rows[job] as Row;
  const ends = [...new Set(running.map(({ expected }) => expected))].sort((a, b) => a - b);
  for (const at of ends) {
    const back = running.filter((r) => r.expected <= at);
    const free = freeNow(state) + back.reduce((sum, r) => sum + (rows[r.job] as Row).gpus, 0);
    if (free >= gpus) return { at, extra: free - gpus };
  }
  throw new Error(`job ${job} is larger than the pool`);
};

// ---------------------------------------------------------------- conservative

/**
 * Everybody who waits has a promise. Promises that a job running late has made impossible are given anew, in their
 * own order and none earlier than it was; when something has ended, all are moved forward in the order of the queue;
 * then those that have just come are given the earliest slot that is left, and whose time has come starts.
 */
const conservative = (state: State): boolean => {
  const promise = new Map<number, number>();
  const old = state.waiting.filter((job) => !state.arrived.includes(job));
  const lastOf = (job: number): number => (state.promised[job] as number[]).at(-1) as number;
  const place = (job: number, from: number): void => {
    promise.delete(job);
    promise.set(job, earliest(state, promise, job, Math.max(from, state.now)));
  };
  for (const job of old.toSorted((a, b) => lastOf(a) - lastOf(b))) place(job, lastOf(job));
  if (state.ended) for (const job of old) place(job, state.now);
  for (const job of state.waiting) if (state.arrived.includes(job)) place(job, state.now);
  for (const [job, at] of promise) if (lastOf(job) !== at) (state.promised[job] as number[]).push(at);
  state.arrived = [];
  state.ended = false;
  for (const job of state.waiting)
    if (promise.get(job) === state.now && startJob(state, job)) state.ended = true;
  return state.ended;
};

/** The first second from which a job fits for its whole estimate beside what runs and what is promised. */
const earliest = (state: State, promise: ReadonlyMap<number, number>, job: number, from: number): number => {
  const { rows, running, settings, now } = state;
  const { gpus, estimate } = rows[job] as Row;
  const taken: Taken[] = running.map((r) => ({ from: now, to: r.expected, gpus: (rows[r.job] as Row).gpus }));
  for (const [other, at] of promise) {
    const row = rows[other] as Row;
    taken.push({ from: at, to: at + row.estimate, gpus: row.gpus });
  }
  const usedAt = (second: number): number =>
    taken.reduce((sum, t) => (t.from <= second && second < t.to ? sum + t.gpus : sum), 0);
  const candidates = [from, ...taken.map((t) => t.to).filter((to) => to > from)].sort((a, b) => a - b);
  for (const begin of candidates) {
    // What is in use grows only where somebody begins.
    const moments = [begin, ...taken.map((t) => t.from).filter((at) => at > begin && at < begin + estimate)];
    if (moments.every((second) => usedAt(second) + gpus <= settings.capacity)) return begin;
  }
  throw new Error(`job ${job} is larger than the pool`);
};

/**
 * A second engine for jobs that are preempted, to check the first one by: one pool, an internal queue and one of a
 * tenant, in the order of their submission, with or without EASY. It goes second by second, keeps lists, works
 * everything out anew each second and shares no code with the simulator. Its rules are those of the documents on the
 * model and on jobs; where these leave a choice, `web/docs/oracle.md` says which it is.
 */

export type OracleRow = { readonly submit: number; readonly gpus: number; readonly seconds: number };

export type Terms = {
  readonly notice: number;
  readonly minRuntime: number;
  /** Seconds of work between checkpoints, 0: none; and what one takes. */
  readonly checkpointEvery: number;
  readonly checkpointCost: number;
  readonly restart: number;
  readonly onPreempt: "requeue" | "cancel";
  /** 0: whoever cannot start at once is refused. */
  readonly queueLimit: number;
};

export type OracleScenario = {
  readonly capacity: number;
  readonly horizon: number;
  readonly backfill: "none" | "easy";
  readonly spare: boolean;
  /** Of the program first, then of the tenant. */
  readonly rows: readonly [readonly OracleRow[], readonly OracleRow[]];
  readonly terms: readonly [Terms, Terms];
};

export type OracleJob = {
  readonly start: number;
  readonly firstStart: number;
  readonly end: number;
  readonly outcome: string;
  readonly lost: number;
  readonly preemptions: number;
};

type Job = {
  readonly id: number;
  readonly stream: 0 | 1;
  readonly row: OracleRow;
  readonly terms: Terms;
  outcome: "pending" | "queued" | "running" | "completed" | "cancelled" | "refused";
  start: number;
  firstStart: number;
  end: number;
  lost: number;
  preemptions: number;
  /** Seconds of work that are safe. */
  saved: number;
  /** Of the start that counts now; when it will be done if nobody stops it. */
  restart: number;
  done: number;
  /** Second at which it must go, and since when it is known; Infinity: it may stay. */
  deadline: number;
  /** It has called others and keeps what is free for itself. */
  isCalling: boolean;
};

type World = {
  readonly scenario: OracleScenario;
  readonly jobs: readonly Job[];
  now: number;
  /** Whether a job has ended or stopped in this second. */
  released: boolean;
};

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** When each job starts and ends, and what it loses. */
export const runOracle = (scenario: OracleScenario): [OracleJob[], OracleJob[]] => {
  const jobs = scenario.rows.flatMap((rows, stream) =>
    rows.map((row, id): Job => {
      const terms = scenario.terms[stream] as Terms;
      const times = { start: -1, firstStart: -1, end: -1, done: Infinity, deadline: Infinity };
      const past = { lost: 0, preemptions: 0, saved: 0, restart: 0, isCalling: false };
      return { id, stream: stream as 0 | 1, row, terms, outcome: "pending", ...times, ...past };
    }),
  );
  const world: World = { scenario, jobs, now: 0, released: false };
  for (; world.now < scenario.horizon; world.now++) second(world);
  const of = (stream: number): OracleJob[] => jobs.filter((job) => job.stream === stream);
  return [of(0), of(1)];
};

const second = (world: World): void => {
  const { jobs, now, scenario } = world;
  world.released = false;
  for (const job of jobs) if (job.outcome === "running" && job.done === now) finish(world, job);
  for (const job of jobs) if (job.outcome === "running" && job.deadline === now) stop(world, job);
  const arrived = jobs.filter((job) => job.row.submit === now);
  for (const job of arrived) job.outcome = job.row.gpus > scenario.capacity ? "refused" : "queued";
  while (pass(world));
  for (const job of arrived) {
    if (job.outcome === "queued" && job.terms.queueLimit === 0 && !job.isCalling) job.outcome = "refused";
    if (job.outcome === "refused") job.end = now;
  }
};

/** One pass over both queues, the more important first; true when some that started were over at once. */
const pass = (world: World): boolean => {
  let again = false;
  for (const stream of [0, 1] as const) {
    const start = (job: Job): void => {
      again = begin(world, job) || again;
    };
    for (const job of queue(world, stream).filter(({ isCalling }) => isCalling)) {
      if (needs(world, job) <= 0) start(job);
    }
    let head: Job | undefined;
    const isOpen = world.released || (stream === 0 && isMoreStoppable(world));
    for (const job of queue(world, stream).filter(({ isCalling }) => !isCalling)) {
      const kept = head === undefined ? undefined : reserve(world, head);
      const isLong = kept !== undefined && outlasts(world, kept, job);
      // Who was looked at before is looked at again only when something came back.
      const isSeen = !isOpen && job.row.submit < world.now;
      if (isSeen || (isLong && job.row.gpus > kept.extra)) head ??= job;
      else if (needs(world, job) <= 0 || (stream === 0 && call(world, job) && needs(world, job) <= 0))
        start(job);
      else if (!job.isCalling) head ??= job;
      if (head !== undefined && world.scenario.backfill === "none") break;
    }
  }
  return again;
};

/** Whether a guaranteed time ends in this second. */
const isMoreStoppable = (world: World): boolean =>
  running(world).some(
    ({ stream, start, terms }) =>
      stream === 1 && terms.minRuntime > 0 && start + terms.minRuntime === world.now,
  );

const queue = ({ jobs }: World, stream: number): Job[] =>
  jobs
    .filter((job) => job.stream === stream && job.outcome === "queued")
    .sort((a, b) => a.row.submit - b.row.submit || a.id - b.id);

const running = ({ jobs }: World): Job[] => jobs.filter(({ outcome }) => outcome === "running");

const unused = (world: World): number =>
  world.scenario.capacity - sum(running(world).map(({ row }) => row.gpus));

/** What a job lacks beside what is free; who called before keeps what is free for itself. */
const needs = (world: World, job: Job): number => {
  const callers = queue(world, 0).filter((other) => other.isCalling && other !== job);
  const earlier = job.isCalling ? callers.filter((other) => before(other, job)) : callers;
  return job.row.gpus - Math.max(0, unused(world) - sum(earlier.map(({ row }) => row.gpus)));
};

const before = (a: Job, b: Job): boolean =>
  a.row.submit < b.row.submit || (a.row.submit === b.row.submit && a.id < b.id);

// ---------------------------------------------------------------- running

const begin = (world: World, job: Job): boolean => {
  const { now } = world;
  const { checkpointEvery: every, checkpointCost: cost } = job.terms;
  job.outcome = "running";
  job.isCalling = false;
  job.start = now;
  if (job.firstStart < 0) job.firstStart = now;
  job.restart = job.preemptions > 0 ? job.terms.restart : 0;
  const left = job.row.seconds - job.saved;
  const checkpoints = every === 0 ? 0 : Math.max(0, Math.ceil(left / every) - 1);
  job.done = now + job.restart + left + checkpoints * cost;
  job.deadline = Infinity;
  if (job.done > now) return false;
  finish(world, job);
  return true;
};

const finish = (world: World, job: Job): void => {
  job.outcome = "completed";
  job.end = world.now;
  world.released = true;
};

/** Seconds of work done, and those that are in a checkpoint, in this run by a second. */
const progress = ({ start, restart, terms }: Job, at: number): { done: number; safe: number } => {
  const { checkpointEvery: every, checkpointCost: cost } = terms;
  const elapsed = Math.max(0, at - start - restart);
  if (every === 0) return { done: elapsed, safe: 0 };
  const cycles = Math.floor(elapsed / (every + cost));
  return { done: cycles * every + Math.min(every, elapsed - cycles * (every + cost)), safe: cycles * every };
};

/** Its notice is over: what it had time to save is kept. */
const stop = (world: World, job: Job): void => {
  const { now } = world;
  const { notice, checkpointEvery: every, checkpointCost: cost } = job.terms;
  const { done, safe } = progress(job, now);
  const hasTime = every > 0 && notice > 0 && notice >= cost;
  const kept = hasTime ? Math.max(safe, progress(job, now - cost).done) : safe;
  if (!hasTime) job.lost += job.row.gpus * (done - safe);
  job.saved += kept;
  world.released = true;
  job.preemptions++;
  job.deadline = Infinity;
  job.outcome = job.terms.onPreempt === "cancel" ? "cancelled" : "queued";
  if (job.outcome === "cancelled") job.end = now;
};

// ---------------------------------------------------------------- taking from others

/** Who may be stopped for an internal job, the youngest first. */
const stoppable = (world: World): Job[] =>
  running(world)
    .filter(
      ({ stream, start, terms, deadline }) =>
        stream === 1 && start + terms.minRuntime <= world.now && deadline === Infinity,
    )
    .sort((a, b) => b.start - a.start || (before(a, b) ? 1 : -1));

/** Serves notice to as many as a job needs, if they suffice; true when it did. */
const call = (world: World, job: Job): boolean => {
  const lacking = needs(world, job);
  const gpusOf = (list: readonly Job[]): number => sum(list.map(({ row }) => row.gpus));
  let chosen: Job[] = [];
  for (const other of stoppable(world)) {
    if (gpusOf(chosen) >= lacking) break;
    chosen.push(other);
  }
  if (gpusOf(chosen) < lacking) return false;
  if (world.scenario.spare) {
    for (const other of chosen.toReversed()) {
      const rest = chosen.filter((each) => each !== other);
      if (gpusOf(rest) >= lacking) chosen = rest;
    }
  }
  for (const other of chosen) {
    other.deadline = world.now + other.terms.notice;
    if (other.deadline === world.now) stop(world, other);
  }
  job.isCalling = needs(world, job) > 0;
  return true;
};

// ---------------------------------------------------------------- EASY

/** Whether a job would still run when the reservation begins. */
const outlasts = ({ now }: World, { at }: Reservation, job: Job): boolean => {
  const left = job.row.seconds - job.saved;
  const { checkpointEvery: every, checkpointCost: cost } = job.terms;
  const checkpoints = every === 0 ? 0 : Math.max(0, Math.ceil(left / every) - 1);
  const restart = job.preemptions > 0 ? job.terms.restart : 0;
  return now + restart + left + checkpoints * cost > at;
};

/** The second from which on a head that does not fit is expected to, and what it leaves over then. */
type Reservation = { readonly at: number; readonly extra: number };

const reserve = (world: World, head: Job): Reservation => {
  // Who can be stopped for the head is no obstacle; of the less important, no end is foreseen.
  const ends = running(world).filter((job) => job.stream <= head.stream);
  const stopped = head.stream === 0 ? sum(stoppable(world).map(({ row }) => row.gpus)) : 0;
  for (const at of [...new Set(ends.map(({ done }) => done))].sort((a, b) => a - b)) {
    const back = sum(ends.filter(({ done }) => done <= at).map(({ row }) => row.gpus));
    const extra = back + stopped - needs(world, head);
    if (extra >= 0) return { at, extra };
  }
  return { at: Infinity, extra: 0 };
};

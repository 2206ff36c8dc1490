/**
 * The queue of one importance: who waits, in which order, who runs, for whom capacity has been called. Its
 * order is fixed when the run begins, for every rule but fair share, whose users are ordered anew in each pass and
 * whose jobs stand in a range of places of their own.
 */
import { ExpectedEnds } from "./expected-ends.ts";
import type { JobStore } from "./job-store.ts";
import type { QueueSettings } from "./types.ts";
import { WaitingIndex } from "./waiting-index.ts";

export type JobQueue = {
  /** Index of its tier. */
  readonly tier: number;
  readonly settings: QueueSettings;
  readonly waiting: WaitingIndex;
  /** Job at each place of the order. */
  readonly jobAt: Int32Array;
  /** Jobs that run, linked in the order of their starts by `store.older` and `store.younger`. */
  oldest: number;
  youngest: number;
  /** Jobs whose turn has come and that hold capacity until they have it all, in the order of their turns. */
  readonly calling: number[];
  /** Submitted in this instant: the first so many of the list, whose memory is used again and again. */
  readonly fresh: number[];
  freshCount: number;
  /** When capacity is expected back, by pool; kept only when the queue reserves. */
  readonly ends: readonly ExpectedEnds[];
  /** Under fairShare: the users of this queue, each with its range of places. */
  readonly users: readonly UserRange[];
  readonly rangeOfUser: Int32Array;
  /**
   * The job that has a reservation, or -1, as of which state of the books; and for each pool the second from which it
   * holds and what it leaves over then.
   */
  reserved: number;
  reservedAsOf: number;
  readonly shadow: Float64Array;
  readonly extra: Float64Array;
  /** Capacity came back, or something else that calls for a pass over all who wait. */
  mustLook: boolean;
  /** How it is served; set once the world is there. */
  pass: { serve(): void } | undefined;
};

/** What a user has had, in GPU-seconds that fade with the half-life, as of a second, and what it has in use. */
export type UserRange = {
  readonly user: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  had: number;
  at: number;
  inUse: number;
};

/** The queue of the jobs whose owner has this priority. */
export const newJobQueue = (
  store: JobStore,
  settings: QueueSettings,
  tier: number,
  priority: number,
  pools: number,
): JobQueue => {
  const jobAt = inOrder(store, settings, priority);
  for (let place = 0; place < jobAt.length; place++) store.rank[jobAt[place] as number] = place;
  const users = settings.order === "fairShare" ? userRanges(store, jobAt) : [];
  return {
    tier,
    settings,
    waiting: new WaitingIndex(jobAt.length),
    jobAt,
    oldest: -1,
    youngest: -1,
    calling: [],
    fresh: [],
    freshCount: 0,
    ends: settings.backfill === "none" ? [] : Array.from({ length: pools }, () => new ExpectedEnds()),
    users,
    rangeOfUser: settings.order === "fairShare" ? rangeOfUser(users, store.table.users) : new Int32Array(0),
    reserved: -1,
    reservedAsOf: -1,
    shadow: new Float64Array(pools),
    extra: new Float64Array(pools),
    mustLook: false,
    pass: undefined,
  };
};

const inOrder = (store: JobStore, { order }: QueueSettings, priority: number): Int32Array => {
  const { table, streams } = store;
  const isOurs = streams.map((stream) => stream.priority === priority);
  let count = 0;
  for (let job = 0; job < table.count; job++) if (isOurs[table.stream[job] as number]) count++;
  const jobs = new Int32Array(count);
  count = 0;
  for (let job = 0; job < table.count; job++) if (isOurs[table.stream[job] as number]) jobs[count++] = job;
  const key = keyOf(store, order);
  // The number of a job is its place by submission: it ends every tie.
  return key === undefined ? jobs : jobs.sort((a, b) => (key[a] as number) - (key[b] as number) || a - b);
};

/** What a queue is ordered by, least first; undefined: by submission alone. */
const keyOf = ({ table }: JobStore, order: QueueSettings["order"]): ArrayLike<number> | undefined => {
  switch (order) {
    case "fcfs":
      return undefined;
    case "priority":
      return table.priority.map((priority) => -priority);
    case "sjf":
      return table.estimate;
    case "smallest":
      return table.gpus;
    case "fairShare":
      return table.user;
  }
};

const userRanges = (store: JobStore, jobAt: Int32Array): UserRange[] => {
  const { table, streams } = store;
  const ranges: UserRange[] = [];
  for (let from = 0; from < jobAt.length; ) {
    const first = jobAt[from] as number;
    const user = table.user[first] as number;
    let to = from + 1;
    while (to < jobAt.length && table.user[jobAt[to] as number] === user) to++;
    const { weight } = streams[table.stream[first] as number] as JobStore["streams"][0];
    ranges.push({ user, from, to, weight, had: 0, at: 0, inUse: 0 });
    from = to;
  }
  return ranges;
};

const rangeOfUser = (ranges: readonly UserRange[], users: number): Int32Array => {
  const index = new Int32Array(users);
  ranges.forEach(({ user }, i) => {
    index[user] = i;
  });
  return index;
};

/**
 * Jobs as columns, one row a job, in the order of submission. A table is what was asked for, never what became of
 * it: it is made once for a replication and every policy meets the same one.
 */

export type JobTable = {
  readonly count: number;
  /** Whole seconds since the start, ascending. */
  readonly submit: Float64Array;
  /** Index of the stream in the plan. */
  readonly stream: Uint16Array;
  /** Accelerators wanted, and the fewest it starts with. */
  readonly gpus: Int32Array;
  readonly minGpus: Int32Array;
  /** Run time with all its accelerators, in whole seconds; 0 is allowed. */
  readonly seconds: Float64Array;
  /** Run time that was asked for, in whole seconds; at least 1. */
  readonly estimate: Float64Array;
  /** Priority within its stream's owner, for queues ordered by it; higher first. */
  readonly priority: Int32Array;
  /** User or account, for fair share; dense from 0 over the whole table. */
  readonly user: Int32Array;
  readonly users: number;
  /** Position within its stream: what draws of its own are named by. */
  readonly row: Int32Array;
  /** Ids as the trace gives them, for `idOf`; undefined: the row's number. */
  readonly ids: readonly string[] | NumberIds | undefined;
};

/** Ids that are numbers become texts only when somebody asks. `copy`: of the trace, from 0. */
export type NumberIds = { readonly numbers: Float64Array; readonly copy: Uint16Array };

/** Id of a row; undefined when the trace has none. Later copies of a trace end with "/2", "/3" ... */
export const idOf = ({ ids }: Pick<JobTable, "ids">, row: number): string | undefined => {
  if (ids === undefined) return undefined;
  if (!("numbers" in ids)) return ids[row];
  const own = String(ids.numbers[row]);
  return ids.copy[row] === 0 ? own : `${own}/${(ids.copy[row] as number) + 1}`;
};

/** Rows of one stream before they are merged. */
export type JobRows = Omit<JobTable, "stream" | "row">;

/** An empty set of columns for `count` rows. */
export const newRows = (count: number): JobRows => ({
  count,
  submit: new Float64Array(count),
  gpus: new Int32Array(count),
  minGpus: new Int32Array(count),
  seconds: new Float64Array(count),
  estimate: new Float64Array(count),
  priority: new Int32Array(count),
  user: new Int32Array(count),
  users: 1,
  ids: undefined,
});

/**
 * The rows of several streams in one table: by submission, then by stream, then by position. Rows of stream k
 * are `streams[k]`, each sorted by submission; rows at or after `horizon` are left out. Users of different streams are different.
 */
export const mergeRows = (streams: readonly JobRows[], horizon: number): JobTable => {
  const ends = streams.map((rows) => firstAtOrAfter(rows.submit, horizon, rows.count));
  const [only] = streams;
  if (only !== undefined && streams.length === 1) return asTable(only, ends[0] as number);
  const count = ends.reduce((sum, n) => sum + n, 0);
  const table = {
    ...newRows(count),
    stream: new Uint16Array(count),
    row: new Int32Array(count),
    users: 0,
    ids: idsOf(streams, count),
  };
  const next = streams.map(() => 0);
  const firstUser: number[] = [];
  for (const rows of streams) {
    firstUser.push(table.users);
    table.users += rows.users;
  }
  for (let row = 0; row < count; row++) {
    let from = -1;
    for (let s = 0; s < streams.length; s++) {
      if ((next[s] as number) >= (ends[s] as number)) continue;
      if (from < 0 || submitOf(streams, next, s) < submitOf(streams, next, from)) from = s;
    }
    const rows = streams[from] as JobRows;
    const i = next[from] as number;
    next[from] = i + 1;
    table.submit[row] = rows.submit[i] as number;
    table.stream[row] = from;
    table.row[row] = i;
    table.gpus[row] = rows.gpus[i] as number;
    table.minGpus[row] = rows.minGpus[i] as number;
    table.seconds[row] = rows.seconds[i] as number;
    table.estimate[row] = rows.estimate[i] as number;
    table.priority[row] = rows.priority[i] as number;
    table.user[row] = (firstUser[from] as number) + (rows.user[i] as number);
    if (table.ids !== undefined) table.ids[row] = idOf(rows, i) ?? String(i);
  }
  return table;
};

/** The first rows of a single stream, as they are. */
const asTable = (rows: JobRows, count: number): JobTable => ({
  count,
  submit: rows.submit.subarray(0, count),
  stream: new Uint16Array(count),
  gpus: rows.gpus.subarray(0, count),
  minGpus: rows.minGpus.subarray(0, count),
  seconds: rows.seconds.subarray(0, count),
  estimate: rows.estimate.subarray(0, count),
  priority: rows.priority.subarray(0, count),
  user: rows.user.subarray(0, count),
  users: rows.users,
  row: upTo(count),
  ids: rows.ids,
});

const upTo = (count: number): Int32Array => {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
};

/** A table without a job. */
export const noJobs: JobTable = { ...newRows(0), stream: new Uint16Array(0), row: new Int32Array(0) };

const idsOf = (streams: readonly JobRows[], count: number): string[] | undefined =>
  streams.some((rows) => rows.ids !== undefined) ? new Array<string>(count) : undefined;

const submitOf = (streams: readonly JobRows[], next: readonly number[], s: number): number =>
  (streams[s] as JobRows).submit[next[s] as number] as number;

const firstAtOrAfter = (times: Float64Array, at: number, count: number): number => {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Jobs while they are picked from the raw rows. A job that is picked no earlier than it stands among the rows takes a
 * place there that has been read already, so the columns of the rows become those of the jobs; copies of a trace and
 * rows out of order need columns of their own.
 */
import type { JobRows } from "../../model/job-table.ts";
import type { RawRows } from "./raw-rows.ts";

type Column = Float64Array | Int32Array | Uint16Array;

export type Picked = {
  count: number;
  /** How many jobs there is room for. */
  readonly room: number;
  readonly submit: Float64Array;
  readonly seconds: Float64Array;
  readonly estimate: Float64Array;
  readonly gpus: Int32Array;
  readonly minGpus: Int32Array;
  readonly priority: Int32Array;
  /** As in the raw rows. */
  readonly user: Int32Array;
  /** The id as a number, else that of the row. */
  readonly id: Float64Array;
  /** Place among the raw rows; undefined when ids are no texts. */
  readonly from: Int32Array | undefined;
  readonly copy: Uint16Array;
};

/** In the columns of the raw rows themselves: they are picked in their order, each once. */
export const pickedInPlace = (raw: RawRows): Picked => {
  const { submit, run, estimate, gpus, minGpus, priority, user, id, count } = raw;
  const columns = { submit, seconds: run, estimate, gpus, minGpus, priority, user, id };
  return { ...columns, ...newLinks(raw, count), count: 0, room: count };
};

/** In columns of their own. */
export const newPicked = (raw: RawRows, room: number): Picked => ({
  count: 0,
  room,
  submit: new Float64Array(room),
  seconds: new Float64Array(room),
  estimate: new Float64Array(room),
  gpus: new Int32Array(room),
  minGpus: new Int32Array(room),
  priority: new Int32Array(room),
  user: new Int32Array(room),
  id: new Float64Array(room),
  ...newLinks(raw, room),
});

const newLinks = ({ texts }: RawRows, room: number): Pick<Picked, "from" | "copy"> => ({
  from: texts === undefined ? undefined : new Int32Array(room),
  copy: new Uint16Array(room),
});

/** Adds a job; its times are whole already. */
export const place = (
  picked: Picked,
  raw: RawRows,
  i: number,
  copy: number,
  submit: number,
  seconds: number,
  estimate: number,
  most: number,
): void => {
  const k = picked.count++;
  const gpus = Math.min(most, raw.gpus[i] as number);
  const id = raw.id[i] as number;
  picked.submit[k] = submit;
  picked.seconds[k] = seconds;
  picked.estimate[k] = Math.max(1, estimate);
  picked.minGpus[k] = Math.min(gpus, raw.minGpus[i] as number);
  picked.gpus[k] = gpus;
  picked.priority[k] = raw.priority[i] as number;
  picked.user[k] = raw.user[i] as number;
  picked.id[k] = Number.isNaN(id) ? (raw.row[i] as number) : id;
  if (picked.from !== undefined) picked.from[k] = i;
  if (copy !== 0) picked.copy[k] = copy;
};

/**
 * The jobs as they are handed on.
 *
 * @param hasIds - whether the trace gave any row an id
 */
export const toRows = (picked: Picked, raw: RawRows, hasIds: boolean): JobRows => {
  const { count } = picked;
  const users = makeDense(picked, raw.users.size);
  return {
    count,
    submit: trimmed(picked.submit, count),
    gpus: trimmed(picked.gpus, count),
    minGpus: trimmed(picked.minGpus, count),
    seconds: trimmed(picked.seconds, count),
    estimate: trimmed(picked.estimate, count),
    priority: trimmed(picked.priority, count),
    user: trimmed(picked.user, count),
    users,
    ids: hasIds ? idsOf(picked, raw) : undefined,
  };
};

/** A column is sent to other threads with all the room it has: little of it is kept, much is not. */
const trimmed = <A extends Column>(column: A, count: number): A =>
  (column.length > 1.25 * count ? column.slice(0, count) : column.subarray(0, count)) as A;

/** Numbers users of the jobs that are left anew, in the order of their first jobs; says how many there are. */
const makeDense = ({ count, user }: Picked, most: number): number => {
  const dense = new Int32Array(most + 1).fill(-1);
  let users = 0;
  for (let k = 0; k < count; k++) {
    const old = user[k] as number;
    if (dense[old] === -1) dense[old] = users++;
    user[k] = dense[old] as number;
  }
  return Math.max(1, users);
};

/** Ids as the trace has them; the number of the row where it has none. */
const idsOf = ({ count, id, from, copy }: Picked, { texts, row }: RawRows): JobRows["ids"] => {
  if (texts === undefined || from === undefined)
    return { numbers: trimmed(id, count), copy: trimmed(copy, count) };
  const ids = new Array<string>(count);
  for (let k = 0; k < count; k++) {
    const i = from[k] as number;
    const own = texts[i] === "" ? String(row[i]) : (texts[i] as string);
    ids[k] = copy[k] === 0 ? own : `${own}/${(copy[k] as number) + 1}`;
  }
  return ids;
};

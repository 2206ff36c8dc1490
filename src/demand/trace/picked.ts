/**
 * Jobs while they are picked from the raw rows: the columns of the result, and of each job its row and its copy,
 * by which users and ids are found at the end.
 */
import { type JobRows, newRows } from "../../model/job-table.ts";
import type { RawRows } from "./raw-rows.ts";

export type Picked = {
  count: number;
  readonly rows: JobRows;
  readonly from: Int32Array;
  readonly copy: Uint16Array;
};

export const newPicked = (room: number): Picked => ({
  count: 0,
  rows: newRows(room),
  from: new Int32Array(room),
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
  const { rows } = picked;
  const k = picked.count++;
  const gpus = Math.min(most, raw.gpus[i] as number);
  rows.submit[k] = submit;
  rows.seconds[k] = seconds;
  rows.estimate[k] = Math.max(1, estimate);
  rows.gpus[k] = gpus;
  rows.minGpus[k] = Math.min(gpus, raw.minGpus[i] as number);
  rows.priority[k] = raw.priority[i] as number;
  picked.from[k] = i;
  picked.copy[k] = copy;
};

/** The jobs as they are handed on. */
export const toRows = (picked: Picked, raw: RawRows): JobRows => {
  const { count, rows } = picked;
  const trimmed = <A extends Float64Array | Int32Array>(column: A): A =>
    (column.length === count ? column : column.slice(0, count)) as A;
  return {
    count,
    submit: trimmed(rows.submit),
    gpus: trimmed(rows.gpus),
    minGpus: trimmed(rows.minGpus),
    seconds: trimmed(rows.seconds),
    estimate: trimmed(rows.estimate),
    priority: trimmed(rows.priority),
    ...usersOf(picked, raw),
    ids: idsOf(picked, raw),
  };
};

/** Users of the jobs that are left, dense again, in the order of their first jobs. */
const usersOf = ({ count, from }: Picked, raw: RawRows): { user: Int32Array; users: number } => {
  const dense = new Int32Array(raw.users.size + 1).fill(-1);
  const user = new Int32Array(count);
  let users = 0;
  for (let k = 0; k < count; k++) {
    const old = raw.user[from[k] as number] as number;
    if (dense[old] === -1) dense[old] = users++;
    user[k] = dense[old] as number;
  }
  return { user, users: Math.max(1, users) };
};

/** Ids as the trace has them; the number of the row where it has none; undefined when it has none at all. */
const idsOf = ({ count, from, copy }: Picked, raw: RawRows): JobRows["ids"] => {
  const { texts, id, row } = raw;
  if (texts === undefined) {
    if (!hasNumber(raw)) return undefined;
    const numbers = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const i = from[k] as number;
      numbers[k] = Number.isNaN(id[i]) ? (row[i] as number) : (id[i] as number);
    }
    return { numbers, copy: copy.slice(0, count) };
  }
  const ids = new Array<string>(count);
  for (let k = 0; k < count; k++) {
    const i = from[k] as number;
    const own = texts[i] === "" ? String(row[i]) : (texts[i] as string);
    ids[k] = copy[k] === 0 ? own : `${own}/${(copy[k] as number) + 1}`;
  }
  return ids;
};

const hasNumber = ({ id, count }: RawRows): boolean => {
  for (let i = 0; i < count; i++) if (!Number.isNaN(id[i])) return true;
  return false;
};

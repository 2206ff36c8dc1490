/**
 * Rows as they were read, before they are shifted, cut and scaled: typed columns that grow, so that a million
 * rows cost no objects. Times are seconds of the trace and may have fractions. Room that is never written to
 * takes no memory, so there is plenty of it, and zeros are not written.
 */

export type RawRows = {
  count: number;
  submit: Float64Array;
  /** Time in the queue, as recorded; 0 when the trace does not say. */
  waited: Float64Array;
  run: Float64Array;
  estimate: Float64Array;
  gpus: Int32Array;
  minGpus: Int32Array;
  priority: Int32Array;
  user: Int32Array;
  /** Number of the row in the file, from 0, and its line. */
  row: Int32Array;
  line: Int32Array;
  /** Ids that are numbers; NaN: none. */
  id: Float64Array;
  /** Ids that are texts; undefined when they are numbers or there are none. */
  readonly texts: string[] | undefined;
  readonly users: Map<string | number, number>;
};

/** Rows that there is room for at first; so much more when that is full, up to a million and beyond it. */
const ROOM = 4096;
const MANY = 1_048_576;
const [STEP, LATER_STEP] = [16, 4];

const FLOATS = ["submit", "waited", "run", "estimate", "id"] as const;
const WHOLES = ["gpus", "minGpus", "priority", "user", "row", "line"] as const;

export const newRawRows = (hasTextIds: boolean): RawRows => {
  const room = ROOM;
  return {
    count: 0,
    submit: new Float64Array(room),
    waited: new Float64Array(room),
    run: new Float64Array(room),
    estimate: new Float64Array(room),
    gpus: new Int32Array(room),
    minGpus: new Int32Array(room),
    priority: new Int32Array(room),
    user: new Int32Array(room),
    row: new Int32Array(room),
    line: new Int32Array(room),
    id: new Float64Array(room),
    texts: hasTextIds ? [] : undefined,
    users: new Map(),
  };
};

/** Many times the room: what is copied costs, what is not used does not. */
export const grow = (rows: RawRows): void => {
  const { length } = rows.submit;
  const room = length * (length < MANY ? STEP : LATER_STEP);
  for (const name of FLOATS) {
    const larger = new Float64Array(room);
    larger.set(rows[name]);
    rows[name] = larger;
  }
  for (const name of WHOLES) {
    const larger = new Int32Array(room);
    larger.set(rows[name]);
    rows[name] = larger;
  }
};

/** The dense number of a user, in the order of their first rows. */
export const userOf = (rows: RawRows, user: string | number): number => {
  const known = rows.users.get(user);
  if (known !== undefined) return known;
  rows.users.set(user, rows.users.size);
  return rows.users.size - 1;
};

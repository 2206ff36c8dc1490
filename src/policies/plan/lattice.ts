/**
 * Exact dynamic programming over a lattice of levels. Calls are for good, so what has been called of each lease
 * only rises; a state is one level a lease. From the last stage backwards
 *
 *   V_k(s) = min over s' >= s of  raise_k(s, s') + shortage_k(s') + V_{k+1}(s').
 *
 * Raising costs are a sum over leases and depend on the two levels as a difference, so that the minimum is taken
 * lease by lease with one scan a line: stages x states x leases steps in all.
 */
import type { Gpus } from "../../model/types.ts";
import { type Book, gainOf, type Return, type Solution, shortageCost } from "./book.ts";

/** Levels of each lease, ascending from 0: how much of it may have been called. */
export type Levels = readonly (readonly Gpus[])[];

/** How many states a lattice has. */
export const statesOf = (levels: Levels): number => levels.reduce((product, l) => product * l.length, 1);

/** The cheapest way up the lattice. Of equally cheap ones the later, and the smaller, is taken. */
export const climb = (book: Book, levels: Levels): Solution => {
  const stages = book.starts.length;
  const states = statesOf(levels);
  const strides = stridesOf(levels);
  const lost = lossTables(book, levels);
  // Row k holds V_k; what is behind the last stage costs nothing.
  const values = new Float64Array(states * (stages + 1));
  for (let k = stages - 1; k >= 0; k--) {
    const row = values.subarray(k * states, (k + 1) * states);
    stay(book, levels, k, values.subarray((k + 1) * states, (k + 2) * states), row);
    for (let l = 0; l < levels.length; l++) {
      if (book.leases[l]?.possible[k] !== true) continue;
      raise(row, strides[l] as number, (levels[l] as readonly Gpus[]).length, lost[l]?.[k] as Float64Array);
    }
  }
  return { cost: values[0] as number, returns: retrace(book, levels, lost, values) };
};

/** Stage by stage the cost of being in each state and going on from there, without raising anything at its start. */
const stay = (book: Book, levels: Levels, k: number, next: Float64Array, row: Float64Array): void => {
  const gains = levels.map((list, l) =>
    list.map((called) => gainOf(book.leases[l] as Book["leases"][0], called, k)),
  );
  const at = levels.map(() => 0);
  let supply = book.supply[k] as number;
  for (let s = 0; s < row.length; s++) {
    row[s] = shortageCost(book, k, supply) + (next[s] as number);
    for (let l = levels.length - 1; l >= 0; l--) {
      const mine = gains[l] as number[];
      supply -= mine[at[l] as number] as number;
      at[l] = ((at[l] as number) + 1) % mine.length;
      supply += mine[at[l] as number] as number;
      if (at[l] !== 0) break;
    }
  }
};

/** Lets one lease rise: along each of its lines, the cheapest level from each one up. */
const raise = (row: Float64Array, stride: number, count: number, lost: Float64Array): void => {
  for (let start = 0; start < row.length; start += stride * count) {
    for (let line = start; line < start + stride; line++) {
      let best = Number.POSITIVE_INFINITY;
      for (let level = count - 1; level >= 0; level--) {
        const s = line + level * stride;
        best = Math.min(best, (row[s] as number) + (lost[level] as number));
        row[s] = Math.min(row[s] as number, best - (lost[level] as number));
      }
    }
  }
};

/** Follows the cheapest way forward through the values that were kept. */
const retrace = (
  book: Book,
  levels: Levels,
  lost: readonly (readonly Float64Array[])[],
  values: Float64Array,
): Return[] => {
  const states = statesOf(levels);
  const strides = stridesOf(levels);
  const returns: Return[] = [];
  const at = levels.map(() => 0);
  const row = new Float64Array(states);
  let state = 0;
  for (let k = 0; k < book.starts.length; k++) {
    // Lease by lease from the last: the rows before it have had fewer leases raised.
    const rows: Float64Array[] = [];
    stay(book, levels, k, values.subarray((k + 1) * states, (k + 2) * states), row);
    for (let l = 0; l < levels.length; l++) {
      rows.push(row.slice());
      if (book.leases[l]?.possible[k] !== true) continue;
      raise(row, strides[l] as number, (levels[l] as readonly Gpus[]).length, lost[l]?.[k] as Float64Array);
    }
    for (let l = levels.length - 1; l >= 0; l--) {
      if (book.leases[l]?.possible[k] !== true) continue;
      const from = at[l] as number;
      const to = cheapest(
        rows[l] as Float64Array,
        state,
        strides[l] as number,
        from,
        lost[l]?.[k] as Float64Array,
      );
      if (to === from) continue;
      const list = levels[l] as readonly Gpus[];
      returns.push({ lease: l, stage: k, gpus: (list[to] as Gpus) - (list[from] as Gpus) });
      state += (to - from) * (strides[l] as number);
      at[l] = to;
    }
  }
  return returns;
};

/** The lowest level that is cheapest to rise to; staying wins ties, up to rounding. */
const cheapest = (
  row: Float64Array,
  state: number,
  stride: number,
  from: number,
  lost: Float64Array,
): number => {
  const stays = row[state] as number;
  let best = from;
  let least = stays - 1e-12 * (1 + Math.abs(stays));
  for (let to = from + 1; to < lost.length; to++) {
    const cost =
      (row[state + (to - from) * stride] as number) + (lost[to] as number) - (lost[from] as number);
    if (cost >= least) continue;
    least = cost;
    best = to;
  }
  return best;
};

const stridesOf = (levels: Levels): number[] => {
  const strides = levels.map(() => 1);
  for (let l = levels.length - 2; l >= 0; l--)
    strides[l] = (strides[l + 1] as number) * (levels[l + 1] as readonly Gpus[]).length;
  return strides;
};

/** Dollars lost by lease, stage and level. */
const lossTables = (book: Book, levels: Levels): Float64Array[][] =>
  levels.map((list, l) => {
    const lease = book.leases[l] as Book["leases"][0];
    return book.starts.map((_, k) =>
      Float64Array.from(list, (gpus) => (lease.possible[k] === true ? lease.lost(gpus, k) : 0)),
    );
  });

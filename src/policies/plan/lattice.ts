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
  // By lease: the level to rise to from each state at each stage.
  const choices = levels.map(() => new Uint16Array(states * stages));
  const row = new Float64Array(states);
  for (let k = stages - 1; k >= 0; k--) {
    stay(book, levels, k, row);
    for (let l = 0; l < levels.length; l++) {
      const losses = lost[l]?.[k];
      if (losses === undefined) continue;
      const chosen = (choices[l] as Uint16Array).subarray(k * states, (k + 1) * states);
      raise(row, chosen, strides[l] as number, losses);
    }
  }
  return { cost: row[0] as number, returns: follow(book, levels, choices) };
};

/** Adds to each state's cost from the next stage on what it costs to be in it during this one. */
const stay = (book: Book, levels: Levels, k: number, row: Float64Array): void => {
  const gains = levels.map((list, l) =>
    list.map((called) => gainOf(book.leases[l] as Book["leases"][0], called, k)),
  );
  const at = levels.map(() => 0);
  let supply = book.supply[k] as number;
  for (let s = 0; s < row.length; s++) {
    row[s] = shortageCost(book, k, supply) + (row[s] as number);
    for (let l = levels.length - 1; l >= 0; l--) {
      const mine = gains[l] as number[];
      supply -= mine[at[l] as number] as number;
      at[l] = ((at[l] as number) + 1) % mine.length;
      supply += mine[at[l] as number] as number;
      if (at[l] !== 0) break;
    }
  }
};

/** Lets one lease rise: along each of its lines, the cheapest level from each one up; the lowest of equals. */
const raise = (row: Float64Array, choices: Uint16Array, stride: number, lost: Float64Array): void => {
  const count = lost.length;
  for (let start = 0; start < row.length; start += stride * count) {
    for (let line = start; line < start + stride; line++) {
      let best = Number.POSITIVE_INFINITY;
      let chosen = count - 1;
      for (let level = count - 1; level >= 0; level--) {
        const s = line + level * stride;
        const cost = (row[s] as number) + (lost[level] as number);
        // Rounding must not make a call look better than waiting.
        if (cost <= best + SLACK * Math.abs(best)) {
          best = cost;
          chosen = level;
        } else row[s] = best - (lost[level] as number);
        choices[s] = chosen;
      }
    }
  }
};

const SLACK = 1e-13;

/** The returns along the chosen way, from nothing called. */
const follow = (book: Book, levels: Levels, choices: readonly Uint16Array[]): Return[] => {
  const strides = stridesOf(levels);
  const states = statesOf(levels);
  const returns: Return[] = [];
  const at = levels.map(() => 0);
  let state = 0;
  for (let k = 0; k < book.starts.length; k++) {
    // The lease that was raised last decides first: what the others do was worked out for each of its levels.
    for (let l = levels.length - 1; l >= 0; l--) {
      if (book.leases[l]?.possible[k] !== true) continue;
      const from = at[l] as number;
      const to = choices[l]?.[k * states + state] as number;
      if (to === from) continue;
      const list = levels[l] as readonly Gpus[];
      returns.push({ lease: l, stage: k, gpus: (list[to] as Gpus) - (list[from] as Gpus) });
      state += (to - from) * (strides[l] as number);
      at[l] = to;
    }
  }
  return returns;
};

const stridesOf = (levels: Levels): number[] => {
  const strides = levels.map(() => 1);
  for (let l = levels.length - 2; l >= 0; l--)
    strides[l] = (strides[l + 1] as number) * (levels[l + 1] as readonly Gpus[]).length;
  return strides;
};

/** Dollars lost by lease, stage and level; nothing where a lease cannot be back. */
const lossTables = (book: Book, levels: Levels): (Float64Array | undefined)[][] =>
  levels.map((list, l) => {
    const { possible, lost } = book.leases[l] as Book["leases"][0];
    return possible.map((isPossible, k) => {
      if (!isPossible) return undefined;
      const losses = new Float64Array(list.length);
      for (let i = 0; i < list.length; i++) losses[i] = lost(list[i] as Gpus, k);
      return losses;
    });
  });

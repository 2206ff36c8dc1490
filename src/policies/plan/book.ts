/**
 * The lease book as a planning problem. Time is cut into stages; in each, demand is one of several equally likely
 * values and supply is what there would be without further calls. A call that is back at the start of a stage
 * adds to supply from then on, for good, and loses rent from its notice on. The cost to be made least is
 *
 *   value x expected accelerator-seconds short + what the calls lose.
 */
import type { Gpus, Seconds } from "../../model/types.ts";

export type Book = {
  /** Starts of the stages, ascending, and how many seconds of each count. */
  readonly starts: readonly Seconds[];
  readonly lengths: readonly Seconds[];
  /** By stage: supply without further calls, and equally likely demands, ascending. */
  readonly supply: readonly Gpus[];
  readonly demands: readonly (readonly number[])[];
  /** Dollars for an accelerator-second short. */
  readonly value: number;
  readonly leases: readonly BookLease[];
};

export type BookLease = {
  /** The most that can be called of it, and the worth of one in the demand's own. */
  readonly most: Gpus;
  readonly ratio: number;
  /** A shrink must leave so many; ending it whole is always possible. */
  readonly leave: Gpus;
  /** By stage: whether a call can be back at its start, and what it would keep of the lease if nothing were called. */
  readonly possible: readonly boolean[];
  readonly kept: readonly Gpus[];
  /** Share of a call that is handed over by a stage already when its deadline is at a later one; undefined: nothing. */
  readonly early?: ((stage: number, back: number) => number) | undefined;
  /** Dollars lost when so many are back at the start of a stage. */
  readonly lost: (gpus: Gpus, stage: number) => number;
};

/** So many more accelerators of a lease, back at the start of a stage. */
export type Return = { readonly lease: number; readonly stage: number; readonly gpus: Gpus };

export type Solution = {
  /** Expected cost in dollars, of what is short and of what is called. */
  readonly cost: number;
  /** In the order of stages, then leases. */
  readonly returns: readonly Return[];
};

/** What a lease adds to supply in a stage when so many have been called back. */
export const gainOf = (lease: BookLease, called: Gpus, stage: number): Gpus =>
  Math.floor(Math.min(called, lease.kept[stage] as Gpus) * lease.ratio);

/** Dollars for what is expected to be short in a stage. */
export const shortageCost = (book: Book, stage: number, supply: number): number => {
  const demands = book.demands[stage] as readonly number[];
  let short = 0;
  for (let i = demands.length - 1; i >= 0; i--) {
    const missing = (demands[i] as number) - supply;
    if (missing <= 0) break;
    short += missing;
  }
  return (book.value * (book.lengths[stage] as number) * short) / demands.length;
};

/** Cost of a set of returns, from the definition: what a solution must report. */
export const costOf = (book: Book, returns: readonly Return[]): number => {
  let cost = 0;
  book.leases.forEach((lease, l) => {
    let called = 0;
    for (const back of returns) {
      if (back.lease !== l) continue;
      cost += lease.lost(called + back.gpus, back.stage) - lease.lost(called, back.stage);
      called += back.gpus;
    }
  });
  for (let stage = 0; stage < book.starts.length; stage++)
    cost += shortageCost(book, stage, (book.supply[stage] as number) + gainBy(book, returns, stage));
  return cost;
};

/** What a set of returns adds to supply in a stage, early hand-over included. */
export const gainBy = (book: Book, returns: readonly Return[], stage: number): Gpus => {
  const called = book.leases.map(() => 0);
  for (const { lease, stage: back, gpus } of returns) {
    const share = stage >= back ? 1 : (book.leases[lease]?.early?.(stage, back) ?? 0);
    called[lease] = (called[lease] as number) + gpus * share;
  }
  return book.leases.reduce((sum, lease, l) => sum + gainOf(lease, called[l] as number, stage), 0);
};

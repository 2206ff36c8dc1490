/**
 * Tenants that hand over before their deadline. What comes early depends on the day of the notice, which a state of
 * the lattice does not know; so its calls are taken one by one, the others as they are, and each is moved to the
 * date, or left out, that costs least with early hand-over counted. A lease that is not called is tried whole.
 */
import type { Gpus } from "../../model/types.ts";
import {
  type Book,
  type BookLease,
  costOf,
  gainBy,
  gainOf,
  type Return,
  type Solution,
  shortageCost,
} from "./book.ts";

/** Rounds over the calls; each ends sooner when nothing gains. */
const MOST_ROUNDS = 3;
/** A lease called in more steps than this is left as it is: each step is too small to matter. */
const MOST_STEPS = 6;

/** The solution with its dates moved; never worse than it was. */
export const withEarlyReturns = (book: Book, start: Solution): Solution => {
  let best: Solution = { cost: costOf(book, start.returns), returns: start.returns };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = best.cost;
    book.leases.forEach((lease, l) => {
      if (lease.early === undefined || lease.most === 0) return;
      const mine = best.returns.filter((back) => back.lease === l);
      if (mine.length > MOST_STEPS) return;
      const moved = mine.length === 0 ? [{ lease: l, stage: -1, gpus: lease.most }] : mine;
      for (const back of moved) best = move(book, best, back);
    });
    if (!(best.cost < before)) break;
  }
  return best;
};

/** Moves one return to its best stage; stage -1 is one that is not made so far. */
const move = (book: Book, now: Solution, back: Return): Solution => {
  const others = now.returns.filter((other) => other !== back);
  const stage = bestStage(book, others, back);
  const returns = (stage < 0 ? others : [...others, { ...back, stage }]).sort(
    (a, b) => a.stage - b.stage || a.lease - b.lease,
  );
  if (!isAllowed(book, returns, back.lease)) return now;
  const cost = costOf(book, returns);
  return cost < now.cost ? { cost, returns } : now;
};

/** A lease whose steps are rearranged must still leave its minimum after each. */
const isAllowed = (book: Book, returns: readonly Return[], l: number): boolean => {
  const lease = book.leases[l] as BookLease;
  let called = 0;
  for (const back of returns) {
    if (back.lease !== l) continue;
    called += back.gpus;
    if (called > lease.most || (called < lease.most && lease.most - called < lease.leave)) return false;
  }
  return true;
};

/** The stage at which the others, and this one, cost least together; -1: not at all. Of equals the first. */
const bestStage = (book: Book, others: readonly Return[], { lease: l, stage: now, gpus }: Return): number => {
  const trial = trialOf(book, others, book.leases[l] as BookLease, gpus);
  const { possible } = trial.lease;
  // What is known to be had bounds the search: no stage that cannot cost less need be looked at to the end.
  let known = trial.cheapest;
  for (const stage of [now, trial.promising])
    if (possible[stage] === true) known = Math.min(known, costAt(book, trial, stage, known));
  let best = -1;
  let least = trial.cheapest;
  for (let k = 0; k < book.starts.length; k++) {
    if (possible[k] !== true) continue;
    const cost = costAt(book, trial, k, known);
    if (cost >= least) continue;
    least = cost;
    known = Math.min(known, cost);
    best = k;
  }
  return best;
};

/** One return that is tried at every stage, with the others as they are. */
type Trial = {
  readonly lease: BookLease;
  readonly gpus: Gpus;
  /** By stage: supply without it, and dollars for what is short then. */
  readonly without: readonly number[];
  readonly short: readonly number[];
  /** By stage: what it costs to have it back then, if nothing is handed over early; and not to have it at all. */
  readonly punctual: Float64Array;
  readonly cheapest: number;
  /** By stage, and at the end: the most that may be spared before, as a sum. */
  readonly spareable: Float64Array;
  /** Where it would cost least if nothing were handed over early; -1: nowhere. */
  readonly promising: number;
};

const trialOf = (book: Book, others: readonly Return[], lease: BookLease, gpus: Gpus): Trial => {
  const stages = book.starts.length;
  const without = book.starts.map((_, k) => (book.supply[k] as number) + gainBy(book, others, k));
  const short = without.map((supply, k) => shortageCost(book, k, supply));
  const shortWith = without.map((supply, k) => shortageCost(book, k, supply + gainOf(lease, gpus, k)));
  const punctual = new Float64Array(stages);
  const spareable = new Float64Array(stages + 1);
  let before = 0;
  let after = shortWith.reduce((sum, cost) => sum + cost, 0);
  let promising = -1;
  for (let k = 0; k < stages; k++) {
    punctual[k] = before + after + lease.lost(gpus, k);
    const isBetter = promising < 0 || (punctual[k] as number) < (punctual[promising] as number);
    if (lease.possible[k] === true && isBetter) promising = k;
    before += short[k] as number;
    after -= shortWith[k] as number;
    spareable[k + 1] = (spareable[k] as number) + (short[k] as number) - (shortWith[k] as number);
  }
  const cheapest = short.reduce((sum, cost) => sum + cost, 0);
  return { lease, gpus, without, short, punctual, cheapest, spareable, promising };
};

/** Rounding must not hide a cost that is less. */
const SLACK = 1e-9;

/**
 * What it costs to have it back at a stage, less what early hand-over spares before.
 *
 * @param known - a cost that is to be had: as soon as this one cannot be less, Infinity is returned
 */
const costAt = (book: Book, trial: Trial, back: number, known: number): number => {
  const { lease, gpus, without, short, spareable } = trial;
  const punctual = trial.punctual[back] as number;
  const enough = punctual - known - SLACK * (Math.abs(known) + Math.abs(punctual));
  const from = firstEarly(lease, back);
  let spared = 0;
  for (let k = back - 1; k >= from; k--) {
    // From here on it can spare no more than if all of it were there.
    if (spared + (spareable[k + 1] as number) - (spareable[from] as number) < enough)
      return Number.POSITIVE_INFINITY;
    if (short[k] === 0) continue;
    const share = lease.early?.(k, back) ?? 0;
    spared +=
      (short[k] as number) - shortageCost(book, k, (without[k] as number) + gainOf(lease, gpus * share, k));
  }
  return punctual - spared;
};

/** The first stage at which something is handed over already of what is due at `back`: from then on it only grows. */
const firstEarly = ({ early }: BookLease, back: number): number => {
  let low = 0;
  let high = back;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((early?.(middle, back) ?? 0) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
};

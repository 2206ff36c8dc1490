/**
 * The cheapest calls of a book. A small one is solved exactly, on all levels that can matter. A large one is
 * solved on coarse levels if these fit, and then lease by lease on fine ones with the others as they are, until
 * nothing gains: each step is exact for its lease and never makes the plan worse. Tenants that hand over before
 * their deadline are not in the lattice; the dates of its calls are moved for them afterwards.
 */
import type { Gpus } from "../../model/types.ts";
import { type Book, type BookLease, costOf, gainBy, gainOf, type Solution } from "./book.ts";
import { withEarlyReturns } from "./early-returns.ts";
import { climb, type Levels, statesOf } from "./lattice.ts";
import { allLevels, countLevels, evenLevels, kinksOf } from "./levels.ts";

/** Most stages x demands x states of an exact lattice: at most 4 MB of choices a lease. */
const MOST_EXACT = 2 ** 21;
/** The same in a large book, which is gone over several times; and most levels of one lease. */
const MOST_WORK = 2 ** 18;
const MOST_LEVELS = 1024;
/** Leases of which every subset is looked at for kinks. */
const MOST_BESIDE = 10;
/** Rounds over the leases; each ends sooner when nothing gains. */
const MOST_ROUNDS = 4;

/** Whether `solve` finds the least cost there is, and not only a low one. */
export const isExact = (book: Book): boolean =>
  exactLevels(book) !== undefined && book.leases.every(({ early }) => early === undefined);

/** The cheapest calls; exact where `isExact` says so. */
export const solve = (book: Book): Solution => {
  const exact = exactLevels(book);
  const found = exact === undefined ? improve(book, coarse(book)) : climb(book, exact);
  return book.leases.some(({ early }) => early !== undefined) ? withEarlyReturns(book, found) : found;
};

/** All levels that can matter, if they are few enough. */
const exactLevels = (book: Book): Levels | undefined => {
  const most = MOST_EXACT / pointsOf(book);
  let states = 1;
  for (const lease of book.leases) states *= countLevels(lease);
  if (states <= most) return book.leases.map(allLevels);
  // One lease that can be shrunk beside others that can only be ended: its kinks, whatever the others do.
  const shrinkable = book.leases.filter((lease) => countLevels(lease) > 2);
  if (shrinkable.length !== 1 || book.leases.length > MOST_BESIDE || !book.leases.every(isLinear))
    return undefined;
  const levels = book.leases.map((lease) =>
    lease === shrinkable[0] ? kinksBeside(book, lease) : [0, lease.most],
  );
  return statesOf(levels) <= most ? levels : undefined;
};

/** Ratios other than 1 are rounded down, which adds kinks that are not listed. */
const isLinear = (lease: BookLease): boolean => lease.ratio === 1;

const kinksBeside = (book: Book, lease: BookLease): Gpus[] => {
  const levels = new Set<Gpus>();
  const others = book.leases.filter((other) => other !== lease);
  for (let subset = 0; subset < 1 << others.length; subset++) {
    const gained = book.starts.map((_, k) =>
      others.reduce(
        (sum, other, o) => sum + (((subset >> o) & 1) === 1 ? gainOf(other, other.most, k) : 0),
        0,
      ),
    );
    for (const level of kinksOf(book, lease, gained, Number.POSITIVE_INFINITY)) levels.add(level);
  }
  for (const kept of lease.kept) if (kept <= lease.most - lease.leave) levels.add(kept);
  return [...levels].sort((a, b) => a - b);
};

const coarse = (book: Book): Solution => {
  const most = affordable(book);
  const whole = book.leases.map((lease): Gpus[] => [0, lease.most]);
  if (statesOf(whole) > most) return { cost: costOf(book, []), returns: [] };
  const withSteps = (count: number): number =>
    book.leases.reduce((product, lease) => product * (countLevels(lease) > 2 ? count + 1 : 2), 1);
  let count = 2;
  while (count < most && withSteps(count + 1) <= most) count++;
  const levels = book.leases.map((lease, l) =>
    countLevels(lease) > 2 ? evenLevels(lease, count) : (whole[l] as Gpus[]),
  );
  return climb(book, statesOf(levels) <= most ? levels : whole);
};

/** How many levels or states a lattice of a large book may have. */
const affordable = (book: Book): number =>
  Math.max(8, Math.min(MOST_LEVELS, Math.floor(MOST_WORK / pointsOf(book))));

/** Demands over all stages, each of which is looked at for each state. */
const pointsOf = ({ demands }: Book): number => demands.reduce((sum, { length }) => sum + length, 1);

/** Looks at one lease after the other with the rest of the plan as it is. */
const improve = (book: Book, start: Solution): Solution => {
  let best = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = best.cost;
    for (let l = 0; l < book.leases.length; l++) best = better(book, best, l);
    if (!(best.cost < before - 1e-9 * Math.abs(before))) break;
  }
  return best;
};

const better = (book: Book, now: Solution, l: number): Solution => {
  const others = now.returns.filter((back) => back.lease !== l);
  const gained = book.starts.map((_, stage) => gainBy(book, others, stage));
  const lease = book.leases[l] as BookLease;
  const alone: Book = {
    ...book,
    leases: [lease],
    supply: book.supply.map((supply, k) => supply + (gained[k] as number)),
  };
  const count = affordable(book);
  const mine = climb(alone, [
    kinksOf(
      alone,
      lease,
      book.starts.map(() => 0),
      count,
    ),
  ]);
  const returns = [...others, ...mine.returns.map((back) => ({ ...back, lease: l }))].sort(
    (a, b) => a.stage - b.stage || a.lease - b.lease,
  );
  const cost = costOf(book, returns);
  return cost < now.cost ? { cost, returns } : now;
};

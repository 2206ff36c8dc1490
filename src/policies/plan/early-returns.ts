/**
 * Tenants that hand over before their deadline. What comes early depends on the day of the notice, which a state of
 * the lattice does not know; so its calls are taken one by one, the others as they are, and each is moved to the
 * date, or left out, that costs least with early hand-over counted. A lease that is not called is tried whole.
 */
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

/** The stage at which the others, and this one, cost least together; -1: not at all. */
const bestStage = (book: Book, others: readonly Return[], { lease: l, gpus }: Return): number => {
  const lease = book.leases[l] as BookLease;
  const without = book.starts.map((_, k) => (book.supply[k] as number) + gainBy(book, others, k));
  const short = without.map((supply, k) => shortageCost(book, k, supply));
  const shortWith = without.map((supply, k) => shortageCost(book, k, supply + gainOf(lease, gpus, k)));
  let before = 0;
  let after = shortWith.reduce((sum, cost) => sum + cost, 0);
  let best = -1;
  let least = short.reduce((sum, cost) => sum + cost, 0);
  for (let k = 0; k < book.starts.length; k++) {
    if (lease.possible[k] === true) {
      const cost = before + after + lease.lost(gpus, k) - sparedEarly(book, lease, gpus, without, short, k);
      if (cost < least) {
        least = cost;
        best = k;
      }
    }
    before += short[k] as number;
    after -= shortWith[k] as number;
  }
  return best;
};

/** What early hand-over spares before the deadline. */
const sparedEarly = (
  book: Book,
  lease: BookLease,
  gpus: number,
  without: readonly number[],
  short: readonly number[],
  back: number,
): number => {
  let spared = 0;
  for (let k = back - 1; k >= 0; k--) {
    const share = lease.early?.(k, back) ?? 0;
    if (share <= 0) break;
    if (short[k] === 0) continue;
    const gain = gainOf(lease, gpus * share, k);
    spared += (short[k] as number) - shortageCost(book, k, (without[k] as number) + gain);
  }
  return spared;
};

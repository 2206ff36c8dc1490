/** Small books, drawn at random, and the least cost found by trying every way to call. */
import { type Book, type BookLease, costOf, type Return } from "../../../src/policies/plan/book.ts";
import { allLevels } from "../../../src/policies/plan/levels.ts";
import type { Generator } from "../../../src/random/generator.ts";
import { uniform } from "../../../src/random/variates.ts";

export type Shape = { readonly leases: number; readonly dates: number; readonly most: number };

/** A book of so many leases and dates; half of the leases can only be ended whole. */
export const toyBook = (random: Generator, { leases, dates, most }: Shape): Book => {
  const whole = (from: number, to: number): number => Math.floor(uniform(random, from, to + 1));
  const starts = Array.from({ length: dates }, (_, k) => k * 10);
  return {
    starts,
    lengths: starts.map(() => 10),
    supply: starts.map(() => whole(0, 3)),
    demands: starts.map(() =>
      Array.from({ length: whole(1, 3) }, () => whole(0, 2 * most)).sort((a, b) => a - b),
    ),
    value: whole(1, 4),
    leases: Array.from({ length: leases }, () => toyLease(whole, dates, most)),
  };
};

const toyLease = (whole: (from: number, to: number) => number, dates: number, most: number): BookLease => {
  const gpus = whole(1, most);
  const first = whole(0, Math.floor(dates / 2));
  const end = whole(0, 2) === 0 ? whole(first, dates - 1) : dates;
  const fee = whole(0, 3);
  const charge = whole(0, 4);
  return {
    most: gpus,
    ratio: 1,
    leave: whole(0, 1) === 0 ? gpus : whole(0, gpus),
    possible: Array.from({ length: dates }, (_, k) => k >= first),
    kept: Array.from({ length: dates }, (_, k) => (k < end ? gpus : 0)),
    lost: (called, stage) => called * (fee * 10 * Math.max(0, end - stage) + (stage < end ? charge : 0)),
  };
};

/** The least cost over every rising sequence of levels of every lease: no recursion over stages, no sharing. */
export const leastByTrying = (book: Book): number => {
  let least = Number.POSITIVE_INFINITY;
  const ways = book.leases.map((lease, l) => waysOf(lease, l, book.starts.length));
  const choose = (l: number, returns: readonly Return[]): void => {
    if (l === ways.length) {
      least = Math.min(least, costOf(book, returns));
      return;
    }
    for (const way of ways[l] as Return[][]) choose(l + 1, [...returns, ...way]);
  };
  choose(0, []);
  return least;
};

/** Every way to call a lease: for each pair of levels a later one is reached at a later stage. */
const waysOf = (lease: BookLease, l: number, dates: number): Return[][] => {
  const levels = allLevels(lease);
  const ways: Return[][] = [];
  const go = (stage: number, level: number, so: readonly Return[]): void => {
    if (stage === dates) {
      ways.push([...so]);
      return;
    }
    for (let next = level; next < levels.length; next++) {
      if (next > level && lease.possible[stage] !== true) break;
      const gpus = (levels[next] as number) - (levels[level] as number);
      go(stage + 1, next, gpus === 0 ? so : [...so, { lease: l, stage, gpus }]);
    }
  };
  go(0, 0, []);
  return ways;
};

/** The dynamic programme against trying everything, on books small enough for that. */
import { describe, expect, test } from "vitest";
import { type Book, costOf } from "../../../src/policies/plan/book.ts";
import { climb } from "../../../src/policies/plan/lattice.ts";
import { allLevels, evenLevels, kinksOf } from "../../../src/policies/plan/levels.ts";
import { isExact, solve } from "../../../src/policies/plan/solve.ts";
import { openStream } from "../../../src/random/streams.ts";
import { leastByTrying, toyBook } from "./toy-books.ts";

const books = (count: number, shape: Parameters<typeof toyBook>[1]): Book[] =>
  Array.from({ length: count }, (_, i) => toyBook(openStream("plan", i, "toy", "book"), shape));

/** The same book with stages behind its end that take no time. */
const stretched = (book: Book, stages: number): Book => {
  const more = <T>(list: readonly T[], value: T): T[] => [
    ...list,
    ...Array.from({ length: stages - list.length }, () => value),
  ];
  return {
    ...book,
    starts: more(book.starts, book.starts.length * 10),
    lengths: more(book.lengths, 0),
    supply: more(book.supply, 0),
    demands: more(book.demands, [0]),
    leases: book.leases.map((lease) => ({
      ...lease,
      possible: more(lease.possible, false),
      kept: more(lease.kept, 0),
    })),
  };
};

describe("a plan of calls", () => {
  test("costs no more than any other, on 200 books of three leases and ten dates that end whole or not at all", () => {
    const many = books(200, { leases: 3, dates: 10, most: 3 }).map((book) => ({
      ...book,
      leases: book.leases.map((lease) => ({ ...lease, leave: lease.most })),
    }));
    for (const book of many) {
      const { cost, returns } = solve(book);
      expect(isExact(book)).toBe(true);
      expect(cost).toBeCloseTo(leastByTrying(book), 6);
      expect(costOf(book, returns)).toBeCloseTo(cost, 6);
    }
    expect(many.filter((book) => solve(book).returns.length > 1).length).toBeGreaterThan(50);
  });

  test("costs no more than any other where leases can be shrunk step by step", () => {
    for (const book of [
      ...books(60, { leases: 2, dates: 5, most: 3 }),
      ...books(60, { leases: 1, dates: 7, most: 4 }),
      ...books(10, { leases: 3, dates: 4, most: 2 }),
    ]) {
      const { cost, returns } = solve(book);
      expect(cost).toBeCloseTo(leastByTrying(book), 6);
      expect(costOf(book, returns)).toBeCloseTo(cost, 6);
    }
  });

  test("finds the same cost on the kinks alone as on every level of one lease", () => {
    for (const book of books(60, { leases: 1, dates: 30, most: 40 })) {
      const [lease] = book.leases;
      if (lease === undefined) continue;
      const kinks = kinksOf(
        book,
        lease,
        book.starts.map(() => 0),
        Number.POSITIVE_INFINITY,
      );
      expect(climb(book, [kinks]).cost).toBeCloseTo(climb(book, [allLevels(lease)]).cost, 6);
    }
  });

  test("finds the same cost on the kinks of one lease beside others that end whole as on every level", () => {
    for (const book of books(40, { leases: 3, dates: 6, most: 400 })) {
      const mixed = {
        ...book,
        leases: book.leases.map((lease, l) => ({ ...lease, leave: l === 0 ? 0 : lease.most })),
      };
      // So many stages that not every level fits: the kinks alone are taken.
      const longer = { ...mixed, ...stretched(mixed, 4000) };
      expect(isExact(longer)).toBe(true);
      expect(solve(longer).cost).toBeCloseTo(climb(mixed, mixed.leases.map(allLevels)).cost, 6);
    }
  });

  test("keeps to what a contract allows: a shrink leaves the minimum, else the lease ends", () => {
    for (const book of books(40, { leases: 3, dates: 6, most: 5 })) {
      const called = book.leases.map(() => 0);
      for (const back of solve(book).returns) {
        const lease = book.leases[back.lease] as Book["leases"][0];
        called[back.lease] = (called[back.lease] as number) + back.gpus;
        const left = lease.most - (called[back.lease] as number);
        expect(lease.possible[back.stage]).toBe(true);
        expect(left === 0 || left >= lease.leave).toBe(true);
      }
    }
  });

  test("of a large book is never worse than the coarse levels it begins with, and is the sum of its parts", () => {
    const large = books(8, { leases: 6, dates: 40, most: 4000 }).filter((book) => !isExact(book));
    expect(large.length).toBeGreaterThan(4);
    for (const book of large) {
      const { cost, returns } = solve(book);
      const coarse = climb(
        book,
        book.leases.map((lease) => evenLevels(lease, 2)),
      );
      expect(cost).toBeLessThanOrEqual(coarse.cost + 1e-6);
      expect(costOf(book, returns)).toBeCloseTo(cost, 3);
    }
  });

  test("waits with a call that is as good later", () => {
    const free = {
      most: 1,
      ratio: 1,
      leave: 1,
      possible: [true, true, true],
      kept: [1, 1, 1],
      lost: () => 0,
    };
    const book = {
      starts: [0, 1, 2],
      lengths: [1, 1, 1],
      supply: [0, 0, 0],
      demands: [[0], [0], [1]],
      value: 1,
      leases: [free],
    };
    expect(solve(book)).toEqual({ cost: 0, returns: [{ lease: 0, stage: 2, gpus: 1 }] });
  });
});

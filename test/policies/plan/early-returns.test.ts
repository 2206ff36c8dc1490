/** Dates under early hand-over against trying every date: one lease that goes whole has no other choice. */
import { expect, test } from "vitest";
import { type Book, costOf } from "../../../src/policies/plan/book.ts";
import { solve } from "../../../src/policies/plan/solve.ts";
import { openStream } from "../../../src/random/streams.ts";
import { toyBook } from "./toy-books.ts";

/** Handed over in equal parts over so many stages before the deadline. */
const linear = (book: Book, stages: number): Book => ({
  ...book,
  leases: book.leases.map((lease) => ({
    ...lease,
    leave: lease.most,
    early: (stage: number, back: number) => Math.max(0, 1 - (back - stage) / stages),
  })),
});

test("a lease that hands over early is called for the date that costs least, on 300 books of up to 60 dates", () => {
  let called = 0;
  let sooner = 0;
  for (let i = 0; i < 300; i++) {
    const drawn = toyBook(openStream("early", i, "toy", "book"), {
      leases: 1,
      dates: 5 + (i % 56),
      most: 3 + (i % 7) * 40,
    });
    const book = linear(drawn, 1 + (i % 13));
    const [lease] = book.leases;
    if (lease === undefined) throw new Error("one lease");
    const costs = book.starts.map((_, stage) =>
      lease.possible[stage] === true
        ? costOf(book, [{ lease: 0, stage, gpus: lease.most }])
        : Number.POSITIVE_INFINITY,
    );
    const { cost, returns } = solve(book);
    expect(cost).toBeCloseTo(Math.min(costOf(book, []), ...costs), 6);
    expect(costOf(book, returns)).toBe(cost);
    called += returns.length;
    if (returns[0]?.stage !== solve({ ...book, leases: [{ ...lease, early: undefined }] }).returns[0]?.stage)
      sooner++;
  }
  expect(called).toBeGreaterThan(100);
  expect(sooner).toBeGreaterThan(20);
});

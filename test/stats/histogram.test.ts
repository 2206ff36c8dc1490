import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { Histogram, RELATIVE_ERROR } from "../../src/stats/histogram.ts";

const of = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
};
const SHARES = [0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/** The least value that the share p of the values does not exceed. */
const exactQuantile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
};

describe("a quantile", () => {
  test("is within the stated relative error of the exact one, whatever the values", () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.nat(20),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const histogram = of(values);
        for (const p of SHARES) {
          const exact = exactQuantile(values, p);
          const error = Math.abs(histogram.quantile(p) - exact);
          expect(error, `share ${p}`).toBeLessThanOrEqual(Math.max(RELATIVE_ERROR * exact, 2 ** -1030));
        }
      }),
    );
  });

  test("is exact at both ends, at 0 and for a single value", () => {
    const waits = of([0, 0, 0, 1.5, 123.456]);
    expect([0, 0.6, 1].map((p) => waits.quantile(p))).toEqual([0, 0, 123.456]);
    expect(of([77.7]).quantile(0.3)).toBe(77.7);
  });

  test("of nothing is no number", () => {
    expect(new Histogram().quantile(0.5)).toBeNaN();
  });

  test("counts a weight as so many values", () => {
    const weighted = new Histogram();
    weighted.add(10, 3);
    weighted.add(20, 1);
    weighted.add(30, 0);
    expect(Math.abs(weighted.quantile(0.75) - 10)).toBeLessThanOrEqual(10 * RELATIVE_ERROR);
    expect([weighted.quantile(0.76), weighted.weight, weighted.max]).toEqual([20, 4, 20]);
  });
});

test("merging in any order gives the quantiles of all values together", () => {
  const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const forth = of(a);
      forth.merge(of(b));
      forth.merge(of(c));
      const back = of(c);
      back.merge(of(a));
      back.merge(of(b));
      const all = of([...a, ...b, ...c]);
      for (const p of SHARES) {
        expect(forth.quantile(p)).toBe(all.quantile(p));
        expect(back.quantile(p)).toBe(all.quantile(p));
      }
      expect([forth.weight, forth.min, forth.max]).toEqual([all.weight, all.min, all.max]);
    }),
  );
});

test.each([-1, Number.NaN, Infinity, -5e-324])("%d is refused", (value) => {
  expect(() => new Histogram().add(value)).toThrow(InvariantError);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Moments } from "../../src/stats/moments.ts";

const of = (values: readonly number[], weights?: readonly number[]): Moments => {
  const moments = new Moments();
  values.forEach((value, i) => {
    moments.add(value, weights?.[i]);
  });
  return moments;
};

describe("moments", () => {
  test("of known values are known", () => {
    const { count, weight, mean, variance, sd, min, max } = of([2, 4, 4, 4, 5, 5, 7, 9]);
    expect({ count, weight, mean, min, max }).toEqual({ count: 8, weight: 8, mean: 5, min: 2, max: 9 });
    expect(variance).toBeCloseTo(32 / 7, 12);
    expect(sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  test("do not lose the spread of values far from 0", () => {
    expect(of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).variance).toBe(30);
  });

  test("of nothing and of one value are no numbers where they mean nothing", () => {
    expect([of([]).mean, of([]).variance, of([3]).variance]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([of([3]).mean, of([3]).min, of([3]).max]).toEqual([3, 3, 3]);
    expect([of([]).min, of([]).max]).toEqual([Infinity, -Infinity]);
  });

  test("of a value that weighs three are those of three values", () => {
    const [weighted, repeated] = [of([1, 5, 8], [3, 1, 2]), of([1, 1, 1, 5, 8, 8])];
    expect(weighted.mean).toBeCloseTo(repeated.mean, 12);
    expect(weighted.variance).toBeCloseTo(repeated.variance, 12);
    expect([weighted.weight, weighted.count]).toEqual([6, 3]);
  });

  test("do not move for a value that weighs nothing", () => {
    const moments = of([7, 1, 3], [0, 1, 1]);
    expect([moments.mean, moments.variance, moments.count, moments.max]).toEqual([2, 2, 3, 7]);
  });
});

describe("merging", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 50 });

  test("gives the moments of all values together", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = of(a);
        merged.merge(of(b));
        const all = of([...a, ...b]);
        expect([merged.count, merged.min, merged.max]).toEqual([all.count, all.min, all.max]);
        if (all.count > 0) expect(Math.abs(merged.mean - all.mean)).toBeLessThan(1e-8);
        if (all.count > 1)
          expect(Math.abs(merged.variance - all.variance)).toBeLessThan(1e-9 * (1e12 + all.variance));
      }),
    );
  });

  test("with nothing changes nothing", () => {
    const [empty, full] = [of([]), of([1, 2])];
    empty.merge(full);
    full.merge(of([]));
    expect([empty.mean, empty.variance]).toEqual([full.mean, full.variance]);
    expect(empty.mean).toBe(1.5);
  });
});

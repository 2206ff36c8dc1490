import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { openStream } from "../../src/random/streams.ts";
import { normal } from "../../src/random/variates.ts";
import { meanInterval, pairedInterval } from "../../src/stats/intervals.ts";

describe("the interval of a mean", () => {
  test("is that of the textbook", () => {
    const { n, mean, sd, halfWidth, low, high } = meanInterval([5, 1, 4, 2, 3]);
    expect([n, mean]).toEqual([5, 3]);
    expect(sd).toBeCloseTo(Math.sqrt(2.5), 14);
    expect(halfWidth).toBeCloseTo(2.7764451051977987 * Math.sqrt(0.5), 12); // t for 4 degrees
    expect([low, high]).toEqual([mean - halfWidth, mean + halfWidth]);
  });

  test("of one replication is everything, of none no number", () => {
    expect(meanInterval([3])).toEqual({
      n: 1,
      mean: 3,
      sd: Number.NaN,
      halfWidth: Infinity,
      low: -Infinity,
      high: Infinity,
    });
    expect(meanInterval([]).mean).toBeNaN();
  });

  test("of equal values has no width", () => {
    expect(meanInterval([4, 4, 4]).halfWidth).toBe(0);
  });

  test("covers the true mean as often as it says", () => {
    const stream = openStream("intervals", 0, "coverage", "normal");
    const TRIALS = 4000;
    for (const confidence of [0.8, 0.95]) {
      let covered = 0;
      for (let trial = 0; trial < TRIALS; trial++) {
        const { low, high } = meanInterval(
          Array.from({ length: 5 }, () => 10 + normal(stream)),
          confidence,
        );
        if (low <= 10 && 10 <= high) covered++;
      }
      const z = (covered - TRIALS * confidence) / Math.sqrt(TRIALS * confidence * (1 - confidence));
      expect(Math.abs(z)).toBeLessThan(4);
    }
  });
});

describe("the interval of a paired difference", () => {
  test("is that of the differences", () => {
    const { varianceReduction, ...interval } = pairedInterval([5, 7, 9, 11], [4, 7, 7, 10]);
    expect(interval).toEqual(meanInterval([1, 0, 2, 1]));
    expect(varianceReduction).toBeCloseTo(1 - 2 / 3 / (20 / 3 + 6), 12);
  });

  test("tells what common random numbers saved", () => {
    const stream = openStream("intervals", 0, "paired", "normal");
    const common = Array.from({ length: 2000 }, () => normal(stream));
    const noisy = (noise: number): number[] => common.map((x) => x + noise * normal(stream));
    expect(pairedInterval(noisy(0.5), noisy(0.5)).varianceReduction).toBeCloseTo(0.8, 1);
    const independent = Array.from({ length: 2000 }, () => normal(stream));
    expect(pairedInterval(common, independent).varianceReduction).toBeCloseTo(0, 1);
    expect(
      pairedInterval(
        common,
        common.map((x) => -x),
      ).varianceReduction,
    ).toBeCloseTo(-1, 9);
  });

  test("of the same policy twice is exactly 0", () => {
    const { mean, halfWidth, varianceReduction } = pairedInterval([1, 2, 3], [1, 2, 3]);
    expect([mean, halfWidth, varianceReduction]).toEqual([0, 0, 1]);
  });

  test("has no variance to reduce where nothing varies or one pair is all", () => {
    expect(pairedInterval([1, 1], [2, 2]).varianceReduction).toBeNaN();
    expect(pairedInterval([1], [2]).varianceReduction).toBeNaN();
  });

  test("needs a partner for every value", () => {
    expect(() => pairedInterval([1, 2], [1])).toThrow(InvariantError);
  });
});

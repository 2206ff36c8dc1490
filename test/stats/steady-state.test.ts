import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { openStream } from "../../src/random/streams.ts";
import { normal } from "../../src/random/variates.ts";
import { batchMeans } from "../../src/stats/batch-means.ts";
import { mser5 } from "../../src/stats/warm-up.ts";

const PHI = 0.9;

/** An AR(1) process around 10 with unit noise that begins away from its mean. */
const autoregressive = (length: number, begin: number, seed: number, phi = PHI): number[] => {
  const stream = openStream("steady", seed, "test", "ar1");
  let x = begin;
  return Array.from({ length }, () => {
    x = 10 + phi * (x - 10) + normal(stream);
    return x;
  });
};

describe("MSER-5", () => {
  test("is the cut with the least standard error, worked out plainly", () => {
    const values = autoregressive(400, 60, 1);
    const means = Array.from(
      { length: 80 },
      (_, i) => values.slice(5 * i, 5 * i + 5).reduce((a, b) => a + b) / 5,
    );
    const errors = means.slice(0, 76).map((_, d) => {
      const rest = means.slice(d);
      const mean = rest.reduce((a, b) => a + b) / rest.length;
      return rest.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rest.length ** 2;
    });
    const best = errors.indexOf(Math.min(...errors));
    expect(mser5(values)).toMatchObject({ isSteady: true, discard: 5 * best });
  });

  test("takes an initial bias of an AR(1) process out of the mean", () => {
    const TRIES = 200;
    let kept = 0;
    let all = 0;
    const discards: number[] = [];
    for (let seed = 0; seed < TRIES; seed++) {
      const values = autoregressive(1000, 110, seed);
      all += values.reduce((a, b) => a + b) / 1000 / TRIES;
      const found = mser5(values);
      if (!found.isSteady) continue;
      kept += found.mean;
      discards.push(found.discard);
    }
    kept /= discards.length;
    // now and then the last values happen to lie close together, and no steady state is found
    expect(discards.length).toBeGreaterThan(0.9 * TRIES);
    // the bias of the whole mean is 100 (φ + φ² + …) / 1000 = 0.9; a hundred halves every 6.6 steps
    expect(all - 10).toBeCloseTo(0.9, 1);
    expect(Math.abs(kept - 10)).toBeLessThan(0.1);
    discards.sort((a, b) => a - b);
    expect(discards[Math.floor(discards.length / 2)]).toBeGreaterThanOrEqual(20);
    expect(discards[Math.floor(discards.length / 2)]).toBeLessThanOrEqual(80);
  });

  test("leaves little out where there is no bias", () => {
    const discards = Array.from({ length: 100 }, (_, seed) => mser5(autoregressive(1000, 10, seed)));
    const small = discards.filter((found) => found.isSteady && found.discard <= 250).length;
    expect(small).toBeGreaterThan(80);
  });

  test("says that there is no steady state in a series that grows", () => {
    expect(mser5(Array.from({ length: 1000 }, (_, i) => i))).toEqual({ isSteady: false });
    const walk = autoregressive(1000, 10, 3, 1).map((x, i) => x + i);
    expect(mser5(walk)).toEqual({ isSteady: false });
  });

  test("says so too where the level changes late", () => {
    expect(mser5(Array.from({ length: 1000 }, (_, i) => (i < 700 ? 0 : 1)))).toEqual({ isSteady: false });
  });

  test("keeps all of a constant, and needs fifty values", () => {
    expect(mser5(new Array(100).fill(7))).toEqual({ isSteady: true, discard: 0, mean: 7 });
    expect(() => mser5(new Array(49).fill(7))).toThrow(InvariantError);
  });
});

describe("batch means", () => {
  test("cover the true mean of an AR(1) process, which values taken one by one do not", () => {
    let covered = 0;
    let naive = 0;
    const TRIES = 400;
    for (let seed = 0; seed < TRIES; seed++) {
      const values = autoregressive(4000, 10, seed);
      const { low, high, isIndependent } = batchMeans(values);
      if (low <= 10 && 10 <= high) covered++;
      expect([low < high, typeof isIndependent]).toEqual([true, "boolean"]);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
      if (Math.abs(mean - 10) <= (1.96 * sd) / Math.sqrt(values.length)) naive++;
    }
    expect(covered / TRIES).toBeGreaterThan(0.92);
    expect(covered / TRIES).toBeLessThan(0.98);
    expect(naive / TRIES).toBeLessThan(0.5);
  });

  test("of independent values are about as wide as Student's", () => {
    const values = autoregressive(3200, 10, 5, 0);
    const { n, halfWidth, batchSize, isIndependent } = batchMeans(values);
    expect([n, batchSize, isIndependent]).toEqual([32, 100, true]);
    expect(halfWidth / (1.96 / Math.sqrt(3200))).toBeGreaterThan(0.7);
    expect(halfWidth / (1.96 / Math.sqrt(3200))).toBeLessThan(1.4);
  });

  test("say when the series is too short to be cut into independent ones", () => {
    const drifting = Array.from({ length: 200 }, (_, i) => i);
    expect(batchMeans(drifting)).toMatchObject({ n: 10, isIndependent: false });
  });

  test("need twenty values", () => {
    expect(() => batchMeans(new Array(19).fill(1))).toThrow(InvariantError);
  });
});

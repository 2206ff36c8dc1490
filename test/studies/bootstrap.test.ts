import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { openStream } from "../../src/random/streams.ts";
import { exponential, normal } from "../../src/random/variates.ts";
import { meanInterval } from "../../src/stats/intervals.ts";
import { bootstrapInterval, percentiles, quantileInterval } from "../../src/studies/bootstrap.ts";

const stream = (purpose: string) => openStream("bootstrap", 0, "test", purpose);
const meanOf = (sorted: Float64Array): number => sorted.reduce((sum, x) => sum + x, 0) / sorted.length;

describe("a bootstrap interval", () => {
  test("of a normal mean is about that of Student", () => {
    const draws = stream("normal");
    const values = Array.from({ length: 100 }, () => normal(draws));
    const student = meanInterval(values);
    const { value, low, high } = bootstrapInterval(meanOf, values, stream("resamples"));
    expect(value).toBeCloseTo(student.mean, 12);
    expect(Math.abs(low - student.low)).toBeLessThan(0.1 * student.halfWidth);
    expect(Math.abs(high - student.high)).toBeLessThan(0.1 * student.halfWidth);
  });

  test("of a skewed mean leans the way of the long tail, and covers better than the plain percentiles", () => {
    const draws = stream("skewed");
    let plain = 0;
    let corrected = 0;
    let leaning = 0;
    for (let study = 0; study < 300; study++) {
      const values = Array.from({ length: 40 }, () => exponential(draws, 1));
      const resamples = stream(`skewed ${study}`);
      const { low, high } = bootstrapInterval(meanOf, values, resamples, { resamples: 400 });
      if (low <= 1 && 1 <= high) corrected++;
      if (high - meanOf(Float64Array.from(values)) > meanOf(Float64Array.from(values)) - low) leaning++;
      const means = Array.from({ length: 400 }, () =>
        meanOf(Float64Array.from(values, () => values[resamples.below(40)] as number)),
      );
      const between = percentiles(means);
      if (between.low <= 1 && 1 <= between.high) plain++;
    }
    expect(leaning).toBeGreaterThan(290);
    expect(corrected).toBeGreaterThan(plain);
    expect(corrected / 300).toBeGreaterThan(0.9);
  });

  test.each([0.5, 0.9])("of the quantile %s covers the true one about as often as it says", (q) => {
    const draws = stream(`quantile ${q}`);
    const truth = -Math.log(1 - q);
    let covered = 0;
    const STUDIES = 500;
    for (let study = 0; study < STUDIES; study++) {
      const values = Array.from({ length: 60 }, () => exponential(draws, 1));
      const { low, high } = quantileInterval(values, q, stream(`${q} ${study}`), { resamples: 400 });
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / STUDIES).toBeGreaterThan(0.91);
    expect(covered / STUDIES).toBeLessThan(0.98);
  });

  test("is the same for the same stream, whatever the order of the values", () => {
    const values = [5, 1, 4, 2, 3, 9];
    expect(quantileInterval(values, 0.5, stream("same"))).toEqual(
      quantileInterval([...values].reverse(), 0.5, stream("same")),
    );
  });

  test("of equal values is that value", () => {
    expect(quantileInterval([4, 4, 4], 0.9, stream("equal"))).toEqual({ value: 4, low: 4, high: 4 });
  });

  test("lies within what was seen", () => {
    const { low, high } = quantileInterval([0, 0, 0, 0, 1000], 0.5, stream("wild"));
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1000);
  });

  test("needs two values", () => {
    expect(() => quantileInterval([1], 0.5, stream("one"))).toThrow(InvariantError);
  });
});

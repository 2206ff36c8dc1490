/** Sliding windows against a list that is cut and sorted anew at each step. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SlidingQuantile, SlidingWindow } from "../../src/policies/sliding-quantile.ts";

test("a sliding window and its quantiles are those of the latest values, sorted anew", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 400 }),
      fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
      (most, values, q) => {
        const window = new SlidingWindow(most);
        const quantiles = new SlidingQuantile(most);
        values.forEach((value, i) => {
          window.add(value);
          quantiles.add(value);
          const latest = values.slice(0, i + 1).slice(-most);
          const sorted = [...latest].sort((a, b) => a - b);
          expect(window.oldest).toBe(latest[0]);
          expect(window.count).toBe(latest.length);
          expect(quantiles.quantile(q)).toBe(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]);
        });
      },
    ),
    { numRuns: 300, seed: 3 },
  );
});

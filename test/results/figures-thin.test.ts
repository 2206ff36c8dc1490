/**
 * Thinning keeps every extreme that a pixel could show.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extremesOf, mostOf } from "../../src/results/figures/extremes.ts";
import { MOST_POINTS, sampledRows, visiblePoints } from "../../src/results/figures/thin.ts";
import { toyDraws } from "./toy-cluster.ts";

const noise = (length: number, seed: number): number[] => {
  const draw = toyDraws(seed);
  return Array.from({ length }, () => draw());
};

test("a short series is drawn as it is", () => {
  expect(visiblePoints([noise(MOST_POINTS, 1)])).toHaveLength(MOST_POINTS);
  expect(visiblePoints([])).toEqual([]);
});

test("each column keeps its first, last, lowest and highest point of every series", () => {
  const series = [noise(100_000, 1), noise(100_000, 2)];
  const kept = visiblePoints(series, 500);
  expect(kept.length).toBeLessThanOrEqual(500 * 6);
  expect([...kept].sort((a, b) => a - b)).toEqual(kept);
  const isKept = new Set(kept);
  for (let column = 0; column < 500; column++) {
    const [from, to] = [column * 200, column * 200 + 199];
    expect(isKept.has(from) && isKept.has(to)).toBe(true);
    for (const values of series) {
      const all = values.slice(from, to + 1);
      const left = kept.filter((i) => i >= from && i <= to).map((i) => values[i]);
      expect(Math.min(...left)).toBe(Math.min(...all));
      expect(Math.max(...left)).toBe(Math.max(...all));
    }
  }
});

test("a single spike among a million points survives", () => {
  const values = new Float64Array(1_000_000);
  values[654_321] = 1;
  expect(visiblePoints([values])).toContain(654_321);
});

test("a table has at most sixty rows, the first and the last among them", () => {
  const rows = sampledRows(549);
  expect(rows).toHaveLength(60);
  expect([rows[0], rows[59]]).toEqual([0, 548]);
  expect(sampledRows(60)).toHaveLength(60);
  expect(new Set(sampledRows(61)).size).toBe(60);
});

test("the extremes of any part are the first lowest and the first highest of it", () => {
  // few values, so that there are many ties, and parts that begin and end inside of blocks
  const column = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 1500 });
  fc.assert(
    fc.property(column, fc.nat(), fc.nat(), (values, a, b) => {
      const [from, last] = [a % values.length, b % values.length].sort((i, j) => i - j);
      const part = values.slice(from, last + 1);
      const first = (value: number) => from + part.indexOf(value);
      expect(extremesOf(values, from, last + 1)).toEqual([
        first(Math.min(...part)),
        first(Math.max(...part)),
      ]);
      expect(mostOf(values)).toBe(Math.max(0, ...values));
    }),
  );
});

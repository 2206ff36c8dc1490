/**
 * Thinning keeps every extreme that a pixel could show.
 */
import { expect, test } from "vitest";
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

/** The market's price against the moments of its law, in closed form. */
import { describe, expect, test } from "vitest";
import { marketPath } from "../../src/demand/market.ts";
import { indexAt, indexOver } from "../../src/model/market.ts";
import type { Market } from "../../src/model/types.ts";
import { log } from "../../src/random/elementary.ts";
import { openStream } from "../../src/random/streams.ts";

const DAY = 86_400;
const YEAR = 365 * DAY;
const market = (over: Partial<Market> = {}): Market => ({
  every: 73 * DAY,
  growth: 1,
  sigma: 0.3,
  halfLife: undefined,
  steps: [],
  ...over,
});
const RUNS = 4000;
const drawn = (spec: Market) =>
  Array.from({ length: RUNS }, (_, r) => marketPath(spec, YEAR + DAY, openStream("m", r, "market", "price")));

const moments = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
};

describe("a price that wanders", () => {
  const paths = drawn(market({ growth: 1.5 }));

  test("has after a year a logarithm of variance sigma squared, and a mean on the trend", () => {
    const ends = paths.map((path) => indexAt(path, YEAR));
    const logs = moments(ends.map(log));
    expect(logs.variance).toBeCloseTo(0.09, 2);
    expect(logs.mean).toBeCloseTo(log(1.5) - 0.045, 1);
    expect(Math.abs(moments(ends).mean - 1.5)).toBeLessThan((4 * 0.47) / Math.sqrt(RUNS));
  });

  test("starts at 1", () => {
    expect(paths.every((path) => path.index[0] === 1)).toBe(true);
  });
});

test("a price that is drawn back has in the long run a logarithm of variance sigma squared", () => {
  const ends = drawn(market({ halfLife: 20 * DAY })).map((path) => log(indexAt(path, YEAR)));
  expect(moments(ends).variance).toBeCloseTo(0.09, 2);
});

test("without chance it is its steps and its growth", () => {
  const path = marketPath(
    market({ sigma: 0, every: YEAR, growth: 2, steps: [{ at: YEAR, value: 3 }] }),
    2 * YEAR,
    openStream("m", 0, "market", "price"),
  );
  expect([...path.index].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 6]);
});

test("a longer horizon keeps the path of a shorter one", () => {
  const path = (horizon: number) => [
    ...marketPath(market(), horizon, openStream("m", 1, "market", "price")).index,
  ];
  expect(path(3 * YEAR).slice(0, 5)).toEqual(path(YEAR));
});

test("its integral is that of its steps", () => {
  const path = { every: 10, index: Float64Array.from([1, 2, 4]) };
  expect(indexOver(path, 5, 35)).toBe(5 * 1 + 10 * 2 + 15 * 4);
  expect(indexOver(path, -5, 5)).toBe(10);
  expect(indexOver(path, 7, 7)).toBe(0);
});

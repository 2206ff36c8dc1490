import { describe, expect, test } from "vitest";
import { levelPath } from "../../src/demand/level.ts";
import type { LevelDemand } from "../../src/model/types.ts";
import { openStream } from "../../src/random/streams.ts";
import { DAY, HOUR, level } from "../model/builders.ts";

/** A Wednesday. */
const EPOCH = 1_782_864_000;

const path = (base: number, over: Partial<LevelDemand> = {}, days = 365, replication = 0): number[] =>
  Array.from(
    levelPath(level(base, over), EPOCH, days * DAY, (purpose) => openStream("s", replication, "p", purpose))
      .targets,
  );

describe("a path of demand by level", () => {
  test("grows by its factor in a year of 365 days, and its square in two", () => {
    const targets = path(1000, { growth: 2.4 }, 731);
    expect([targets[0], targets[365], targets[730]]).toEqual([1000, 2400, 5760]);
  });

  test("takes a planned step as its new base, from which growth starts anew", () => {
    const targets = path(1000, { growth: 2, steps: [{ at: 100 * DAY, value: 500 }] }, 500);
    expect([targets[99], targets[100], targets[465]]).toEqual([
      Math.round(1000 * 2 ** (99 / 365)),
      500,
      1000,
    ]);
  });

  test("asks only for what exceeds its own capacity, and never for less than nothing", () => {
    expect(path(140, { own: 100 }, 1)).toEqual([40]);
    expect(path(90, { own: 100 }, 1)).toEqual([0]);
  });

  test("peaks at the peak hour and is lowest twelve hours away", () => {
    const targets = path(1000, { every: HOUR, daily: { peak: 1.4, trough: 0.6, peakHour: 15 } }, 1);
    expect([targets[15], targets[3], targets[9], targets[21]]).toEqual([1400, 600, 1000, 1000]);
  });

  test("differs at weekends", () => {
    const targets = path(1000, { weekend: 0.5 }, 7); // Wednesday to Tuesday
    expect(targets).toEqual([1000, 1000, 1000, 500, 500, 1000, 1000]);
  });

  test("noise starts at none, has mean 1 and the stated spread, and half of a deviation is left after the half-life", () => {
    const sigma = 0.15;
    const runs = Array.from({ length: 4000 }, (_, r) =>
      path(1e6, { noise: { halfLife: 30 * DAY, sigma } }, 241, r).map((t) => t / 1e6),
    );
    expect(runs.every((run) => run[0] === 1)).toBe(true);
    const last = runs.map((run) => Math.log(run[240] as number));
    const earlier = runs.map((run) => Math.log(run[210] as number));
    const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
    const centred = (xs: number[]) => xs.map((x) => x - mean(xs));
    const variance = mean(centred(last).map((x) => x * x));
    const before = centred(earlier);
    const covariance = mean(centred(last).map((x, i) => x * (before[i] as number)));
    expect(Math.abs(mean(runs.map((run) => run[240] as number)) - 1)).toBeLessThan(
      (5 * sigma) / Math.sqrt(4000),
    );
    expect(Math.abs(Math.sqrt(variance) - sigma)).toBeLessThan(0.01);
    expect(Math.abs(covariance / variance - 0.5)).toBeLessThan(0.08);
  });

  test("shocks come at their rate, have their sizes and last their time", () => {
    const shocks = { perYear: 4, least: 0.1, most: 0.4, lasts: 20 * DAY };
    const runs = Array.from({ length: 1000 }, (_, r) => path(1000, { shocks }, 365, r));
    const share = runs.flat().reduce((sum, t) => sum + t / 1000 - 1, 0) / (1000 * 365);
    // In the first 20 days fewer are under way: 4 x 20/365 x 0.25, less half of that over 20 days.
    const expected = ((4 * 20) / 365) * 0.25 * (1 - 10 / 365);
    expect(Math.abs(share - expected)).toBeLessThan(0.004);
    const values = new Set(runs[0]);
    for (const value of values) expect(value === 1000 || value >= 1100).toBe(true);
  });

  test("is the same for the same names, and another in another replication", () => {
    const noise = { halfLife: 30 * DAY, sigma: 0.2 };
    expect(path(1000, { noise })).toEqual(path(1000, { noise }));
    expect(path(1000, { noise }, 365, 1)).not.toEqual(path(1000, { noise }));
  });
});

/** The forecast of one who knows the law of demand, against the law itself: paths drawn from where it stands. */
import { describe, expect, test } from "vitest";
import { levelPath } from "../../src/demand/level.ts";
import { lawAt } from "../../src/policies/forecast-law.ts";
import { openStream } from "../../src/random/streams.ts";
import { DAY, level } from "../model/builders.ts";

const AHEAD = 40;
const NOW = 60;
const spec = level(1000, { growth: 2, noise: { halfLife: 30 * DAY, sigma: 0.4 }, own: 300, factor: 2 });
const pathOf = (seed: number, of = spec) =>
  levelPath(of, 0, 200 * DAY, (purpose) => openStream("law", seed, "p", purpose));

describe("the law as a forecast", () => {
  test("covers what comes as often as its quantiles say, whatever is wanted today", () => {
    const counts = [0, 0, 0];
    const scores = [-1.2815515655446004, 0, 1.2815515655446004];
    const paths = 4000;
    for (let seed = 0; seed < paths; seed++) {
      const path = pathOf(seed);
      const target = path.targets[NOW] as number;
      const { median, sd, own } = lawAt({ target, growth: spec.growth, path }, NOW * DAY, AHEAD * DAY);
      scores.forEach((z, i) => {
        const quantile = Math.max(0, median * Math.exp(z * sd) - own);
        if ((path.targets[NOW + AHEAD] as number) <= quantile) counts[i] = (counts[i] as number) + 1;
      });
    }
    const shares = counts.map((count) => count / paths);
    expect(shares[0]).toBeCloseTo(0.1, 1);
    expect(Math.abs((shares[0] as number) - 0.1)).toBeLessThan(0.02);
    expect(Math.abs((shares[1] as number) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs((shares[2] as number) - 0.9)).toBeLessThan(0.02);
  });

  test("is today's demand now, and the law's own mean once all noise has passed", () => {
    const path = pathOf(1);
    const target = path.targets[NOW] as number;
    expect(lawAt({ target, growth: 2, path }, NOW * DAY, 0)).toEqual({ median: target, sd: 0, own: 0 });
    const far = lawAt({ target, growth: 2, path }, 0, 5000 * DAY);
    const mean = far.median * Math.exp((far.sd * far.sd) / 2);
    expect(mean / (2000 * 2 ** (5000 / 365))).toBeCloseTo(1, 6);
    expect(far.sd).toBeCloseTo(0.4, 6);
  });

  test("without noise takes surges by their mean", () => {
    const shocks = { perYear: 6, least: 0.1, most: 0.3, lasts: 36.5 * DAY };
    const of = level(1000, { shocks });
    const path = pathOf(2, of);
    const { median, sd } = lawAt({ target: 1700, growth: 1, path }, NOW * DAY, 10 * DAY);
    expect(sd).toBe(0);
    expect(median).toBeCloseTo(1000 * (1 + 0.6 * 0.2), 9);
  });

  test("of a path with no known law is what is wanted today", () => {
    const path = { every: DAY, targets: new Float64Array(10).fill(7) };
    expect(lawAt({ target: 7, growth: 1, path }, 0, DAY)).toEqual({ median: 7, sd: 0, own: 0 });
  });
});

import { describe, expect, test } from "vitest";
import { openStream } from "../../src/random/streams.ts";
import { normal } from "../../src/random/variates.ts";
import { meanInterval } from "../../src/stats/intervals.ts";
import { proportionInterval } from "../../src/stats/proportion.ts";
import { type Crossing, type Excess, seekCrossing } from "../../src/studies/goal-seek.ts";

/** Seeks the crossing of a function that is known exactly. */
const exact = (f: (place: number) => number, more = {}): Promise<Crossing> =>
  seekCrossing({
    evaluate: async (places) =>
      places.map((place): Excess => ({ mean: f(place), low: f(place), high: f(place) })),
    ...more,
  });

describe("the crossing of a function without noise", () => {
  test.each([0.0004, 0.3, 0.5, 0.77777, 0.9999])(
    "at %s is bracketed to the tolerance, rising or falling",
    async (root) => {
      for (const slope of [1, -1]) {
        const { between, low, high, crossesAgain, isLowKnown, isHighKnown } = await exact(
          (x) => slope * (x - root),
        );
        const { below, above } = between ?? { below: 9, above: 9 };
        expect(Math.abs(below - above)).toBeLessThanOrEqual(1e-3);
        expect(slope * (below - root)).toBeLessThan(0);
        expect(slope * (above - root)).toBeGreaterThanOrEqual(0);
        expect([low, high]).toEqual([Math.min(below, above), Math.max(below, above)]);
        expect([crossesAgain, isLowKnown, isHighKnown]).toEqual([false, true, true]);
      }
    },
  );

  test("is found in few evaluations", async () => {
    const { seen } = await exact((x) => x - 0.3);
    expect(seen.length).toBeLessThan(9 + 3 * 5);
  });

  test("is none where it stays on one side", async () => {
    expect((await exact((x) => x + 1)).between).toBeUndefined();
    expect((await exact((x) => -x - 1)).between).toBeUndefined();
  });

  test("is the first of several, and says so", async () => {
    const found = await exact((x) => (x - 0.2) * (x - 0.5) * (x - 0.9));
    expect(found.crossesAgain).toBe(true);
    expect(found.between?.above).toBeCloseTo(0.2, 2);
  });

  test("ends at neighbours that can be written, without asking for a place twice", async () => {
    const asked: number[] = [];
    const { between } = await seekCrossing({
      snap: (place) => Math.round(place * 37) / 37,
      evaluate: async (places) => {
        asked.push(...places);
        return places.map((place) => ({ mean: place - 0.5, low: place - 0.5, high: place - 0.5 }));
      },
    });
    expect(between).toEqual({ below: 18 / 37, above: 19 / 37 });
    expect(new Set(asked).size).toBe(asked.length);
  });
});

describe("with noise", () => {
  const ROOT = 0.37;
  const N = 12;
  /** A mean that rises along the range, and replications that share their noise, as on common random numbers. */
  const study = (seed: number): Promise<Crossing> => {
    const stream = openStream("seek", seed, "test", "noise");
    const shift = Array.from({ length: N }, () => 0.4 * normal(stream));
    const tilt = Array.from({ length: N }, () => 0.4 * normal(stream));
    return seekCrossing({
      evaluate: async (places) =>
        places.map((place) =>
          meanInterval(shift.map((s, r) => 2 * (place - ROOT) + s + (tilt[r] as number) * (place - ROOT))),
        ),
    });
  };

  test("95 % intervals of the crossing hold it in about 95 of 100 studies", async () => {
    const STUDIES = 400;
    let covered = 0;
    for (let seed = 0; seed < STUDIES; seed++) {
      const { low, high } = await study(seed);
      if (low <= ROOT && ROOT <= high) covered++;
    }
    const z = (covered / STUDIES - 0.95) / Math.sqrt((0.95 * 0.05) / STUDIES);
    expect(Math.abs(z)).toBeLessThan(3);
  });

  test("the mean crosses within the interval, which is wider than the tolerance", async () => {
    const { between, low, high } = await study(1);
    expect(low).toBeLessThan(between?.below ?? -1);
    expect(high).toBeGreaterThan(between?.above ?? 2);
    expect(high - low).toBeGreaterThan(0.05);
  });

  test("an end that is not known inside the range is told", async () => {
    const wide = (place: number): Excess => ({ mean: place - 0.5, low: place - 0.8, high: place + 0.1 });
    const found = await seekCrossing({ evaluate: async (places) => places.map(wide) });
    expect([found.isLowKnown, found.isHighKnown]).toEqual([false, true]);
    expect(found.low).toBe(0);
    expect(found.high).toBeCloseTo(0.8, 2);
  });
});

describe("a proportion", () => {
  test("has the interval of Wilson", () => {
    // 10 of 20, by hand: (0.5 + 0.0960365) / (1 + 0.192073) = 0.5, half 0.200707
    const { mean, low, high } = proportionInterval(10, 20);
    expect(mean).toBe(0.5);
    expect(low).toBeCloseTo(0.299298, 6);
    expect(high).toBeCloseTo(0.700702, 6);
  });

  test("of none in thirty is not never", () => {
    const { low, high } = proportionInterval(0, 30);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(3.841459 / (30 + 3.841459), 6);
    expect(proportionInterval(30, 30).low).toBeCloseTo(1 - high, 12);
  });
});

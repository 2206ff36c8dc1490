import { describe, expect, test } from "vitest";
import { InvariantError } from "../../../src/base/assert.ts";
import { openStream } from "../../../src/random/streams.ts";
import { elementaryEffects, morrisDesign } from "../../../src/studies/sensitivity/morris.ts";
import {
  MOST_PARAMETERS,
  saltelliDesign,
  sobolIndices,
} from "../../../src/studies/sensitivity/sobol-indices.ts";
import {
  coefficients,
  gFirst,
  gFunction,
  gTotal,
  ishigami,
  ishigamiFirst,
  ishigamiTotal,
  ishigamiVariance,
} from "./analytic.ts";

const stream = (purpose: string) => openStream("sensitivity", 0, "test", purpose);

describe("Sobol indices", () => {
  const indicesOf = (f: (point: Float64Array) => number, parameters: number, rows: number, seed: string) =>
    sobolIndices(
      saltelliDesign(parameters, rows, stream(`design ${seed}`)).map(f),
      parameters,
      stream(`bootstrap ${seed}`),
      200,
    );

  test.each(["a", "b", "c"])("of the Ishigami function are within 0.02 of the truth, shift %s", (seed) => {
    const { first, total, variance, mean } = indicesOf(ishigami, 3, 1024, seed);
    expect(mean).toBeCloseTo(3.5, 1);
    expect(Math.abs(variance / ishigamiVariance - 1)).toBeLessThan(0.02);
    ishigamiFirst.forEach((truth, d) => {
      expect(Math.abs((first[d]?.value ?? 9) - truth)).toBeLessThan(0.02);
    });
    ishigamiTotal.forEach((truth, d) => {
      expect(Math.abs((total[d]?.value ?? 9) - truth)).toBeLessThan(0.02);
    });
  });

  test("of the G-function in eight dimensions are within 0.02 of the truth", () => {
    const { first, total } = indicesOf(gFunction, 8, 2048, "g");
    gFirst.forEach((truth, d) => {
      expect(Math.abs((first[d]?.value ?? 9) - truth)).toBeLessThan(0.02);
    });
    gTotal.forEach((truth, d) => {
      expect(Math.abs((total[d]?.value ?? 9) - truth)).toBeLessThan(0.02);
    });
  });

  test("have intervals that hold the truth, and narrow with the rows", () => {
    const few = indicesOf(ishigami, 3, 256, "few");
    const many = indicesOf(ishigami, 3, 4096, "many");
    for (const { first, total } of [few, many]) {
      first.forEach(({ low, high }, d) => {
        expect(low).toBeLessThan(ishigamiFirst[d] as number);
        expect(high).toBeGreaterThan(ishigamiFirst[d] as number);
      });
      total.forEach(({ low, high }, d) => {
        expect(low).toBeLessThanOrEqual((ishigamiTotal[d] as number) + 1e-9);
        expect(high).toBeGreaterThan((ishigamiTotal[d] as number) - 1e-9);
      });
    }
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    many.total.forEach((of, d) => {
      expect(width(of)).toBeLessThan(width(few.total[d] as typeof of) / 2);
    });
  });

  test("of an additive function add up to 1, first orders and totals alike", () => {
    const { first, total } = indicesOf((x) => (x[0] as number) + 2 * (x[1] as number), 2, 1024, "sum");
    expect(first.map(({ value }) => value)).toEqual([expect.closeTo(0.2, 2), expect.closeTo(0.8, 2)]);
    expect(total.map(({ value }) => value)).toEqual([expect.closeTo(0.2, 2), expect.closeTo(0.8, 2)]);
  });

  test("of what does not vary are no numbers", () => {
    const { first, total } = indicesOf(() => 7, 2, 16, "flat");
    for (const { value } of [...first, ...total]) expect(value).toBeNaN();
  });

  test("can be taken of 32 parameters", () => {
    expect(MOST_PARAMETERS).toBe(32);
    expect(saltelliDesign(32, 2, stream("wide"))).toHaveLength(2 * 34);
    expect(() => sobolIndices([1, 2, 3], 2, stream("odd"))).toThrow(InvariantError);
  });
});

describe("elementary effects", () => {
  test("step through the grid, one parameter at a time", () => {
    const points = morrisDesign(5, 6, stream("grid"));
    expect(points).toHaveLength(6 * 6);
    for (const point of points)
      for (const x of point) expect([0, 1, 2, 3].some((level) => Math.abs(x - level / 3) < 1e-12)).toBe(true);
    for (let t = 0; t < 6; t++) {
      const moved = new Set<number>();
      for (let i = 1; i < 6; i++) {
        const [from, to] = [points[t * 6 + i - 1] as Float64Array, points[t * 6 + i] as Float64Array];
        const steps = [...from].flatMap((x, d) =>
          x === to[d] ? [] : [[d, Math.abs((to[d] as number) - x)]],
        );
        expect(steps).toEqual([[expect.any(Number), expect.closeTo(2 / 3, 12)]]);
        moved.add(steps[0]?.[0] as number);
      }
      expect(moved.size).toBe(5);
    }
  });

  test("are the slopes of a linear function, everywhere the same", () => {
    const points = morrisDesign(3, 4, stream("linear"));
    const effects = elementaryEffects(
      points,
      points.map(([x, y, z]) => 5 * (x as number) - 2 * (y as number) + 0 * (z as number) + 1),
    );
    expect(effects.map(({ mu }) => mu)).toEqual([5, -2, 0].map((slope) => expect.closeTo(slope, 9)));
    expect(effects.map(({ muStar }) => muStar.mean)).toEqual(
      [5, 2, 0].map((slope) => expect.closeTo(slope, 9)),
    );
    for (const { sigma } of effects) expect(sigma).toBeCloseTo(0, 9);
  });

  test("tell interaction from a plain slope by sigma", () => {
    const points = morrisDesign(3, 20, stream("interaction"));
    const effects = elementaryEffects(
      points,
      points.map(([x, y, z]) => (x as number) * (y as number) + (z as number)),
    );
    expect(effects[0]?.sigma).toBeGreaterThan(0.2);
    expect(effects[1]?.sigma).toBeGreaterThan(0.2);
    expect(effects[2]?.sigma).toBeCloseTo(0, 9);
  });

  test.each(["a", "b", "c"])("rank the G-function as its coefficients do, design %s", (seed) => {
    const points = morrisDesign(8, 12, stream(`g ${seed}`));
    const muStar = elementaryEffects(points, points.map(gFunction)).map((of) => of.muStar.mean);
    const ranked = coefficients
      .map((_, d) => d)
      .sort((a, b) => (muStar[b] as number) - (muStar[a] as number));
    expect(ranked.slice(0, 4)).toEqual([0, 1, 2, 3]);
    for (const d of [4, 5, 6, 7]) expect(muStar[d]).toBeLessThan((muStar[3] as number) / 3);
  });

  test("need whole trajectories", () => {
    expect(() => elementaryEffects([new Float64Array(2)], [1])).toThrow(InvariantError);
  });
});

import { describe, expect, test } from "vitest";
import { InvariantError } from "../../../src/base/assert.ts";
import { openStream } from "../../../src/random/streams.ts";
import { latinHypercube } from "../../../src/studies/design/latin-hypercube.ts";
import { MOST_DIMENSIONS, sobolPoints } from "../../../src/studies/design/sobol-sequence.ts";

const stream = (purpose: string) => openStream("designs", 0, "test", purpose);
const sorted = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);

/** Index, dimension from 0, coordinate. */
const SCIPY = [
  [1, 63, 0.5],
  [5, 4, 0.875],
  [100, 7, 0.4765625],
  [1000, 63, 0.4462890625],
  [777, 40, 0.7216796875],
  [4095, 20, 0.225830078125],
  [2049, 33, 0.842529296875],
  [4095, 60, 0.296630859375],
  [4095, 61, 0.385009765625],
  [4095, 62, 0.686767578125],
  [4095, 63, 0.553466796875],
] as const;
/** Of all coordinates of the first 4,096 points. */
const SCIPY_SUM = 131_040;

describe("the Sobol sequence", () => {
  test("begins as published", () => {
    // the first ten points of three dimensions, as in the notes that come with the direction numbers
    expect(sobolPoints(3, 10).map((point) => [...point])).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  test("is that of SciPy 1.17 (scipy.stats.qmc.Sobol, unscrambled, 32 bits) in all 64 dimensions", () => {
    const points = sobolPoints(64, 4096);
    for (const [index, dimension, coordinate] of SCIPY) expect(points[index]?.[dimension]).toBe(coordinate);
    let sum = 0;
    for (const point of points) for (const coordinate of point) sum += coordinate;
    expect(sum).toBe(SCIPY_SUM);
  });

  test("puts one of the first 2^k points into each of 2^k intervals, in every dimension, shifted or not", () => {
    for (const shift of [undefined, stream("shift")]) {
      const points = sobolPoints(MOST_DIMENSIONS, 256, shift);
      for (let d = 0; d < MOST_DIMENSIONS; d++) {
        const cells = sorted(points.map((point) => Math.floor((point[d] as number) * 256)));
        expect(cells).toEqual(Array.from({ length: 256 }, (_, i) => i));
      }
    }
  });

  test("has a direction number for 64 dimensions and no more", () => {
    expect(MOST_DIMENSIONS).toBe(64);
    expect(() => sobolPoints(65, 2)).toThrow(InvariantError);
  });

  test("integrates a smooth function far better than random points", () => {
    const truth = 1; // of the product of 1 + (x − ½) / (d + 1)
    const integral = (points: readonly Float64Array[]): number =>
      points.reduce(
        (sum, point) => sum + point.reduce((product, x, d) => product * (1 + (x - 0.5) / (d + 1)), 1),
        0,
      ) / points.length;
    const random = Array.from({ length: 1024 }, () => {
      const draws = stream("random");
      return Float64Array.from({ length: 6 }, () => draws.next());
    });
    expect(Math.abs(integral(sobolPoints(6, 1024, stream("shift"))) - truth)).toBeLessThan(5e-4);
    expect(Math.abs(integral(random) - truth)).toBeGreaterThan(5e-4);
  });
});

describe("a Latin hypercube", () => {
  test("has one point in each stratum of each coordinate", () => {
    const points = latinHypercube(5, 37, stream("hypercube"));
    for (let d = 0; d < 5; d++) {
      const strata = sorted(points.map((point) => Math.floor((point[d] as number) * 37)));
      expect(strata).toEqual(Array.from({ length: 37 }, (_, i) => i));
    }
  });

  test("orders its coordinates independently", () => {
    const points = latinHypercube(2, 1000, stream("independence"));
    const covariance =
      points.reduce((sum, p) => sum + ((p[0] as number) - 0.5) * ((p[1] as number) - 0.5), 0) / 1000;
    expect(Math.abs(covariance * 12)).toBeLessThan(4 / Math.sqrt(1000));
  });

  test("is the same for the same stream", () => {
    expect(latinHypercube(3, 8, stream("same"))).toEqual(latinHypercube(3, 8, stream("same")));
  });
});

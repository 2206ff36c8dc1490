import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../src/random/normal-quantile.ts";

/** Probability that a standard normal variable exceeds z > 0, by Laplace's continued fraction or a Taylor series. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 1) {
    let fraction = z;
    for (let k = 400; k > 0; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let k = 1; k < 200; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 - density * sum;
}

test.each([
  [0.5, 0],
  [0.75, 0.6744897501960817],
  [0.925, 1.439531470938456],
  [0.975, 1.959963984540054],
  [0.999, 3.090232306167813],
  [1e-10, -6.361340902404056],
  [1e-20, -9.262340089798409],
])("the quantile of %d is %d", (p, z) => {
  expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(4e-16 * Math.abs(z));
});

describe("the quantile", () => {
  test("is exceeded with the probability it was asked for, from the middle to the last double", () => {
    for (let p = 0.499; p > 1e-307; p *= 0.83) {
      const z = -normalQuantile(p);
      expect(Math.abs(upperTail(z) / p - 1), `at ${p}`).toBeLessThan(1e-14 * (4 + z * z));
    }
  });

  test("grows, across the joints of the approximation too", () => {
    for (const joint of [0.075, 0.925, Math.exp(-25), 0.5]) {
      for (const step of [1e-3, 1e-9, 1e-13]) {
        expect(normalQuantile(joint * (1 + step))).toBeGreaterThan(normalQuantile(joint * (1 - step)));
      }
    }
  });

  test("is odd about one half", () => {
    for (const p of [0.25, 0.125, 2 ** -20, 2 ** -50]) expect(normalQuantile(p)).toBe(-normalQuantile(1 - p));
  });
});

import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { studentCdf, studentQuantile } from "../../src/stats/student.ts";

const DEGREES = [0.5, 1, 2, 3, 4, 7.5, 10, 29, 30, 63, 128, 129, 1000, 1e5, 1e7];
const SHARES = [1e-12, 1e-6, 0.001, 0.025, 0.1, 0.3, 0.49999, 0.5, 0.51, 0.75, 0.95, 0.975, 0.9995, 0.999999];

/** Φ by its Taylor series, for t up to 5. */
function phi(t: number): number {
  let [term, sum] = [t, t];
  for (let k = 1; k < 200; k++) {
    term *= (t * t) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

describe("the distribution function", () => {
  /** For 1 to 5 degrees: Abramowitz and Stegun 26.7.3 and 26.7.4. */
  const closedForms: ((t: number) => number)[] = [
    (t) => 0.5 + Math.atan(t) / Math.PI,
    (t) => 0.5 + t / (2 * Math.sqrt(2 + t * t)),
    (t) => 0.5 + (Math.atan(t / Math.sqrt(3)) + (Math.sqrt(3) * t) / (3 + t * t)) / Math.PI,
    (t) => 0.5 + (t * (6 + t * t)) / (2 * (4 + t * t) ** 1.5),
    (t) => {
      const c = 5 / (5 + t * t); // the squared cosine of the angle
      return 0.5 + (Math.atan(t / Math.sqrt(5)) + Math.sqrt(c * (1 - c)) * (1 + (2 * c) / 3)) / Math.PI;
    },
  ];

  test.each([0, 0.01, 0.1, 0.5, 1, 2, 3.3, 5, 50, 1e4])("has its closed forms at %d", (t) => {
    closedForms.forEach((form, i) => {
      expect(Math.abs(studentCdf(t, i + 1) - form(t)), `${i + 1} degrees`).toBeLessThan(1e-14);
    });
  });

  test.each([1e4, 1e5, 1e6, 1e7, 1e8, 1e9])(
    "for %d degrees is as near to Fisher's expansion as stated",
    (n) => {
      for (let t = -5; t <= 5; t += 0.125) {
        const density = Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
        const first = (t ** 3 + t) / 4;
        const second = (3 * t ** 7 - 7 * t ** 5 - 5 * t ** 3 - 3 * t) / 96;
        const expected = phi(t) - density * (first / n + second / n ** 2);
        expect(Math.abs(studentCdf(t, n) - expected)).toBeLessThan(1e-14 + 3e-18 * n + 1 / n ** 3);
      }
    },
  );

  test.each(DEGREES.filter((degrees) => degrees <= 1000))(
    "for %d degrees is jstat's up to jstat's own error",
    (degrees) => {
      for (let t = -8; t <= 8; t += 0.25) {
        expect(Math.abs(studentCdf(t, degrees) - jstat.studentt.cdf(t, degrees))).toBeLessThan(1e-7);
      }
    },
  );

  test("is symmetric and ends at 0 and 1", () => {
    for (const degrees of DEGREES) {
      expect(studentCdf(-1.7, degrees)).toBeCloseTo(1 - studentCdf(1.7, degrees), 14);
      expect([studentCdf(-Infinity, degrees), studentCdf(Infinity, degrees), studentCdf(0, degrees)]).toEqual(
        [0, 1, 0.5],
      );
    }
  });
});

describe("the quantile", () => {
  // R, qt()
  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 10, 2.2281388519862735],
    [0.975, 29, 2.045229642132703],
    [0.95, 5, 2.015048373333024],
    [0.9995, 3, 12.923978636687485],
  ])("of %d for %d degrees is %d", (p, degrees, t) => {
    expect(Math.abs(studentQuantile(p, degrees) / t - 1)).toBeLessThan(1e-12);
  });

  test("is undone by the distribution function", () => {
    for (const degrees of DEGREES) {
      for (const p of SHARES) {
        const back = studentCdf(studentQuantile(p, degrees), degrees);
        expect(Math.abs(back - p) / Math.min(p, 1 - p), `${p}, ${degrees} degrees`).toBeLessThan(1e-9);
      }
    }
  });

  test.each(DEGREES.filter((degrees) => degrees >= 1 && degrees <= 1000))(
    "for %d degrees is jstat's up to jstat's own error",
    (degrees) => {
      for (const p of [0.6, 0.75, 0.9, 0.95, 0.975, 0.99]) {
        const theirs = jstat.studentt.inv(p, degrees);
        expect(Math.abs(studentQuantile(p, degrees) / theirs - 1), `${p}`).toBeLessThan(3e-6);
      }
    },
  );

  test("comes to the normal quantile with many degrees", () => {
    expect(studentQuantile(0.975, 1e9)).toBeCloseTo(1.959963984540054, 7);
  });

  test("of no number is none", () => {
    expect([studentQuantile(Number.NaN, 3), studentCdf(Number.NaN, 3)]).toEqual([Number.NaN, Number.NaN]);
  });
});

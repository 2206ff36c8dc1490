import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { TimeIntegrals } from "../../src/stats/time-integral.ts";

describe("an integral", () => {
  test("is value times time, step by step", () => {
    const integrals = new TimeIntegrals(2);
    integrals.set(0, 8, 10);
    integrals.add(0, -3, 14);
    expect(integrals.value(0)).toBe(5);
    expect(integrals.integral(0, 20)).toBe(8 * 4 + 5 * 6);
    expect(integrals.integral(1, 20)).toBe(0);
  });

  test("is not changed by being asked for", () => {
    const integrals = new TimeIntegrals(1);
    integrals.set(0, 3, 0);
    expect([5, 5, 9].map((now) => integrals.integral(0, now))).toEqual([15, 15, 27]);
    expect(integrals.integral(0, 2)).toBe(6);
  });

  test("starts anew after a reset, with the value still in force", () => {
    const integrals = new TimeIntegrals(1);
    integrals.set(0, 7, 0);
    integrals.reset(100);
    expect(integrals.integral(0, 100)).toBe(0);
    expect(integrals.integral(0, 103)).toBe(21);
  });

  test("of a million accelerators over ten years is exact to the second", () => {
    const integrals = new TimeIntegrals(1);
    integrals.set(0, 999_983, 1);
    expect(integrals.integral(0, 315_360_000)).toBe(Number(999_983n * 315_359_999n));
  });

  test("equals the exact sum whatever the steps", () => {
    const step = fc.record({
      value: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      lasts: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const integrals = new TimeIntegrals(1);
        let [now, sum] = [0, 0n];
        for (const { value, lasts } of steps) {
          integrals.set(0, value, now);
          sum += BigInt(value) * BigInt(lasts);
          now += lasts;
        }
        expect(BigInt(integrals.integral(0, now))).toBe(sum);
      }),
    );
  });
});

describe("what would not be exact is refused", () => {
  const at = (value: number, now: number): TimeIntegrals => {
    const integrals = new TimeIntegrals(1);
    integrals.set(0, value, now);
    return integrals;
  };

  test("a value that is not whole", () => {
    expect(() => at(0.5, 0)).toThrow(InvariantError);
    expect(() => at(Number.NaN, 0)).toThrow(InvariantError);
    expect(() => at(1, 0).add(0, Infinity, 0)).toThrow(InvariantError);
  });

  test("time that goes back or is not a number", () => {
    expect(() => at(1, 10).set(0, 1, 9)).toThrow(InvariantError);
    expect(() => at(1, 10).integral(0, 9)).toThrow(InvariantError);
    expect(() => at(1, 10).reset(9)).toThrow(InvariantError);
    expect(() => at(0, 10).integral(0, Number.NaN)).toThrow(InvariantError);
  });

  test("an integral beyond 2^53, in either direction or in one step of two", () => {
    expect(at(2 ** 40, 0).integral(0, 2 ** 13 - 1)).toBe(2 ** 53 - 2 ** 40);
    expect(() => at(2 ** 40, 0).integral(0, 2 ** 13)).toThrow(InvariantError);
    expect(() => at(-(2 ** 40), 0).integral(0, 2 ** 13)).toThrow(InvariantError);
    const halves = at(2 ** 40, 0);
    halves.set(0, -(2 ** 41), 4096);
    expect(() => halves.integral(0, 3 * 4096)).toThrow(InvariantError);
  });
});

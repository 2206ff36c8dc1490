/**
 * Numbers and dates as a planner reads them.
 */
import { describe, expect, test } from "vitest";
import { datesOf } from "../../src/results/figures/dates.ts";
import { fixed, scaleOf, span, write, writeOne, writeSigned } from "../../src/results/figures/numbers.ts";

describe("a number", () => {
  test("has separators and a true minus sign", () => {
    expect(fixed(325_000)).toBe("325,000");
    expect(fixed(-1_234_567.891, 2)).toBe("−1,234,567.89");
    expect(fixed(-0.001, 1)).toBe("0.0");
    expect(fixed(Number.NaN)).toBe("–");
    expect(fixed(Infinity)).toBe("∞");
  });

  test("is written in the unit's own way", () => {
    expect(writeOne(1.25e9, "$")).toBe("$1.25\u00a0B");
    expect(writeOne(-8.3e8, "$")).toBe("−$830\u00a0M");
    expect(writeOne(0.1163, "share")).toBe("11.6\u00a0%");
    expect(writeOne(3.84e7, "GPU-hours")).toBe("38.4\u00a0M");
    expect(writeOne(12, "count")).toBe("12");
    expect(writeOne(104.2, "days")).toBe("104\u00a0days");
    expect(writeOne(0, "$")).toBe("$0");
  });

  test("shares its scale with its row", () => {
    const scale = scaleOf("$", [2.5e10, 9e8]);
    expect([2.5e10, 9e8].map((value) => write(value, scale))).toEqual(["$25.0\u00a0B", "$0.9\u00a0B"]);
  });

  test("gets another decimal when a half-width would show as 0", () => {
    expect(scaleOf("$", [2.5e10], [2e8]).decimals).toBe(1);
    expect(scaleOf("$", [2.5e10], [2e7]).decimals).toBe(2);
    expect(scaleOf("$", [2.5e10], [2]).decimals).toBe(2);
  });

  test("as a difference carries its sign unless it shows as 0", () => {
    const scale = scaleOf("$", [1.2e9]);
    expect(writeSigned(1.2e9, scale)).toBe("+$1.20\u00a0B");
    expect(writeSigned(-1.2e9, scale)).toBe("−$1.20\u00a0B");
    expect(writeSigned(1, scale)).toBe("$0.00\u00a0B");
  });
});

test("a length of time has its natural unit", () => {
  expect([0, 120, 7200, 90 * 86_400, Infinity].map(span)).toEqual([
    "0 s",
    "2 min",
    "2 h",
    "90 days",
    "for ever",
  ]);
});

describe("a date", () => {
  const dates = datesOf({ epoch: 1_782_864_000, horizon: 549 * 86_400 });

  test("is read by people and by axes", () => {
    expect(dates.read(0)).toBe("1 Jul 2026");
    expect(dates.axis(549 * 86_400)).toBe("2028-01-01 00:00:00");
    expect(dates.axis(43_200)).toBe("2026-07-01 12:00:00");
    expect(dates.read(Infinity)).toBe("never");
  });

  test("has a time when the scenario is short", () => {
    expect(datesOf({ epoch: 1_782_864_000, horizon: 2 * 86_400 }).read(3660)).toBe("1 Jul 2026 01:01");
    expect(datesOf({ epoch: 1_782_864_000, horizon: 3600 }).read(61)).toBe("1 Jul 2026 00:01:01");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInstant } from "../../src/base/calendar.ts";
import {
  formatDuration,
  formatGpus,
  formatMoney,
  formatNumber,
  formatShare,
  parseDuration,
  parsePower,
  resolveDuration,
} from "../../src/base/units.ts";

describe("a duration", () => {
  test.each([
    ["18 months", 18, 0],
    ["1 month", 1, 0],
    ["26 weeks", 0, 26 * 604_800],
    ["90 days", 0, 7_776_000],
    ["1 day", 0, 86_400],
    ["48 h", 0, 172_800],
    ["2 hours", 0, 7200],
    ["300 s", 0, 300],
    ["1 second", 0, 1],
    ["2 min", 0, 120],
    ["30 minutes", 0, 1800],
    ["3 years", 0, 3 * 365 * 86_400],
    ["1.5 h", 0, 5400],
    ["1.1 h", 0, 3960],
    ["0.0025 h", 0, 9],
    ["1.50 h", 0, 5400],
    ["90days", 0, 7_776_000],
    ["  90   days ", 0, 7_776_000],
    ["3 h 20 min", 0, 12_000],
    ["1 month 3 days", 1, 259_200],
    ["0 s", 0, 0],
    ["42", 0, 42],
  ])("%j is %i months and %i s", (text, months, seconds) => {
    expect(parseDuration(text)).toEqual({ months, seconds });
  });

  test("is taken from a bare number as seconds", () => {
    expect(parseDuration(300)).toEqual({ months: 0, seconds: 300 });
  });

  test.each([
    "",
    "soon",
    "days",
    "-1 day",
    "1 fortnight",
    "1.5 months",
    "0.1 s",
    "1.0001 h",
    "1 h,",
    "1e3 s",
    "1,000 s",
    "1. h",
    ".5 h",
    "1.2.3 h",
    "1 H",
    "99999999999999999999 s",
    "9007199254740991 years",
    "1 day ago",
    "１ day",
    Number.NaN,
    Infinity,
    -1,
    0.5,
    2 ** 53,
  ])("%j is refused", (value) => {
    expect(parseDuration(value)).toBeUndefined();
  });

  test("of months is as long as the months that begin at its anchor", () => {
    const month = { months: 1, seconds: 5 };
    const lengths = ["2026-02-01", "2028-02-01", "2026-07-01", "2026-01-31"].map(
      (anchor) => resolveDuration(month, parseInstant(anchor) as number) - 5,
    );
    expect(lengths).toEqual([28, 29, 31, 28].map((days) => days * 86_400));
  });
});

describe("a power", () => {
  test.each([
    ["300 MW", 300e6],
    ["1 GW", 1e9],
    ["1.21 GW", 1.21e9],
    ["1.123456789 GW", 1_123_456_789],
    ["500 kW", 500_000],
    ["0.5 W", undefined],
    ["40 W", 40],
    ["40", 40],
    [40, 40],
    ["1 mW", undefined],
    ["-1 MW", undefined],
    ["1 TW", undefined],
    ["MW", undefined],
    [-1, undefined],
    [1.5, undefined],
  ])("%j is %s watts", (text, watts) => {
    expect(parsePower(text)).toBe(watts);
  });
});

describe("writing a duration", () => {
  test.each([
    [0, "0 s"],
    [0.25, "0.25 s"],
    [45, "45 s"],
    [59.4, "59.4 s"],
    [59.7, "1 min"],
    [90, "1 min 30 s"],
    [120, "2 min"],
    [3599.9, "1 h"],
    [12_000, "3 h 20 min"],
    [86_399, "1 day"],
    [86_400, "1 day"],
    [90_000, "1 day 1 h"],
    [90 * 86_400, "90 days"],
    [1_234.5 * 86_400, "1,234 days 12 h"],
    [-120, "-2 min"],
    [Infinity, "∞"],
    [Number.NaN, "–"],
  ])("%d s is %j", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test("of whole days, hours or minutes can be read back", () => {
    fc.assert(
      fc.property(fc.nat(999), fc.constantFrom(60, 3600, 86_400), (count, unit) => {
        expect(parseDuration(formatDuration(count * unit))).toEqual({ months: 0, seconds: count * unit });
      }),
    );
  });
});

describe("writing numbers", () => {
  test.each([
    [0, "0"],
    [325_000, "325,000"],
    [1_234_567.6, "1,234,568"],
    [999, "999"],
    [1000, "1,000"],
    [-1000, "-1,000"],
  ])("%d accelerators are %j", (count, text) => {
    expect(formatGpus(count)).toBe(text);
  });

  test.each([
    [1.25e9, "$1.25 B"],
    [920e6, "$920 M"],
    [12_345, "$12.3 k"],
    [999_600, "$1 M"],
    [950, "$950"],
    [0.125, "$0.125"],
    [0, "$0"],
    [4.5e13, "$45 T"],
    [-3.2e6, "-$3.2 M"],
    [Number.NaN, "–"],
  ])("%d dollars are %j", (dollars, text) => {
    expect(formatMoney(dollars)).toBe(text);
  });

  test.each([
    [0.0312, "3.1 %"],
    [1, "100.0 %"],
    [0.5, "50.0 %"],
    [0.00042, "0.042 %"],
    [0, "0 %"],
    [-0.25, "-25.0 %"],
    [0.00999, "1.0 %"],
    [Number.NaN, "–"],
  ])("a share of %d is %j", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [0.1, "0.1"],
    [12.345, "12.3"],
    [99.96, "100"],
    [123.4, "123"],
    [1234.5, "1,235"],
    [-1234.4, "-1,234"],
    [0.00123456, "0.00123"],
    [1.5e-7, "1.5e-7"],
    [3e20, "3e20"],
    [Infinity, "∞"],
    [-Infinity, "-∞"],
  ])("%d is %j", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

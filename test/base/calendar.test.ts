import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addMonths,
  civilFromDays,
  DAY,
  daysFromCivil,
  daysInMonth,
  formatDate,
  formatInstant,
  parseInstant,
  secondsInMonth,
} from "../../src/base/calendar.ts";

const at = (text: string): number => parseInstant(text) ?? Number.NaN;

describe("days and dates", () => {
  test("agree with the platform's calendar on every day from 1600 to 2500", () => {
    for (let days = -135_140; days < 193_600; days++) {
      const platform = new Date(days * DAY * 1000);
      const { year, month, day } = civilFromDays(days);
      if (
        year !== platform.getUTCFullYear() ||
        month !== platform.getUTCMonth() + 1 ||
        day !== platform.getUTCDate() ||
        daysFromCivil(year, month, day) !== days
      ) {
        expect.fail(`day ${days} came out as ${year}-${month}-${day}`);
      }
    }
  });

  test.each([
    [1970, 1, 1, 0],
    [1969, 12, 31, -1],
    [2000, 2, 29, 11_016],
    [2026, 7, 1, 20_635],
    [0, 3, 1, -719_468],
  ])("%i-%i-%i is day %i", (year, month, day, days) => {
    expect(daysFromCivil(year, month, day)).toBe(days);
    expect(civilFromDays(days)).toEqual({ year, month, day });
  });

  test("centuries are leap years only every 400 years", () => {
    expect([1900, 2000, 2023, 2024, 2100].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29, 28]);
  });
});

describe("an instant", () => {
  test.each([
    ["1970-01-01", 0],
    ["1970-01-01T00:01Z", 60],
    ["2026-07-01", 1_782_864_000],
    ["2026-07-01T12:34:56Z", 1_782_909_296],
    ["1969-12-31T23:59:59Z", -1],
    ["0000-03-01", -719_468 * DAY],
    ["9999-12-31T23:59:59Z", 253_402_300_799],
  ])("%s is second %i", (text, seconds) => {
    expect(parseInstant(text)).toBe(seconds);
  });

  test.each([
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-01-01T24:00Z",
    "2026-01-01T12:60Z",
    "2026-01-01T12:00:60Z",
    "2026-01-01T12:00",
    "2026-01-01T12Z",
    "2026-01-01 12:00Z",
    "2026-01-01T12:00:00.5Z",
    "2026-01-01T12:00+01:00",
    "26-01-01",
    "2026-1-1",
    " 2026-01-01",
    "2026-01-01\n",
    "٢٠٢٦-٠١-٠١",
    "",
    "now",
  ])("%j is refused", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test("survives being written and read", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), (seconds) => {
        expect(parseInstant(formatInstant(seconds))).toBe(seconds);
        expect(parseInstant(formatDate(seconds))).toBe(Math.floor(seconds / DAY) * DAY);
        expect(formatInstant(seconds)).toBe(new Date(seconds * 1000).toISOString().replace(".000Z", "Z"));
      }),
    );
  });

  test("years before 0 are written with a sign", () => {
    expect(formatDate(-719_529 * DAY)).toBe("-0001-12-31");
  });
});

describe("adding months", () => {
  test.each([
    ["2026-01-31", 1, "2026-02-28T00:00:00Z"],
    ["2028-01-31T06:07:08Z", 1, "2028-02-29T06:07:08Z"],
    ["2026-07-01", 18, "2028-01-01T00:00:00Z"],
    ["2026-12-15", 1, "2027-01-15T00:00:00Z"],
    ["2026-03-31", -1, "2026-02-28T00:00:00Z"],
    ["2026-01-15", -13, "2024-12-15T00:00:00Z"],
    ["2026-05-31", 0, "2026-05-31T00:00:00Z"],
    ["2024-02-29", 12, "2025-02-28T00:00:00Z"],
  ])("to %s, %i of them, gives %s", (from, months, to) => {
    expect(formatInstant(addMonths(at(from), months))).toBe(to);
  });

  test("is a month's length from the first of the month", () => {
    for (const date of ["2026-01-01", "2026-02-01", "2028-02-01", "2026-04-01", "2026-12-01"]) {
      expect(addMonths(at(date), 1) - at(date)).toBe(secondsInMonth(at(date)));
    }
  });

  test("knows the length of the month around an instant", () => {
    expect(secondsInMonth(at("2028-02-17T12:00Z"))).toBe(29 * DAY);
    expect(secondsInMonth(at("2026-12-31T23:59:59Z"))).toBe(31 * DAY);
  });
});

/**
 * Dates by integer arithmetic: the proleptic Gregorian calendar in UTC without leap seconds, so that
 * every day has 86,400 s. Instants are whole seconds since 1970-01-01T00:00:00Z. Nothing here asks
 * the platform, whose calendar, zone and parser differ from machine to machine.
 */

export const DAY = 86_400;

/** A day of the calendar; months from 1. */
export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

const ERA = 146_097; // days of 400 years, after which the calendar repeats
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z)?$/;

/** Days from 1970-01-01 to that date; negative before it. The date must exist. */
export function daysFromCivil(year: number, month: number, day: number): number {
  // years are counted from March, so that the leap day is the last of its year
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA + dayOfEra - 719_468;
}

/** The date that many days after 1970-01-01: the inverse of `daysFromCivil`. */
export function civilFromDays(days: number): CivilDate {
  const z = days + 719_468;
  const era = Math.floor(z / ERA);
  const dayOfEra = z - era * ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day };
}

/** How many days that month has. */
export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : MONTH_LENGTHS[month - 1];
}

/** Reads `YYYY-MM-DD`, `YYYY-MM-DDTHH:MMZ` or `YYYY-MM-DDTHH:MM:SSZ`; undefined for anything else or a day that is not. */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1)
    .map((part) => Number(part ?? 0)) as SixNumbers;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return daysFromCivil(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
}

type SixNumbers = [number, number, number, number, number, number];

/** `YYYY-MM-DD` of the day in which the instant lies. */
export function formatDate(epochSeconds: number): string {
  const { year, month, day } = civilFromDays(Math.floor(epochSeconds / DAY));
  return `${year < 0 ? "-" : ""}${padded(Math.abs(year), 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `YYYY-MM-DDTHH:MM:SSZ`; fractions of a second are cut off. */
export function formatInstant(epochSeconds: number): string {
  const second = Math.floor(epochSeconds) - Math.floor(epochSeconds / DAY) * DAY;
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return `${formatDate(epochSeconds)}T${clock.map((part) => padded(part, 2)).join(":")}Z`;
}

/**
 * The same day and time of day, that many months later (earlier if negative). A day that the month
 * does not have becomes its last: a month after 31 January is 28 or 29 February.
 */
export function addMonths(epochSeconds: number, months: number): number {
  const days = Math.floor(epochSeconds / DAY);
  const { year, month, day } = civilFromDays(days);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return daysFromCivil(newYear, newMonth, newDay) * DAY + (epochSeconds - days * DAY);
}

/** Length of the calendar month in which the instant lies. */
export function secondsInMonth(epochSeconds: number): number {
  const { year, month } = civilFromDays(Math.floor(epochSeconds / DAY));
  return daysInMonth(year, month) * DAY;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

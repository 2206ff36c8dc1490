/**
 * Numbers and times read from bytes, strictly: decimal digits with at most one point, nothing else. What is
 * longer than a double can hold exactly is no number of a trace but a damaged file.
 */
import { DAY, daysFromCivil, daysInMonth } from "../../base/calendar.ts";

/** Digits before the point that are always exact. */
const MOST_DIGITS = 15;
const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const PLUS = 43;
const COLON = 58;
const SPACE = 32;
const UPPER_T = 84;
const POWERS = Float64Array.from({ length: 16 }, (_, k) => Number(`1e${k}`));

/**
 * The number written in `bytes[from..to)`: `12`, `-1`, `0.5`, `58543.0`. Digits beyond the fifteenth are read
 * and left out.
 *
 * @returns NaN when it is no such number, Infinity when it has more than 15 digits before the point
 */
export const readNumber = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  const first = bytes[at];
  if (first === MINUS || first === PLUS) at++;
  let value = 0;
  let digits = 0;
  const whole = at;
  for (; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    if (value > 0) digits++;
  }
  const isEmpty = at === whole;
  if (digits > MOST_DIGITS) value = Number.POSITIVE_INFINITY;
  if (at < to && bytes[at] === POINT) {
    const point = ++at;
    let decimals = 0;
    for (; at < to; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return Number.NaN;
      if (digits >= MOST_DIGITS || decimals >= MOST_DIGITS) continue;
      value = value * 10 + digit;
      decimals++;
      if (value > 0) digits++;
    }
    if (at === point) return Number.NaN;
    value /= POWERS[decimals] as number;
  }
  if (isEmpty || at < to) return Number.NaN;
  return first === MINUS ? 0 - value : value;
};

/**
 * Seconds since 1970 of a UTC time in `bytes[from..to)`: `2017-10-01 17:57:00`, with a `T`, fractions of a
 * second, and `Z`, `UTC` or an offset such as `+08:00` at the end if need be; or a date alone.
 *
 * @returns NaN when it is no such time or a day that is not
 */
export const readTimestamp = (bytes: Uint8Array, from: number, to: number): number => {
  const year = digitsAt(bytes, from, 4, to);
  const month = digitsAt(bytes, from + 5, 2, to);
  const day = digitsAt(bytes, from + 8, 2, to);
  if (bytes[from + 4] !== MINUS || bytes[from + 7] !== MINUS) return Number.NaN;
  // a comparison with NaN is false, so that these refuse what was no number
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return Number.NaN;
  const midnight = daysFromCivil(year, month, day) * DAY;
  if (to === from + 10) return midnight;
  const mark = bytes[from + 10];
  if (mark !== SPACE && mark !== UPPER_T) return Number.NaN;
  const hour = digitsAt(bytes, from + 11, 2, to);
  const minute = digitsAt(bytes, from + 14, 2, to);
  const second = digitsAt(bytes, from + 17, 2, to);
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return Number.NaN;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  let at = from + 19;
  if (bytes[at] === POINT && at < to) {
    at++;
    while (at < to && isDigit(bytes[at] as number)) at++;
  }
  const fraction = at > from + 19 ? readNumber(bytes, from + 17, at) - second : 0;
  return midnight + hour * 3600 + minute * 60 + second + fraction - offsetAt(bytes, at, to);
};

/** Seconds east of Greenwich that the end of a time speaks of; NaN when it is something else. */
const offsetAt = (bytes: Uint8Array, at: number, to: number): number => {
  if (at === to) return 0;
  const sign = bytes[at];
  if (sign !== PLUS && sign !== MINUS) {
    const zone = ascii(bytes, at, to);
    return zone === "Z" || zone === " UTC" ? 0 : Number.NaN;
  }
  const hours = digitsAt(bytes, at + 1, 2, to);
  const withColon = bytes[at + 3] === COLON ? 1 : 0;
  const minutes = to === at + 3 ? 0 : digitsAt(bytes, at + 3 + withColon, 2, to);
  if (to !== at + 3 && to !== at + 5 + withColon) return Number.NaN;
  if (!(hours <= 14 && minutes <= 59)) return Number.NaN;
  return (sign === MINUS ? -1 : 1) * (hours * 3600 + minutes * 60);
};

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9;

const digitsAt = (bytes: Uint8Array, at: number, count: number, to: number): number => {
  if (at + count > to) return Number.NaN;
  let value = 0;
  for (let i = at; i < at + count; i++) {
    if (!isDigit(bytes[i] as number)) return Number.NaN;
    value = value * 10 + (bytes[i] as number) - ZERO;
  }
  return value;
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text in `bytes[from..to)`; undefined when it is not UTF-8. */
export const readText = (bytes: Uint8Array, from: number, to: number): string | undefined => {
  for (let i = from; i < to; i++) {
    if ((bytes[i] as number) < 128) continue;
    try {
      return decoder.decode(bytes.subarray(from, to));
    } catch {
      return undefined;
    }
  }
  return ascii(bytes, from, to);
};

const ascii = (bytes: Uint8Array, from: number, to: number): string => {
  let text = "";
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
};

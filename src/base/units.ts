/**
 * Quantities as people write and read them. Texts become whole seconds and whole watts; months stay
 * apart from seconds, because how long a month is depends on when it begins. Numbers become texts that
 * are the same bytes everywhere: no locale is asked, and rounding is that of `toFixed` and
 * `toPrecision`, which the language defines exactly.
 */
import { addMonths, DAY } from "./calendar.ts";

/** A length of time: calendar months, then seconds. Both whole and not negative. */
export type Duration = { readonly months: number; readonly seconds: number };

const MONTHS_PER: ReadonlyMap<string, number> = new Map(units(1, "month", "months"));
const SECONDS_PER: ReadonlyMap<string, number> = new Map([
  ...units(1, "s", "sec", "second", "seconds"),
  ...units(60, "min", "minute", "minutes"),
  ...units(3600, "h", "hour", "hours"),
  ...units(DAY, "d", "day", "days"),
  ...units(7 * DAY, "w", "week", "weeks"),
  ...units(365 * DAY, "y", "year", "years"),
]);
const WATTS_PER: ReadonlyMap<string, number> = new Map([
  ["W", 1],
  ["kW", 1e3],
  ["MW", 1e6],
  ["GW", 1e9],
]);
const QUANTITY = /^(\d{1,16})(?:\.(\d{1,16}))?\s*([A-Za-z]+)$/;
const DURATION = /^\d[\d.]*\s*[A-Za-z]+(?:\s+\d[\d.]*\s*[A-Za-z]+)*$/;
const DURATION_PART = /\d[\d.]*\s*[A-Za-z]+/g;

/**
 * Reads "18 months", "26 weeks", "90 days", "48 h", "300 s", "1.5 h", "3 h 20 min"; a bare number is
 * seconds and a year is 365 days.
 *
 * @returns undefined unless it comes to a whole number of months and seconds, not negative
 */
export function parseDuration(value: string | number): Duration | undefined {
  if (typeof value === "number") return isWhole(value) ? { months: 0, seconds: value } : undefined;
  const text = value.trim();
  if (/^\d{1,16}$/.test(text)) return parseDuration(Number(text));
  if (!DURATION.test(text)) return undefined;
  let months = 0;
  let seconds = 0;
  for (const part of text.match(DURATION_PART) ?? []) {
    const inMonths = wholeQuantity(part, MONTHS_PER);
    const inSeconds = inMonths === undefined ? wholeQuantity(part, SECONDS_PER) : 0;
    if (inSeconds === undefined) return undefined;
    months += inMonths ?? 0;
    seconds += inSeconds;
  }
  return isWhole(months) && isWhole(seconds) ? { months, seconds } : undefined;
}

/** How long it lasts, in seconds, from an instant in seconds since 1970: its months first, then its seconds. */
export function resolveDuration(duration: Duration, anchorEpochSeconds: number): number {
  return addMonths(anchorEpochSeconds, duration.months) - anchorEpochSeconds + duration.seconds;
}

/** Reads "300 MW", "1.21 GW", "500 kW", "40 W"; a bare number is watts. Undefined unless it is whole watts. */
export function parsePower(value: string | number): number | undefined {
  if (typeof value === "number") return isWhole(value) ? value : undefined;
  const text = value.trim();
  return /^\d{1,16}$/.test(text) ? parsePower(Number(text)) : wholeQuantity(text, WATTS_PER);
}

/** A number with its unit, in terms of 1; undefined for an unknown unit or if it does not come out whole. */
function wholeQuantity(text: string, scale: ReadonlyMap<string, number>): number | undefined {
  const [, whole, fraction = "", unit] = QUANTITY.exec(text) ?? [];
  let factor = scale.get(unit ?? "");
  if (factor === undefined) return undefined;
  // in whole numbers throughout, because 1.1 × 3600 in doubles is not 3960
  const decimals = fraction.replace(/0+$/, "");
  let divisor = Number(`1e${decimals.length}`);
  while (divisor > 1 && factor % 10 === 0) {
    factor /= 10;
    divisor /= 10;
  }
  const product = Number(whole + decimals) * factor;
  return isWhole(product) && product % divisor === 0 ? product / divisor : undefined;
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function units(factor: number, ...names: readonly string[]): [string, number][] {
  return names.map((name) => [name, factor]);
}

const DURATION_UNITS = [
  { name: "day", plural: "days", seconds: 86_400 },
  { name: "h", plural: "h", seconds: 3600 },
  { name: "min", plural: "min", seconds: 60 },
  { name: "s", plural: "s", seconds: 1 },
] as const;

/** "90 days", "3 h 20 min", "45 s", "0.25 s": the largest unit that fits and the next one below, rounded. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds);
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds < 59.5) return `${formatNumber(seconds)} s`;
  for (let i = 0; i < DURATION_UNITS.length - 1; i++) {
    const unit = DURATION_UNITS[i] as (typeof DURATION_UNITS)[number];
    const below = DURATION_UNITS[i + 1] as (typeof DURATION_UNITS)[number];
    const rounded = Math.round(seconds / below.seconds) * below.seconds;
    if (rounded < unit.seconds) continue;
    const count = Math.floor(rounded / unit.seconds);
    const rest = (rounded - count * unit.seconds) / below.seconds;
    const head = `${grouped(String(count))} ${count === 1 ? unit.name : unit.plural}`;
    return rest === 0 ? head : `${head} ${rest} ${below.plural}`;
  }
  return `${formatNumber(seconds)} s`;
}

/** Accelerators: "325,000", rounded to whole ones. */
export function formatGpus(count: number): string {
  return Number.isFinite(count) ? grouped(Math.round(count).toFixed(0)) : formatNumber(count);
}

/** Dollars to three digits: "$1.25 B", "$920 M", "$12.3 k", "$950", "-$3.2 M". */
export function formatMoney(dollars: number): string {
  if (!Number.isFinite(dollars)) return formatNumber(dollars);
  if (dollars < 0) return `-${formatMoney(-dollars)}`;
  for (const [scale, suffix] of MONEY_SCALES) {
    if (dollars >= scale * 0.9995) return `$${formatNumber(dollars / scale)} ${suffix}`;
  }
  return `$${formatNumber(dollars)}`;
}

const MONEY_SCALES = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A share of 1 as a percentage: 0.0312 is "3.1 %", 0.00042 is "0.042 %". */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return formatNumber(share);
  const percent = share * 100;
  return `${Math.abs(percent) >= 0.995 ? zero(percent.toFixed(1)) : formatNumber(percent, 2)} %`;
}

/**
 * A number for reading: at least `digits` significant ones, all those before the point, grouped by
 * thousands, without trailing zeros; very small and very large ones with an exponent.
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || magnitude < 1e-4) return trimmedExponent(value.toExponential(digits - 1));
  if (magnitude >= Number(`1e${digits - 1}`)) return zero(grouped(value.toFixed(0)));
  return trimmed(value.toPrecision(digits));
}

/** Groups the digits before the point: "1234567" becomes "1,234,567". */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function trimmed(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

function trimmedExponent(text: string): string {
  const [mantissa, exponent] = text.split("e") as [string, string];
  return `${trimmed(mantissa)}e${exponent.replace("+", "")}`;
}

/** "-0.0" is nothing to show. */
function zero(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

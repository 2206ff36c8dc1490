/**
 * How far a slider reaches: what the schema allows, narrowed to where one would look around the present value.
 * Lengths of time and dates stop at values that people use.
 */
import { addMonths, DAY, formatDate, parseInstant } from "../../base/calendar.ts";
import type { Limits } from "../explain/node.ts";
import { amountOf } from "./amount.ts";
import type { ControlKind, Slider } from "./model.ts";

export type Surroundings = {
  /** Most accelerators that are ever on line. */
  readonly capacity: number;
  /** Epoch seconds. */
  readonly start: number;
  readonly end: number;
};

/**
 * @param isPositive - a length of time that may not be 0
 * @returns undefined for what no slider fits
 */
export function sliderFor(
  kind: ControlKind,
  value: string,
  limits: Limits,
  isPositive: boolean,
  around: Surroundings,
): Slider | undefined {
  const amount = amountOf(kind, value);
  switch (kind) {
    case "duration":
      return { scale: "stops", stops: lengths(value, amount, isPositive) };
    case "date":
      return { scale: "stops", stops: dates(value, amount, around) };
    case "share":
      return { scale: "linear", least: 0, most: 1, step: 0.01 };
    case "power":
      return amount === undefined
        ? undefined
        : { scale: "log", least: 0, low: roundUp(amount / 100), most: roundUp(amount * 4) };
    case "gpus":
      return accelerators(amount ?? 0, limits, around);
    case "money": {
      const top = amount === undefined || amount === 0 ? 100 : amount;
      return { scale: "log", least: 0, low: roundUp(top / 100), most: Math.min(1e15, roundUp(top * 10)) };
    }
    case "count":
    case "number":
      return amount === undefined ? undefined : numbers(amount, limits);
    default:
      return undefined;
  }
}

function accelerators(amount: number, limits: Limits, { capacity }: Surroundings): Slider {
  const least = limits.least ?? 0;
  const most = Math.min(limits.most ?? capacity, roundUp(Math.max(2 * amount, amount === 0 ? capacity : 4)));
  return { scale: "log", least, low: Math.max(1, least, roundUp(most / 1000)), most };
}

const isBounded = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

function numbers(amount: number, { least, most, above, below, isWhole }: Limits): Slider {
  const top = Math.max(isWhole ? 10 : 2, roundUp(3 * Math.abs(amount)));
  const high = Math.min(isBounded(most) ? most : isBounded(below) ? below : top, top);
  const low = isBounded(least) ? least : isBounded(above) ? above : 0;
  if (isWhole)
    return { scale: "linear", least: Math.max(low, -high), most: high, step: roundUp(high / 500, 1) };
  const step = roundUp(high / 400) / 2;
  const end = below !== undefined && high >= below ? below - step : high;
  return { scale: "linear", least: above === undefined ? low : low + step, most: end, step };
}

/** The next of 1, 2, 5, 10, 20, ... */
function roundUp(amount: number, least = 0): number {
  if (!(amount > least)) return least;
  const scale = Number(`1${amount.toExponential(0).slice(1)}`);
  const base = amount < scale ? scale / 10 : scale;
  return [1, 2, 5, 10, 20]
    .map((factor) => Number((factor * base).toPrecision(1)))
    .find((stop) => stop >= amount) as number;
}

const LENGTHS = [
  ...[
    "0 s",
    "1 s",
    "2 s",
    "5 s",
    "10 s",
    "20 s",
    "30 s",
    "1 min",
    "2 min",
    "5 min",
    "10 min",
    "20 min",
    "30 min",
  ],
  ...[
    "1 h",
    "2 h",
    "3 h",
    "6 h",
    "12 h",
    "1 day",
    "2 days",
    "3 days",
    "5 days",
    "7 days",
    "10 days",
    "14 days",
  ],
  ...["21 days", "30 days", "45 days", "60 days", "75 days", "90 days", "120 days", "150 days", "180 days"],
  ...["270 days", "365 days", "545 days", "730 days", "1095 days", "2000 days", "4000 days", "10000 days"],
];
const MONTHS = [1, 2, 3, 4, 5, 6, 9, 12, 15, 18, 21, 24, 30, 36, 42, 48, 60, 72, 84, 96, 120];

type Stop = { readonly text: string; readonly amount: number };
const stopAt = (kind: ControlKind, text: string): Stop => ({ text, amount: amountOf(kind, text) as number });
const lengthStops = LENGTHS.map((text) => stopAt("duration", text));
const monthStops = MONTHS.map((months) => stopAt("duration", `${months} month${months === 1 ? "" : "s"}`));

/** At least to an hour, at most to a hundred times the present value; what may not be 0 not far below it either. */
function lengths(value: string, amount: number | undefined, isPositive: boolean): string[] {
  const ladder = /month|year/.test(value) ? monthStops : lengthStops;
  const length = amount ?? 0;
  const most = Math.max(length * 100, 3600);
  const least = isPositive ? Math.max(1, length / 500) : 0;
  const stops = ladder.filter((stop) => stop.amount >= least && stop.amount <= most);
  return withPresent(stops, value, amount);
}

/** First days of months, from the start or the present value to the end. */
function dates(value: string, amount: number | undefined, { start, end }: Surroundings): string[] {
  const stops: Stop[] = [];
  const first = parseInstant(`${formatDate(Math.min(start, amount ?? start)).slice(0, 8)}01`) as number;
  const last = Math.max(end, amount ?? end);
  const stride = Math.max(1, Math.ceil((last - first) / (31 * DAY) / 60));
  for (let at = first; at <= last; at = addMonths(at, stride))
    stops.push({ text: formatDate(at), amount: at });
  return withPresent(stops, value, amount);
}

/** The ladder with the present value in its place; a word stands before all lengths. */
function withPresent(stops: readonly Stop[], value: string, amount: number | undefined): string[] {
  const texts = stops.map(({ text }) => text);
  if (amount === undefined) return value === "" ? texts : [value, ...texts];
  const at = stops.findIndex((stop) => stop.amount >= amount);
  if (at < 0) return [...texts, value];
  return texts.toSpliced(at, stops[at]?.amount === amount ? 1 : 0, value);
}

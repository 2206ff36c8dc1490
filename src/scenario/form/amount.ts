/**
 * Written values as amounts that a slider can move, and back: seconds, accelerators, dollars, shares of 1, watts.
 * Amounts are rounded to what a person would write. Needs no schema, so that a page can use it while dragging.
 */
import { DAY, formatDate, parseInstant } from "../../base/calendar.ts";
import { exp, log } from "../../base/elementary.ts";
import { parseDuration, parsePower } from "../../base/units.ts";
import type { Control, ControlKind, Slider } from "./model.ts";

const MONTH = (365 * DAY) / 12;

/** The amount of a written value; undefined when it is none. Months count 365 / 12 days. */
export function amountOf(kind: ControlKind, written: string): number | undefined {
  const text = written.trim();
  if (text === "") return undefined;
  switch (kind) {
    case "duration": {
      const duration = parseDuration(text);
      return duration && duration.months * MONTH + duration.seconds;
    }
    case "date":
      return parseInstant(text);
    case "power":
      return parsePower(text);
    case "share":
      return text.endsWith("%") ? finite(text.slice(0, -1), 0.01) : finite(text);
    default:
      return finite(text);
  }
}

function finite(text: string, scale = 1): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value * scale : undefined;
}

/** An amount as it would be written beside a value of the same kind. */
export function writtenAmount(kind: ControlKind, amount: number, like = ""): string {
  switch (kind) {
    case "date":
      return formatDate(amount);
    case "share":
      return like.includes("%") ? `${plain(amount * 100, 3)} %` : plain(amount, 3);
    case "power":
      return writtenPower(amount);
    case "gpus":
    case "count":
      return String(Math.round(significant(amount, 3)));
    case "money":
      return amount >= 1e6 ? exponential(amount) : plain(amount, 3);
    default:
      return plain(amount, 4);
  }
}

const significant = (amount: number, digits: number): number => Number(amount.toPrecision(digits));
const plain = (amount: number, digits: number): string => String(significant(amount, digits));
const exponential = (amount: number): string => String(amount.toExponential(2)).replace(/\.?0*e\+?/, "e");

function writtenPower(watts: number): string {
  const [scale, unit] = watts >= 1e9 ? [1e9, "GW"] : watts >= 1e6 ? [1e6, "MW"] : [1e3, "kW"];
  return `${plain(watts / scale, 3)} ${unit}`;
}

/** Positions of a slider on a log scale. */
export const LOG_POSITIONS = 1000;

/** Where the slider of a control begins and ends, and how it steps. */
export function sliderRange(slider: Slider): {
  readonly min: number;
  readonly max: number;
  readonly step: number;
} {
  switch (slider.scale) {
    case "linear":
      return { min: slider.least, max: slider.most, step: slider.step };
    case "log":
      return { min: 0, max: LOG_POSITIONS, step: 1 };
    case "stops":
      return { min: 0, max: slider.stops.length - 1, step: 1 };
  }
}

/** Where the slider stands for a written value; undefined when the value has no amount. */
export function sliderPosition({ kind, slider }: Control, written: string): number | undefined {
  if (slider === undefined) return undefined;
  const amount = amountOf(kind, written);
  if (slider.scale === "stops") return nearestStop(slider.stops, kind, written, amount);
  if (amount === undefined || slider.scale === "linear") return amount;
  const { low, most } = slider;
  if (amount < low) return 0;
  return Math.min(LOG_POSITIONS, 1 + Math.round(((LOG_POSITIONS - 1) * log(amount / low)) / log(most / low)));
}

/** Whether a slider can stand for a written value, at least nearly; what has no amount is no reason against it. */
export function reaches(slider: Slider, kind: ControlKind, written: string): boolean {
  const amount = amountOf(kind, written);
  if (amount === undefined) return slider.scale !== "stops" || slider.stops.includes(written);
  if (slider.scale !== "stops") return amount >= slider.least && amount <= slider.most;
  const amounts = slider.stops.flatMap((stop) => amountOf(kind, stop) ?? []);
  return amount >= Math.min(...amounts) && amount <= Math.max(...amounts);
}

/** The value that a position of the slider stands for, as it would be written. */
export function sliderText({ kind, slider, value }: Control, position: number): string {
  if (slider === undefined) return value;
  if (slider.scale === "stops") return slider.stops[Math.round(position)] ?? value;
  if (slider.scale === "linear") return writtenAmount(kind, position, value);
  const { least, low, most } = slider;
  if (position < 1) return writtenAmount(kind, least, value);
  const amount = low * exp(((position - 1) / (LOG_POSITIONS - 1)) * log(most / low));
  return writtenAmount(kind, Math.min(most, amount), value);
}

function nearestStop(
  stops: readonly string[],
  kind: ControlKind,
  written: string,
  amount: number | undefined,
): number | undefined {
  const exact = stops.indexOf(written);
  if (exact >= 0 || amount === undefined) return exact < 0 ? undefined : exact;
  const distances = stops.map((stop) => Math.abs((amountOf(kind, stop) ?? Number.MAX_VALUE) - amount));
  return distances.indexOf(Math.min(...distances));
}

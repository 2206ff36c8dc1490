/**
 * Numbers as a planner reads them: thousands separated, large ones in M or B, and all numbers of one row on
 * one scale, so that they can be compared at a glance.
 */
import { formatDuration } from "../../base/units.ts";
import type { MetricDefinition } from "../../metrics/definitions.ts";
import type { Interval } from "../types.ts";

type Unit = MetricDefinition["unit"] | "GPUs";

/** How the numbers of one row or axis are written. */
export type Scale = {
  readonly divisor: number;
  readonly prefix: string;
  readonly suffix: string;
  readonly decimals: number;
};

/** A number with a true minus sign, separators and a fixed number of decimals; a dash when there is none. */
export const fixed = (value: number, decimals = 0): string => {
  if (!Number.isFinite(value)) return value === Infinity ? "∞" : value === -Infinity ? "−∞" : "–";
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const digits = `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
};

/** A length of time in its natural unit: `90 days`, `36 h`, `120 s`. */
export const span = (seconds: number): string =>
  Number.isFinite(seconds) ? formatDuration(seconds) : "for ever";

/** One scale for values of one unit: three figures for the largest, more when `fine` (a half-width) needs them. */
export const scaleOf = (unit: Unit, values: readonly number[], fine: readonly number[] = []): Scale => {
  const largest = values.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const { divisor, prefix, suffix } = steps(unit, largest);
  const shown = largest / divisor;
  const isWhole = divisor === 1 && unit !== "$" && values.every((value) => !(value % 1));
  let decimals = isWhole || shown >= 100 || shown === 0 ? 0 : shown >= 10 ? 1 : 2;
  if (unit === "share" && shown >= 1) decimals = 1;
  const finest =
    fine.reduce((least, value) => (value > 0 ? Math.min(least, value) : least), Infinity) / divisor;
  const most = decimals + 1;
  for (let step = 0.5 / tenTo(decimals); decimals < most && finest < step; step /= 10) decimals++;
  return { divisor, prefix, suffix, decimals };
};

/** `$1.25 B`, `11.6 %`, `325,000`. */
export const write = (value: number, scale: Scale, withSuffix = true): string => {
  const text = fixed(value / scale.divisor, value === 0 ? 0 : scale.decimals);
  if (text === "–") return text;
  const signed = text.startsWith("−") ? `−${scale.prefix}${text.slice(1)}` : scale.prefix + text;
  return withSuffix && scale.suffix !== "" ? `${signed}\u00a0${scale.suffix}` : signed;
};

/** The same with a plus sign, for differences. */
export const writeSigned = (value: number, scale: Scale): string => {
  const text = write(value, scale);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
};

/** A single number on its own scale. */
export const writeOne = (value: number, unit: Unit): string => write(value, scaleOf(unit, [value]));

export const halfWidth = (interval: Interval): number => (interval.high - interval.low) / 2;

/** One scale for a row of intervals. */
export const scaleOfIntervals = (unit: Unit, intervals: readonly Interval[]): Scale =>
  scaleOf(
    unit,
    intervals.map((interval) => interval.mean),
    intervals.map(halfWidth),
  );

/** Lengths of time are read in the unit that leaves them short. */
const ofTime = (seconds: number): Omit<Scale, "decimals"> => {
  if (seconds >= 3 * 86_400) return { divisor: 86_400, prefix: "", suffix: "days" };
  if (seconds >= 3 * 3600) return { divisor: 3600, prefix: "", suffix: "h" };
  if (seconds >= 180) return { divisor: 60, prefix: "", suffix: "min" };
  return { divisor: 1, prefix: "", suffix: "s" };
};

const tenTo = (n: number): number => Number(`1e${n}`);

const steps = (unit: Unit, largest: number): Omit<Scale, "decimals"> => {
  if (unit === "share") return { divisor: 0.01, prefix: "", suffix: "%" };
  if (unit === "seconds") return ofTime(largest);
  const isMoney = unit === "$";
  const prefix = isMoney ? "$" : "";
  if (unit !== "$" && unit !== "GPU-hours")
    return { divisor: 1, prefix, suffix: unit === "days" ? "days" : "" };
  if (largest >= (isMoney ? 1e9 : 1e11)) return { divisor: 1e9, prefix, suffix: "B" };
  if (largest >= 1e6) return { divisor: 1e6, prefix, suffix: "M" };
  if (largest >= 1e4) return { divisor: 1e3, prefix, suffix: "k" };
  return { divisor: 1, prefix, suffix: "" };
};

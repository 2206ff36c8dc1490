/**
 * Axes of a study. A fixed axis is a list of values, every one of which is combined with those of the others; a drawn
 * axis is a distribution, given by its quantile function, so that any design of points in the unit cube will do.
 */
import { exp, log } from "../../random/elementary.ts";
import { normalQuantile } from "../../random/normal-quantile.ts";
import type { AxisSpec, DrawnSpec, RangeSpec } from "../study-schema.ts";
import { type AmountUnit, amountOf, amountText, tidy, writtenAmount } from "./amount.ts";

/** A value of an axis: what the scenario is given, and what tables and charts show. */
export type AxisValue = {
  readonly written: unknown;
  readonly label: string;
  /** Undefined on an axis of words. */
  readonly number: number | undefined;
};

export type Axis = {
  /** As in the file. */
  readonly key: string;
  /** What tables and charts call it. */
  readonly name: string;
  /** The paths that are set, all to the same value. */
  readonly paths: readonly string[];
  /** The unit of `number`. */
  readonly unit: AmountUnit;
  /** Whether each value is written in the file. */
  readonly isListed: boolean;
  /** The values of a fixed axis. */
  readonly values: readonly AxisValue[];
  /** The value of a drawn axis at a quantile from 0 to 1, both excluded; undefined on a fixed one. */
  readonly quantile: ((u: number) => AxisValue) | undefined;
};

/** Digits that are shown of a value that was drawn. */
const READABLE = 4;

const NAMED = /^\s*([\p{L}][\p{L}\p{N} _-]{0,60}?)\s*=\s*(.+)$/u;

/** The name of an axis: what stands before `=`, else its paths. */
export const axisName = (key: string): string => NAMED.exec(key)?.[1] ?? key;

/** The paths that an axis names, which are joined by ` + `. */
export const pathsOf = (key: string): string[] =>
  (NAMED.exec(key)?.[2] ?? key).split(/\s+\+\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((path) => path.trim());

/** @param spec - checked: amounts are of one unit, and in order */
export const compileAxis = (key: string, spec: AxisSpec): Axis => {
  const [name, paths] = [axisName(key), pathsOf(key)];
  if (isList(spec)) return { key, name, paths, isListed: true, ...listed(spec), quantile: undefined };
  const unit = amountOf("median" in spec ? spec.median : spec.from)?.unit ?? "";
  if (spec.kind === "range") {
    const values = rangeValues(spec).map((value) => axisValueOf(value, unit));
    return { key, name, paths, isListed: false, unit, values, quantile: undefined };
  }
  const law = quantileOf(spec);
  const isWhole = spec.whole || unit === "seconds";
  const quantile = (u: number): AxisValue => {
    const value = isWhole ? Math.round(law(u)) : tidy(law(u));
    const label = amountText(isWhole ? value : Number(value.toPrecision(READABLE)), unit);
    return { ...axisValueOf(value, unit), label };
  };
  return { key, name, paths, isListed: false, unit, values: [], quantile };
};

export const isList = (spec: AxisSpec): spec is Extract<AxisSpec, readonly unknown[]> => Array.isArray(spec);

/** How many values a range has. */
export const rangeSize = ({ from, to, step, count }: RangeSpec): number =>
  count ?? Math.floor((number(to) - number(from)) / number(step ?? 1) + 1e-9) + 1;

const number = (written: unknown): number => amountOf(written)?.value ?? Number.NaN;

const rangeValues = (spec: RangeSpec): number[] => {
  const [from, to] = [number(spec.from), number(spec.to)];
  const size = rangeSize(spec);
  const at = (i: number): number => {
    if (spec.step !== undefined) return from + i * number(spec.step);
    if (i === size - 1) return to;
    const part = i / (size - 1);
    return spec.scale === "log" ? from * exp(part * log(to / from)) : from + part * (to - from);
  };
  return Array.from({ length: size }, (_, i) => tidy(at(i)));
};

const axisValueOf = (value: number, unit: AmountUnit): AxisValue => ({
  written: writtenAmount(value, unit),
  label: amountText(value, unit),
  number: unit === "seconds" ? Math.round(value) : value,
});

/** Values as they are written; they have numbers when all of them are amounts of one unit. */
const listed = (spec: readonly unknown[]): Pick<Axis, "unit" | "values"> => {
  const amounts = spec.map(amountOf);
  const unit = amounts[0]?.unit ?? "";
  const isNumeric = amounts.every((amount) => amount !== undefined && amount.unit === unit);
  return {
    unit: isNumeric ? unit : "",
    values: spec.map((written, i) => ({
      written,
      label: typeof written === "string" ? written : JSON.stringify(written),
      number: isNumeric ? amounts[i]?.value : undefined,
    })),
  };
};

/** Quantile functions in closed form; a lognormal is given by its median and 90th percentile. */
const quantileOf = (spec: DrawnSpec): ((u: number) => number) => {
  switch (spec.kind) {
    case "uniform": {
      const [from, to] = [number(spec.from), number(spec.to)];
      return (u) => from + u * (to - from);
    }
    case "logUniform": {
      const [from, to] = [number(spec.from), number(spec.to)];
      return (u) => from * exp(u * log(to / from));
    }
    case "triangular": {
      const [from, mode, to] = [number(spec.from), number(spec.mode), number(spec.to)];
      const below = (mode - from) / (to - from);
      return (u) =>
        u < below
          ? from + Math.sqrt(u * (to - from) * (mode - from))
          : to - Math.sqrt((1 - u) * (to - from) * (to - mode));
    }
    case "lognormal": {
      const [median, p90] = [number(spec.median), number(spec.p90)];
      const sigma = log(p90 / median) / normalQuantile(0.9);
      return (u) => median * exp(sigma * normalQuantile(u));
    }
  }
};

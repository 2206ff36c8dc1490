/**
 * Texts that say how much: `unmetShare:5%`, `0.5%`, `2e6`. A percentage is a share of a mean, a number without a
 * sign is in the unit of the metric.
 */
import { InputError } from "../base/errors.ts";
import { METRIC, type MetricName, metricDefinitions } from "../metrics/definitions.ts";
import { didYouMean } from "../scenario/explain/did-you-mean.ts";
import type { Precision } from "./stopping.ts";

/** A number above 0, or a share of a mean. */
export type Amount = { readonly value: number; readonly isRelative: boolean };

/** Reads `5%`, `5 %`, `0.05`, `2e6`; undefined for anything that is not above 0. */
export const parseAmount = (text: string): Amount | undefined => {
  const [, digits, percent] = /^\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*(%?)\s*$/.exec(text) ?? [];
  const value = Number(digits);
  if (!Number.isFinite(value) || value <= 0) return undefined;
  return percent === "%" ? { value: value / 100, isRelative: true } : { value, isRelative: false };
};

/**
 * Reads `METRIC:5%` or, in the metric's unit, `METRIC:0.01`.
 *
 * @throws InputError
 */
export const parsePrecision = (text: string): Precision => {
  const at = text.indexOf(":");
  const amount = at < 0 ? undefined : parseAmount(text.slice(at + 1));
  if (amount === undefined) {
    throw new InputError([
      {
        path: "precision",
        message: `${JSON.stringify(text)} is no precision`,
        found: text,
        allowed: "METRIC:5% or METRIC:0.01",
        hint: "write METRIC:5% for a share of the mean, or METRIC:0.01 in the unit of the metric, such as unmetShare:5%",
      },
    ]);
  }
  const metric = metricNamed(text.slice(0, at).trim(), "precision");
  return { metric, halfWidth: amount.value, isRelative: amount.isRelative };
};

/**
 * A metric by its name.
 *
 * @param place - what names it, for the message
 * @throws InputError, which says what was meant
 */
export const metricNamed = (name: string, place: string): MetricName => {
  if (Object.hasOwn(METRIC, name)) return name as MetricName;
  const names = metricDefinitions.map((definition) => definition.name);
  throw new InputError([
    {
      path: place,
      message: `there is no metric ${JSON.stringify(name)}`,
      found: name,
      allowed: names.join(", "),
      hint:
        didYouMean(name, names) ??
        `such as ${metricDefinitions
          .filter(({ headline }) => headline)
          .map((definition) => definition.name)
          .join(", ")}`,
    },
  ]);
};

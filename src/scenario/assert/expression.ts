/**
 * Assertions as written: a metric, a comparison and a value, such as `unmetShare < 2 %`. The unit of the metric
 * decides what a value may look like; what cannot be read is told with what was meant, if that can be guessed.
 */
import { parseDuration, resolveDuration } from "../../base/units.ts";
import { type MetricDefinition, metricDefinitions } from "../../metrics/definitions.ts";
import { didYouMean } from "../explain/did-you-mean.ts";

export const comparisons = ["<=", ">=", "<", ">", "="] as const;
export type Comparison = (typeof comparisons)[number];

export type Expression = {
  readonly metric: string;
  readonly comparison: Comparison;
  /** In the unit of the metric. */
  readonly value: number;
};

/** Why an expression cannot be read. */
export type Unreadable = {
  readonly message: string;
  readonly found: string;
  readonly allowed: string;
  readonly hint?: string | undefined;
};

const EXPRESSION = /^\s*([^\s<>=!]+)\s*(<=|>=|==|=<|=>|!=|<|>|=)\s*(\S.*?)\s*$/;
const FORM = "METRIC < VALUE, with <, <=, >, >= or =";

/** @param text - as it stands in the scenario */
export const parseExpression = (text: string): Expression | Unreadable => {
  const [, name, sign, written] = EXPRESSION.exec(text) ?? [];
  if (name === undefined || sign === undefined || written === undefined)
    return {
      message: "this is no comparison",
      found: text,
      allowed: FORM,
      hint: "write it like unmetShare < 2 %",
    };
  const definition = metricDefinitions.find((metric) => metric.name === name);
  if (definition === undefined) return unknownMetric(name);
  const comparison = comparisons.find((known) => known === sign);
  if (comparison === undefined)
    return {
      message: `no such comparison: ${sign}`,
      found: sign,
      allowed: "<, <=, >, >= or =",
      hint: MEANT[sign],
    };
  const value = valueIn(definition.unit, written);
  return value === undefined ? unreadableValue(definition, written) : { metric: name, comparison, value };
};

/** Whether an expression was read. */
export const isReadable = (parsed: Expression | Unreadable): parsed is Expression => "metric" in parsed;

const MEANT: { readonly [sign: string]: string } = {
  "==": "write =",
  "=<": "write <=",
  "=>": "write >=",
  "!=": "say what it must be, with < or >",
};

const unknownMetric = (name: string): Unreadable => ({
  message: `there is no metric ${JSON.stringify(name)}`,
  found: name,
  allowed: "a name of the table of metrics",
  hint:
    didYouMean(
      name,
      metricDefinitions.map((metric) => metric.name),
    ) ?? "the page on metrics lists all of them",
});

const unreadableValue = ({ name, unit }: MetricDefinition, written: string): Unreadable => ({
  message: `${name} is measured in ${unit}, which this value is not`,
  found: written,
  allowed: EXAMPLES[unit],
});

const EXAMPLES: { readonly [unit in MetricDefinition["unit"]]: string } = {
  share: "2 % or 0.02",
  $: "$20 B, 350 M or 1200",
  days: "90 days, 12 h, or a number of days",
  seconds: "300 s, 2 h, or a number of seconds",
  "GPU-hours": "5000, 12 k or 3 M",
  GPUs: "5000 or 12 k",
  count: "a number",
  "per hour": "a number",
  "per year": "a number",
  "per 1,000 GPU-hours": "a number",
  index: "a number",
};

const VALUE = /^(-?)(\$?)\s*(\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(\D.*)?$/i;
const SCALE: { readonly [suffix: string]: number } = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 };
const DAY = 86_400;

/** A written value in a unit, or undefined. */
const valueIn = (unit: MetricDefinition["unit"], written: string): number | undefined => {
  const [, minus, dollar, digits, rest = ""] = VALUE.exec(written) ?? [];
  if (digits === undefined || (dollar === "$" && unit !== "$")) return undefined;
  const number = Number(`${minus}${digits}`);
  const suffix = rest.trim();
  if (suffix === "" || suffix === unit) return number;
  if (unit === "share") return suffix === "%" ? percent(digits, minus) : undefined;
  if (unit === "days" || unit === "seconds") {
    const length = parseDuration(written.replace("-", ""));
    if (length === undefined || length.months > 0) return undefined;
    const seconds = resolveDuration(length, 0) * (minus === "-" ? -1 : 1);
    return unit === "days" ? seconds / DAY : seconds;
  }
  const [first = "", ...more] = suffix.split(/\s+/);
  const scale = Object.hasOwn(SCALE, first) ? SCALE[first] : undefined;
  if (scale === undefined || !SCALED.includes(unit)) return undefined;
  return more.length === 0 || more.join(" ") === unit ? number * scale : undefined;
};

const SCALED: readonly string[] = ["$", "GPU-hours", "GPUs", "count"];

/** 2 % is 0.02 and not what dividing a rounded number makes of it. */
const percent = (digits: string, minus: string | undefined): number => Number(`${minus}${digits}`) / 100;

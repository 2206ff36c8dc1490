/**
 * What a study asks of a run: a metric, something of one tenant, or the probability of an event, as people write
 * it: `unmetShare`, `anthropic.evictions`, `P(anthropic.evictions > 0)`. A condition sets it against a value:
 * `unmetShare < 2 %`.
 */
import { InputError } from "../base/errors.ts";
import { METRIC, type MetricDefinition, metricDefinitions } from "../metrics/definitions.ts";
import type { RunResult } from "../metrics/outcome.ts";
import type { Interval } from "../results/types.ts";
import { proportionInterval } from "../stats/proportion.ts";
import { tenantMetrics } from "./aggregate.ts";
import { metricNamed } from "./amounts.ts";
import { intervalOf } from "./intervals.ts";

export type Measure = {
  /** As it was written. */
  readonly text: string;
  readonly label: string;
  readonly unit: MetricDefinition["unit"] | "GPUs";
  /** Its value in one run: 0 or 1 for an event. */
  valueOf(run: RunResult): number;
  /** Mean over replications with a 95 % interval: of Student, or of Wilson for an event. */
  intervalOf(values: ArrayLike<number>): Interval;
};

/** A measure that is to stay on one side of a value. */
export type Condition = {
  readonly text: string;
  readonly measure: Measure;
  readonly target: number;
  /** Whether it holds below the target, and above it otherwise. */
  readonly isBelow: boolean;
};

const COMPARISON = /^(.*?)\s*(<=|>=|<|>|≤|≥)\s*([^<>≤≥]+)$/s;

/**
 * @param tenants - names of the scenario's tenants
 * @throws InputError when it means nothing
 */
export const parseMeasure = (text: string, tenants: readonly string[]): Measure => {
  const inside = /^P\s*\((.*)\)$/s.exec(text.trim())?.[1];
  if (inside === undefined) return meanOf(text.trim(), tenants);
  const { left, sign, value } = comparisonIn(inside, text);
  const of = meanOf(left, tenants);
  const holds = comparisons[sign];
  return {
    text: text.trim(),
    label: `Probability of ${left} ${sign} ${value}`,
    unit: "share",
    valueOf: (run) => (holds(of.valueOf(run), value) ? 1 : 0),
    intervalOf: proportionOf,
  };
};

/**
 * @param tenants - names of the scenario's tenants
 * @throws InputError when it means nothing
 */
export const parseCondition = (text: string, tenants: readonly string[]): Condition => {
  const { left, sign, value } = comparisonIn(text, text);
  return {
    text: text.trim(),
    measure: parseMeasure(left, tenants),
    target: value,
    isBelow: sign === "<" || sign === "<=",
  };
};

type Sign = "<" | "<=" | ">" | ">=";

const comparisons: { readonly [S in Sign]: (a: number, b: number) => boolean } = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

const comparisonIn = (
  text: string,
  whole: string,
): { readonly left: string; readonly sign: Sign; readonly value: number } => {
  // nothing after the sign is a sign, so it is the last one: P(x > 0) > 0.5
  const [, left = "", written = "", right = ""] = COMPARISON.exec(text.trim()) ?? [];
  const value = numberIn(right);
  const sign = { "≤": "<=", "≥": ">=" }[written] ?? written;
  if (left !== "" && value !== undefined && Object.hasOwn(comparisons, sign))
    return { left, sign: sign as Sign, value };
  throw new InputError([
    {
      path: "condition",
      message: `${JSON.stringify(whole)} is no comparison with a number`,
      found: whole,
      allowed: "MEASURE < VALUE, or >, <=, >=",
      hint: 'write MEASURE < VALUE, or >, <=, >=, such as "unmetShare < 2 %" or "P(anthropic.evictions > 0) < 0.5"',
    },
  ]);
};

/** `2 %`, `0.02`, `5e9`. */
const numberIn = (text: string): number | undefined => {
  const [, digits, percent] = /^\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*(%?)\s*$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return percent === "%" ? Number(digits) / 100 : Number(digits);
};

const meanOf = (text: string, tenants: readonly string[]): Measure => {
  const dot = text.lastIndexOf(".");
  if (dot > 0) return ofTenant(text, text.slice(0, dot), text.slice(dot + 1), tenants);
  const name = metricNamed(text, "metric");
  const { label, unit } = metricDefinitions[METRIC[name]] as MetricDefinition;
  return {
    text,
    label,
    unit,
    valueOf: ({ metrics }) => {
      const value = metrics[METRIC[name]] as number;
      if (Number.isFinite(value)) return value;
      throw new InputError([{ path: name, message: `the metric ${name} has no value in this scenario` }]);
    },
    intervalOf,
  };
};

const ofTenant = (text: string, tenant: string, name: string, tenants: readonly string[]): Measure => {
  const index = tenants.indexOf(tenant);
  const key = tenantMetrics.find((metric) => metric === name);
  if (index < 0 || key === undefined) {
    throw new InputError([
      {
        path: "metric",
        message:
          index < 0
            ? `there is no tenant ${JSON.stringify(tenant)}`
            : `there is no ${JSON.stringify(name)} of a tenant`,
        found: text,
        allowed: index < 0 ? tenants.join(", ") : tenantMetrics.join(", "),
        hint: `there are ${index < 0 ? tenants.join(", ") || "no tenants" : tenantMetrics.join(", ")}`,
      },
    ]);
  }
  return {
    text,
    label: text,
    unit: unitOf(key),
    valueOf: ({ tenants: outcomes }) => {
      const outcome = outcomes.find((each) => each.tenant === tenant);
      return outcome === undefined ? 0 : outcome[key];
    },
    intervalOf,
  };
};

const unitOf = (metric: (typeof tenantMetrics)[number]): Measure["unit"] => {
  if (metric === "evictedGpus") return "GPUs";
  if (metric === "notices" || metric === "evictions") return "count";
  return metric === "heldGpuHours" || metric === "dueGpuHours" ? "GPU-hours" : "$";
};

const proportionOf = (values: ArrayLike<number>): Interval => {
  let successes = 0;
  for (let i = 0; i < values.length; i++) successes += values[i] as number;
  const { n, mean, low, high } = proportionInterval(successes, values.length);
  return { mean, sd: n > 1 ? Math.sqrt((mean * (1 - mean) * n) / (n - 1)) : 0, n, low, high };
};

/**
 * What a saved result must look like. Every list, text and number has a bound, no key is let through that is
 * not known, and what a list must match in length is checked where it is read.
 */
import { z } from "zod";
import { METRIC, type MetricName } from "../../metrics/definitions.ts";
import { channels } from "../types.ts";

const text = (most: number) => z.string().max(most);
const name = text(200);
/** A policy and the value at which it was run. */
const entry = text(1_100_000);
const finite = z.number();
/** JSON has no NaN: it is saved as null. */
const number = z.number().nullable();
const whole = z.int().min(0);
const second = z.number().min(-1e12).max(1e12);
const list = <T extends z.ZodType>(element: T, most: number) => z.array(element).max(most);

const METRICS = 200;
const BINS = 20_000;
/** Policies times values of what was varied. */
const ENTRIES = 100_000;

const units = z.enum([
  "share",
  "GPU-hours",
  "GPUs",
  "days",
  "seconds",
  "count",
  "$",
  "per hour",
  "per year",
  "per 1,000 GPU-hours",
  "index",
]);
const better = z.enum(["higher", "lower", "neither"]);

const interval = z.strictObject({ mean: number, sd: number, n: whole, low: number, high: number });
const metric = z.strictObject({
  mean: number,
  sd: number,
  n: whole,
  ci: z.tuple([number, number]),
  unit: units,
  better,
  varianceReduction: number.optional(),
});

const definition = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/),
  label: text(100),
  unit: units,
  better,
  meaning: text(1000),
  formula: text(1000),
  headline: z.boolean(),
});

const step = z.strictObject({ at: second, value: finite });

const candidate = z.strictObject({
  lease: name,
  callable: finite,
  earliest: finite,
  taken: finite,
  reason: text(300),
});

const notice = z.strictObject({
  id: whole,
  target: name,
  by: z.enum(["owner", "tenant"]),
  kind: z.enum(["terminate", "shrink", "nonRenew", "preempt"]),
  gpus: finite,
  issuedAt: second,
  effectiveAt: second,
  state: z.enum(["queued", "running", "complied", "enforced", "rescinded", "moot"]),
  endedAt: second,
  cause: name,
  returned: finite,
  missing: finite,
  delivered: z.boolean(),
  needed: finite.optional(),
  rentPerDay: number,
  tenantCost: number,
  because: z
    .strictObject({
      at: second.optional(),
      demand: finite,
      supply: finite,
      shortfall: finite,
      horizon: second,
      candidates: list(candidate, 10_000),
    })
    .optional(),
});

const lease = z.strictObject({
  name,
  tenant: name,
  start: second,
  expiry: second,
  lockoutEnd: second,
  end: second,
  endReason: text(100),
  earliestReturn: second,
  held: list(z.strictObject({ at: second, firm: finite, noticed: finite, vacated: finite }), 1_000_000),
});

const story = z.strictObject({
  leases: list(lease, 100_000),
  notices: list(notice, 1_000_000),
  programs: list(
    z.strictObject({ name, demand: list(step, 5_000_000), held: list(step, 5_000_000) }),
    10_000,
  ),
  runs: list(
    z.strictObject({
      name,
      program: name,
      submitted: second,
      spells: list(z.strictObject({ from: second, to: second, gpus: finite }), 100_000),
      outcome: text(100),
    }),
    200_000,
  ),
  firstShortAt: second,
});

const policy = z.strictObject({
  name,
  variant: entry,
  replications: whole.min(1).max(100_000),
  metrics: z.record(name, metric),
  tenants: list(
    z.strictObject({ tenant: name, evictedIn: whole, metrics: z.record(name, interval) }),
    100_000,
  ),
  series: z.strictObject({
    binSeconds: finite.min(0),
    bins: whole.max(BINS),
    channels: list(z.enum(channels), channels.length),
    values: list(number, BINS * channels.length),
  }),
  fans: list(
    z.strictObject({
      channel: z.enum(channels),
      quantiles: list(z.number().min(0).max(1), 20),
      bands: list(list(number, BINS), 20),
    }),
    channels.length,
  ),
  story,
});

const rung = z.strictObject({
  policy: name,
  noticeSeconds: finite.min(0),
  label: name,
  unmetShare: interval,
  closedForm: number,
  ownerCost: interval,
  tenantCost: interval,
  totalCost: interval,
  aboveLeast: interval,
  revenue: interval,
});

const metricName = z.enum(Object.keys(METRIC) as [MetricName, ...MetricName[]]);
const precision = z.strictObject({ metric: metricName, halfWidth: finite.min(0), isRelative: z.boolean() });

const stop = z.strictObject({
  precision: list(precision, METRICS),
  best: z
    .strictObject({
      metric: metricName,
      indifference: finite.min(0),
      isRelative: z.boolean(),
      confidence: z.number().min(0.5).max(1),
    })
    .optional(),
  least: whole.min(2).max(100_000),
  most: whole.min(2).max(100_000),
});

const stopped = z.strictObject({
  precision: list(precision.extend({ entry, current: number, isReached: z.boolean() }), METRICS),
  selection: z
    .strictObject({
      metric: metricName,
      best: entry,
      isDecided: z.boolean(),
      confidence: z.number().min(0.5).max(1),
      indifference: number,
      survivors: list(entry, ENTRIES),
      needed: number,
    })
    .optional(),
});

const assertion = z.strictObject({
  text: text(200),
  policy: name,
  variant: entry,
  metric: name,
  comparison: z.enum(["<", "<=", ">", ">=", "="]),
  value: finite,
  on: z.enum(["mean", "low", "high", "sure"]),
  observed: z.strictObject({ mean: number, low: number, high: number }).nullable(),
  verdict: z.enum(["holds", "fails", "notRun"]),
});

const call = z.strictObject({
  issueAt: second,
  effectiveAt: second,
  returnAt: second,
  gpus: finite,
  isNonRenewal: z.boolean(),
});

const calendar = z.strictObject({
  at: second,
  dates: list(second, 2000),
  rows: list(
    z.strictObject({
      lease: name,
      tenant: name,
      gpus: finite,
      shrinkable: finite,
      start: second,
      expiry: second,
      lockoutEnd: second,
      notice: second,
      earliest: call.nullable(),
      tenantLeaves: second,
      calls: list(call.nullable(), 2000),
    }),
    100_000,
  ),
  callable: list(step, 100_000),
});

export const savedResult = z.strictObject({
  schema: z.literal("clawback-result/1"),
  tool: z.strictObject({ name: z.literal("clawback"), version: text(50) }),
  scenario: z.strictObject({
    name,
    question: text(10_000),
    description: text(10_000),
    hash: text(64),
    text: text(16_000_000),
    epoch: second,
    horizon: finite.min(0).max(1e12),
    assumptions: z.strictObject({ internalGpuHour: finite, tenantGpuHour: finite }),
  }),
  question: text(10_000),
  answer: text(10_000),
  command: text(10_000_000),
  seed: text(200),
  fingerprint: text(64),
  policies: list(policy, ENTRIES).min(1),
  comparisons: list(
    z.strictObject({ policy: entry, baseline: entry, metrics: z.record(name, metric) }),
    ENTRIES,
  ),
  ladder: list(rung, ENTRIES),
  assertions: list(assertion, ENTRIES),
  calendar,
  definitions: list(definition, METRICS).min(1),
  warnings: list(text(2000), 1000),
  request: z.strictObject({
    policies: list(name, ENTRIES),
    vary: z.strictObject({ path: entry, values: list(text(1_000_000), ENTRIES) }).nullable(),
    baseline: entry.nullable(),
    bins: whole.max(BINS),
    stop: stop.optional(),
  }),
  stopped: stopped.optional(),
  replications: whole.min(1).max(100_000),
});

export type SavedResult = z.output<typeof savedResult>;

/**
 * Reads a saved result back, from a file that may have been made or changed by anyone: all that does not fit
 * is told at once, and nothing is guessed.
 */
import { InputError, type Problem } from "../../base/errors.ts";
import type { MetricDefinition } from "../../metrics/definitions.ts";
import { shorten } from "../label.ts";
import {
  channels,
  type Interval,
  type PairedDifference,
  type PolicyResult,
  type Stopped,
  type StudyResult,
} from "../types.ts";
import { type SavedResult, savedResult } from "./shape.ts";

const MOST_PROBLEMS = 20;
/** Letters of what is quoted from a file. */
const LONGEST = 200;

/**
 * @param text - the JSON text of a result saved by Clawback
 * @param file - its name, for messages
 * @throws InputError when it is anything else
 */
export const parseResult = (text: string, file?: string): StudyResult => {
  const refuse = (problems: readonly Problem[]): InputError =>
    new InputError(problems.slice(0, MOST_PROBLEMS).map((problem) => ({ ...problem, file })));
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw refuse([{ path: "", message: "this is not JSON", hint: HINT }]);
  }
  if (!isResult(data)) {
    const message = 'this is no saved result: it has no "schema": "clawback-result/1"';
    throw refuse([{ path: "", message, hint: HINT }]);
  }
  const parsed = savedResult.safeParse(data);
  if (!parsed.success) {
    throw refuse(
      parsed.error.issues.map(({ path, message }) => ({
        path: shorten(pathOf(path), LONGEST),
        message: shorten(message, LONGEST),
      })),
    );
  }
  const problems: Problem[] = [];
  const result = resultOf(parsed.data, problems);
  if (problems.length > 0) throw refuse(problems);
  return result;
};

const isResult = (data: unknown): boolean =>
  typeof data === "object" && data !== null && "schema" in data && data.schema === "clawback-result/1";

const HINT = "results are saved with -o result.json";

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");

const resultOf = (saved: SavedResult, problems: Problem[]): StudyResult => {
  const { definitions } = saved;
  if (new Set(definitions.map(({ name }) => name)).size < definitions.length)
    problems.push({ path: "definitions", message: "a metric is defined twice" });
  return {
    schema: saved.schema,
    tool: saved.tool,
    scenario: saved.scenario,
    request: saved.request,
    command: saved.command,
    seed: saved.seed,
    replications: saved.replications,
    policies: saved.policies.map((policy, p) => policyOf(policy, definitions, `policies[${p}]`, problems)),
    comparisons: saved.comparisons.map(({ policy, baseline, metrics }, c) => ({
      policy,
      baseline,
      metrics: inOrder(metrics, definitions, `comparisons[${c}].metrics`, problems),
    })),
    ladder: saved.ladder.map((rung) => ({
      ...rung,
      unmetShare: intervalOf(rung.unmetShare),
      closedForm: numberOf(rung.closedForm),
      ownerCost: intervalOf(rung.ownerCost),
      tenantCost: intervalOf(rung.tenantCost),
      totalCost: intervalOf(rung.totalCost),
      aboveLeast: intervalOf(rung.aboveLeast),
      revenue: intervalOf(rung.revenue),
    })),
    ...(saved.stopped === undefined ? {} : { stopped: stoppedOf(saved.stopped) }),
    assertions: saved.assertions.map(({ observed, ...assertion }) => ({
      ...assertion,
      observed: observed && {
        mean: numberOf(observed.mean),
        low: numberOf(observed.low),
        high: numberOf(observed.high),
      },
    })),
    calendar: {
      ...saved.calendar,
      rows: saved.calendar.rows.map((row) => ({
        ...row,
        earliest: row.earliest ?? undefined,
        calls: row.calls.map((call) => call ?? undefined),
      })),
    },
    answer: saved.answer,
    warnings: saved.warnings,
    fingerprint: saved.fingerprint,
    definitions,
  };
};

/** Widths and numbers of replications that are not known are infinite; JSON has no such number. */
const stoppedOf = ({ precision, selection }: NonNullable<SavedResult["stopped"]>): Stopped => ({
  precision: precision.map((each) => ({ ...each, current: each.current ?? Infinity })),
  ...(selection === undefined
    ? {}
    : {
        selection: {
          ...selection,
          indifference: numberOf(selection.indifference),
          needed: selection.needed ?? Infinity,
        },
      }),
});

const policyOf = (
  { name, variant, replications, metrics, tenants, series, fans, story }: SavedResult["policies"][0],
  definitions: readonly MetricDefinition[],
  place: string,
  problems: Problem[],
): PolicyResult => {
  if (series.channels.join() !== channels.join())
    problems.push({
      path: `${place}.series.channels`,
      message: "these are not the channels of this version",
    });
  if (series.values.length !== series.bins * channels.length)
    problems.push({
      path: `${place}.series.values`,
      message: "there are not as many values as bins and channels",
    });
  fans.forEach(({ quantiles, bands }, f) => {
    if (bands.length !== quantiles.length || bands.some((band) => band.length !== series.bins))
      problems.push({
        path: `${place}.fans[${f}]`,
        message: "there are not as many values as quantiles and bins",
      });
  });
  return {
    policy: name,
    variant,
    replications,
    metrics: inOrder(metrics, definitions, `${place}.metrics`, problems).map(
      ({ varianceReduction: _, ...interval }) => interval,
    ),
    tenants: tenants.map(({ tenant, evictedIn, metrics: own }) => ({
      tenant,
      evictedIn,
      metrics: Object.fromEntries(
        Object.entries(own).map(([metric, interval]) => [metric, intervalOf(interval)]),
      ),
    })),
    series: {
      binSeconds: series.binSeconds,
      bins: series.bins,
      values: Float64Array.from(series.values, numberOf),
    },
    fans: fans.map(({ channel, quantiles, bands }) => ({
      channel,
      quantiles,
      bands: bands.map((band) => Float64Array.from(band, numberOf)),
    })),
    story: {
      ...story,
      notices: story.notices.map((notice) => ({
        ...notice,
        needed: notice.needed,
        because: notice.because,
        rentPerDay: numberOf(notice.rentPerDay),
        tenantCost: numberOf(notice.tenantCost),
      })),
    },
  };
};

type SavedMetrics = SavedResult["policies"][0]["metrics"];

/** Metrics in the order of the definitions; each must be there, and no other. */
const inOrder = (
  metrics: SavedMetrics,
  definitions: readonly MetricDefinition[],
  place: string,
  problems: Problem[],
): PairedDifference[] => {
  const known = new Set(definitions.map(({ name }) => name));
  for (const key of Object.keys(metrics))
    if (!known.has(key)) problems.push({ path: `${place}.${key}`, message: "this metric is not defined" });
  return definitions.map(({ name }) => {
    const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
    if (metric === undefined) {
      problems.push({ path: `${place}.${name}`, message: "this metric is missing" });
      return { ...NOTHING, varianceReduction: Number.NaN };
    }
    const { mean, sd, n, ci, varianceReduction } = metric;
    const interval = intervalOf({ mean, sd, n, low: ci[0], high: ci[1] });
    return { ...interval, varianceReduction: numberOf(varianceReduction ?? null) };
  });
};

const NOTHING: Interval = { mean: Number.NaN, sd: Number.NaN, n: 0, low: Number.NaN, high: Number.NaN };

type SavedInterval = SavedResult["ladder"][0]["unmetShare"];

const intervalOf = ({ mean, sd, n, low, high }: SavedInterval): Interval => ({
  mean: numberOf(mean),
  sd: numberOf(sd),
  n,
  low: numberOf(low),
  high: numberOf(high),
});

const numberOf = (value: number | null): number => value ?? Number.NaN;

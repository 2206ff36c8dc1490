/**
 * Whether a scenario has a steady state, from when on, and what it is. The mean series over replications, in which
 * chance is damped and the transient is not (P. D. Welch, 1983), is judged by MSER-5. What follows the warm-up is
 * averaged in each replication, with a Student interval over replications; with a single replication by batch means.
 */
import { InputError } from "../base/errors.ts";
import { type Channel, channels, type Series } from "../metrics/outcome.ts";
import type { Interval } from "../results/types.ts";
import type { Traces } from "../scenario/compile/trace-set.ts";
import { compilePlan } from "../scenario/compile.ts";
import { scenarioHash } from "../scenario/resolved.ts";
import type { Scenario } from "../scenario/schema.ts";
import { batchMeans } from "../stats/batch-means.ts";
import { mser5 } from "../stats/warm-up.ts";
import type { EvaluationOptions, EvaluationRequest } from "./evaluate.ts";
import { intervalOf } from "./intervals.ts";
import { planUnits } from "./plan.ts";
import { policyNames } from "./policy-names.ts";
import type { Job } from "./unit.ts";
import { VERSION } from "./version.ts";

export type SteadyRequest = EvaluationRequest & { readonly command: string };

/** One channel of the series. */
export type SteadyChannel = {
  readonly channel: Channel;
  /** Seconds after which it has settled; null when no steady state was found. */
  readonly warmUp: number | null;
  /** Its mean from then on; null with `warmUp`. */
  readonly mean: Interval | null;
  /** With one replication: how many batches, and whether they look independent. */
  readonly batches: { readonly count: number; readonly isIndependent: boolean } | null;
};

export type SteadyResult = {
  readonly schema: "clawback-steady/1";
  readonly tool: { readonly name: "clawback"; readonly version: string };
  readonly scenario: { readonly name: string; readonly question: string; readonly hash: string };
  readonly command: string;
  readonly seed: string;
  readonly policy: string;
  readonly replications: number;
  readonly horizon: number;
  readonly binSeconds: number;
  /** The warm-up that settles all channels; null when one of them has no steady state. */
  readonly warmUp: number | null;
  /** Channels that are not one number throughout. */
  readonly channels: readonly SteadyChannel[];
};

/** About how many bins the horizon is cut into. */
const BINS = 500;
/** Bins below which there is nothing to judge by. */
const LEAST_BINS = 50;

/**
 * Simulates and judges.
 *
 * @throws InputError when the horizon is too short to be judged
 */
export const steadyState = async (
  request: SteadyRequest,
  options: EvaluationOptions,
): Promise<SteadyResult> => {
  const scenario: Scenario = {
    ...request.scenario,
    seed: request.seed ?? request.scenario.seed,
    replications: request.replications ?? request.scenario.replications,
  };
  const [policy] = policyNames(scenario, request.policy === undefined ? [] : [request.policy]) as [string];
  const traces = await request.traces([scenario]);
  const runs = await seriesOf(scenario, policy, traces, options);
  const [{ bins, binSeconds }] = runs as [Series];
  // the last bin may be cut short by the horizon
  const whole = bins - 1;
  if (whole < LEAST_BINS) {
    throw new InputError([
      {
        path: "horizon",
        message: `a steady state cannot be judged from ${bins} steps of ${binSeconds} s`,
        found: String(scenario.horizon),
        hint: "make the horizon longer",
      },
    ]);
  }
  const judged = channels.flatMap((channel) => {
    const columns = runs.map((series) => columnOf(series, channel, whole));
    return isConstant(columns) ? [] : [judge(channel, columns, binSeconds)];
  });
  const { name, question } = scenario;
  return {
    schema: "clawback-steady/1",
    tool: { name: "clawback", version: VERSION },
    scenario: { name, question, hash: scenarioHash(scenario, traces) },
    command: request.command,
    seed: String(scenario.seed),
    policy,
    replications: scenario.replications,
    horizon: compilePlan(scenario, traces).horizon,
    binSeconds,
    warmUp: judged.some(({ warmUp }) => warmUp === null)
      ? null
      : judged.reduce((longest, { warmUp }) => Math.max(longest, warmUp ?? 0), 0),
    channels: judged,
  };
};

const seriesOf = async (
  scenario: Scenario,
  policy: string,
  traces: Traces,
  { executor, signal, onProgress, workers }: EvaluationOptions,
): Promise<Series[]> => {
  const job: Job = {
    variants: [{ scenario, policies: [policy] }],
    bins: BINS,
    story: false,
    traces,
  };
  const units = planUnits(1, scenario.replications, workers ?? 1);
  const series: Series[] = [];
  let done = 0;
  for await (const { unit, runs } of executor.run(job, units, { signal })) {
    runs.forEach((run, r) => {
      series[unit.from + r] = run.series as Series;
    });
    done += runs.length;
    onProgress?.(done, scenario.replications);
  }
  return series;
};

const columnOf = ({ values }: Series, channel: Channel, bins: number): Float64Array => {
  const column = channels.indexOf(channel);
  return Float64Array.from({ length: bins }, (_, bin) => values[bin * channels.length + column] as number);
};

const judge = (channel: Channel, columns: readonly Float64Array[], binSeconds: number): SteadyChannel => {
  const mean = (columns[0] as Float64Array).map((_, bin) => {
    let sum = 0;
    for (const column of columns) sum += column[bin] as number;
    return sum / columns.length;
  });
  const found = mser5(mean);
  if (!found.isSteady) return { channel, warmUp: null, mean: null, batches: null };
  const rests = columns.map((column) => column.slice(found.discard));
  const warmUp = found.discard * binSeconds;
  if (rests.length > 1) return { channel, warmUp, mean: intervalOf(rests.map(averageOf)), batches: null };
  const { mean: level, sd, n, low, high, isIndependent } = batchMeans(rests[0] as Float64Array);
  return { channel, warmUp, mean: { mean: level, sd, n, low, high }, batches: { count: n, isIndependent } };
};

/** One number throughout, up to the rounding of means over bins. */
const isConstant = (columns: readonly Float64Array[]): boolean => {
  const first = columns[0]?.[0] ?? 0;
  return columns.every((column) =>
    column.every((value) => Math.abs(value - first) <= 1e-9 * Math.abs(first)),
  );
};

const averageOf = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

/**
 * Which policy of a scenario is best by a metric, with a budget of runs: by optimal computing budget allocation, which
 * gives each policy as many replications as help the choice, or by the procedure of Kim and Nelson, which gives all the
 * same until one is left. Replication k meets the same demand under every policy.
 */
import { fail } from "../base/assert.ts";
import { InputError } from "../base/errors.ts";
import type { MetricName } from "../metrics/definitions.ts";
import type { Interval } from "../results/types.ts";
import { scenarioHash } from "../scenario/resolved.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { EvaluationOptions, EvaluationRequest } from "./evaluate.ts";
import { intervalOf } from "./intervals.ts";
import { planUnits } from "./plan.ts";
import { policyNames } from "./policy-names.ts";
import { type BestRequest, bestRule, signOf } from "./selection/best-rule.ts";
import { allocateBudget } from "./selection/ocba.ts";
import { candidatesOf } from "./stop.ts";
import { valueIn } from "./stopping.ts";
import type { Job } from "./unit.ts";
import { VERSION } from "./version.ts";

export const selectMethods = ["ocba", "kn"] as const;
export type SelectMethod = (typeof selectMethods)[number];

export type SelectRequest = Omit<EvaluationRequest, "policy" | "replications"> & {
  /** None for all of the scenario. Those that are told the future are no choice. */
  readonly policies: readonly string[];
  readonly method: SelectMethod;
  /** What to choose by. Its indifference and confidence are those of `kn`. */
  readonly best: BestRequest;
  /** Replications of each policy to begin with. */
  readonly first: number;
  /** Runs in all, at the most. */
  readonly budget: number;
  readonly command: string;
};

export type SelectResult = {
  readonly schema: "clawback-select/1";
  readonly tool: { readonly name: "clawback"; readonly version: string };
  readonly scenario: { readonly name: string; readonly question: string; readonly hash: string };
  readonly command: string;
  readonly seed: string;
  readonly method: SelectMethod;
  readonly metric: MetricName;
  readonly budget: number;
  readonly best: string;
  /**
   * `ocba`: probability that it is the best, at least, by the means and spreads that were found (Bonferroni). `kn`: the
   * probability that was asked for; null when the budget ended before one was left.
   */
  readonly confidence: number | null;
  /** In the order asked for, with as many replications as each was given. */
  readonly policies: readonly { readonly policy: string; readonly measure: Interval }[];
};

/** Runs that OCBA gives out in each round, for each policy. */
const STEP = 5;
/** Replications that Kim and Nelson's procedure is given at a time. */
const STRETCH = 10;

type Run = (system: number, count: number) => Promise<void>;

/** @throws InputError when a policy is not known, the metric has no better direction, or the budget is too small */
export const selectPolicy = async (
  request: SelectRequest,
  options: EvaluationOptions,
): Promise<SelectResult> => {
  const scenario: Scenario = { ...request.scenario, seed: request.seed ?? request.scenario.seed };
  const all = policyNames(scenario, request.policies);
  const policies = candidatesOf(scenario, all, 1).map((entry) => all[entry] as string);
  const { method, best, budget } = request;
  const sign = signOf(best.metric);
  const first = Math.max(2, request.first);
  if (policies.length * first > budget)
    throw new InputError([
      {
        path: "budget",
        message: `${policies.length} policies with ${first} replications to begin with need ${policies.length * first} runs`,
        found: String(budget),
      },
    ]);
  const rows: Float64Array[][] = policies.map(() => []);
  const job: Job = {
    variants: policies.map((policy) => ({ scenario, policies: [policy] })),
    bins: 0,
    story: false,
    traces: await request.traces([scenario]),
  };
  const run = runnerOf(job, budget, rows, options);
  const valuesOf = (system: number): number[] =>
    (rows[system] as Float64Array[]).map((row) => valueIn(row, best.metric));
  const choice =
    method === "ocba"
      ? await byBudget(request, first, policies, async (system, count) => {
          await run(system, count);
          return valuesOf(system)
            .slice(-count)
            .map((value) => sign * value);
        })
      : await byKimNelson(request, first, policies, rows, run);
  const { name, question } = scenario;
  return {
    schema: "clawback-select/1",
    tool: { name: "clawback", version: VERSION },
    scenario: { name, question, hash: scenarioHash(scenario) },
    command: request.command,
    seed: String(scenario.seed),
    method,
    metric: best.metric,
    budget,
    ...choice,
    policies: policies.map((policy, system) => ({ policy, measure: intervalOf(valuesOf(system)) })),
  };
};

/** Runs the next replications of a policy and appends their metrics to its rows. */
const runnerOf = (
  job: Job,
  budget: number,
  rows: readonly Float64Array[][],
  { executor, signal, onProgress, workers }: EvaluationOptions,
): Run => {
  let done = 0;
  return async (system, count) => {
    const own = rows[system] as Float64Array[];
    const before = own.length;
    const units = planUnits(1, count, workers ?? 1).map(({ from, to }) => ({
      variant: system,
      from: before + from,
      to: before + to,
    }));
    for await (const { unit, runs } of executor.run(job, units, { signal })) {
      runs.forEach((each, r) => {
        own[unit.from + r] = each.metrics;
      });
      done += runs.length;
      onProgress?.(done, budget);
    }
    if (own.length < before + count) fail(`the executor ended after ${own.length - before} of ${count} runs`);
  };
};

type Choice = Pick<SelectResult, "best" | "confidence">;

const byBudget = async (
  { budget }: SelectRequest,
  first: number,
  policies: readonly string[],
  sample: (system: number, count: number) => Promise<readonly number[]>,
): Promise<Choice> => {
  const systems = policies.length;
  const { best, confidence } = await allocateBudget({ systems, first, budget, step: STEP * systems, sample });
  return { best: policies[best] as string, confidence };
};

const byKimNelson = async (
  { best, budget }: SelectRequest,
  first: number,
  policies: readonly string[],
  rows: readonly Float64Array[][],
  run: Run,
): Promise<Choice> => {
  const rule = bestRule(
    best,
    policies,
    policies.map((_, system) => system),
    first,
  );
  const most = Math.floor(budget / policies.length);
  let isDecided = policies.length === 1;
  for (let taken = 0; taken < most && !isDecided; ) {
    const count = Math.min(most - taken, taken === 0 ? first : STRETCH);
    for (let system = 0; system < policies.length; system++) await run(system, count);
    // what was run beyond the replication that decided it counts towards the means
    for (const end = taken + count; taken < end; taken++)
      isDecided = rule.add(rows.map((own) => own[taken] as Float64Array)) || isDecided;
  }
  const selection = rule.selection();
  return { best: selection.best, confidence: isDecided ? best.confidence : null };
};

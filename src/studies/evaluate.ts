/**
 * A measure at many points of a scenario's parameters, all on the same demand: replication k meets the same random
 * numbers everywhere, so that the measure is one function of the parameters, with the noise that all points share.
 */
import { fail } from "../base/assert.ts";
import type { Traces } from "../scenario/compile/trace-set.ts";
import { type Override, overrideScenario } from "../scenario/parse.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Measure } from "./measure.ts";
import { planUnits } from "./plan.ts";
import { policyNames } from "./policy-names.ts";
import type { Executor, Job } from "./unit.ts";

/** What is evaluated, and how. */
export type EvaluationRequest = {
  readonly scenario: Scenario;
  /** A policy of the scenario or a shipped one; default: the first of the scenario. */
  readonly policy?: string | undefined;
  readonly replications?: number | undefined;
  readonly seed?: string | undefined;
  /** Reads what the files hold that scenarios refer to. */
  readonly traces: (scenarios: readonly Scenario[]) => Promise<Traces>;
};

export type EvaluationOptions = {
  readonly executor: Executor;
  readonly signal?: AbortSignal | undefined;
  /** Runs that have come in, of all points so far, and of how many that are known of. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly workers?: number | undefined;
};

/** Values at each point, one a replication. */
export type Evaluator = {
  readonly policy: string;
  readonly replications: number;
  readonly seed: string;
  /** The scenario with the request's seed and number of replications. */
  readonly scenario: Scenario;
  /** Runs made so far. */
  readonly runs: () => number;
  evaluate(points: readonly (readonly Override[])[]): Promise<Float64Array[]>;
};

/**
 * @param planned - points that will be asked for, as far as is known, for progress
 * @throws InputError when a point is no valid scenario
 */
export const createEvaluator = (
  request: EvaluationRequest,
  measure: Measure,
  options: EvaluationOptions,
  planned = 0,
): Evaluator => {
  const scenario: Scenario = {
    ...request.scenario,
    seed: request.seed ?? request.scenario.seed,
    replications: request.replications ?? request.scenario.replications,
  };
  const { replications } = scenario;
  const policy = policyNames(scenario, request.policy === undefined ? [] : [request.policy])[0] as string;
  let done = 0;
  let asked = 0;
  return {
    policy,
    replications,
    seed: String(scenario.seed),
    scenario,
    runs: () => done,
    evaluate: async (points) => {
      const scenarios = points.map((overrides) => overrideScenario(scenario, overrides));
      const job: Job = {
        variants: scenarios.map((variant) => ({ scenario: variant, policies: [policy] })),
        bins: 0,
        story: false,
        traces: await request.traces(scenarios),
      };
      asked += points.length;
      const values = points.map(() => new Float64Array(replications).fill(Number.NaN));
      const units = planUnits(points.length, replications, options.workers ?? 1);
      let arrived = 0;
      for await (const { unit, runs } of options.executor.run(job, units, { signal: options.signal })) {
        runs.forEach((run, r) => {
          (values[unit.variant] as Float64Array)[unit.from + r] = measure.valueOf(run);
        });
        arrived++;
        done += runs.length;
        options.onProgress?.(done, Math.max(planned, asked) * replications);
      }
      if (arrived < units.length) fail(`the executor ended after ${arrived} of ${units.length} units`);
      return values;
    },
  };
};

/**
 * Units of work. A unit is all policies of one variant over a range of replications, so that pairs stay
 * together and demand is drawn once. What a unit gives depends on the job and the unit alone, never on
 * who runs it or when.
 */
import type { RunResult } from "../metrics/outcome.ts";
import { createSimulator } from "../model/engine.ts";
import type { Plan, PolicySettings } from "../model/types.ts";
import type { Traces } from "../scenario/compile/trace-set.ts";
import { compilePlan, compilePolicies } from "../scenario/compile.ts";
import type { Scenario } from "../scenario/schema.ts";
import { fillRegret } from "./regret.ts";
import { drawDemand, simulateRun } from "./simulate.ts";

/** Everything a worker must know; plain data. */
export type Job = {
  readonly variants: readonly { readonly scenario: Scenario; readonly policies: readonly string[] }[];
  readonly bins: number;
  /** Whether the first replication is told in full; default: yes. */
  readonly story?: boolean;
  /** What the scenarios' files hold. */
  readonly traces: Traces;
};

/** Replications `from` up to and without `to` of one variant. */
export type Unit = { readonly variant: number; readonly from: number; readonly to: number };

/** Runs in order: replication by replication, in each one policy by policy. */
export type UnitResult = { readonly unit: Unit; readonly runs: readonly RunResult[] };

/** Runs units in any order, on anything; the caller restores the order. */
export interface Executor {
  run(
    job: Job,
    units: readonly Unit[],
    options: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<UnitResult>;
}

type Compiled = { readonly plan: Plan; readonly policies: readonly PolicySettings[] };

/** A function that runs the units of a job; each variant is compiled once. */
export const createRunner = (job: Job): ((unit: Unit) => UnitResult) => {
  const compiled: (Compiled | undefined)[] = job.variants.map(() => undefined);
  const simulator = createSimulator();
  return (unit) => {
    const { plan, policies } = compiled[unit.variant] ?? compile(job, unit.variant);
    compiled[unit.variant] = { plan, policies };
    const runs: RunResult[] = [];
    for (let replication = unit.from; replication < unit.to; replication++) {
      const demand = drawDemand(plan, replication, job.traces.rows);
      const options = { bins: job.bins, story: replication === 0 && job.story !== false, simulator };
      const together = policies.map((policy) => simulateRun(plan, policy, demand, options));
      fillRegret(together, policies);
      runs.push(...together);
    }
    return { unit, runs };
  };
};

const compile = (job: Job, variant: number): Compiled => {
  const { scenario, policies } = job.variants[variant] as Job["variants"][0];
  return { plan: compilePlan(scenario, job.traces), policies: compilePolicies(scenario, [...policies]) };
};

/** Runs everything here, one unit after the other, letting others have a turn in between. */
export const inProcessExecutor: Executor = {
  async *run(job, units, { signal }) {
    const runUnit = createRunner(job);
    for (const unit of units) {
      signal?.throwIfAborted();
      yield runUnit(unit);
      await Promise.resolve();
    }
  },
};

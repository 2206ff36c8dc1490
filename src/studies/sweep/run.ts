/**
 * Runs units of a study. What a unit gives depends on the job and the unit alone, never on who runs it or when; how
 * long it may take is watched from outside, how many events it may have from here.
 */
import { InputError } from "../../base/errors.ts";
import type { RunResult } from "../../metrics/outcome.ts";
import { createSimulator } from "../../model/engine.ts";
import type { Plan, PolicySettings } from "../../model/types.ts";
import type { Traces } from "../../scenario/compile/trace-set.ts";
import { compilePlan, compilePolicies } from "../../scenario/compile.ts";
import { overrideScenario } from "../../scenario/parse.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { createSimulation, drawDemand } from "../simulate.ts";
import type { SweepUnit } from "./plan.ts";
import { encodeRecord, tenantColumns } from "./record.ts";

/** Everything a worker must know; plain data. */
export type SweepJob = {
  readonly scenario: Scenario;
  readonly policies: readonly string[];
  readonly traces: Traces;
  readonly limits: {
    /** Events of one run. */
    readonly events: number;
    /** Seconds on the clock of one run. */
    readonly seconds: number;
    /** Megabytes of one worker's memory. */
    readonly heap: number;
  };
};

/** Why a unit gave no result. */
export type UnitFailure = {
  /** `invalid`: the scenario does not take the point, and never will; `crash` the worker ended. */
  readonly kind: "invalid" | "events" | "time" | "memory" | "crash" | "error";
  readonly message: string;
};

export type UnitOutcome =
  | { readonly unit: SweepUnit; readonly bytes: Uint8Array }
  | { readonly unit: SweepUnit; readonly failure: UnitFailure };

/**
 * Where units come from, one at a time. Undefined means nothing at present; it may have more once the outcomes of
 * what it gave out have been taken up.
 */
export type UnitSource = { readonly next: () => SweepUnit | undefined };

/** Runs units in any order, on anything; a unit that fails is an outcome like any other. */
export interface SweepExecutor {
  run(
    job: SweepJob,
    source: UnitSource,
    options: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<UnitOutcome>;
}

type Compiled = {
  readonly settings: string;
  readonly plan: Plan;
  readonly policies: readonly PolicySettings[];
};

/** What a worker watches over: told before each run, and asked every few thousand instants. */
export type Watch = {
  readonly onRun: () => void;
  /** Megabytes that the worker uses. */
  readonly megabytes: () => number;
};

const unwatched: Watch = { onRun: () => {}, megabytes: () => 0 };
/** Instants between two looks at the memory. */
const LOOK = 4096;

/** A function that runs the units of a job. */
export const createUnitRunner = (
  job: SweepJob,
  watch: Watch = unwatched,
): ((unit: SweepUnit) => UnitOutcome) => {
  const simulator = createSimulator();
  let last: Compiled | undefined;
  const runOne = (plan: Plan, policy: PolicySettings, demand: ReturnType<typeof drawDemand>): RunResult => {
    watch.onRun();
    if (watch.megabytes() > job.limits.heap) throw new TooMuch("memory", memoryText(job));
    const simulation = createSimulation(plan, policy, demand, { bins: 0, story: false, simulator });
    const before = simulator.eventsHandled;
    for (let instants = 1; simulation.step(); instants++) {
      if (simulator.eventsHandled - before > job.limits.events)
        throw new TooMuch("events", `a run has more than ${job.limits.events} events`);
      if (instants % LOOK === 0 && watch.megabytes() > job.limits.heap)
        throw new TooMuch("memory", memoryText(job));
    }
    return simulation.finish();
  };
  return (unit) => {
    try {
      last = compiledFor(job, unit, last);
      const { plan, policies } = last;
      const runs: RunResult[] = [];
      for (let replication = unit.from; replication < unit.to; replication++) {
        const demand = drawDemand(plan, replication, job.traces.rows);
        for (const policy of policies) runs.push(runOne(plan, policy, demand));
      }
      return { unit, bytes: encodeRuns(runs) };
    } catch (error) {
      return { unit, failure: failureOf(error) };
    }
  };
};

/** A limit of the study was reached. */
class TooMuch extends Error {
  readonly kind: "events" | "memory";

  constructor(kind: "events" | "memory", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What is said of a worker that needs more memory than it may have. */
export const memoryText = ({ limits }: SweepJob): string => `a worker needed more than ${limits.heap} MB`;

const failureOf = (error: unknown): UnitFailure => {
  if (error instanceof TooMuch) return { kind: error.kind, message: error.message };
  if (error instanceof InputError) return { kind: "invalid", message: error.message };
  return { kind: "error", message: error instanceof Error ? error.message : String(error) };
};

const compiledFor = (job: SweepJob, { settings }: SweepUnit, last: Compiled | undefined): Compiled => {
  const name = JSON.stringify(settings);
  if (last?.settings === name) return last;
  const scenario = overrideScenario(job.scenario, settings);
  return {
    settings: name,
    plan: compilePlan(scenario, job.traces),
    policies: compilePolicies(scenario, [...job.policies]),
  };
};

const encodeRuns = (runs: readonly RunResult[]): Uint8Array => {
  const first = runs[0];
  const tenants = first?.tenants ?? [];
  const metrics = first?.metrics.length ?? 0;
  const width = metrics + tenants.length * tenantColumns.length;
  const numbers = new Float64Array(width * runs.length);
  runs.forEach((run, r) => {
    numbers.set(run.metrics, r * width);
    run.tenants.forEach((tenant, t) => {
      tenantColumns.forEach((column, c) => {
        numbers[r * width + metrics + t * tenantColumns.length + c] = tenant[column];
      });
    });
  });
  return encodeRecord({
    fingerprints: runs.map(({ fingerprint }) => fingerprint),
    tenants: tenants.map(({ tenant }) => tenant),
    width,
    numbers,
  });
};

/** Runs everything here, one unit after the other, letting others have a turn in between. */
export const inProcessSweepExecutor: SweepExecutor = {
  async *run(job, source, { signal }) {
    const runUnit = createUnitRunner(job);
    for (let unit = source.next(); unit !== undefined; unit = source.next()) {
      signal?.throwIfAborted();
      yield runUnit(unit);
      await Promise.resolve();
    }
  },
};

/**
 * One run: a plan, a policy, a replication. What depends on the demand alone (its paths) is made once for a
 * replication and shared by all policies.
 */

import { InputError } from "../base/errors.ts";
import { failurePaths } from "../demand/failures.ts";
import { jobRows } from "../demand/jobs.ts";
import { levelPaths } from "../demand/level.ts";
import { marketPath } from "../demand/market.ts";
import { prospectsOf } from "../demand/pipeline.ts";
import type { Simulator } from "../kernel/simulator.ts";
import { Collector } from "../metrics/collector.ts";
import { EventLog, type LoggedEvent } from "../metrics/event-log.ts";
import { Fingerprint } from "../metrics/fingerprint.ts";
import type { RunResult } from "../metrics/outcome.ts";
import { binLength, SeriesRecorder } from "../metrics/series.ts";
import { StoryRecorder } from "../metrics/story.ts";
import { tenantOutcomes } from "../metrics/tenants.ts";
import type { FailurePath } from "../model/block-failures.ts";
import type { Prospect } from "../model/deals.ts";
import { Engine } from "../model/engine.ts";
import type { LevelPath } from "../model/internal.ts";
import { type JobRows, type JobTable, mergeRows, noJobs } from "../model/job-table.ts";
import { type MarketPath, stillMarket } from "../model/market.ts";
import { type Observer, observeAll } from "../model/observer.ts";
import type { JobStream, Plan, PolicySettings } from "../model/types.ts";
import type { World } from "../model/world.ts";
import { admissionOf } from "../policies/admission.ts";
import { victimsBy } from "../policies/job-victims.ts";
import { disciplineOf } from "../policies/queue/discipline.ts";
import { reclaimBy } from "../policies/reclaim.ts";
import { refillBy } from "../policies/refill.ts";
import { openStream } from "../random/streams.ts";

/** Demand of one replication, the same for every policy. */
export type DemandPath = {
  readonly replication: number;
  readonly paths: readonly LevelPath[];
  readonly jobs: JobTable;
  readonly market: MarketPath;
  /** What fails block by block, for each pool; default: nothing. */
  readonly failures?: readonly (FailurePath | undefined)[] | undefined;
  readonly prospects: readonly Prospect[];
};

/** Rows of traces that were read before, by the key of their source. */
export type TraceRows = ReadonlyMap<string, JobRows>;

export type RunOptions = {
  /** About how many bins the series has; 0 for none. */
  readonly bins: number;
  /** Whether the run is told in full, with reasons. */
  readonly story: boolean;
  /** Called with every event of the model, when given. */
  readonly onEvent?: ((event: LoggedEvent) => void) | undefined;
  /** An agenda to use again, by one run after the other. */
  readonly simulator?: Simulator | undefined;
  /** More observers, made with the world. */
  readonly observe?: ((world: World) => Observer) | undefined;
};

/**
 * Draws the demand of a replication.
 *
 * @throws InputError when the rows of a trace are missing
 */
export const drawDemand = (plan: Plan, replication: number, traces: TraceRows = new Map()): DemandPath => {
  const open = (entity: string, purpose: string) => openStream(plan.seed, replication, entity, purpose);
  return {
    replication,
    paths: levelPaths(plan, open),
    jobs:
      plan.streams.length === 0
        ? noJobs
        : mergeRows(
            plan.streams.map((stream) => rowsOf(stream, plan, replication, traces)),
            plan.horizon,
          ),
    market:
      plan.market === undefined
        ? stillMarket
        : marketPath(plan.market, plan.horizon, open("market", "price")),
    prospects: prospectsOf(plan, open),
    failures: failurePaths(plan, open),
  };
};

const rowsOf = (stream: JobStream, plan: Plan, replication: number, traces: TraceRows): JobRows => {
  const { source, name } = stream;
  if (source.kind !== "trace")
    return jobRows(source, plan.epoch, plan.horizon, (purpose) =>
      openStream(plan.seed, replication, name, purpose),
    );
  const rows = traces.get(source.key);
  if (rows === undefined)
    throw new InputError([{ path: name, message: "the trace of this source has not been read" }]);
  return rows;
};

/** A run that has been set up and not started: step it, or run it to its horizon. */
export type Simulation = {
  readonly world: World;
  /** One instant; false when the horizon is reached. */
  step(): boolean;
  /** Runs to the horizon and returns what came of it. */
  finish(): RunResult;
};

/** Sets up one run. */
export const createSimulation = (
  plan: Plan,
  policy: PolicySettings,
  demand: DemandPath,
  options: RunOptions,
): Simulation => {
  const binSeconds = options.bins > 0 && plan.horizon > 0 ? binLength(plan.horizon, options.bins) : 0;
  const fingerprint = new Fingerprint();
  let collector: Collector | undefined;
  let series: SeriesRecorder | undefined;
  let story: StoryRecorder | undefined;
  const engine = new Engine({
    plan,
    policy,
    reclaim: reclaimBy(policy),
    refill: refillBy(policy),
    paths: demand.paths,
    jobs: demand.jobs,
    market: demand.market,
    failures: demand.failures,
    prospects: demand.prospects,
    admission: admissionOf(policy.admission),
    discipline: disciplineOf(policy.queue),
    victims: victimsBy(
      policy.preemption.victims,
      openStream(plan.seed, demand.replication, "policy", "victims").state(),
    ),
    stream: (entity, purpose) => openStream(plan.seed, demand.replication, entity, purpose),
    observe: (world) => {
      collector = new Collector(world);
      const observers: Observer[] = [collector, fingerprint];
      if (binSeconds > 0) {
        series = new SeriesRecorder(world, collector, binSeconds);
        observers.push(series);
      }
      if (options.story) {
        story = new StoryRecorder(world, collector);
        observers.push(story);
      }
      if (options.onEvent !== undefined) observers.push(new EventLog(world, options.onEvent));
      if (options.observe !== undefined) observers.push(options.observe(world));
      return observeAll(observers);
    },
    explain: options.story,
    sampleEvery: binSeconds,
    simulator: options.simulator,
  });
  let closed = false;
  return {
    world: engine.world,
    step: () => {
      if (closed) return false;
      closed = !engine.step();
      return !closed;
    },
    finish: () => {
      if (!closed) engine.run();
      closed = true;
      const metrics = (collector as Collector).metrics();
      return {
        policy: policy.name,
        replication: demand.replication,
        metrics,
        tenants: tenantOutcomes(engine.world, collector?.shares?.first),
        series: series?.series(),
        fingerprint: fingerprint.digest(metrics),
        story: story?.story(),
      };
    },
  };
};

/** One run from start to horizon. */
export const simulateRun = (
  plan: Plan,
  policy: PolicySettings,
  demand: DemandPath,
  options: RunOptions,
): RunResult => createSimulation(plan, policy, demand, options).finish();

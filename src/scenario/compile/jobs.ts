/**
 * Streams of jobs: terms in seconds, laws with parameters, pools by index. Internal streams come first, then
 * those of tenants, both in file order.
 */
import type { JobSource, JobStream, SyntheticJobs } from "../../model/types.ts";
import { MAX_GPUS } from "../fields.ts";
import type { JobsSpec, LublinSpec, Scenario, SyntheticSpec, TenantSpec } from "../schema.ts";
import { compileArrivals } from "./arrivals.ts";
import { isJobs, sourcesOf } from "./demand.ts";
import { compileFactor, compileGpus, compileRunTime } from "./distribution.ts";
import { poolIndexes } from "./pools.ts";
import { shareOf } from "./shares.ts";
import { spanSeconds } from "./times.ts";
import { traceKey } from "./trace.ts";

/** Restart of a job that has checkpoints (A). */
const RESTART = 300;

/** A source of jobs, and whose it is. */
export type JobOwner = {
  readonly spec: JobsSpec;
  /** Name of the stream. */
  readonly name: string;
  /** Index of the program or of the tenant; -1 for the one that it is not. */
  readonly program: number;
  readonly tenant: number;
  readonly priority: number;
  readonly weight: number;
};

/** All sources of jobs of a scenario, internal ones first, in file order. */
export function jobSourcesOf(scenario: Pick<Scenario, "internal" | "tenants">): JobOwner[] {
  const internal = scenario.internal.flatMap((owner, program) =>
    sourcesOf(owner).flatMap((spec, i) =>
      isJobs(spec)
        ? [
            {
              spec,
              name: streamName(owner.name, i),
              program,
              tenant: -1,
              priority: owner.priority,
              weight: owner.weight,
            },
          ]
        : [],
    ),
  );
  const external = scenario.tenants.flatMap((owner, tenant) =>
    jobsOf(owner).map((spec, i) => ({
      spec,
      name: streamName(owner.name, i),
      program: -1,
      tenant,
      priority: owner.priority,
      weight: spec.weight,
    })),
  );
  return [...internal, ...external];
}

/** One stream of a tenant, or several, as a list. */
export const jobsOf = (tenant: TenantSpec) =>
  tenant.jobs === undefined ? [] : Array.isArray(tenant.jobs) ? tenant.jobs : [tenant.jobs];

/** The owner's name, and from its second source on the source's number. */
export const streamName = (owner: string, index: number): string =>
  index === 0 ? owner : `${owner}/${index + 1}`;

export function compileStreams(scenario: Scenario, epoch: number): JobStream[] {
  return jobSourcesOf(scenario).map((owner) => compileStream(owner, scenario, epoch));
}

function compileStream(owner: JobOwner, { cluster }: Scenario, epoch: number): JobStream {
  const { spec, ...rest } = owner;
  const span = (written: string | number): number => spanSeconds(written, epoch);
  const { checkpoint } = spec;
  return {
    ...rest,
    source: compileSource(spec, epoch),
    pools: poolIndexes(spec.pools, cluster.pools),
    gpusPerWorker: spec.gpusPerWorker ?? 0,
    notice: span(spec.notice),
    delivered: shareOf(spec.delivered),
    minRuntime: span(spec.minRuntime),
    checkpointEvery:
      checkpoint === undefined ? 0 : checkpoint.every === "young" ? "young" : span(checkpoint.every),
    checkpointCost: checkpoint === undefined ? 0 : span(checkpoint.cost),
    restart: spec.restart !== undefined ? span(spec.restart) : checkpoint === undefined ? 0 : RESTART,
    onPreempt: spec.onPreempt,
    queueLimit: queueLimitOf(spec),
    patience: spec.patience === undefined ? Number.POSITIVE_INFINITY : span(spec.patience),
    turnover: span(spec.turnover),
    runtimes: spec.runtimes,
    atEstimate: spec.atEstimate,
    ...failureRates(spec, span),
    feePerGpuHour: "fee" in spec ? spec.fee.perGpuHour : 0,
  };
}

/** Most jobs of a stream that may wait. */
export function queueLimitOf({ queue }: JobsSpec): number {
  if (queue === "wait") return Number.POSITIVE_INFINITY;
  return queue === "loss" ? 0 : queue.limit;
}

/** Failures that stop a job: a second of each of its accelerators, and a second whatever its size. */
export function failureRates({ failures }: JobsSpec, span: (written: string | number) => number) {
  if (failures === undefined) return { failuresPerGpuSecond: 0, failuresPerSecond: 0 };
  return {
    failuresPerGpuSecond: (1 - shareOf(failures.faultIsolation)) / span(failures.mttf),
    failuresPerSecond: failures.perJobPerDay / 86_400,
  };
}

function compileSource(spec: JobsSpec, epoch: number): JobSource {
  switch (spec.kind) {
    case "jobs":
      return { kind: "synthetic", spec: compileSynthetic(spec, epoch) };
    case "trace":
      return { kind: "trace", key: traceKey(spec) };
    case "lublin":
      return { kind: "lublin", spec: compileLublin(spec) };
  }
}

export function compileSynthetic(spec: SyntheticSpec, epoch: number): SyntheticJobs {
  const mostGpus = spec.most ?? MAX_GPUS;
  return {
    arrivals: compileArrivals(spec.arrivals, epoch),
    gpus: gpusLaw(spec),
    mostGpus,
    minShare: minShareOf(spec, mostGpus),
    seconds: compileRunTime(spec.work, epoch),
    estimateFactor: compileFactor(spec.estimate),
    users: spec.users,
  };
}

/** Accelerators of a job: as such, or as workers of so many each. */
export function gpusLaw(spec: SyntheticSpec): SyntheticJobs["gpus"] {
  if (spec.gpus !== undefined) return compileGpus(spec.gpus);
  return { kind: "constant", value: (spec.workers ?? 1) * (spec.gpusPerWorker ?? 1) };
}

/** A whole number is a share of what every job wants; 1 is the least there is, whatever they want. */
function minShareOf(spec: SyntheticSpec, mostGpus: number): number {
  if (spec.minGpus === undefined) return 1;
  if (typeof spec.minGpus === "string") return shareOf(spec.minGpus);
  if (spec.minGpus <= 1) return 0;
  const law = gpusLaw(spec);
  if (law.kind !== "constant") return 1;
  const size = Math.min(mostGpus, law.value);
  const share = Math.min(1, spec.minGpus / size);
  // rounded towards less, so that the share of the size is never more than the number itself
  return share * size > spec.minGpus ? share * (1 - 2 ** -52) : share;
}

const compileLublin = ({ machine, gapFactor, users }: LublinSpec) => ({ machine, gapFactor, users });

/**
 * Streams of jobs in the scenario language: gangs with work to finish that arrive by a law, by a published
 * workload model, or from a record; and the terms on which they run, which are the same for all three.
 */
import { z } from "zod";
import { arrivals } from "./arrivals-schema.ts";
import { factorDistribution, gpusDistribution, runTimeDistribution } from "./distribution-schema.ts";
import { count, dollars, duration, factor, gpus, gpusOrShare, MAX_GPUS, name, share } from "./fields.ts";
import { traceSource } from "./trace-schema.ts";

/** Largest machine of the workload model, whose sizes are listed one by one. */
const MAX_MACHINE = 100_000;

const checkpoint = z
  .strictObject({
    every: z.union([duration("Time between checkpoints."), z.literal("young")]).meta({
      description:
        "Work between checkpoints; young is sqrt(2 x cost x mean time between failures of the job).",
    }),
    cost: duration("Time to write one (A).").default("30 s"),
  })
  .optional()
  .meta({ description: "Default: none, and a job that is stopped starts again from nothing." });

const failures = z
  .strictObject({
    mttf: duration("Mean time between failures of one accelerator; any of them stops the job.").default(
      "2112 days",
    ),
    perJobPerDay: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .meta({ description: "Failures of a job a day whatever its size, on top." }),
    faultIsolation: share("Share of the accelerators' failures that do not stop the job.").default(0),
  })
  .optional()
  .meta({ description: "Failures that throw a job back to its last checkpoint. Default: none." });

/** Terms of every stream; `notice` is the default notice of its owner. */
const terms = (notice: string | number) => ({
  gpusPerWorker: gpus(
    "Accelerators of one worker, which must be in one node. Default: as many as a node has, or all of the job's.",
    1,
  ).optional(),
  notice: duration("Notice before a preemption takes effect.").default(notice),
  delivered: share("Probability that such a notice reaches the job.").default(1),
  minRuntime: duration("Runs at least so long before it may be preempted.").default(0),
  checkpoint,
  restart: duration(
    "Time lost at each restart. Default: 300 s with checkpoints (A), else nothing.",
  ).optional(),
  onPreempt: z
    .enum(["requeue", "cancel"])
    .default("requeue")
    .meta({ description: "A preempted job waits again, or is gone." }),
  queue: z
    .union([
      z.enum(["wait", "loss"]),
      z.strictObject({ limit: count("Most jobs of the stream that wait at once.", 0, 1e9) }),
    ])
    .default("wait")
    .meta({
      description: "What cannot start at once waits, is refused, or waits if no more than so many do.",
    }),
  patience: duration("It leaves when it has not started after this long. Default: never.").optional(),
  turnover: duration("Time to wipe its accelerators after it ends or is stopped.").default(0),
  atEstimate: z
    .enum(["kill", "extend"])
    .default("kill")
    .meta({ description: "A job that reaches the run time that was asked for is killed, or runs on." }),
  failures,
  pools: z
    .array(name("A pool."))
    .min(1)
    .max(50)
    .optional()
    .meta({ description: "Pools that will do, in order of preference; a job runs in one. Default: every." }),
});

/** Terms of tenants' streams on top of those. */
const tenantTerms = {
  ...terms("30 s"),
  fee: z
    .strictObject({ perGpuHour: dollars("Dollars for an accelerator-hour in use.").default(0) })
    .prefault({})
    .meta({ description: "What the tenant pays for its jobs." }),
  weight: z.number().positive().max(1e6).default(1).meta({ description: "Weight under fair share." }),
};

const runtimes = z
  .enum(["exact", "estimates"])
  .default("exact")
  .meta({ description: "What the queue believes: the run time itself, or what was asked for." });

const users = count("Users that the jobs are dealt to, each equally likely, for fair share.", 1, 1e6);

const synthetic = {
  arrivals,
  gpus: gpusDistribution(
    "Accelerators of a job, rounded to whole ones, at least 1; give this or `workers`.",
  ).optional(),
  workers: count(
    "Workers of a job, of `gpusPerWorker` accelerators each; instead of `gpus`.",
    1,
    MAX_GPUS,
  ).optional(),
  most: gpus("Larger jobs are cut down to this. Default: no limit.", 1).optional(),
  minGpus: gpusOrShare(
    "Fewest it starts with: a percentage of what it wants, or a whole number when all jobs want the same. Default: all of them.",
  ).optional(),
  work: runTimeDistribution("Run time with all its accelerators."),
  estimate: factorDistribution("Run time that was asked for, as a multiple of the run time.").default(1),
  users: users.default(1),
  runtimes,
};

const lublin = {
  machine: gpus("Accelerators of the machine that sizes are drawn for.", 1).max(MAX_MACHINE),
  gapFactor: factor("Multiplies the gaps between arrivals: below 1 is a higher load.").min(1e-6).default(1),
  users: users.default(1),
  runtimes,
};

const JOBS = "Jobs that arrive by a law: gangs with work to finish.";
const LUBLIN = "The workload model of Lublin and Feitelson (2003): arrivals, sizes and run times.";

/** Sources of jobs of an internal program, told apart by `kind`. */
export const internalJobs = [
  z.strictObject({ kind: z.literal("jobs"), ...synthetic, ...terms(0) }).meta({ description: JOBS }),
  traceSource.extend(terms(0)).meta({ description: "Jobs that were recorded." }),
  z.strictObject({ kind: z.literal("lublin"), ...lublin, ...terms(0) }).meta({ description: LUBLIN }),
] as const;

/** A stream of jobs of a tenant; without `kind`, by a law. */
export const tenantJobs = z.union([
  z
    .strictObject({ kind: z.literal("jobs").default("jobs"), ...synthetic, ...tenantTerms })
    .meta({ description: JOBS }),
  traceSource.extend(tenantTerms).meta({ description: "Jobs that were recorded." }),
  z.strictObject({ kind: z.literal("lublin"), ...lublin, ...tenantTerms }).meta({ description: LUBLIN }),
]);

export type InternalJobsSpec = z.output<(typeof internalJobs)[number]>;
export type TenantJobsSpec = z.output<typeof tenantJobs>;
/** A stream of either; what only tenants have may be missing. */
export type JobsSpec = InternalJobsSpec | TenantJobsSpec;
export type SyntheticSpec = Extract<JobsSpec, { kind: "jobs" }>;
export type LublinSpec = Extract<JobsSpec, { kind: "lublin" }>;

/** Jobs as a plan has them: streams, and what draws or reads the jobs themselves. */
import type { Distribution, Gpus, Seconds } from "./units.ts";

/**
 * A stream of jobs: discrete gangs with work to finish, all of one program or one tenant. The jobs themselves
 * are rows of a `JobTable`.
 */
export type JobStream = {
  /** Name of the owner, with "/2", "/3" ... from its second source on; entity of its random streams. */
  readonly name: string;
  /** Index of the program, or -1; of the tenant, or -1. Exactly one of them is set. */
  readonly program: number;
  readonly tenant: number;
  /** The owner's: more important streams are served first, and may preempt. */
  readonly priority: number;
  /** Weight of the owner under fair share. */
  readonly weight: number;
  readonly source: JobSource;
  /** Pools that will do, in order of preference; a job runs in one of them. */
  readonly pools: readonly number[];
  /** Accelerators of one worker, which must be in one node; 0: as many as the node has, or all of the job's. */
  readonly gpusPerWorker: Gpus;
  /** Own notice before a preemption takes effect, and probability that it reaches the job. */
  readonly notice: Seconds;
  readonly delivered: number;
  /** Runs at least so long before it may be preempted. */
  readonly minRuntime: Seconds;
  /** Seconds of work between checkpoints; 0: none; "young": sqrt(2 x cost x MTBF of the gang). */
  readonly checkpointEvery: Seconds | "young";
  readonly checkpointCost: Seconds;
  readonly restart: Seconds;
  readonly onPreempt: "requeue" | "cancel";
  /** Most jobs of the stream that may wait; 0 is a loss system, Infinity no limit. */
  readonly queueLimit: number;
  /** Leaves when it has not started this long after submission; Infinity: never. */
  readonly patience: Seconds;
  /** Its accelerators are wiped for so long after it ends or is stopped. */
  readonly turnover: Seconds;
  /** What the queue believes about run times, and what happens to a job that reaches its estimate. */
  readonly runtimes: "exact" | "estimates";
  readonly atEstimate: "kill" | "extend";
  /** Failures that stop the gang: a second of one accelerator, fault isolation taken off; a second of the job whatever its size. */
  readonly failuresPerGpuSecond: number;
  readonly failuresPerSecond: number;
  /** Dollars for an accelerator-hour in use; 0 for internal streams. */
  readonly feePerGpuHour: number;
};

export type JobSource =
  | { readonly kind: "synthetic"; readonly spec: SyntheticJobs }
  /** Rows that were read from a file before the run; key into the traces handed to the compiler. */
  | { readonly kind: "trace"; readonly key: string }
  | { readonly kind: "lublin"; readonly spec: LublinJobs };

export type SyntheticJobs = {
  readonly arrivals: Arrivals;
  /** Accelerators of a job, rounded to whole ones, at least 1; clamped to `most`. */
  readonly gpus:
    | Distribution
    | { readonly kind: "choice"; readonly values: readonly Gpus[]; readonly weights: readonly number[] };
  readonly mostGpus: Gpus;
  /** Fewest accelerators it starts with, as a share of what it wants; 1: all. */
  readonly minShare: number;
  /** Run time with all its accelerators, in seconds. */
  readonly seconds: Distribution | BodyAndTail;
  /** Estimate as a multiple of the run time, at least 1; constant 1: exact. */
  readonly estimateFactor: Distribution;
  /** Number of users that the jobs are dealt to, each equally likely. */
  readonly users: number;
};

/** A lognormal body with a Pareto tail above the quantile `above`, cut off at `most` seconds. */
export type BodyAndTail = {
  readonly kind: "bodyAndTail";
  readonly mu: number;
  readonly sigma: number;
  readonly above: number;
  readonly shape: number;
  readonly most: Seconds;
};

/** Rates are per second. */
export type Arrivals =
  | { readonly kind: "poisson"; readonly rate: number }
  /** Renewal process with gamma gaps; shape below 1 is bursty. */
  | { readonly kind: "renewal"; readonly rate: number; readonly shape: number }
  /** Poisson whose rate follows the day (24 hourly factors) and the week (7, Monday first), each with mean 1; UTC. */
  | {
      readonly kind: "profile";
      readonly rate: number;
      readonly hours: readonly number[];
      readonly days: readonly number[];
    }
  /** Two-state Markov-modulated Poisson process. */
  | {
      readonly kind: "mmpp";
      readonly rates: readonly [number, number];
      readonly sojourns: readonly [Seconds, Seconds];
    }
  /** Self-exciting, exponential kernel: intensity = base + sum of jump x e^(-decay x age). */
  | { readonly kind: "hawkes"; readonly base: number; readonly jump: number; readonly decay: number }
  | { readonly kind: "at"; readonly times: readonly Seconds[] };

/** The model of Lublin and Feitelson (2003). */
export type LublinJobs = {
  /** Accelerators of the machine that sizes are drawn for; sizes go up to it. */
  readonly machine: Gpus;
  /** Multiplies the gaps between arrivals: below 1 is a higher load. */
  readonly gapFactor: number;
  readonly users: number;
};

/**
 * What a scenario becomes before it runs: dense indexes, whole seconds since the start, whole accelerators.
 * Nothing here changes during a run; replications and policies share one `Plan`.
 */
import type { Contract, Market, Prospects, Tenant } from "./contract-types.ts";
import type { JobStream } from "./job-types.ts";
import type { Distribution, Gpus, Seconds, Step } from "./units.ts";

export type * from "./contract-types.ts";
export type * from "./job-types.ts";
export type * from "./policy-types.ts";
export type * from "./units.ts";

export type Plan = {
  readonly name: string;
  readonly seed: string;
  /** Second 0, in seconds since 1970-01-01 UTC. */
  readonly epoch: number;
  readonly horizon: Seconds;
  readonly warmUp: Seconds;
  readonly sites: readonly Site[];
  readonly pools: readonly Pool[];
  readonly programs: readonly Program[];
  readonly tenants: readonly Tenant[];
  /** One entry a contract, in file order; what `tenant` and `pools` hold are indexes. */
  readonly contracts: readonly Contract[];
  /** Streams of jobs, internal ones first, in file order. */
  readonly streams: readonly JobStream[];
  /** Prospects who come over time and sign when capacity and price suit; each entry is one of the tenants. */
  readonly pipeline: readonly Prospects[];
  readonly market: Market | undefined;
  readonly values: Values;
  /** Starts of the calendar months inside the horizon, from the month that holds second 0; last entry is past the horizon. */
  readonly monthStarts: readonly Seconds[];
};

export type Values = {
  readonly internalGpuHour: number;
  readonly tenantGpuHour: number;
  readonly replacement: Seconds;
  readonly inVainAfter: Seconds;
  /** What moving one accelerator's work costs a tenant that is evicted, in dollars. */
  readonly relocation: number;
};

export type Site = {
  readonly name: string;
  /** Watts for the accelerators after PUE, over time, duty cycle included; empty: no limit. */
  readonly power: readonly Step<number>[];
  /** Period of the duty cycle in `power`; 0: none. */
  readonly cycle: Seconds;
};

export type Pool = {
  readonly name: string;
  readonly gpuType: string;
  /** Index of the site, or -1. */
  readonly site: number;
  /** All-in watts for one accelerator. */
  readonly watts: number;
  /** Installed accelerators over time; the first step is at 0. */
  readonly phases: readonly Step<Gpus>[];
  /** Seconds of warning before its phases take accelerators away; jobs use them for a checkpoint. */
  readonly warning: Seconds;
  readonly outages: readonly { readonly at: Seconds; readonly gpus: Gpus; readonly lasts: Seconds }[];
  /** How its blocks fail and are mended; undefined: they do not. */
  readonly failures?: BlockFailures | undefined;
  /** Shapes of nodes, when it matters where a job runs: jobs are placed on nodes and leave fragments. Empty: fungible. */
  readonly nodes: readonly { readonly count: number; readonly gpus: Gpus }[];
};

/**
 * Failure and repair of a pool, block by block: a block runs for a time, fails as a whole, and is mended by a crew; a
 * spare stands in for it, if there is one. The path is drawn before the run: no policy changes it.
 */
export type BlockFailures = {
  /** Accelerators of a block; those beyond the last whole block do not fail. */
  readonly block: Gpus;
  /** Seconds that a block runs until it fails, counted anew whenever it comes into service. */
  readonly between: Distribution;
  /** Seconds to mend a block, from when somebody is at it. */
  readonly repair: Distribution;
  /** Blocks that can be mended at once; Infinity: no limit. */
  readonly crew: number;
  /** Blocks on the shelf at the start, besides those of the pool. They do not fail there. */
  readonly spares: number;
  /** Seconds until a spare is in service. */
  readonly swap: Seconds;
};

/** Pools that will do, best first, with the worth of one accelerator in the demand's own. */
export type PoolChoice = readonly { readonly pool: number; readonly ratio: number }[];

export type Program = {
  readonly name: string;
  readonly priority: number;
  readonly weight: number;
  readonly sources: readonly DemandSpec[];
};

export type DemandSpec = LevelDemand | RunsDemand;

export type LevelDemand = {
  readonly kind: "level";
  readonly base: Gpus;
  readonly growth: number;
  readonly every: Seconds;
  readonly daily: { readonly peak: number; readonly trough: number; readonly peakHour: number } | undefined;
  readonly weekend: number;
  readonly noise: { readonly halfLife: Seconds; readonly sigma: number } | undefined;
  readonly shocks:
    | { readonly perYear: number; readonly least: number; readonly most: number; readonly lasts: Seconds }
    | undefined;
  readonly steps: readonly Step<Gpus>[];
  /** scale x speedup^-(1-rebound), worked out. */
  readonly factor: number;
  readonly own: Gpus;
  readonly pools: PoolChoice;
};

export type RunsDemand = {
  readonly kind: "runs";
  readonly runs: readonly RunSpec[];
  readonly pools: PoolChoice;
};

export type RunSpec = {
  readonly name: string;
  readonly start: Seconds;
  /** Accelerators wanted, and the fewest it starts with; in whole blocks where it is larger than one. */
  readonly gpus: Gpus;
  readonly minGpus: Gpus;
  /** The largest block of its pools; 1: single accelerators. */
  readonly block: Gpus;
  /** Work in accelerator-seconds. */
  readonly work: number;
  readonly notice: Seconds;
  readonly delivered: number;
  /** Seconds between checkpoints; 0 means none. */
  readonly checkpointEvery: Seconds;
  readonly checkpointCost: Seconds;
  readonly restart: Seconds;
  /** Gives up when it has not started this long after submission; Infinity: never. */
  readonly patience: Seconds;
};

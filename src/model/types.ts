/**
 * What a scenario becomes before it runs: dense indexes, whole seconds since the start, whole accelerators.
 * Nothing here changes during a run; replications and policies share one `Plan`.
 */

/** Whole seconds since the scenario's start; facts of the past are negative. */
export type Seconds = number;
/** Whole accelerators. */
export type Gpus = number;

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
  readonly values: Values;
  /** Starts of the calendar months inside the horizon, from the month that holds second 0; last entry is past the horizon. */
  readonly monthStarts: readonly Seconds[];
};

export type Values = {
  readonly internalGpuHour: number;
  readonly tenantGpuHour: number;
  readonly replacement: Seconds;
  readonly inVainAfter: Seconds;
};

/** A step function: `value` holds from `at` on. Sorted by `at`. */
export type Step<T> = { readonly at: Seconds; readonly value: T };

export type Site = {
  readonly name: string;
  /** Watts for the accelerators after PUE, over time, duty cycle included; empty: no limit. */
  readonly power: readonly Step<number>[];
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
  readonly outages: readonly { readonly at: Seconds; readonly gpus: Gpus; readonly lasts: Seconds }[];
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
  readonly gpus: Gpus;
  readonly minGpus: Gpus;
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

export type Tenant = {
  readonly name: string;
  readonly priority: number;
  readonly exitAt: Seconds | undefined;
  readonly exitPerYear: number;
  readonly churn: number;
  readonly relet: { readonly lag: Distribution; readonly fee: number } | undefined;
};

export type OnNoticeKind = "stay" | "leaveNow" | "linear" | "earlyRamp" | "finishThenLeave";

export type Contract = {
  /** The tenant's name, with "/2", "/3" ... from its second contract on. */
  readonly name: string;
  readonly tenant: number;
  readonly gpus: Gpus;
  readonly minQuantity: Gpus;
  readonly belowMinimum: "refuse" | "terminate";
  readonly signed: Seconds;
  readonly start: Seconds;
  /** Second at which the first term ends. */
  readonly expiry: Seconds;
  /** Term and lockout of a successor or of a renewal, in seconds from its signature. */
  readonly termLength: Seconds;
  readonly lockoutEnd: Seconds;
  readonly lockoutLength: Seconds;
  readonly lockoutMeaning: "issue" | "effective";
  readonly noticeOwner: Seconds;
  readonly noticeTenant: Seconds;
  readonly delivered: number;
  /** Entitlement and share of the fee from each step on; the first step is at `start`. */
  readonly ramp: readonly { readonly at: Seconds; readonly gpus: Gpus; readonly fee: number }[];
  readonly fee: FeeSchedule;
  readonly takeOrPay: boolean;
  readonly feeDuringNotice: number;
  readonly terminationByOwner: TerminationCharge;
  readonly terminationByTenant: TerminationCharge;
  readonly slaCredit: readonly { readonly below: number; readonly credit: number }[];
  readonly onNotice: {
    readonly kind: OnNoticeKind;
    readonly power: number;
    readonly remaining: Distribution;
  };
  readonly acceptEarlyReturn: boolean;
  readonly turnover: Seconds;
  readonly renewal: { readonly term: Seconds; readonly probability: number } | undefined;
  /** Probability that the tenant agrees to a rescission. */
  readonly rescindable: number;
  readonly grace: Seconds;
  readonly onMiss: "terminate" | "proRata";
  readonly minGap: Seconds;
  /** Infinity: no limit. */
  readonly maxPerYear: number;
  /** Pool indexes, in order of preference. */
  readonly pools: readonly number[];
};

/** Dollars; the notice discount is already in. */
export type FeeSchedule =
  | { readonly kind: "perMonth"; readonly dollars: number }
  | { readonly kind: "perGpuHour"; readonly dollars: number }
  | { readonly kind: "perMwMonth"; readonly dollars: number };

export type TerminationCharge =
  | { readonly kind: "fixed"; readonly dollars: number }
  | { readonly kind: "months"; readonly months: number }
  | { readonly kind: "shareOfRemaining"; readonly share: number };

/** Parameters as `random/variates` takes them; results are in seconds and rounded to whole ones when used. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly from: number; readonly to: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "lognormal"; readonly mu: number; readonly sigma: number }
  | { readonly kind: "gamma"; readonly shape: number; readonly scale: number }
  | { readonly kind: "weibull"; readonly shape: number; readonly scale: number }
  | { readonly kind: "pareto"; readonly least: number; readonly shape: number }
  | {
      readonly kind: "hyperexponential";
      readonly means: readonly number[];
      readonly weights: readonly number[];
    }
  | { readonly kind: "empirical"; readonly values: readonly number[] };

// ---------------------------------------------------------------- policies, compiled

export type VictimOrder =
  | "shortestNotice"
  | "lowestFee"
  | "lowestPriority"
  | "youngest"
  | "oldest"
  | "smallest"
  | "largest"
  | "earliestExpiry"
  | "fewestVictims";

export type PolicySettings = {
  readonly name: string;
  readonly trigger:
    | { readonly kind: "never" }
    | { readonly kind: "onBlocked"; readonly delay: Seconds }
    | { readonly kind: "periodic"; readonly every: Seconds }
    | { readonly kind: "forecastCross"; readonly every: Seconds; readonly q: number };
  readonly size:
    | { readonly kind: "shortfall" }
    | { readonly kind: "orderUpTo"; readonly level: Gpus }
    | { readonly kind: "forecastQuantile"; readonly q: number | "newsvendor" }
    | { readonly kind: "foresight" };
  readonly victims: readonly VictimOrder[];
  readonly spare: boolean;
  readonly notice: {
    readonly kind: "contractMinimum" | "fixed";
    readonly length: Seconds;
    readonly insideLockout: "refuse" | "queue";
  };
  readonly rescind: { readonly kind: "never" } | { readonly kind: "ifNeedGone"; readonly band: number };
  readonly throttle: { readonly minGap: Seconds; readonly maxOpen: number; readonly deadZone: number };
  readonly forecast: ForecastSettings;
  readonly refill: { readonly kind: "hold" | "relet"; readonly lag: Distribution | undefined };
};

export type ForecastSettings = {
  readonly kind: "perfect" | "persistence" | "growth" | "quantile";
  /** Relative standard deviation 30 days ahead. */
  readonly sd: number;
};

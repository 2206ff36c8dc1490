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

/** A step function: `value` holds from `at` on. Sorted by `at`. */
export type Step<T> = { readonly at: Seconds; readonly value: T };

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

// ---------------------------------------------------------------- jobs

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

export type Tenant = {
  readonly name: string;
  readonly priority: number;
  readonly exitAt: Seconds | undefined;
  readonly exitPerYear: number;
  /** Gives notice when the market asks less than this share of what it pays here; 0: never. */
  readonly exitBelow: number;
  /** Evicted k times, it renews with probability e^(-k x churn) of what it would have been. */
  readonly churn: number;
  /** Evicted k times in part, it is still there with probability e^(-k x leaving). */
  readonly leaving: number;
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
  /** Goodwill: how long a called tenant may stay beyond its notice, and the share of the fee due in that time. */
  readonly offRamp: { readonly lasts: Seconds; readonly fee: number };
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
  readonly renewal: Renewal | undefined;
  /** Probability that the tenant agrees to a rescission. */
  readonly rescindable: number;
  readonly grace: Seconds;
  readonly onMiss: "terminate" | "proRata";
  readonly minGap: Seconds;
  /** Infinity: no limit. */
  readonly maxPerYear: number;
  /** Leaves so long after a notice for money; undefined: it does not. */
  readonly buyOut: BuyOut | undefined;
  /** Pool indexes, in order of preference. */
  readonly pools: readonly number[];
};

/** What the owner pays for each accelerator and day by which a notice ends before the contract would have it. */
export type BuyOut = {
  readonly price:
    | { readonly kind: "perGpuDay"; readonly dollars: number }
    | { readonly kind: "shareOfFee"; readonly share: number };
  /** Least notice under such a deal. */
  readonly notice: Seconds;
};

export type Renewal = {
  readonly term: Seconds;
  readonly probability: number;
  /** How long before the end of the term the tenant decides; default: its notice. */
  readonly lead?: Seconds | undefined;
  /** Whether the renewed term is let at the market's price of the day of the decision. */
  readonly repriced?: boolean | undefined;
};

/** What the market asks for capacity, as an index that is 1 at second 0; sampled on a grid. */
export type Market = {
  readonly every: Seconds;
  /** Growth a year, as a factor. */
  readonly growth: number;
  /** Of the logarithm: a year, or in the long run when a half-life draws it back. */
  readonly sigma: number;
  /** Of a deviation from the trend; undefined: none is drawn back, which is geometric Brownian motion. */
  readonly halfLife: Seconds | undefined;
  /** Factors that replace one another at known times. */
  readonly steps: readonly Step<number>[];
};

/** A stream of prospective tenants, all offered the same terms. */
export type Prospects = {
  readonly name: string;
  readonly tenant: number;
  readonly arrivals: Arrivals;
  /** Accelerators they want at the list price. */
  readonly gpus: SyntheticJobs["gpus"];
  /** Most they pay, as a multiple of the list price; undefined: any price. */
  readonly pays: Distribution | undefined;
  /** How long they wait for capacity or for a better price. */
  readonly patience: Seconds;
  /** Least share of what they want that they sign for. */
  readonly least: number;
  readonly atMarket: boolean;
  /** What they sign at the list price, against what they want: an elastic tenant minds a short notice. */
  readonly sizeShare: number;
  /** And as a power of the market's price: price^-elasticity. */
  readonly elasticity: number;
  /** Terms of every lease; quantity, minimum, ramp and dates are those of the deal. */
  readonly terms: Contract;
  /** Least quantity that a shrink may leave: the larger of a share of the deal and a number. */
  readonly minShare: number;
  readonly minGpus: Gpus;
};

/** Dollars; the notice discount is already in. */
export type FeeSchedule =
  | { readonly kind: "perMonth"; readonly dollars: number }
  | { readonly kind: "perGpuHour"; readonly dollars: number }
  | { readonly kind: "perMwMonth"; readonly dollars: number };

export type TerminationCharge =
  | { readonly kind: "fixed"; readonly dollars: number }
  | { readonly kind: "months"; readonly months: number }
  | { readonly kind: "shareOfRemaining"; readonly share: number }
  /** The rent goes on and falls in a straight line to nothing over this time, at most to the end of the term. */
  | { readonly kind: "windDown"; readonly lasts: Seconds };

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
  | "longestRemaining"
  | "mostOverShare"
  | "leastLostWork"
  | "fewestVictims"
  | "random";

export type PolicySettings = {
  readonly name: string;
  readonly trigger:
    | { readonly kind: "never" }
    | { readonly kind: "onBlocked"; readonly delay: Seconds }
    | { readonly kind: "periodic"; readonly every: Seconds }
    | { readonly kind: "forecastCross"; readonly every: Seconds; readonly q: number }
    /** At these seconds, in order, and on a day of each month; 0: on none. */
    | { readonly kind: "calendar"; readonly at: readonly Seconds[]; readonly dayOfMonth: number };
  readonly size:
    | { readonly kind: "shortfall" }
    | { readonly kind: "orderUpTo"; readonly level: Gpus }
    | { readonly kind: "forecastQuantile"; readonly q: number | "newsvendor" }
    | { readonly kind: "foresight" }
    /** This part of today's shortfall a round, and of all usable accelerators at most `share`. */
    | { readonly kind: "yarnRound"; readonly share: number; readonly naturalTermination: number }
    /** The calls of least expected cost over so many seconds ahead. */
    | { readonly kind: "plan"; readonly horizon: Seconds };
  readonly victims: readonly VictimOrder[];
  /** One for each of `victims`, which then are added up instead of applied one after another; undefined: not. */
  readonly victimWeights: readonly number[] | undefined;
  readonly spare: boolean;
  readonly notice: {
    readonly kind: "contractMinimum" | "fixed" | "longest" | "untilNextCheckpoint";
    readonly length: Seconds;
    readonly insideLockout: "refuse" | "queue";
  };
  /** Most of what its shortage is worth that a tenant is paid to leave before its notice is over; 0: nothing. */
  readonly buyOut: number;
  readonly rescind:
    | { readonly kind: "never" }
    | { readonly kind: "ifNeedGone"; readonly band: number }
    /** As `ifNeedGone`; the tenant takes the offer with this probability, where its contract lets it. */
    | { readonly kind: "offer"; readonly band: number; readonly acceptProbability: number };
  readonly throttle: ThrottleSettings;
  readonly forecast: ForecastSettings;
  readonly refill: RefillSettings;
  readonly queue: QueueSettings;
  readonly placement: PlacementRule;
  readonly preemption: PreemptionSettings;
  readonly admission: AdmissionSettings;
};

/** Limits on notices to leases; Infinity: no limit. */
export type ThrottleSettings = {
  /** Least time between rounds. */
  readonly minGap: Seconds;
  /** Most notices at once: running, in one round, to one lease in 365 days. */
  readonly maxOpen: number;
  readonly maxPerRound: number;
  readonly maxPerYear: number;
  /** Most notices in any stretch of `per` seconds. */
  readonly evictionBudget: { readonly evictions: number; readonly per: Seconds };
  /** Shortages up to this share of demand are ignored. */
  readonly deadZone: number;
  /** Share of the leases whose term may end in time that is expected not to be renewed. */
  readonly naturalExitFactor: number;
};

/**
 * What becomes of capacity that came back and is free. `hold`: nothing; `relet`: let again, unless something inside is
 * short; `internalFirst`: as `relet`, and only what demand foreseen leaves; `spot`: as `hold`, and tenants' jobs may
 * run without notice on what is held for a planned run.
 */
export type RefillSettings = {
  readonly kind: "hold" | "internalFirst" | "relet" | "spot";
  /** Overrides the tenants' re-let lag. */
  readonly lag: Distribution | undefined;
};

/** How waiting jobs of one importance are served. */
export type QueueSettings = {
  readonly order: QueueOrder;
  readonly backfill: "none" | "easy" | "conservative";
  /** Under fairShare: half-life of what a user has had, in seconds. */
  readonly halfLife: Seconds;
};
export type QueueOrder = "fcfs" | "priority" | "sjf" | "smallest" | "fairShare";

/** Which node a worker goes to: the fullest that takes it, the first, or the emptiest. */
export type PlacementRule = "bestFit" | "firstFit" | "worstFit";

/** How more important work takes accelerators from running jobs and runs. */
export type PreemptionSettings = {
  /** False: nothing that runs is ever stopped for something else. */
  readonly enabled: boolean;
  /** Least difference in priority of the owners. */
  readonly gap: number;
  /** A job must have waited so long before it may preempt. */
  readonly delay: Seconds;
  /** Applied one after another; ties end with the id. */
  readonly victims: readonly JobVictimOrder[];
  /** Walk back and spare whoever is no longer needed. */
  readonly spare: boolean;
  /** Shrink elastic victims to their minimum before anyone is stopped. */
  readonly partial: boolean;
  readonly notice: {
    readonly kind: "own" | "fixed" | "longest" | "untilNextCheckpoint";
    readonly length: Seconds;
  };
  /** Take a notice back when its beneficiary has got what it needs from elsewhere. */
  readonly rescind: boolean;
  /** Runs at least so long before it may be preempted; the stream's own counts too. */
  readonly minRuntime: Seconds;
  /** Most victims at once, and at most so many in any stretch of `per` seconds; Infinity: no limit. */
  readonly maxPerRound: number;
  readonly budget: { readonly evictions: number; readonly per: Seconds };
};

export type JobVictimOrder =
  | "lowestPriority"
  | "youngest"
  | "oldest"
  | "smallest"
  | "largest"
  | "mostOverShare"
  | "leastLostWork"
  | "longestRemaining"
  | "shortestNotice"
  | "lowestFee"
  | "fewestVictims"
  | "random";

/** How much external jobs may hold together. */
export type AdmissionSettings =
  | { readonly kind: "all" }
  /** A fixed share of what is installed. */
  | { readonly kind: "quota"; readonly share: number }
  /**
   * Forecast free capacity over the guarantee window, times a bounded feedback factor (after GFS, ASPLOS 2026).
   * `guarantee`: g, the probability that a window is completed.
   */
  | {
      readonly kind: "spotQuota";
      readonly window: Seconds;
      readonly guarantee: number;
      readonly every: Seconds;
      /** Quantile of internal use over the past `history` that is taken for the window ahead. */
      readonly q: number;
      readonly history: Seconds;
      readonly least: number;
      readonly most: number;
    };

export type ForecastSettings = {
  readonly kind: "perfect" | "persistence" | "growth" | "quantile" | "law";
  /** Relative standard deviation 30 days ahead. */
  readonly sd: number;
};

/** Policies as a plan has them: what a rule of reclaim, queue, preemption or admission is set to. */
import type { Distribution, Gpus, Seconds } from "./units.ts";

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
  /** A fixed share of what works. */
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

/** Tenants, their contracts, and the market in which they sign and leave. */
import type { Arrivals, SyntheticJobs } from "./job-types.ts";
import type { Distribution, Gpus, Seconds, Step } from "./units.ts";

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

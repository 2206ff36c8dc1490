/**
 * What policies see and what they answer. A policy is a pure function of a read-only view; its answer is
 * data, which the model checks before it acts on it. What it may not do is refused and recorded.
 */
import type { LevelPath } from "./internal.ts";
import type { JobStore } from "./job-store.ts";
import type { LeaseOutlook } from "./lease-outlook.ts";
import type { Explanation } from "./notice.ts";
import type { Gpus, PoolChoice, Seconds, Values } from "./types.ts";

/** Consulted once an instant, when its trigger has it so. */
export type ReclaimPolicy = (view: ReclaimView) => ReclaimPlan | undefined;

/**
 * How many accelerators of a group, in its own, may be let again when a successor's capacity could not be back
 * before a second.
 */
export type RefillPolicy = (view: ReclaimView, group: number, backAt: Seconds) => Gpus;

export type ReclaimPlan = {
  readonly calls: readonly Call[];
  /** Ids of notices to take back. */
  readonly rescinds: readonly number[];
};

export type Call = {
  readonly lease: number;
  readonly gpus: Gpus;
  readonly effectiveAt: Seconds;
  /** When a call inside the lockout waits for its end; else now. */
  readonly issueAt: Seconds;
  /** Whether the tenant is paid for what the contract's notice is cut short by. */
  readonly buyOut: boolean;
  readonly cause: string;
  readonly because: Explanation | undefined;
  readonly prefer: readonly number[];
};

export interface ReclaimView {
  readonly now: Seconds;
  readonly horizon: Seconds;
  /** When the measured window begins, and the calendar months, which bound rates of rent. */
  readonly warmUp: Seconds;
  readonly monthStarts: readonly Seconds[];
  readonly values: Values;
  /** Whether reasons are to be recorded. */
  readonly explain: boolean;
  /** Demand groups: claims that accept the same pools. */
  readonly groups: readonly PoolChoice[];
  /** What internal demand of a group wants now; gangs that could never fit are left out. */
  demandNow(group: number): Gpus;
  gangDemand(group: number): Gpus;
  levels(group: number): readonly LevelView[];
  /** What internal demand of a group could hold at a second: free, coming on line, in flight. */
  supplyAt(group: number, at: Seconds): Gpus;
  /** Seconds in a stretch of time at which `supplyAt` may change, its first second included. */
  supplySteps(group: number, from: Seconds, to: Seconds): readonly Seconds[];
  cause(group: number, supply: Gpus): string;
  /** Leases with capacity that is of use to a group. */
  leases(group: number): readonly LeaseView[];
  /** The same, and leases that are signed and not yet in use, with what a plan must know of their future. */
  outlook(group: number): readonly LeaseOutlook[];
  /** The owner's notices that run or are queued. */
  openNotices(): readonly NoticeView[];
  /** Accelerators of a group that work and have power, in the group's own. */
  usable(group: number): Gpus;
  /** Calls that were carried out later than a second. */
  callsSince(at: Seconds): number;
  /** When the policy is asked next by the clock; Infinity when it waits for a shortage. */
  readonly nextReviewAt: Seconds;
  /** Whether leases may be called for a group now: one that waits for a shortage of its own may not. */
  isDue(group: number): boolean;
  /** When the last round of notices was served, or -Infinity. */
  readonly lastRoundAt: Seconds;
}

export type LevelView = {
  readonly target: Gpus;
  /** Growth a year, as a factor. */
  readonly growth: number;
  /** The path itself, which only a clairvoyant may read ahead. */
  readonly path: LevelPath;
};

export type LeaseView = {
  readonly id: number;
  readonly name: string;
  readonly priority: number;
  /** Accelerators that a notice could take, and the worth of one in the group's own. */
  readonly callable: Gpus;
  readonly ratio: number;
  readonly minQuantity: Gpus;
  readonly belowMinimum: "refuse" | "terminate";
  /** From a call until it takes effect at the earliest: the notice, and the off-ramp if there is one. */
  readonly noticeOwner: Seconds;
  readonly turnover: Seconds;
  /** Whether a tenant on notice hands capacity over before the deadline. */
  readonly returnsEarly: boolean;
  readonly lockoutEnd: Seconds;
  readonly lockoutMeaning: "issue" | "effective";
  readonly feePerGpuHour: number;
  readonly startedAt: Seconds;
  readonly expiry: Seconds;
  /** When the owner's last notice was served, or will be, when one waits for the end of the lockout. */
  readonly lastOwnerNoticeAt: Seconds;
  readonly minGap: Seconds;
  /** Whether the contract's yearly limit on notices is used up; notices of the owner in the last 365 days. Those that wait count. */
  readonly exhausted: boolean;
  readonly noticesLastYear: number;
  /** Whether neither its contract nor the policy limits how often it may be called. */
  readonly mayRepeat: boolean;
  /** End of a term that may be renewed and is not yet; Infinity: there is none. */
  readonly lapseAt: Seconds;
  /** What all leases of the tenant have in use. */
  readonly tenantHolds: Gpus;
  /** Longest time between two ends of checkpoints of the tenant's jobs; 0: it has none. */
  readonly checkpointCycle: Seconds;
  /** Between 0 and 1, drawn anew after each notice: by lot means the least first. */
  readonly chance: number;
  /** Share of the fee that is due during the owner's notice, and the terms of leaving earlier. */
  readonly feeDuringNotice: number;
  readonly buyOut: { readonly perGpuDay: number; readonly notice: Seconds } | undefined;
};

export type NoticeView = {
  readonly id: number;
  readonly gpus: Gpus;
  /** When its capacity is free for the owner, turnover included. */
  readonly readyAt: Seconds;
  readonly state: "queued" | "running";
  readonly rescindRefused: boolean;
  readonly group: number;
};

/**
 * One pass over the jobs that wait. It is called when something changed and asks the view to start jobs or to keep
 * room for them; the view refuses what is not possible.
 */
export type QueueDiscipline = (view: QueueView) => void;

export interface QueueView {
  readonly now: Seconds;
  /** The job at the head of the queue; -1: nobody waits. */
  first(): number;
  /** The next waiting job after `job` in the order that could be started by its size and by what is reserved; -1: none. */
  next(job: number): number;
  /** Starts a job, or calls capacity for it; false, and nothing happens, when it does not fit or would break a reservation. */
  grant(job: number): boolean;
  /** Keeps room for a job at the earliest second at which it is expected to fit; one job at a time has such a reservation. */
  reserve(job: number): void;
  /** Gives a job that has none the earliest slot among the promises as they stand, and moves forward those that can be. */
  promise(): void;
}

/**
 * Which of two running jobs is preempted first: negative, the first.
 *
 * @param inUse - accelerators that jobs of a stream have in use
 */
export type VictimRule = (
  jobs: JobStore,
  now: Seconds,
  shortfall: Gpus,
  inUse: (stream: number) => Gpus,
) => (a: number, b: number) => number;

/** How much tenants' jobs may hold together. What it remembers of a run is handed in and handed back, by nobody else read or kept. */
export type Admission<M> = {
  /** Seconds between looks; 0: only when capacity changes. */
  readonly every: Seconds;
  /** Length of a guarantee window, of which the view counts kept and broken ones; 0: none are counted. */
  readonly window: Seconds;
  /** What it remembers when a run begins. */
  initial(): M;
  decide(view: AdmissionView, memory: M): readonly [quota: Gpus, memory: M];
};

export interface AdmissionView {
  readonly now: Seconds;
  /** Accelerators installed, less failed and unpowered ones. */
  readonly usable: Gpus;
  readonly leased: Gpus;
  /** What internal programs want now, jobs and levels. */
  readonly internal: Gpus;
  /** Guarantee windows kept and broken so far. */
  readonly succeeded: number;
  readonly failed: number;
  /** How long the tenants' job that is next has waited. */
  readonly longestWait: Seconds;
}

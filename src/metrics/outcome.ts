/**
 * What one run leaves behind: a row of metrics, one row a tenant, mean series over bins, and for one
 * replication the whole story. Plain data.
 */
import type { Step } from "../model/types.ts";

/** Channels of the time series, each a mean over a bin. */
export const channels = [
  "installed",
  "internal",
  "external", // jobs of tenants
  "firm",
  "noticed",
  "vacated",
  "turnover",
  "held",
  "free",
  "failed",
  "unpowered",
  "demand", // internal demand
  "unmet",
  "queued", // accelerators that waiting jobs want, of either class
  "callable", // GPUs that would be back within 90 days if all were called at the start of the bin
  "rent", // dollars a day
  "opportunity", // dollars a day
] as const;
export type Channel = (typeof channels)[number];

/** Series of one run: `bins x channels`, row by row. Bin k covers `k x binSeconds` up to the next, the last one up to the horizon. */
export type Series = { readonly binSeconds: number; readonly bins: number; readonly values: Float64Array };

/** One replication under one policy. */
export type RunResult = {
  readonly policy: string;
  readonly replication: number;
  /** In the order of the definitions. */
  readonly metrics: Float64Array;
  readonly tenants: readonly TenantOutcome[];
  readonly series: Series | undefined;
  readonly fingerprint: string;
  readonly story: Story | undefined;
};

export type TenantOutcome = {
  readonly tenant: string;
  readonly rent: number;
  readonly credits: number;
  readonly termination: number;
  /** What it was paid for leaving before its notice was over. */
  readonly buyOut: number;
  readonly heldGpuHours: number;
  readonly dueGpuHours: number;
  readonly notices: number;
  readonly evictions: number;
  readonly evictedGpus: number;
  /** Cost of being evicted, as in the metric tenantCost. */
  readonly cost: number;
  /** What its use was worth to it, and what moving cost it. */
  readonly useValue: number;
  readonly relocation: number;
  /** useValue - rent + credits - termination - relocation. */
  readonly net: number;
  /** Second of the first eviction, from a lease or of a job, or -1. */
  readonly firstEvictionAt: number;
};

/** One replication told in full. */
export type Story = {
  readonly leases: readonly LeaseStory[];
  readonly notices: readonly NoticeStory[];
  /** Internal programs: name and target over time (changes only), and what they held. */
  readonly programs: readonly {
    readonly name: string;
    readonly demand: readonly Step<number>[];
    readonly held: readonly Step<number>[];
  }[];
  readonly runs: readonly RunStory[];
  /** First second with unmet internal demand, or -1. */
  readonly firstShortAt: number;
};

export type LeaseStory = {
  readonly name: string;
  readonly tenant: string;
  readonly start: number;
  /** End of the term as last agreed; may lie beyond the horizon. */
  readonly expiry: number;
  readonly lockoutEnd: number;
  /** When it ended, or -1, and how. */
  readonly end: number;
  readonly endReason: string;
  /** Earliest second at which its capacity could be back if noticed at the scenario's start or lease's start. */
  readonly earliestReturn: number;
  /** Firm, on notice in use, and vacated over time (changes only). */
  readonly held: readonly {
    readonly at: number;
    readonly firm: number;
    readonly noticed: number;
    readonly vacated: number;
  }[];
};

export type NoticeStory = {
  readonly id: number;
  /** Name of the lease or run. */
  readonly target: string;
  readonly by: "owner" | "tenant";
  readonly kind: "terminate" | "shrink" | "nonRenew" | "preempt";
  readonly gpus: number;
  readonly issuedAt: number;
  readonly effectiveAt: number;
  readonly state: "queued" | "running" | "complied" | "enforced" | "rescinded" | "moot";
  readonly endedAt: number;
  readonly cause: string;
  readonly returned: number;
  readonly missing: number;
  readonly delivered: boolean;
  /** Of what was returned, how much was needed soon after; undefined when not known (still running, or not the owner's). */
  readonly needed: number | undefined;
  /** What it cost the owner in rent a day, and the tenant in all, in dollars. */
  readonly rentPerDay: number;
  readonly tenantCost: number;
  readonly because:
    | {
        readonly demand: number;
        readonly supply: number;
        readonly shortfall: number;
        readonly horizon: number;
        readonly candidates: readonly {
          readonly lease: string;
          readonly callable: number;
          readonly earliest: number;
          readonly taken: number;
          readonly reason: string;
        }[];
      }
    | undefined;
};

export type RunStory = {
  readonly name: string;
  readonly program: string;
  readonly submitted: number;
  /** Seconds of each start and stop, and what it ran with. */
  readonly spells: readonly { readonly from: number; readonly to: number; readonly gpus: number }[];
  readonly outcome: string;
};

/**
 * What comes out of a study: for each policy the metrics of all replications with intervals, mean series
 * with bands, and one replication told in full. Plain data, the same in Node and in a browser.
 */

import type { MetricDefinition } from "../metrics/definitions.ts";
import type { Channel, Series, Story } from "../metrics/outcome.ts";

/** Mean of independent replications with a Student interval. */
export type Interval = {
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
  /** 95 %; both ends equal the mean when n is 1. */
  readonly low: number;
  readonly high: number;
};

/** A difference between two policies on the same demand, replication by replication. */
export type PairedDifference = Interval & {
  /** Variance of the difference of independent samples over that of the pairs; above 1 pairing helped. NaN when undefined. */
  readonly varianceReduction: number;
};

export type {
  Channel,
  LeaseStory,
  NoticeStory,
  RunResult,
  RunStory,
  Series,
  Story,
  TenantOutcome,
} from "../metrics/outcome.ts";
export { channels } from "../metrics/outcome.ts";

/** Bands over replications for one channel: one array an element of `quantiles`, each with one value a bin. */
export type Fan = {
  readonly channel: Channel;
  readonly quantiles: readonly number[];
  readonly bands: readonly Float64Array[];
};

export type PolicyResult = {
  readonly policy: string;
  /** The value of the varied parameter, when policies were compared at several ("notice.owner=30 days"); else "". */
  readonly variant: string;
  readonly replications: number;
  /** In the order of the definitions. */
  readonly metrics: readonly Interval[];
  readonly tenants: readonly {
    readonly tenant: string;
    readonly evictedIn: number;
    readonly metrics: { readonly [name: string]: Interval };
  }[];
  /** Mean series over replications. */
  readonly series: Series;
  readonly fans: readonly Fan[];
  readonly story: Story;
};

export type Comparison = {
  /** Names as `policy` or `policy @ variant`; differences are `policy - baseline`. */
  readonly policy: string;
  readonly baseline: string;
  readonly metrics: readonly PairedDifference[];
};

/** One rung of the notice ladder: cost to each side at one length of notice. */
export type LadderRung = {
  readonly policy: string;
  readonly noticeSeconds: number;
  readonly label: string;
  /** Unmet share of internal demand, and the closed form 1 - g^(-L/365) for the demand's growth g; NaN when growth is not above 1. */
  readonly unmetShare: Interval;
  readonly closedForm: number;
  readonly ownerCost: Interval;
  readonly tenantCost: Interval;
  /** Both together, and by how much that exceeds the rung where it is least in the mean, on the same demand. */
  readonly totalCost: Interval;
  readonly aboveLeast: Interval;
  readonly revenue: Interval;
};

export type StudyResult = {
  readonly schema: "clawback-result/1";
  readonly tool: { readonly name: "clawback"; readonly version: string };
  readonly scenario: {
    readonly name: string;
    readonly question: string;
    readonly description: string;
    readonly hash: string;
    /** Resolved scenario, as YAML: what `verify` runs again. */
    readonly text: string;
    /** Second 0, in seconds since 1970-01-01 UTC. */
    readonly epoch: number;
    readonly horizon: number;
    readonly assumptions: { readonly internalGpuHour: number; readonly tenantGpuHour: number };
  };
  /** What was asked for, beside the scenario: what `verify` asks for again. */
  readonly request: {
    readonly policies: readonly string[];
    readonly vary: { readonly path: string; readonly values: readonly string[] } | null;
    readonly baseline: string | null;
    readonly bins: number;
  };
  /** The command line that makes this result again. */
  readonly command: string;
  readonly seed: string;
  readonly replications: number;
  readonly policies: readonly PolicyResult[];
  readonly comparisons: readonly Comparison[];
  /** Empty unless the notice was varied. */
  readonly ladder: readonly LadderRung[];
  readonly answer: string;
  readonly warnings: readonly string[];
  readonly fingerprint: string;
  readonly definitions: readonly MetricDefinition[];
};

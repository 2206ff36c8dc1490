/**
 * What comes out of a study: for each policy the metrics of all replications with intervals, mean series
 * with bands, and one replication told in full. Plain data, the same in Node and in a browser.
 */

import type { MetricDefinition, MetricName } from "../metrics/definitions.ts";
import type { Channel, Series, Story } from "../metrics/outcome.ts";
import type { LockoutCalendar } from "../model/calendar.ts";

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

/** When a study goes on until enough is known. Plain data; the meanings are those of the rules in `studies/`. */
export type StopRequest = {
  /** Means to know, each within half of its 95 % interval: a share of the mean, or in the metric's unit. */
  readonly precision: readonly {
    readonly metric: MetricName;
    readonly halfWidth: number;
    readonly isRelative: boolean;
  }[];
  /** The best policy to find; differences below the indifference do not matter. */
  readonly best?:
    | {
        readonly metric: MetricName;
        readonly indifference: number;
        readonly isRelative: boolean;
        readonly confidence: number;
      }
    | undefined;
  /** Replications to make at least, and at most. */
  readonly least: number;
  readonly most: number;
};

/** What came of going on until enough is known. */
export type Stopped = {
  /** For each precision asked for the entry that is known worst, and how wide its interval is. */
  readonly precision: readonly {
    readonly metric: MetricName;
    readonly halfWidth: number;
    readonly isRelative: boolean;
    readonly entry: string;
    readonly current: number;
    readonly isReached: boolean;
  }[];
  /** The choice of the best, when one was asked for. */
  readonly selection?: {
    readonly metric: MetricName;
    readonly best: string;
    readonly isDecided: boolean;
    readonly confidence: number;
    readonly indifference: number;
    readonly survivors: readonly string[];
    readonly needed: number;
  };
};

/** An assertion of the scenario under one policy, at one value of what was varied. */
export type AssertionOutcome = {
  /** As written. */
  readonly text: string;
  readonly policy: string;
  readonly variant: string;
  readonly metric: string;
  readonly comparison: "<" | "<=" | ">" | ">=" | "=";
  /** In the unit of the metric. */
  readonly value: number;
  /** The mean, an end of its 95 % interval, or the whole of it. */
  readonly on: "mean" | "low" | "high" | "sure";
  /** Null when the policy was not run. */
  readonly observed: { readonly mean: number; readonly low: number; readonly high: number } | null;
  readonly verdict: "holds" | "fails" | "notRun";
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
    readonly stop?: StopRequest | undefined;
  };
  /** The command line that makes this result again. */
  readonly command: string;
  readonly seed: string;
  readonly replications: number;
  readonly policies: readonly PolicyResult[];
  readonly comparisons: readonly Comparison[];
  /** Empty unless the notice was varied. */
  readonly ladder: readonly LadderRung[];
  /** Only when the study went on until enough was known. */
  readonly stopped?: Stopped | undefined;
  /** What the scenario asserts of this result, each held against it. */
  readonly assertions: readonly AssertionOutcome[];
  /** What can be called when, by the contracts alone. */
  readonly calendar: LockoutCalendar;
  readonly answer: string;
  readonly warnings: readonly string[];
  readonly fingerprint: string;
  readonly definitions: readonly MetricDefinition[];
};

/**
 * All state of a run. The files beside this one hold the transitions, one family each, and are its only
 * writers; policies see it through read-only views, observers through their calls.
 */
import type { EventId } from "../kernel/event-queue.ts";
import type { Simulator } from "../kernel/simulator.ts";
import type { Generator, GeneratorState } from "../random/generator.ts";
import type { Broken } from "./block-failures.ts";
import type { Checkpointing } from "./checkpoint.ts";
import type { Deal } from "./deals.ts";
import type { Admission, QueueDiscipline, VictimRule } from "./decisions.ts";
import type { Claim } from "./internal.ts";
import type { JobQueue } from "./job-queue.ts";
import type { JobStore } from "./job-store.ts";
import type { Lease } from "./lease.ts";
import { type Account, FREE, type Ledger } from "./ledger.ts";
import type { MarketPath } from "./market.ts";
import type { NodeMap } from "./node-map.ts";
import type { Notice } from "./notice.ts";
import type { MoveKind, Observer, Subject } from "./observer.ts";
import type { Run } from "./runs.ts";
import type { Gpus, Plan, PolicySettings, PoolChoice, Seconds } from "./types.ts";

export type World = {
  readonly plan: Plan;
  readonly policy: PolicySettings;
  readonly simulator: Simulator;
  readonly ledger: Ledger;
  readonly observer: Observer;
  /** Opens the stream of draws of one entity for one purpose; always the same, whoever asks when. */
  readonly stream: (entity: string, purpose: string) => Generator;
  readonly claims: readonly Claim[];
  readonly runs: readonly Run[];
  readonly tiers: readonly Tier[];
  readonly groups: readonly PoolChoice[];
  readonly leases: Lease[];
  /** Leases that hold or await capacity. */
  readonly living: Lease[];
  readonly notices: Notice[];
  /** Owner's notices handed over whose use is still being watched. */
  readonly watched: Notice[];
  /** What is being wiped: when it is free, and how much by pool. */
  readonly wiping: { readonly at: Seconds; readonly pool: number; readonly gpus: Gpus }[];
  /** What has failed block by block, in the pools where that happens. */
  readonly broken: readonly (Broken | undefined)[];
  readonly relets: Relet[];
  /** Prospects of the pipeline, in order of arrival. */
  readonly deals: readonly Deal[];
  readonly market: MarketPath;
  readonly jobs: JobStore;
  readonly work: JobWork;
  /** Where jobs are, in pools with nodes; undefined where accelerators are fungible. */
  readonly nodes: readonly (NodeMap | undefined)[];
  /** Accelerators that came back through the owner's notices, less what was let again; by pool. */
  readonly reclaimed: Gpus[];
  /** Number of successors of each contract. */
  readonly successors: number[];
  now: Seconds;
  /** Something changed that dispatch must look at. */
  dirty: boolean;
  reviewDue: boolean;
  /** Since when internal demand has been short without pause, or -1; by group. */
  readonly blockedSince: Seconds[];
  /** Second at which a shortage that came up in dispatch was looked at again, or -1; by group. */
  readonly lookedAgainAt: Seconds[];
  lastRoundAt: Seconds;
  /** When calls of the policy were carried out, the latest last. */
  readonly callsAt: Seconds[];
};

/** Equal priority: level claims share what there is by weight; gangs take turns. */
export type Tier = {
  readonly priority: number;
  readonly claims: readonly Claim[];
  /** The claims that share with others: those that pools in common link, set by set. */
  readonly sharing: readonly (readonly Claim[])[];
  readonly runs: readonly Run[];
  readonly queue: JobQueue | undefined;
};

/** What the jobs of a world amount to, kept up as they come and go. */
export type JobWork = {
  readonly discipline: QueueDiscipline;
  readonly victims: VictimRule;
  /** By stream: the queue that serves it, and its load. */
  readonly queues: readonly JobQueue[];
  readonly streams: readonly StreamLoad[];
  /** Accelerators that wait for capacity (queued or calling) and that are in use, of programs and of tenants. */
  waitingInternal: Gpus;
  waitingExternal: Gpus;
  runningInternal: Gpus;
  runningExternal: Gpus;
  /** In use by jobs that may be preempted, by tier x pool. */
  readonly eligible: Float64Array;
  /** Called for level demand, by pool, and for runs, by run; still in use. */
  readonly inFlightForLevels: Float64Array;
  readonly inFlightForRuns: Float64Array;
  /** Queues that want to know when jobs of a tier are expected to end, by tier. */
  readonly watchers: readonly (readonly JobQueue[])[];
  /** A job took no time at all: it started and was done in this pass. */
  someTookNoTime: boolean;
  /** What was held has started in this dispatch, and more important jobs that wait may call it. */
  someCameWithinReach: boolean;
  /** Capacity came back since jobs were dispatched: whoever waits must be looked at. */
  released: boolean;
  /** When jobs were preempted, the latest last; kept only when there is a budget. */
  readonly evictedAt: Seconds[];
  /** Most that tenants' jobs may hold together; Infinity: no limit. */
  quota: Gpus;
  /** The rule that sets it, with what it remembers; undefined: no limit. */
  readonly admission: { readonly rule: Admission<unknown>; memory: unknown } | undefined;
  windowsSucceeded: number;
  windowsFailed: number;
};

export type StreamLoad = {
  /** Key of its draws by name; undefined where it has none. */
  readonly key: GeneratorState | undefined;
  /** The most accelerators that any of its pools will ever have. */
  readonly mostEver: Gpus;
  /** Checkpoint terms of a first start and of a restart; undefined where they depend on the size. */
  readonly afresh: Checkpointing | undefined;
  readonly again: Checkpointing | undefined;
  waitingJobs: number;
  waitingGpus: Gpus;
  /** In use, by pool. */
  readonly running: Float64Array;
};

/** Capacity on the market after a lease came back. */
export type Relet = {
  readonly contract: number;
  readonly feeScale: number;
  /** The notice that brought it back, and when; undefined: none did. */
  readonly notice: Notice | undefined;
  readonly since: Seconds;
  gpus: Gpus;
  /** The next time a prospective tenant is ready to sign. */
  event: EventId | undefined;
};

/** Moves accelerators between accounts and says so. */
export const move = (
  world: World,
  kind: MoveKind,
  pool: number,
  from: Account,
  to: Account,
  gpus: Gpus,
  subject: Subject,
): void => {
  if (gpus === 0) return;
  world.ledger.move(pool, from, to, gpus, world.now);
  if (to === FREE || from === FREE) world.dirty = true;
  if (to === FREE) world.work.released = true;
  world.observer.moved?.(world.now, kind, pool, from, to, gpus, subject);
};

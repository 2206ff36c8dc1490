/**
 * All state of a run. The files beside this one hold the transitions, one family each, and are its only
 * writers; policies see it through read-only views, observers through their calls.
 */
import type { Simulator } from "../kernel/simulator.ts";
import type { Generator } from "../random/generator.ts";
import type { Claim } from "./internal.ts";
import type { Lease } from "./lease.ts";
import { type Account, FREE, type Ledger } from "./ledger.ts";
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
  readonly relets: Relet[];
  /** Accelerators that came back through the owner's notices, less what was let again. */
  reclaimed: Gpus;
  /** Number of successors of each contract. */
  readonly successors: number[];
  now: Seconds;
  /** Something changed that dispatch must look at. */
  dirty: boolean;
  reviewDue: boolean;
  /** Since when internal demand has been short without pause, or -1. */
  blockedSince: Seconds;
  /** Second at which a shortage that came up in dispatch was looked at again, or -1. */
  lookedAgainAt: Seconds;
  lastRoundAt: Seconds;
};

/** Equal priority: level claims share what there is by weight; gangs take turns. */
export type Tier = {
  readonly priority: number;
  readonly claims: readonly Claim[];
  readonly runs: readonly Run[];
};

/** Capacity on the market after a lease came back. */
export type Relet = { readonly contract: number; readonly feeScale: number; gpus: Gpus; attempts: number };

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
  world.observer.moved?.(world.now, kind, pool, from, to, gpus, subject);
};

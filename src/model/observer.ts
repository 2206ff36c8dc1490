/**
 * What can be watched. Every change of state reports itself here; observers measure, log and fingerprint,
 * and can change nothing. A method that is absent costs nothing.
 */

import type { Deal } from "./deals.ts";
import type { Claim } from "./internal.ts";
import type { Lease } from "./lease.ts";
import type { Account } from "./ledger.ts";
import type { Notice } from "./notice.ts";
import type { Run } from "./runs.ts";
import type { Seconds } from "./types.ts";

/** Why accelerators changed accounts, in the words of the event log. */
export type MoveKind =
  | "granted" // to an internal program
  | "released" // given back by an internal program
  | "displaced" // taken from an internal program by a more important one
  | "delivered" // to a lease
  | "noticed" // firm -> on notice
  | "restored" // on notice -> firm, by rescission or because another notice won
  | "vacated" // handed back by the tenant, not yet the owner's
  | "returned" // to the owner
  | "wiping" // turnover begins
  | "wiped" // turnover is over
  | "failed"
  | "repaired"
  | "unpowered"
  | "powered"
  | "shed" // taken by force, for want of capacity
  | "held" // for a gang
  | "unheld";

/** What the accelerators belong to: exactly one of these, or none for the pool itself. */
export type Subject = Claim | Run | Lease | undefined;

export type LeaseChange =
  | "signed"
  | "started"
  | "ramped"
  | "active"
  | "winding"
  | "renewed"
  | "unrenewed"
  | "proRata"
  | "ended";
export type DealChange = "arrived" | "signed" | "lost";
export type NoticeChange = "queued" | "issued" | "complied" | "enforced" | "rescinded" | "refused" | "moot";
export type RunChange = "queued" | "started" | "noticed" | "preempted" | "failed" | "completed" | "gaveUp";

/**
 * What happens to a job. `gpus` of `jobChanged` is: for submitted, refused and gaveUp what it wants; for held and unheld
 * what is added to or taken from its hold; for noticed, pardoned and shrunk what the notice takes; else what it has in use.
 */
export type JobChange =
  | "submitted"
  | "refused"
  | "gaveUp"
  | "held" // free -> held, while it waits for the rest
  | "unheld" // held -> free
  | "started" // free -> in use
  | "noticed" // a notice runs against it; deadline and quantity are in the store
  | "pardoned" // the notice was taken back
  | "shrunk" // gives up a part and runs on
  | "preempted" // stopped at its deadline; queued again or cancelled, see its state
  | "failed" // back to its last checkpoint, on the same accelerators
  | "shed" // stopped by force, for want of capacity
  | "killed" // ran into its estimate
  | "completed";

export interface Observer {
  installed?(at: Seconds, pool: number, gpus: number): void;
  moved?(
    at: Seconds,
    kind: MoveKind,
    pool: number,
    from: Account,
    to: Account,
    gpus: number,
    subject: Subject,
  ): void;
  leaseChanged?(at: Seconds, lease: Lease, change: LeaseChange): void;
  noticeChanged?(at: Seconds, notice: Notice, change: NoticeChange): void;
  runChanged?(at: Seconds, run: Run, change: RunChange): void;
  /** A job changed: its number, the pool it is in or -1, the accelerators concerned. The store already shows the new state. */
  jobChanged?(at: Seconds, job: number, change: JobChange, pool: number, gpus: number): void;
  demanded?(at: Seconds, claim: Claim): void;
  /** Money that became due: rent (to the owner), credit, charge and buy-out (signed: positive to the owner). */
  billed?(
    at: Seconds,
    lease: Lease,
    what: "rent" | "credit" | "termination" | "buyOut",
    dollars: number,
  ): void;
  relet?(at: Seconds, lease: Lease): void;
  /** A prospect came, signed or was lost; the deal already shows which. */
  dealChanged?(at: Seconds, deal: Deal, change: DealChange): void;
  /** The market's index, 1 at second 0. */
  marketMoved?(at: Seconds, index: number): void;
  settled?(at: Seconds): void;
  sampled?(at: Seconds): void;
}

const methods = [
  "installed",
  "moved",
  "leaseChanged",
  "noticeChanged",
  "runChanged",
  "jobChanged",
  "demanded",
  "billed",
  "relet",
  "dealChanged",
  "marketMoved",
  "settled",
  "sampled",
] as const;

type Listener = (a: unknown, b: unknown, c: unknown, d: unknown, e: unknown, f: unknown, g: unknown) => void;

/** One observer that passes everything on to several, in order. */
export const observeAll = (observers: readonly Observer[]): Observer => {
  if (observers.length === 1) return observers[0] as Observer;
  const all: { [method: string]: Listener } = {};
  for (const method of methods) {
    const listeners = observers.flatMap((observer) => {
      const listen = observer[method] as Listener | undefined;
      return listen === undefined ? [] : [listen.bind(observer) as Listener];
    });
    if (listeners.length === 1) all[method] = listeners[0] as Listener;
    else if (listeners.length > 1) all[method] = inTurn(listeners);
  }
  return { ...all, ...jobsInTurn(observers), ...settledInTurn(observers) };
};

// What is told most often is told in pairs: where always the same one is called, calling costs little.

const jobsInTurn = (observers: readonly Observer[]): Observer => {
  const listeners = observers.filter(
    (observer): observer is Required<Pick<Observer, "jobChanged">> => observer.jobChanged !== undefined,
  );
  if (listeners.length < 2) return {};
  return listeners.reduce((first, second) => ({
    jobChanged: (at, job, change, pool, gpus) => {
      first.jobChanged(at, job, change, pool, gpus);
      second.jobChanged(at, job, change, pool, gpus);
    },
  }));
};

const settledInTurn = (observers: readonly Observer[]): Observer => {
  const listeners = observers.filter(
    (observer): observer is Required<Pick<Observer, "settled">> => observer.settled !== undefined,
  );
  if (listeners.length < 2) return {};
  return listeners.reduce((first, second) => ({
    settled: (at) => {
      first.settled(at);
      second.settled(at);
    },
  }));
};

// Spelled out, as rest parameters would make an array for every call.
const inTurn =
  (listeners: readonly Listener[]): Listener =>
  (a, b, c, d, e, f, g) => {
    for (let i = 0; i < listeners.length; i++) (listeners[i] as Listener)(a, b, c, d, e, f, g);
  };

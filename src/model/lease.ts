/**
 * A lease as it stands during a run. `due` is what the ramp entitles the tenant to, less what notices have
 * taken out; `firm` is what it holds of that, by pool. Where it holds less, the owner owes a delivery.
 */
import type { EventId } from "../kernel/event-queue.ts";
import type { Notice } from "./notice.ts";
import type { Contract, Gpus, Seconds, Tenant } from "./types.ts";

export type LeaseState = "signed" | "ramping" | "active" | "winding" | "ended";
export type EndReason = "expired" | "ownerNotice" | "tenantNotice" | "nonRenewed" | "breach";

export type Lease = {
  readonly id: number;
  /** The contract's name; successors of a re-let add "#2", "#3", ... */
  readonly name: string;
  readonly contract: Contract;
  readonly contractIndex: number;
  readonly tenant: Tenant;
  readonly generation: number;
  /** Full quantity and fee of this lease; a successor may be smaller. */
  readonly gpus: Gpus;
  /** Changed when a renewal is let at the market's price. */
  feeScale: number;
  /** The market's index when the price was agreed. */
  pricedAt: number;
  /** The scale of the fee in the renewed term, once it is agreed on. */
  nextScale: number;
  readonly signedAt: Seconds;
  readonly startAt: Seconds;
  readonly lockoutEnd: Seconds;
  expiry: Seconds;
  state: LeaseState;
  endReason: EndReason | undefined;
  endedAt: Seconds;
  rampStep: number;
  /** Entitlement by the ramp, and the share of the fee that is due for it. */
  rampGpus: Gpus;
  feeShare: number;
  /** Taken out of the entitlement by notices and by accepting less. */
  reduced: Gpus;
  readonly firm: number[];
  firmTotal: Gpus;
  /** Notices that still run, oldest first, and quantity waiting in queued ones. */
  readonly open: Notice[];
  queued: Gpus;
  readonly waiting: Notice[];
  /** When a delivery fell short, or -1. */
  shortSince: Seconds;
  owing: boolean;
  graceEvent: EventId | undefined;
  expiryEvent: EventId | undefined;
  renewalEvent: EventId | undefined;
  renewals: number;
  /** The tenant has decided not to renew. */
  declined: boolean;
  evictions: number;
  firstEvictionAt: Seconds;
  lastOwnerNoticeAt: Seconds;
  readonly ownerNoticesAt: Seconds[];
  readonly books: Books;
};

/** Exact GPU-seconds since the last invoice, and dollars so far. */
export type Books = {
  since: Seconds;
  firm: number;
  ownerNoticed: number;
  /** On the owner's notice, in the off-ramp after it. */
  offRamp: number;
  tenantNoticed: number;
  due: number;
  held: number;
  /** Watt-seconds billable at full fee, and under the owner's notice. */
  watts: number;
  wattsNoticed: number;
  wattsOffRamp: number;
  rent: number;
  credits: number;
  /** To the owner when positive. */
  termination: number;
  /** Paid to the tenant for leaving before its notice was over. */
  buyOut: number;
  /** GPU-seconds over the whole life: due, and held (firm or on notice). */
  dueTotal: number;
  heldTotal: number;
  /** Held and in use: not vacated. */
  usedTotal: number;
};

/** What the tenant is entitled to now and is not on notice. */
export const entitled = (lease: Lease): Gpus =>
  lease.state === "ramping" || lease.state === "active" ? Math.max(0, lease.rampGpus - lease.reduced) : 0;

/** When the owner's last notice was served, or will be, when one waits for the end of the lockout. */
export const lastNoticeAt = (lease: Lease): Seconds =>
  lease.waiting.at(-1)?.issuedAt ?? lease.lastOwnerNoticeAt;

/** Time from a call until it takes effect, as the owner gives it: the contract's notice and the off-ramp. */
export const noticeGiven = ({ noticeOwner, offRamp }: Contract): Seconds => noticeOwner + offRamp.lasts;

/** Capacity due and not held, outside of notices. */
export const owed = (lease: Lease): Gpus => Math.max(0, entitled(lease) - lease.firmTotal);

/** The ramp's entitlement at a future second, less what notices have taken out. */
export const entitledAt = (lease: Lease, at: Seconds): Gpus => {
  if (lease.state === "ended" || lease.state === "winding") return 0;
  if (at < lease.startAt) return 0;
  if (at >= lease.expiry && (lease.contract.renewal === undefined || lease.declined)) return 0;
  const { ramp } = lease.contract;
  let gpus = lease.rampGpus;
  if (lease.generation === 0) {
    for (let i = Math.max(0, lease.rampStep); i < ramp.length && (ramp[i] as { at: number }).at <= at; i++) {
      gpus = (ramp[i] as { gpus: Gpus }).gpus;
    }
  }
  return Math.max(0, gpus - lease.reduced);
};

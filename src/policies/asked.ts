/**
 * What a round knows of a lease that it has asked, and how the answers add up: what was called already, what could still
 * be called in time, and who is expected to leave by itself.
 */
import type { LeaseView } from "../model/decisions.ts";
import type { Gpus, Seconds } from "../model/types.ts";
import type { Terms } from "./notice-length.ts";

export type Asked = {
  readonly lease: LeaseView;
  readonly terms: Terms;
  /** Demand and supply by the time it would be ready; 0 for one that cannot be called now. */
  readonly demand: Gpus;
  readonly supply: Gpus;
  /** What leases before it in the order could still be called for by the time it is ready; 0 for one that cannot be called now. */
  readonly reserved: Gpus;
  /** What is to be there then after this round; no more than demand. */
  target: Gpus;
  taken: Gpus;
  /** It was asked for more than it can give: nothing more is to be had from it. */
  exhausted: boolean;
  /** Called for what it hands over early: never spared. */
  early: boolean;
  /** So many of what is taken are paid to leave at a second, before the notice is over; undefined: none. */
  deal: { readonly at: Seconds; readonly gpus: Gpus } | undefined;
  reason: string;
};

/** Accelerators of a lease in the demand's own. */
export const worth = ({ lease }: Asked, gpus: Gpus): Gpus => Math.floor(gpus * lease.ratio);

/** When what it is called for is free for the owner, the first of it first. */
export const readyTimes = ({ deal, lease, terms, taken }: Asked): Seconds[] => [
  ...(deal === undefined ? [] : [deal.at + lease.turnover]),
  ...(taken > (deal?.gpus ?? 0) ? [terms.readyAt] : []),
];

/** Whether a lease is back by a second without a call, since its term is over and is not renewed: supply counts that. */
const isBackAnyway = ({ lapseAt, expiry, turnover }: LeaseView, at: Seconds): boolean =>
  lapseAt === Number.POSITIVE_INFINITY && expiry + turnover <= at;

/** What one that was called brings by a second, beyond what comes back by itself. */
export const broughtBy = (one: Asked, at: Seconds): Gpus => {
  const { deal, taken, terms, lease } = one;
  if (isBackAnyway(lease, at)) return 0;
  if (terms.readyAt <= at) return worth(one, taken);
  return deal !== undefined && deal.at + lease.turnover <= at ? worth(one, deal.gpus) : 0;
};

/** What those that were called bring by a second, beyond what comes back by itself. */
export const calledBy = (asked: readonly Asked[], at: Seconds): Gpus => {
  let gpus = 0;
  for (const one of asked) gpus += broughtBy(one, at);
  return gpus;
};

/** What those asked so far could still be called for so that it is there earlier than `at`. */
export const reservedBefore = (asked: readonly Asked[], at: Seconds): Gpus => {
  let gpus = 0;
  for (const one of asked) {
    const isOpen = !one.exhausted && (one.terms.refused === undefined || one.terms.later);
    if (isOpen && one.terms.readyAt < at && !isBackAnyway(one.lease, at))
      gpus += worth(one, one.lease.callable - one.taken);
  }
  return gpus;
};

/**
 * What is expected to come back by a second since terms end and are not renewed: this share of the leases whose
 * renewal is still open. Whoever is called, or is the one that is asked, is not counted.
 */
export const leavesByItself = (
  leases: readonly LeaseView[],
  asked: readonly Asked[],
  self: LeaseView,
  at: Seconds,
  share: number,
): Gpus => {
  if (share === 0) return 0;
  let gpus = 0;
  for (const lease of leases) {
    if (lease === self || lease.lapseAt + lease.turnover > at) continue;
    if (asked.some((one) => one.lease === lease && one.taken > 0)) continue;
    gpus += lease.callable * lease.ratio;
  }
  return Math.floor(gpus * share);
};

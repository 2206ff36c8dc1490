/**
 * What a plan must know of a lease beyond today: how much of it there will be to call, from when on, and what a call
 * would lose in rent and charges. Rent is that of the calendar months ahead, as invoices will have it.
 */
import { exp, log } from "../random/elementary.ts";
import { chargeFor, monthLength, monthlyFee, rentFor } from "./billing.ts";
import { entitledAt, type Lease, lastNoticeAt, noticeGiven } from "./lease.ts";
import type { Contract, Gpus, Plan, Seconds, TerminationCharge } from "./types.ts";
import type { World } from "./world.ts";

export type LeaseOutlook = {
  readonly id: number;
  readonly name: string;
  /** Accelerators that could be called at this instant, and the most there ever will be. */
  readonly callable: Gpus;
  readonly most: Gpus;
  readonly ratio: number;
  readonly minQuantity: Gpus;
  readonly noticeOwner: Seconds;
  readonly turnover: Seconds;
  /** From when on a notice may be served, and before when none may take effect. */
  readonly callableFrom: Seconds;
  readonly effectiveFrom: Seconds;
  readonly expiry: Seconds;
  readonly feePerGpuHour: number;
  /** Whether the year's notices are used up. */
  readonly exhausted: boolean;
  /** What the tenant will be entitled to, less what is called already: from each second up to the next entry's. */
  readonly spans: readonly { readonly from: Seconds; readonly gpus: Gpus }[];
  /** Dollars of rent for one accelerator over a stretch of time inside one span. */
  rentOfOne(from: Seconds, to: Seconds): number;
  /** Mean share of the fee that is due during a notice, by the contract and by how the tenant leaves. */
  readonly feeDuringNotice: number;
  /** Share of what is called that the owner has after a share of the notice; undefined: nothing before the deadline. */
  readonly handedOver: ((elapsed: number) => number) | undefined;
  /** Dollars to the tenant for ending `gpus` of it at a second. */
  charge(gpus: Gpus, at: Seconds): number;
};

type Part = Pick<LeaseOutlook, "callable" | "ratio" | "exhausted" | "feePerGpuHour">;

/** The outlook on a lease that is signed or in use. */
export const outlookOn = (world: World, lease: Lease, part: Part): LeaseOutlook => {
  const { contract } = lease;
  const { plan } = world;
  const spans = spansOf(lease, world.now);
  return {
    ...part,
    id: lease.id,
    name: lease.name,
    most: spans.reduce((most, { gpus }) => Math.max(most, gpus), 0),
    minQuantity: Math.min(contract.minQuantity, lease.gpus),
    noticeOwner: noticeGiven(contract),
    turnover: contract.turnover,
    callableFrom: Math.max(
      world.now,
      lease.startAt,
      lastNoticeAt(lease) + contract.minGap,
      contract.lockoutMeaning === "issue" ? lease.lockoutEnd : 0,
    ),
    effectiveFrom: contract.lockoutMeaning === "effective" ? lease.lockoutEnd : 0,
    expiry: lease.expiry,
    spans,
    rentOfOne: (from, to) => feeShareAt(lease, from) * unitRent(plan, lease, from, to),
    feeDuringNotice: contract.feeDuringNotice * billedShare(contract),
    handedOver: contract.acceptEarlyReturn ? vacatedBy(contract.onNotice) : undefined,
    charge: (gpus, at) => chargeOf(plan, lease, contract.terminationByOwner, gpus, at),
  };
};

/** How far a tenant is out after a share of its notice, where that is known ahead. */
const vacatedBy = ({ kind, power }: Contract["onNotice"]): LeaseOutlook["handedOver"] => {
  switch (kind) {
    case "linear":
      return (elapsed) => elapsed;
    case "leaveNow":
      return () => 1;
    case "earlyRamp":
      return (elapsed) => (elapsed <= 0 ? 0 : exp(power * log(elapsed)));
    default:
      return undefined;
  }
};

/** Mean share of the called that is billed over a notice: what is handed back is not, what stands empty under take-or-pay is. */
const billedShare = ({ onNotice, acceptEarlyReturn, takeOrPay }: Contract): number => {
  if (takeOrPay && !acceptEarlyReturn) return 1;
  switch (onNotice.kind) {
    case "linear":
      return 0.5;
    case "leaveNow":
      return 0;
    case "earlyRamp":
      return onNotice.power / (1 + onNotice.power);
    default:
      return 1;
  }
};

/** Now, start, ramp and, where nothing follows it, the end of the term. */
const spansOf = (lease: Lease, now: Seconds): LeaseOutlook["spans"] => {
  const { contract, generation } = lease;
  const ends = contract.renewal === undefined || lease.declined;
  const edges = [
    now,
    lease.startAt,
    ...(generation === 0 ? contract.ramp.map(({ at }) => at) : []),
    ...(ends ? [lease.expiry] : []),
  ].filter((at) => at >= now);
  return [...new Set(edges)]
    .sort((a, b) => a - b)
    .map((from) => ({ from, gpus: Math.max(0, entitledAt(lease, from) - lease.queued) }));
};

const feeShareAt = (lease: Lease, at: Seconds): number => {
  if (lease.generation > 0) return lease.feeShare;
  let share = lease.feeShare;
  for (const step of lease.contract.ramp) if (step.at <= at) share = step.fee;
  return share;
};

/** Dollars for one accelerator at the full fee, month by month. */
const unitRent = (plan: Plan, lease: Lease, from: Seconds, to: Seconds): number => {
  const { fee, gpus, pools } = lease.contract;
  const watts = (plan.pools[pools[0] as number] as Plan["pools"][0]).watts;
  const rate = (at: Seconds): number => rentFor(fee, gpus, monthLength(plan, at), 1, watts);
  let dollars = 0;
  let at = from;
  for (const start of fee.kind === "perGpuHour" ? [] : plan.monthStarts) {
    if (start <= at) continue;
    if (start >= to) break;
    dollars += rate(at) * (start - at);
    at = start;
  }
  return lease.feeScale * (dollars + rate(at) * (to - at));
};

const chargeOf = (plan: Plan, lease: Lease, charge: TerminationCharge, gpus: Gpus, at: Seconds): number => {
  if (at >= lease.expiry) return 0;
  const monthly = monthlyFee(plan, lease) * (lease.gpus / lease.contract.gpus);
  return (gpus / lease.gpus) * chargeFor(charge, monthly, lease.expiry - at);
};

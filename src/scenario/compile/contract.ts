/**
 * Tenants and contracts. Term and lockout run from the signature, ramp and use from the start; a date in
 * the file is absolute and becomes a length again for successors and renewals.
 */
import type { Contract, FeeSchedule, Seconds, Tenant, TerminationCharge } from "../../model/types.ts";
import { exp } from "../../random/elementary.ts";
import type { ContractSpec, PoolSpec, TenantSpec } from "../schema.ts";
import { compileDistribution } from "./distribution.ts";
import { poolIndexes } from "./pools.ts";
import { ceilShare, floorShare, shareOf } from "./shares.ts";
import { dateSeconds, momentSeconds, spanSeconds } from "./times.ts";

/** What a contract assumes about leaving unless it says otherwise. */
const LEAVING = { power: 0.5, remaining: { kind: "exponential", mean: "7 days" } } as const;

export function compileTenant(spec: TenantSpec, epoch: number): Tenant {
  const exit = spec.exit;
  return {
    name: spec.name,
    priority: spec.priority,
    exitAt: exit?.at === undefined ? undefined : momentSeconds(exit.at, 0, epoch),
    exitPerYear: exit?.perYear ?? 0,
    churn: spec.churn,
    relet: spec.relet && { lag: compileDistribution(spec.relet.lag, epoch), fee: spec.relet.fee },
  };
}

/** One contract of a tenant, or several, as a list. */
export const contractsOf = ({ contract }: TenantSpec): readonly ContractSpec[] =>
  contract === undefined ? [] : Array.isArray(contract) ? contract : [contract];

/** The tenant's name, and from the second contract on its number. */
export const contractName = (tenant: string, index: number): string =>
  index === 0 ? tenant : `${tenant}/${index + 1}`;

/** The dates of a contract in seconds since the scenario's start. */
export function contractDates(spec: ContractSpec, epoch: number) {
  const start = spec.start === undefined ? 0 : momentSeconds(spec.start, 0, epoch);
  const signed = spec.signed === undefined ? start : dateSeconds(spec.signed, epoch);
  const termLength = spanSeconds(spec.term, epoch + signed);
  const lockoutEnd = momentSeconds(spec.lockout, signed, epoch);
  return {
    signed,
    start,
    expiry: signed + termLength,
    termLength,
    lockoutEnd,
    lockoutLength: Math.max(0, lockoutEnd - signed),
  };
}

/** Notice of either side; shorthand is the same for both. */
export function noticeTerms(notice: ContractSpec["notice"]) {
  return typeof notice === "object" ? notice : { owner: notice, tenant: notice, delivered: 1 };
}

export function compileContract(
  spec: ContractSpec,
  place: { name: string; tenant: number; pools: readonly PoolSpec[]; epoch: number },
): Contract {
  const { epoch, pools } = place;
  const dates = contractDates(spec, epoch);
  const span = (written: string | number): Seconds => spanSeconds(written, epoch + dates.start);
  const notice = noticeTerms(spec.notice);
  const noticeOwner = span(notice.owner);
  const leaving = typeof spec.onNotice === "string" ? { kind: spec.onNotice, ...LEAVING } : spec.onNotice;
  return {
    name: place.name,
    tenant: place.tenant,
    gpus: spec.gpus,
    minQuantity:
      typeof spec.minQuantity === "number" ? spec.minQuantity : ceilShare(spec.gpus, spec.minQuantity),
    belowMinimum: spec.belowMinimum,
    ...dates,
    lockoutMeaning: spec.lockoutMeaning,
    noticeOwner,
    noticeTenant: span(notice.tenant),
    delivered: shareOf(notice.delivered),
    ramp: compileRamp(spec, dates.start, epoch),
    fee: scaleFee(compileFee(spec.fee), noticeDiscount(spec, noticeOwner, span)),
    takeOrPay: spec.takeOrPay,
    feeDuringNotice: shareOf(spec.feeDuringNotice),
    terminationByOwner: compileCharge(spec.terminationFee.owner),
    terminationByTenant: compileCharge(spec.terminationFee.tenant),
    slaCredit: spec.slaCredit.map(({ below, credit }) => ({
      below: shareOf(below),
      credit: shareOf(credit),
    })),
    onNotice: {
      kind: leaving.kind,
      power: leaving.power,
      remaining: compileDistribution(leaving.remaining, epoch + dates.start),
    },
    acceptEarlyReturn: spec.acceptEarlyReturn,
    turnover: span(spec.turnover),
    renewal: spec.renewal && {
      term: spanSeconds(spec.renewal.term, epoch + dates.expiry),
      probability: shareOf(spec.renewal.probability),
    },
    rescindable: typeof spec.rescindable === "boolean" ? Number(spec.rescindable) : shareOf(spec.rescindable),
    grace: span(spec.delivery.grace),
    onMiss: spec.delivery.onMiss,
    minGap: span(spec.limits.minGap),
    maxPerYear: spec.limits.maxPerYear ?? Number.POSITIVE_INFINITY,
    buyOut: compileBuyOut(spec.buyOut, span),
    pools: poolIndexes(spec.pools, pools),
  };
}

/** Entitlement over time, in whole accelerators; nothing before the first step. */
export function compileRamp(spec: ContractSpec, start: Seconds, epoch: number): Contract["ramp"] {
  if (spec.ramp.length === 0) return [{ at: start, gpus: spec.gpus, fee: 1 }];
  const steps = spec.ramp.map(({ at, quantity, fee }) => ({
    at: momentSeconds(at, start, epoch),
    gpus: floorShare(spec.gpus, quantity),
    fee: shareOf(fee),
  }));
  return steps[0]?.at === start ? steps : [{ at: start, gpus: 0, fee: 1 }, ...steps];
}

function compileFee(fee: ContractSpec["fee"]): FeeSchedule {
  if ("perMonth" in fee) return { kind: "perMonth", dollars: fee.perMonth };
  if ("perGpuHour" in fee) return { kind: "perGpuHour", dollars: fee.perGpuHour };
  return { kind: "perMwMonth", dollars: fee.perMwMonth };
}

const scaleFee = (fee: FeeSchedule, factor: number): FeeSchedule => ({
  ...fee,
  dollars: fee.dollars * factor,
});

/** 1 - discount x exp(-notice/decay): capacity that can be called back sooner is worth less. */
function noticeDiscount(spec: ContractSpec, notice: Seconds, span: (s: string | number) => Seconds): number {
  if (spec.priceByNotice === undefined) return 1;
  const { discount, decay } = spec.priceByNotice;
  return 1 - shareOf(discount) * exp(-notice / span(decay));
}

function compileBuyOut(
  spec: ContractSpec["buyOut"],
  span: (s: string | number) => Seconds,
): Contract["buyOut"] {
  if (spec === undefined) return undefined;
  const price =
    "perGpuDay" in spec
      ? ({ kind: "perGpuDay", dollars: spec.perGpuDay } as const)
      : ({ kind: "shareOfFee", share: spec.shareOfFee } as const);
  return { price, notice: span(spec.notice) };
}

function compileCharge(charge: ContractSpec["terminationFee"]["owner"]): TerminationCharge {
  if (typeof charge === "number") return { kind: "fixed", dollars: charge };
  if ("months" in charge) return { kind: "months", months: charge.months };
  return { kind: "shareOfRemaining", share: shareOf(charge.shareOfRemaining) };
}

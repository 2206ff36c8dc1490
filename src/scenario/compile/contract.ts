/**
 * Tenants and contracts. Term and lockout run from the signature, ramp and use from the start; a date in
 * the file is absolute and becomes a length again for successors and renewals.
 */
import type { Contract, FeeSchedule, Seconds, Tenant, TerminationCharge } from "../../model/types.ts";
import { MAX_GPUS } from "../fields.ts";
import type { ContractSpec, PoolSpec, TenantSpec } from "../schema.ts";
import { compileDistribution } from "./distribution.ts";
import { poolIndexes } from "./pools.ts";
import { noticePrice, noticeTerms, signedShare } from "./price-by-notice.ts";
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
    exitBelow: exit?.whenMarketBelow ?? 0,
    churn: spec.churn,
    leaving: spec.leaving,
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

/** Accelerators that are signed: what is written, moved by price and notice as far as the tenant is elastic. */
export const signedGpus = (spec: ContractSpec, epoch: number): number => {
  const share = signedShare(spec, epoch + contractDates(spec, epoch).start);
  return share === 1 ? spec.gpus : Math.min(MAX_GPUS, Math.max(1, Math.round(spec.gpus * share)));
};

export function compileContract(
  spec: ContractSpec,
  place: { name: string; tenant: number; pools: readonly PoolSpec[]; epoch: number },
): Contract {
  const { epoch, pools } = place;
  const dates = contractDates(spec, epoch);
  const span = (written: string | number): Seconds => spanSeconds(written, epoch + dates.start);
  const notice = noticeTerms(spec.notice);
  const noticeOwner = span(notice.owner);
  const gpus = signedGpus(spec, epoch);
  const leaving = typeof spec.onNotice === "string" ? { kind: spec.onNotice, ...LEAVING } : spec.onNotice;
  return {
    name: place.name,
    tenant: place.tenant,
    gpus,
    minQuantity:
      typeof spec.minQuantity === "number"
        ? Math.min(gpus, spec.minQuantity)
        : ceilShare(gpus, spec.minQuantity),
    belowMinimum: spec.belowMinimum,
    ...dates,
    lockoutMeaning: spec.lockoutMeaning,
    noticeOwner,
    noticeTenant: span(notice.tenant),
    offRamp: { lasts: span(spec.offRamp.lasts), fee: shareOf(spec.offRamp.fee) },
    delivered: shareOf(notice.delivered),
    ramp: compileRamp(spec, dates.start, epoch, gpus),
    fee: compileFee(spec.fee, noticePrice(spec, epoch + dates.start), gpus / spec.gpus),
    takeOrPay: spec.takeOrPay,
    feeDuringNotice: shareOf(spec.feeDuringNotice),
    terminationByOwner: compileCharge(spec.terminationFee.owner, span),
    terminationByTenant: compileCharge(spec.terminationFee.tenant, span),
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
      lead: spec.renewal.lead === undefined ? undefined : span(spec.renewal.lead),
      repriced: spec.renewal.price === "market",
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
export function compileRamp(
  spec: ContractSpec,
  start: Seconds,
  epoch: number,
  gpus: number,
): Contract["ramp"] {
  if (spec.ramp.length === 0) return [{ at: start, gpus, fee: 1 }];
  const steps = spec.ramp.map(({ at, quantity, fee }) => ({
    at: momentSeconds(at, start, epoch),
    gpus: floorShare(gpus, quantity),
    fee: shareOf(fee),
  }));
  return steps[0]?.at === start ? steps : [{ at: start, gpus: 0, fee: 1 }, ...steps];
}

/**
 * Dollars after the discount for short notice.
 *
 * @param size - what is signed over what is written: a fee for the full quantity goes with it
 */
function compileFee(fee: ContractSpec["fee"], price: number, size: number): FeeSchedule {
  if ("perMonth" in fee) return { kind: "perMonth", dollars: fee.perMonth * price * size };
  if ("perGpuHour" in fee) return { kind: "perGpuHour", dollars: fee.perGpuHour * price };
  return { kind: "perMwMonth", dollars: fee.perMwMonth * price };
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

function compileCharge(
  charge: ContractSpec["terminationFee"]["owner"],
  span: (written: string | number) => Seconds,
): TerminationCharge {
  if (typeof charge === "number") return { kind: "fixed", dollars: charge };
  if ("months" in charge) return { kind: "months", months: charge.months };
  if ("windDown" in charge) return { kind: "windDown", lasts: span(charge.windDown) };
  return { kind: "shareOfRemaining", share: shareOf(charge.shareOfRemaining) };
}

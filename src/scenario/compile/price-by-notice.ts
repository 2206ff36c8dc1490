/**
 * What notice does to price and quantity. Capacity that can be called back sooner is worth less, by a curve or by a
 * table; what a tenant signs follows price and notice as far as it is elastic.
 */
import { exp, pow } from "../../random/elementary.ts";
import type { ContractSpec } from "../schema.ts";
import { shareOf } from "./shares.ts";
import { spanSeconds } from "./times.ts";

type Terms = Pick<ContractSpec, "notice" | "priceByNotice" | "elasticity">;

/** Notice of either side; shorthand is the same for both. */
export function noticeTerms(notice: ContractSpec["notice"]) {
  return typeof notice === "object" ? notice : { owner: notice, tenant: notice, delivered: 1 };
}

/**
 * The fee at the contract's notice, against the fee that is written.
 *
 * @param anchor - epoch seconds from which months are counted
 */
export function noticePrice(spec: Terms, anchor: number): number {
  if (spec.priceByNotice === undefined) return 1;
  const notice = spanSeconds(noticeTerms(spec.notice).owner, anchor);
  const { discount, decay, table } = spec.priceByNotice;
  if (table.length === 0) return 1 - shareOf(discount) * exp(-notice / spanSeconds(decay, anchor));
  return between(
    table.map((row) => ({ at: spanSeconds(row.notice, anchor), value: row.price })),
    notice,
  );
}

/** What is signed against what is written: price^-e x min(1, notice / enough)^n; nothing without notice, for nothing either. */
export function signedShare(spec: Terms, anchor: number): number {
  const { price, notice, enough } = spec.elasticity;
  const length = spanSeconds(noticeTerms(spec.notice).owner, anchor);
  const ample = spanSeconds(enough, anchor);
  const byPrice = price === 0 ? 1 : pow(noticePrice(spec, anchor), -price);
  const byNotice = notice === 0 || length >= ample ? 1 : pow(length / ample, notice);
  return byNotice === 0 ? 0 : byPrice * byNotice;
}

/** Straight lines between points in order; level outside of them. */
const between = (points: readonly { at: number; value: number }[], at: number): number => {
  const next = points.findIndex((point) => point.at >= at);
  const after = points[next === -1 ? points.length - 1 : next] as (typeof points)[0];
  const before = points[next - 1];
  if (next <= 0 || before === undefined) return after.value;
  return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at);
};

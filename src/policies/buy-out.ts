/**
 * Buying a tenant out: paying it to leave before its notice is over, where its contract names a price. The policy weighs
 * what the shortage in the days won is worth against the price and the rent that stops.
 */
import { formatMoney, formatNumber } from "../base/units.ts";
import type { ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { type Asked, calledBy, leavesByItself, worth } from "./asked.ts";
import { demandToMeet } from "./size.ts";

const HOUR = 3600;
const DAY = 86_400;

/**
 * Strikes the deals that are worth their price, in the order in which leases were asked. What a tenant on notice would
 * hand over before its deadline by itself is not foreseen.
 */
export const buyOut = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  asked: readonly Asked[],
): void => {
  if (settings.buyOut === 0) return;
  for (const entry of asked) {
    if (entry.taken === 0 || entry.terms.issueAt > view.now) continue;
    const at = earliest(view, entry);
    if (at >= contractEnd(entry) || at >= entry.terms.effectiveAt) continue;
    const gain = worthOfShortage(view, settings, group, entry, asked, at);
    if (gain <= 0 || costOf(entry, at) > settings.buyOut * gain) continue;
    entry.boughtOutAt = at;
    const days = (contractEnd(entry) - at) / DAY;
    entry.reason +=
      `, and paid ${formatMoney(entry.taken * priceOf(entry, at))} to leave ` +
      `${formatNumber(days)} days before its notice is over: what is short in that time is worth ${formatMoney(gain)}`;
  }
};

/** When a tenant could leave for money; never when its contract has no price. */
const earliest = (view: ReclaimView, { lease }: Asked): Seconds => {
  if (lease.buyOut === undefined) return Number.POSITIVE_INFINITY;
  const at = view.now + lease.buyOut.notice;
  return lease.lockoutMeaning === "effective" ? Math.max(at, lease.lockoutEnd) : at;
};

/** When its notice ends at the earliest by the contract alone: what is cut off before that is paid for. */
const contractEnd = ({ lease, terms }: Asked): Seconds => {
  const end = terms.issueAt + lease.noticeOwner;
  return Math.min(lease.expiry, lease.lockoutMeaning === "effective" ? Math.max(end, lease.lockoutEnd) : end);
};

/** Price of the deal for each accelerator. */
const priceOf = (entry: Asked, at: Seconds): number =>
  ((contractEnd(entry) - at) / DAY) * (entry.lease.buyOut?.perGpuDay ?? 0);

/** Price of the deal, and rent that is not earned in the meantime. */
const costOf = (entry: Asked, at: Seconds): number => {
  const { lease, taken, terms } = entry;
  const rent = ((terms.effectiveAt - at) / HOUR) * lease.feePerGpuHour * lease.feeDuringNotice;
  return taken * (priceOf(entry, at) + rent);
};

/** What is short in the time that is won, as far as this lease can fill it, at the value of internal use. */
const worthOfShortage = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  entry: Asked,
  asked: readonly Asked[],
  at: Seconds,
): number => {
  const { lease, terms } = entry;
  const from = at + lease.turnover;
  const to = Math.min(terms.readyAt, view.horizon);
  if (from >= to) return 0;
  const others = asked.filter((one) => one !== entry);
  const share = settings.throttle.naturalExitFactor;
  const steps = stepsOf(view, others, from, to);
  let short = 0;
  steps.forEach((step, i) => {
    const length = (steps[i + 1] ?? to) - step;
    const lacking: Gpus =
      demandToMeet(view, settings, group, lease, step, length) -
      view.supplyAt(group, step) -
      calledBy(others, step) -
      leavesByItself(
        others.map((one) => one.lease),
        others,
        lease,
        step,
        share,
      );
    short += Math.max(0, Math.min(lacking, worth(entry, entry.taken))) * length;
  });
  return (short / HOUR) * view.values.internalGpuHour;
};

/** Seconds at which the supply changes, by what is known already and by what this round calls. */
const stepsOf = (view: ReclaimView, others: readonly Asked[], from: Seconds, to: Seconds): Seconds[] => {
  const called = others
    .filter((one) => one.taken > 0)
    .map((one) => (one.boughtOutAt === undefined ? one.terms.readyAt : one.boughtOutAt + one.lease.turnover))
    .filter((step) => step > from && step < to);
  return [...new Set([...view.supplySteps(from, to), ...called])].sort((a, b) => a - b);
};

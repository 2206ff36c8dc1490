/**
 * What foresight adds to a perfect forecast. A shortage that lies inside the lead time of a lease can still be made
 * smaller, where the tenant hands over early. It can only be news when the lease has just become callable:
 * what comes later was seen, and called for, a whole lead time ahead. So that nothing is left unmet that a
 * notice could have met, such a lease is then called whole and at once, whatever it costs.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { Seconds } from "../model/types.ts";
import { forecastDemand } from "./forecast.ts";
import type { Terms } from "./notice-length.ts";

/**
 * Whether calling a lease now makes a shortage smaller that begins before its capacity is due.
 *
 * @param window - seconds until the policy looks again
 */
export const canCureEarlier = (
  view: ReclaimView,
  group: number,
  lease: LeaseView,
  terms: Terms,
  window: Seconds,
): boolean => {
  const callableSince = Math.max(0, lease.startedAt, lease.lockoutMeaning === "issue" ? lease.lockoutEnd : 0);
  // Two reviews: what starts at this instant is delivered after the first, and can be called from the second on.
  if (!lease.returnsEarly || view.now - callableSince > Math.max(1, window)) return false;
  return isShortBetween(view, group, view.now, Math.min(terms.readyAt, view.horizon));
};

/** Whether demand to come exceeds the supply to come at some second of a stretch of time. */
const isShortBetween = (view: ReclaimView, group: number, from: Seconds, to: Seconds): boolean => {
  const steps = view.supplySteps(group, from, to);
  return steps.some((at, i) => {
    const length = (steps[i + 1] ?? to) - at;
    return (
      length > 0 &&
      forecastDemand(view, PERFECT, group, 0.5, at - view.now, length) > view.supplyAt(group, at)
    );
  });
};

const PERFECT = { kind: "perfect", sd: 0 } as const;

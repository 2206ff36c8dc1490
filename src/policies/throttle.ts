/** Limits on how often, for how little and to how many notices are served. */
import type { ReclaimView } from "../model/decisions.ts";
import type { Gpus, ThrottleSettings } from "../model/types.ts";

/** Whether a new round must wait. */
export const mustWait = (view: ReclaimView, throttle: ThrottleSettings): boolean =>
  view.now - view.lastRoundAt < throttle.minGap || openSlots(view, throttle) <= 0;

/** How many notices this round may serve. */
export const openSlots = (view: ReclaimView, throttle: ThrottleSettings): number => {
  const { maxOpen, maxPerRound, evictionBudget } = throttle;
  let slots = maxPerRound;
  if (maxOpen < Number.POSITIVE_INFINITY) slots = Math.min(slots, maxOpen - view.openNotices().length);
  if (evictionBudget.evictions < Number.POSITIVE_INFINITY)
    slots = Math.min(slots, evictionBudget.evictions - view.callsSince(view.now - evictionBudget.per));
  return slots;
};

/** Whether a shortage is too small to act on. */
export const inDeadZone = (throttle: ThrottleSettings, shortfall: Gpus, demand: Gpus): boolean =>
  shortfall <= throttle.deadZone * demand;

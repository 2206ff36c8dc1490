/** Limits on how often and for how little notices are served. */
import type { ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings } from "../model/types.ts";

/** Whether a new round must wait. */
export const mustWait = (view: ReclaimView, throttle: PolicySettings["throttle"]): boolean =>
  view.now - view.lastRoundAt < throttle.minGap ||
  (throttle.maxOpen !== Number.POSITIVE_INFINITY && view.openNotices().length >= throttle.maxOpen);

/** How many more notices may be open. */
export const openSlots = (view: ReclaimView, throttle: PolicySettings["throttle"]): number =>
  throttle.maxOpen === Number.POSITIVE_INFINITY
    ? throttle.maxOpen
    : throttle.maxOpen - view.openNotices().length;

/** Whether a shortage is too small to act on. */
export const inDeadZone = (throttle: PolicySettings["throttle"], shortfall: Gpus, demand: Gpus): boolean =>
  shortfall <= throttle.deadZone * demand;

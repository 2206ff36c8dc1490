/**
 * When. A review takes place when the trigger has it so; `forecastCross` looks at every interval and acts only
 * if the forecast at the time the quickest lease could be back exceeds the supply by then.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { PolicySettings, Seconds } from "../model/types.ts";
import { forecastDemand } from "./forecast.ts";
import { termsFor } from "./notice-length.ts";

/** Seconds until the policy looks again, at most to the horizon; 0 when the trigger waits for events. */
export const lookEvery = (view: ReclaimView, { trigger }: PolicySettings): Seconds => {
  if (trigger.kind === "periodic" || trigger.kind === "forecastCross") return trigger.every;
  if (trigger.kind !== "calendar") return 0;
  return Math.max(0, Math.min(view.nextReviewAt, view.horizon) - view.now);
};

/** Whether a group is to be looked at closely now. */
export const fires = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  leases: readonly LeaseView[],
): boolean => {
  const { trigger } = settings;
  if (trigger.kind === "never") return false;
  if (trigger.kind !== "forecastCross") return true;
  const seen = new Set<Seconds>();
  for (const lease of leases) {
    const { readyAt } = termsFor(view, lease, settings);
    if (seen.has(readyAt)) continue;
    seen.add(readyAt);
    const demand = forecastDemand(
      view,
      settings.forecast,
      group,
      trigger.q,
      readyAt - view.now,
      trigger.every,
    );
    if (demand > view.supplyAt(group, readyAt)) return true;
  }
  return false;
};

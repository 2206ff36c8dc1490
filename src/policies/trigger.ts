/**
 * When. A review takes place when the trigger has it so; `forecastCross` looks at every interval and acts only
 * if the forecast at the time the quickest lease could be back exceeds the supply by then.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { PolicySettings, Seconds } from "../model/types.ts";
import { forecastDemand } from "./forecast.ts";
import { termsFor } from "./notice-length.ts";

/** Seconds between looks; 0 when the trigger waits for events. */
export const lookEvery = (trigger: PolicySettings["trigger"]): Seconds =>
  trigger.kind === "periodic" || trigger.kind === "forecastCross" ? trigger.every : 0;

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
  for (const lease of leases) {
    const { readyAt } = termsFor(view, lease, settings.notice);
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

/**
 * How much may be let again. Internal first means that a successor signs only for what demand leaves, as far as it is
 * foreseen, until its capacity could be called back.
 */
import type { ReclaimView, RefillPolicy } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { forecastDemand } from "./forecast.ts";

/** The rule of a policy; undefined: whatever is free when nobody inside is short. */
export const refillBy = (settings: PolicySettings): RefillPolicy | undefined =>
  settings.refill.kind === "internalFirst"
    ? (view, group, backAt) => leftOver(view, settings, group, backAt)
    : undefined;

/** The least surplus from now until a second. */
const leftOver = (view: ReclaimView, settings: PolicySettings, group: number, backAt: Seconds): Gpus => {
  const to = Math.max(view.now + 1, Math.min(backAt, view.horizon));
  const steps = view.supplySteps(group, view.now, to);
  return steps.reduce((least, at, i) => {
    const length = (steps[i + 1] ?? to) - at;
    return Math.min(least, view.supplyAt(group, at) - foreseen(view, settings, group, at - view.now, length));
  }, Number.POSITIVE_INFINITY);
};

/** Demand in a stretch of time ahead: at its ends, or, where the path is known, all along it. */
const foreseen = (
  view: ReclaimView,
  { forecast, size }: PolicySettings,
  group: number,
  ahead: Seconds,
  length: Seconds,
): Gpus => {
  const q = size.kind === "forecastQuantile" && size.q !== "newsvendor" ? size.q : 0.5;
  const first = forecastDemand(view, forecast, group, q, ahead, length);
  return forecast.kind === "perfect"
    ? first
    : Math.max(first, forecastDemand(view, forecast, group, q, ahead + length, 0));
};

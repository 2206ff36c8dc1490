/**
 * What a policy believes about demand ahead. A forecast is a distribution: a median, and a relative
 * spread that grows with the square root of the time ahead, so that a quantile of it is
 *
 *   median(t + h) x exp(z_q x sd x sqrt(h / 30 days)),   the lognormal quantile.
 *
 * The errors of several sources are taken to go together, which is the cautious way to add them.
 */
import type { LevelView, ReclaimView } from "../model/decisions.ts";
import { targetAt } from "../model/internal.ts";
import type { ForecastSettings, Gpus, Seconds } from "../model/types.ts";
import { exp, log } from "../random/elementary.ts";
import { normalQuantile } from "../random/normal-quantile.ts";
import { lawAt } from "./forecast-law.ts";

const YEAR = 365 * 86_400;
const SD_HORIZON = 30 * 86_400;

/**
 * Demand of a group between `ahead` and `ahead + window` seconds from now (the window without its end), at
 * a quantile. Gangs are known: they count as they are.
 */
export const forecastDemand = (
  view: ReclaimView,
  settings: ForecastSettings,
  group: number,
  q: number,
  ahead: Seconds,
  window: Seconds,
): Gpus => {
  const parts = partsAt(view, settings, group, ahead, window);
  return Math.round(quantileOf(parts, q === 0.5 ? 0 : normalQuantile(q))) + view.gangDemand(group);
};

/**
 * The same at several quantiles at once, at one second.
 *
 * @param scores - normal scores of the quantiles
 */
export const forecastAt = (
  view: ReclaimView,
  settings: ForecastSettings,
  group: number,
  scores: readonly number[],
  ahead: Seconds,
): Gpus[] => {
  const parts = partsAt(view, settings, group, ahead, 1);
  const gangs = view.gangDemand(group);
  return scores.map((z) => Math.round(quantileOf(parts, z)) + gangs);
};

/** Part of demand: lognormal about its median, less what it has elsewhere. */
export type ForecastPart = { readonly median: number; readonly sd: number; readonly own: Gpus };

const quantileOf = (parts: readonly ForecastPart[], z: number): number => {
  let sum = 0;
  for (const { median, sd, own } of parts)
    sum += Math.max(0, (sd === 0 || z === 0 ? median : median * exp(z * sd)) - own);
  return sum;
};

const partsAt = (
  view: ReclaimView,
  { kind, sd }: ForecastSettings,
  group: number,
  ahead: Seconds,
  window: Seconds,
): ForecastPart[] => {
  const levels = view.levels(group);
  if (kind === "law") return levels.map((level) => lawAt(level, view.now, ahead));
  let median = 0;
  for (const level of levels) median += medianOf(view, kind, level, ahead, window);
  return [{ median, sd: kind === "quantile" ? sd * Math.sqrt(ahead / SD_HORIZON) : 0, own: 0 }];
};

const medianOf = (
  view: ReclaimView,
  kind: Exclude<ForecastSettings["kind"], "law">,
  level: LevelView,
  ahead: Seconds,
  window: Seconds,
): number => {
  switch (kind) {
    case "perfect":
      return highest(level, view.now + ahead, view.now + ahead + Math.max(1, window), view.horizon);
    case "persistence":
      return level.target;
    case "growth":
    case "quantile":
      return level.growth === 1 ? level.target : level.target * exp((log(level.growth) * ahead) / YEAR);
  }
};

/** Highest target of a path in a stretch of time, up to the horizon; beyond it nothing is wanted. */
const highest = (level: LevelView, from: Seconds, to: Seconds, horizon: Seconds): Gpus => {
  if (from >= horizon) return 0;
  const { every } = level.path;
  let most = 0;
  for (let at = from; at < Math.min(to, horizon); at = (Math.floor(at / every) + 1) * every) {
    most = Math.max(most, targetAt(level.path, at));
  }
  return most;
};

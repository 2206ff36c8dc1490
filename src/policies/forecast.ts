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
import { lawQuantile } from "./forecast-law.ts";

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
  return Math.round(levelsAt(view, settings, group, q, ahead, window)) + view.gangDemand(group);
};

const levelsAt = (
  view: ReclaimView,
  settings: ForecastSettings,
  group: number,
  q: number,
  ahead: Seconds,
  window: Seconds,
): number => {
  const z = q === 0.5 ? 0 : normalQuantile(q);
  const { kind } = settings;
  if (kind === "law") return lawQuantile(view, group, z, ahead);
  let median = 0;
  for (const level of view.levels(group)) median += medianOf(view, kind, level, ahead, window);
  const sd = kind === "quantile" ? settings.sd * Math.sqrt(ahead / SD_HORIZON) : 0;
  return sd === 0 || q === 0.5 ? median : median * exp(z * sd);
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

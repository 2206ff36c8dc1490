/**
 * The forecast of one who knows the law of the demand, and not what it will draw: base, growth, steps and seasons
 * as they will be, surges by their mean, and noise that reverts. The deviation of today's demand from the law, x on
 * the logarithm, is what is left of past noise; by the half-life of the noise its share falls to rho, and so
 *
 *   quantile(t + h) = usual(t + h) x exp(rho x - v/2 + z sigma sqrt(1 - rho^2)),   v the variance of the noise then.
 */
import type { LevelView } from "../model/decisions.ts";
import type { DemandLaw } from "../model/internal.ts";
import type { LevelDemand, Seconds } from "../model/types.ts";
import { exp, log } from "../random/elementary.ts";
import type { ForecastPart } from "./forecast.ts";

const YEAR = 365 * 86_400;

/** What the law says of one source of demand so many seconds ahead, given what it wants now. */
export const lawAt = ({ path, target }: LevelView, now: Seconds, ahead: Seconds): ForecastPart => {
  const { law } = path;
  if (law === undefined || ahead === 0) return { median: target, sd: 0, own: 0 };
  const { spec } = law;
  const { own } = spec;
  const here = usualAt(law, path.every, now) * (1 + surges(spec));
  const then = usualAt(law, path.every, now + ahead) * (1 + surges(spec));
  const sigma = spec.noise?.sigma ?? 0;
  // Where there is no noise nothing reverts: what is there beyond the law now is a surge, which has an end.
  if (sigma === 0) return { median: then, sd: 0, own };
  const rate = log(2) / Math.max(1, spec.noise?.halfLife ?? 1);
  const variance = (at: Seconds): number => sigma * sigma * (1 - exp(-2 * rate * at));
  const rho = exp(-rate * ahead);
  const need = target + own;
  const x = need > 0 && here > 0 ? log(need / here) + variance(now) / 2 : 0;
  return {
    median: then * exp(rho * x - variance(now + ahead) / 2),
    sd: sigma * Math.sqrt(1 - rho * rho),
    own,
  };
};

/** The law's own value at a second; beyond the path it grows on. */
const usualAt = ({ usual, spec }: DemandLaw, every: Seconds, at: Seconds): number => {
  const step = Math.floor(at / every);
  if (step < usual.length) return usual[step] as number;
  const last = usual.length - 1;
  return (usual[last] as number) * exp((log(spec.growth) * (at - last * every)) / YEAR);
};

/** Mean of what surges add, as a share. */
const surges = ({ shocks }: LevelDemand): number =>
  shocks === undefined ? 0 : ((shocks.perYear * shocks.lasts) / YEAR) * ((shocks.least + shocks.most) / 2);

/**
 * The forecast of one who knows the law of the demand, and not what it will draw: base, growth, steps and seasons
 * as they will be, surges by their mean, and noise that reverts. The deviation of today's demand from the law, x on
 * the logarithm, is what is left of past noise; by the half-life of the noise its share falls to rho, and so
 *
 *   quantile(t + h) = usual(t + h) x exp(rho x - v/2 + z sigma sqrt(1 - rho^2)),   v the variance of the noise then.
 */
import type { LevelView, ReclaimView } from "../model/decisions.ts";
import type { DemandLaw } from "../model/internal.ts";
import type { Gpus, LevelDemand, Seconds } from "../model/types.ts";
import { exp, log } from "../random/elementary.ts";

const YEAR = 365 * 86_400;

/** Demand of a group's levels so many seconds ahead, all of them at the same normal score. */
export const lawQuantile = (view: ReclaimView, group: number, z: number, ahead: Seconds): Gpus => {
  let sum = 0;
  for (const level of view.levels(group)) sum += quantileOf(level, view.now, ahead, z);
  return sum;
};

const quantileOf = ({ path, target }: LevelView, now: Seconds, ahead: Seconds, z: number): number => {
  const { law } = path;
  if (law === undefined) return target;
  const { spec } = law;
  const here = usualAt(law, path.every, now);
  const then = usualAt(law, path.every, now + ahead);
  const need = target + spec.own;
  const sigma = spec.noise?.sigma ?? 0;
  if (ahead === 0 || sigma === 0 || here <= 0) {
    // Nothing reverts: what is there beyond the law now is a surge, which has an end.
    const factor = ahead === 0 ? (here > 0 ? need / here : 0) : 1 + surges(spec);
    return Math.max(0, then * factor - spec.own);
  }
  const halfLife = Math.max(1, spec.noise?.halfLife ?? 1);
  const rate = log(2) / halfLife;
  const variance = (at: Seconds): number => sigma * sigma * (1 - exp(-2 * rate * at));
  const rho = exp(-rate * ahead);
  const mean = 1 + surges(spec);
  const x = need > 0 ? log(need / (here * mean)) + variance(now) / 2 : 0;
  const exponent = rho * x - variance(now + ahead) / 2 + z * sigma * Math.sqrt(1 - rho * rho);
  return Math.max(0, then * mean * exp(exponent) - spec.own);
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

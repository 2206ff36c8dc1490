/**
 * Paths of internal demand by level. A path depends on the scenario, the seed and the replication alone, never
 * on a policy: it is drawn once and every policy meets the same one.
 *
 *   target(t) = base x growth^(t/year) x season(t) x noise(t) x (1 + shocks(t)) x factor - own,   at least 0
 */
import type { LevelPath } from "../model/internal.ts";
import type { LevelDemand, Plan, Seconds } from "../model/types.ts";
import { exp, log } from "../random/elementary.ts";
import type { Generator } from "../random/generator.ts";
import { exponential, normal, uniform } from "../random/variates.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
/** No path goes above this, whatever its noise: integrals of several sources must stay exact. */
const mostOver = (horizon: Seconds): number => Math.min(1e9, Math.floor(2 ** 50 / Math.max(1, horizon)));

/** Opens the stream of draws of one entity for one purpose. */
export type OpenStream = (entity: string, purpose: string) => Generator;

/** The paths of all level sources of a plan, in the order of the programs and their sources. */
export const levelPaths = (plan: Plan, stream: OpenStream): LevelPath[] => {
  const paths: LevelPath[] = [];
  for (const program of plan.programs) {
    let index = 0;
    for (const source of program.sources) {
      if (source.kind !== "level") continue;
      const entity = index === 0 ? program.name : `${program.name}/${index + 1}`;
      paths.push(levelPath(source, plan.epoch, plan.horizon, (purpose) => stream(entity, purpose)));
      index++;
    }
  }
  return paths;
};

/** One path on its grid, from second 0 to the horizon. */
export const levelPath = (
  spec: LevelDemand,
  epoch: number,
  horizon: Seconds,
  stream: (purpose: string) => Generator,
): LevelPath => {
  const { every } = spec;
  const steps = Math.max(1, Math.ceil(horizon / every));
  const targets = new Float64Array(steps);
  const usual = new Float64Array(steps);
  const most = mostOver(horizon);
  const trend = trendOf(spec);
  const season = seasonOf(spec, epoch);
  const noise = noiseOf(spec, stream);
  const shocks = shocksOf(spec, horizon, stream);
  for (let k = 0; k < steps; k++) {
    const at = k * every;
    const shape = trend(at) * season(at);
    usual[k] = shape * spec.factor;
    const need = shape * noise() * (1 + shocks(at)) * spec.factor;
    targets[k] = Math.min(most, Math.max(0, Math.round(need) - spec.own));
  }
  return { every, targets, law: { spec, usual } };
};

/** Base and growth; a planned step replaces the base, and growth starts anew from there. */
const trendOf = (spec: LevelDemand): ((at: Seconds) => number) => {
  const rate = spec.growth === 1 ? 0 : log(spec.growth) / YEAR;
  let base = spec.base;
  let from = 0;
  let next = 0;
  return (at) => {
    while (next < spec.steps.length && (spec.steps[next] as { at: Seconds }).at <= at) {
      const step = spec.steps[next] as { at: Seconds; value: number };
      base = step.value;
      from = step.at;
      next++;
    }
    return rate === 0 ? base : base * exp(rate * (at - from));
  };
};

/** Piecewise linear over the day between trough and peak, twelve hours apart; weekends by a factor. */
const seasonOf = (spec: LevelDemand, epoch: number): ((at: Seconds) => number) => {
  const { daily, weekend } = spec;
  if (daily === undefined && weekend === 1) return () => 1;
  return (at) => {
    const instant = epoch + at;
    let factor = 1;
    if (daily !== undefined) {
      const hour = (instant % DAY) / HOUR;
      const away = Math.abs(hour - daily.peakHour);
      const nearness = 1 - Math.min(away, 24 - away) / 12;
      factor *= daily.trough + (daily.peak - daily.trough) * nearness;
    }
    const weekday = (Math.floor(instant / DAY) + 4) % 7; // 0 is Sunday: 1970-01-01 was a Thursday
    return weekday === 0 || weekday === 6 ? factor * weekend : factor;
  };
};

/**
 * Ornstein-Uhlenbeck on the logarithm, from no deviation at second 0, sampled exactly at each step. The mean
 * of the factor is 1 at every step: half the variance is taken off the exponent.
 */
const noiseOf = (spec: LevelDemand, stream: (purpose: string) => Generator): (() => number) => {
  const { noise } = spec;
  if (noise === undefined || noise.sigma === 0) return () => 1;
  const generator = stream("noise");
  const keep = exp((-log(2) * spec.every) / Math.max(1, noise.halfLife));
  const spread = noise.sigma * Math.sqrt(1 - keep * keep);
  let x = 0;
  let variance = 0;
  let first = true;
  return () => {
    if (first) {
      first = false;
      return 1;
    }
    x = keep * x + spread * normal(generator);
    variance = keep * keep * variance + spread * spread;
    return exp(x - variance / 2);
  };
};

/** Surges: Poisson arrivals, sizes uniform, each lasts its time; those that overlap add up. */
const shocksOf = (
  spec: LevelDemand,
  horizon: Seconds,
  stream: (purpose: string) => Generator,
): ((at: Seconds) => number) => {
  const { shocks } = spec;
  if (shocks === undefined || shocks.perYear === 0) return () => 0;
  const generator = stream("shocks");
  const starts: number[] = [];
  const sizes: number[] = [];
  for (let at = exponential(generator, YEAR / shocks.perYear); at < horizon; ) {
    starts.push(at);
    sizes.push(uniform(generator, shocks.least, shocks.most));
    at += exponential(generator, YEAR / shocks.perYear);
  }
  let oldest = 0;
  return (at) => {
    while (oldest < starts.length && (starts[oldest] as number) + shocks.lasts <= at) oldest++;
    let sum = 0;
    for (let i = oldest; i < starts.length && (starts[i] as number) <= at; i++) sum += sizes[i] as number;
    return sum;
  };
};

/**
 * Screening by elementary effects: M. D. Morris, Technometrics 33 (1991), 161–174. A trajectory moves one
 * parameter after the other by Δ on a grid of levels; each step tells the effect of one parameter at one place.
 * μ* (F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007), 1509–1518) ranks
 * parameters by the mean size of their effects; σ is large where an effect depends on the place, by curvature or
 * by other parameters.
 */
import { fail } from "../../base/assert.ts";
import type { Generator } from "../../random/generator.ts";
import { type MeanInterval, meanInterval } from "../../stats/intervals.ts";
import { shuffled } from "../design/latin-hypercube.ts";

/** Levels of the grid; even, so that all are hit equally often by steps of Δ. */
const LEVELS = 4;
const DELTA = LEVELS / (2 * (LEVELS - 1));
/** Candidates for each trajectory that is taken. */
const CANDIDATES = 8;

/**
 * Points of all trajectories, one trajectory of `parameters + 1` points after the other. Of several times as many
 * random ones those are taken that lie far apart (greedily: M. V. Ruano et al., Environmental Modelling & Software
 * 37 (2012), 103–109).
 *
 * @param trajectories - at least 2, rather 10 or more
 */
export const morrisDesign = (parameters: number, trajectories: number, stream: Generator): Float64Array[] => {
  const candidates = Array.from({ length: trajectories * CANDIDATES }, () => trajectory(parameters, stream));
  const spread = candidates.map(() => 0);
  const taken: Float64Array[][] = [];
  let latest = candidates[0] as Float64Array[];
  const used = new Set([0]);
  taken.push(latest);
  while (taken.length < trajectories) {
    let farthest = -1;
    candidates.forEach((candidate, c) => {
      if (used.has(c)) return;
      spread[c] = (spread[c] as number) + distance(candidate, latest);
      if (farthest < 0 || (spread[c] as number) > (spread[farthest] as number)) farthest = c;
    });
    used.add(farthest);
    latest = candidates[farthest] as Float64Array[];
    taken.push(latest);
  }
  return taken.flat();
};

/** A random start on the lower half of the grid or its mirror image, then one step a parameter, in random order. */
const trajectory = (parameters: number, stream: Generator): Float64Array[] => {
  const up = Array.from({ length: parameters }, () => stream.below(2) === 0);
  const point = Float64Array.from(up, (isUp) => {
    const level = stream.below(LEVELS / 2) / (LEVELS - 1);
    return isUp ? level : level + DELTA;
  });
  const points = [point.slice()];
  for (const parameter of shuffled(parameters, stream)) {
    point[parameter] = (point[parameter] as number) + (up[parameter] ? DELTA : -DELTA);
    points.push(point.slice());
  }
  return points;
};

/** Sum of the distances between all points of two trajectories. */
const distance = (a: readonly Float64Array[], b: readonly Float64Array[]): number => {
  let sum = 0;
  for (const p of a) {
    for (const q of b) {
      let square = 0;
      for (let d = 0; d < p.length; d++) {
        const apart = (p[d] as number) - (q[d] as number);
        square += apart * apart;
      }
      sum += Math.sqrt(square);
    }
  }
  return sum;
};

/** Effects of one parameter over its whole range, in the unit of the output. */
export type ElementaryEffects = {
  /** Mean of the effects: cancels where they have both signs. */
  readonly mu: number;
  /** Mean of their sizes, with a 95 % Student interval over trajectories. */
  readonly muStar: MeanInterval;
  /** Standard deviation of the effects. */
  readonly sigma: number;
};

/**
 * Effects of each parameter.
 *
 * @param points - the design
 * @param values - the output at each of its points
 */
export const elementaryEffects = (
  points: readonly Float64Array[],
  values: ArrayLike<number>,
): ElementaryEffects[] => {
  const parameters = points[0]?.length ?? 0;
  if (points.length % (parameters + 1) !== 0 || values.length !== points.length)
    fail(
      `${points.length} points and ${values.length} values are no trajectories of ${parameters} parameters`,
    );
  const effects: number[][] = Array.from({ length: parameters }, () => []);
  for (let i = 1; i < points.length; i++) {
    if (i % (parameters + 1) === 0) continue; // where a new trajectory begins
    const [from, to] = [points[i - 1] as Float64Array, points[i] as Float64Array];
    const moved = from.findIndex((coordinate, d) => coordinate !== to[d]);
    const step = (to[moved] as number) - (from[moved] as number);
    (effects[moved] as number[]).push(((values[i] as number) - (values[i - 1] as number)) / step);
  }
  return effects.map((of) => {
    const { mean: mu, sd: sigma } = meanInterval(of);
    return { mu, muStar: meanInterval(of.map((effect) => Math.abs(effect))), sigma };
  });
};

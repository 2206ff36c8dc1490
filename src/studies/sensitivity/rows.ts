/** Results of a sensitivity study, parameter by parameter, the most important first. */
import type { Generator } from "../../random/generator.ts";
import type { PairedDifference } from "../../results/types.ts";
import type { Axis } from "../axis.ts";
import type { Estimate } from "../bootstrap.ts";
import { differenceOf } from "../intervals.ts";
import { elementaryEffects } from "./morris.ts";
import { sobolIndices } from "./sobol-indices.ts";

/** A bar of a tornado: the measure at either end of a parameter's range, all others as in the scenario. */
export type TornadoBar = {
  readonly parameter: string;
  /** The ends of the range, as people read them. */
  readonly from: string;
  readonly to: string;
  /** Means of the measure there. */
  readonly low: number;
  readonly high: number;
  /** How they differ from the scenario as it is, on the same demand. */
  readonly lowChange: PairedDifference;
  readonly highChange: PairedDifference;
};

/** Effects over the whole range of a parameter, in the unit of the measure. */
export type MorrisRow = {
  readonly parameter: string;
  readonly from: string;
  readonly to: string;
  readonly mu: number;
  readonly muStar: Estimate;
  readonly sigma: number;
};

export type SobolRow = {
  readonly parameter: string;
  readonly from: string;
  readonly to: string;
  readonly first: Estimate;
  readonly total: Estimate;
};

const named = (axis: Axis) => ({ parameter: axis.path, from: axis.labelAt(0), to: axis.labelAt(1) });

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
};

/** Bars, the longest first. Values are by parameter, at its low end and at its high one. */
export const tornadoOf = (
  axes: readonly Axis[],
  base: Float64Array,
  values: readonly Float64Array[],
): TornadoBar[] =>
  axes
    .map((axis, d): TornadoBar => {
      const [low, high] = [values[2 * d] as Float64Array, values[2 * d + 1] as Float64Array];
      return {
        ...named(axis),
        low: meanOf(low),
        high: meanOf(high),
        lowChange: differenceOf(low, base),
        highChange: differenceOf(high, base),
      };
    })
    .sort((a, b) => reach(b) - reach(a));

/** From the least to the greatest of low, high and the scenario as it is. */
const reach = ({ lowChange, highChange }: TornadoBar): number =>
  Math.max(0, lowChange.mean, highChange.mean) - Math.min(0, lowChange.mean, highChange.mean);

/** Effects, the largest first. */
export const morrisOf = (
  axes: readonly Axis[],
  design: readonly Float64Array[],
  values: readonly Float64Array[],
): MorrisRow[] =>
  elementaryEffects(design, values.map(meanOf))
    .map(({ mu, muStar, sigma }, d): MorrisRow => {
      const { mean, low, high } = muStar;
      return { ...named(axes[d] as Axis), mu, muStar: { value: mean, low: Math.max(0, low), high }, sigma };
    })
    .sort((a, b) => b.muStar.value - a.muStar.value);

/** Shares of variance, the largest total first. */
export const sobolOf = (
  axes: readonly Axis[],
  values: readonly Float64Array[],
  stream: Generator,
): SobolRow[] => {
  const { first, total } = sobolIndices(values.map(meanOf), axes.length, stream);
  return axes
    .map(
      (axis, d): SobolRow => ({ ...named(axis), first: first[d] as Estimate, total: total[d] as Estimate }),
    )
    .sort((a, b) => b.total.value - a.total.value || 0);
};

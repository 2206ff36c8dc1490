/**
 * The points of a study by their place: every combination of fixed values, the last axis fastest, each with all samples of
 * the axes that are drawn; those outside a constraint on an axis are left out.
 */
import { settingsOf } from "../../scenario/check/study-points.ts";
import type { Override } from "../../scenario/parse.ts";
import { amountOf } from "../../scenario/study/amount.ts";
import type { Axis, AxisValue } from "../../scenario/study/axis.ts";
import type { Study } from "../../scenario/study-schema.ts";
import { drawDesign } from "./design.ts";

export type SweepPoint = {
  /** From 0, in the order of the axes, the last one fastest, then samples. */
  readonly index: number;
  readonly values: readonly AxisValue[];
  /** What the scenario is given. */
  readonly settings: readonly Override[];
};

/** How many points there are, and each by its place among them. */
export const pointsOf = (
  study: Study,
  axes: readonly Axis[],
  seed: string,
): { readonly count: number; readonly at: (place: number) => SweepPoint } => {
  const drawn = axes.filter(({ quantile }) => quantile !== undefined);
  const samples = drawn.length === 0 ? 1 : study.samples;
  const names = drawn.map(({ name }) => name);
  const columns = drawDesign(study.design, samples, names, seed);
  const grid = axes.reduce(
    (product, { values, quantile }) => product * (quantile === undefined ? values.length : 1),
    1,
  );
  const valuesAt = (place: number): AxisValue[] => {
    const sample = place % samples;
    let rest = Math.floor(place / samples);
    const values: AxisValue[] = [];
    let column = drawn.length;
    for (let a = axes.length - 1; a >= 0; a--) {
      const { quantile, values: fixed } = axes[a] as Axis;
      if (quantile !== undefined) values.push(quantile(columns[--column]?.[sample] as number));
      else {
        values.push(fixed[rest % fixed.length] as AxisValue);
        rest = Math.floor(rest / fixed.length);
      }
    }
    return values.reverse();
  };
  const included = includedPlaces(study, axes, grid * samples, valuesAt);
  return {
    count: included?.length ?? grid * samples,
    at: (index) => {
      const values = valuesAt(included?.[index] ?? index);
      return { index, values, settings: settingsOf(axes, values) };
    },
  };
};

/** Places that keep to the constraints on axes; undefined when there are none such. */
const includedPlaces = (
  { constraints }: Study,
  axes: readonly Axis[],
  count: number,
  valuesAt: (place: number) => readonly AxisValue[],
): readonly number[] | undefined => {
  const limits = constraints.flatMap(({ axis, atMost, atLeast }) => {
    const place = axes.findIndex(({ name }) => name === axis);
    return place < 0 ? [] : [{ place, atMost: amountOf(atMost)?.value, atLeast: amountOf(atLeast)?.value }];
  });
  if (limits.length === 0) return undefined;
  const included: number[] = [];
  for (let i = 0; i < count; i++) {
    const values = valuesAt(i);
    const isIn = limits.every(({ place, atMost, atLeast }) => {
      const value = values[place]?.number;
      return (
        value === undefined ||
        ((atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast))
      );
    });
    if (isIn) included.push(i);
  }
  return included;
};

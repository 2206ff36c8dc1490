/**
 * Shares of variance: how much of the output's variance a parameter explains by itself (first order) and with all
 * its interactions (total). I. M. Sobol, Mathematics and Computers in Simulation 55 (2001), 271–280; the design and
 * the first-order estimator of A. Saltelli et al., Computer Physics Communications 181 (2010), 259–270; the total
 * one of M. J. W. Jansen, Computer Physics Communications 117 (1999), 35–43. Intervals by bootstrap over the
 * rows of the design (G. E. B. Archer, A. Saltelli and I. M. Sobol, 1997).
 */
import { fail } from "../../base/assert.ts";
import type { Generator } from "../../random/generator.ts";
import { type Estimate, percentiles } from "../bootstrap.ts";
import { MOST_DIMENSIONS, sobolPoints } from "../design/sobol-sequence.ts";

/** Parameters that indices can be taken of: each needs two dimensions. */
export const MOST_PARAMETERS = Math.floor(MOST_DIMENSIONS / 2);

/**
 * Points of the design: for each of `rows` rows the points A, B, and A with one coordinate after the other from B.
 *
 * @param parameters - from 1 to MOST_PARAMETERS
 * @param rows - rather a power of two; there are parameters + 2 points in each
 */
export const saltelliDesign = (parameters: number, rows: number, stream: Generator): Float64Array[] =>
  sobolPoints(2 * parameters, rows, stream).flatMap((pair) => {
    const a = pair.slice(0, parameters);
    const b = pair.slice(parameters);
    const mixed = Array.from({ length: parameters }, (_, d) => {
      const point = a.slice();
      point[d] = b[d] as number;
      return point;
    });
    return [a, b, ...mixed];
  });

export type SobolIndices = {
  readonly mean: number;
  readonly variance: number;
  /** First order, one a parameter. NaN when nothing varies. */
  readonly first: readonly Estimate[];
  /** Total, one a parameter. */
  readonly total: readonly Estimate[];
};

/**
 * Indices with 95 % percentile intervals.
 *
 * @param values - the output at each point of the design
 * @param stream - draws the resamples
 */
export const sobolIndices = (
  values: ArrayLike<number>,
  parameters: number,
  stream: Generator,
  resamples = 1000,
): SobolIndices => {
  const width = parameters + 2;
  const rows = values.length / width;
  if (!Number.isInteger(rows) || rows < 2) fail(`${values.length} values are no rows of ${width}`);
  const all = Array.from({ length: rows }, (_, row) => row);
  const whole = estimate(values, parameters, all);
  const tries = Array.from({ length: resamples }, () =>
    estimate(
      values,
      parameters,
      all.map(() => stream.below(rows)),
    ),
  );
  const bounded = (of: (e: Estimates) => Float64Array) =>
    Array.from(of(whole), (value, d) => ({
      value,
      ...percentiles(tries.map((e) => of(e)[d] as number)),
    }));
  return {
    mean: whole.mean,
    variance: whole.variance,
    first: bounded(({ first }) => first),
    total: bounded(({ total }) => total),
  };
};

type Estimates = {
  readonly mean: number;
  readonly variance: number;
  readonly first: Float64Array;
  readonly total: Float64Array;
};

const estimate = (values: ArrayLike<number>, parameters: number, rows: readonly number[]): Estimates => {
  const width = parameters + 2;
  const n = rows.length;
  const at = (row: number, column: number): number => values[row * width + column] as number;
  let sum = 0;
  for (const row of rows) sum += at(row, 0) + at(row, 1);
  const mean = sum / (2 * n);
  let squares = 0;
  for (const row of rows) squares += square(at(row, 0) - mean) + square(at(row, 1) - mean);
  const variance = squares / (2 * n - 1);
  const first = new Float64Array(parameters);
  const total = new Float64Array(parameters);
  for (let d = 0; d < parameters; d++) {
    let explained = 0;
    let left = 0;
    for (const row of rows) {
      const a = at(row, 0);
      const mixed = at(row, 2 + d);
      // centred, which changes no expectation and takes away most of the error
      explained += (at(row, 1) - mean) * (mixed - a);
      left += square(a - mixed);
    }
    first[d] = explained / n / variance;
    total[d] = left / (2 * n) / variance;
  }
  return { mean, variance, first, total };
};

const square = (x: number): number => x * x;

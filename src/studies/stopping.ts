/**
 * When to stop replicating. A rule takes up one replication after the other, in their order, and says when there
 * are enough. What it says depends on the finished prefix alone, never on who ran it or when, so that every
 * executor stops at the same replication.
 */
import { InputError } from "../base/errors.ts";
import { METRIC, type MetricName } from "../metrics/definitions.ts";
import { Moments } from "../stats/moments.ts";
import { studentQuantile } from "../stats/student.ts";

/** How well a mean must be known. */
export type Precision = {
  readonly metric: MetricName;
  /** Half the width of the 95 % interval, at most: a share of the mean's size, or in the metric's unit. */
  readonly halfWidth: number;
  readonly isRelative: boolean;
};

/** How well a mean is known: the widest interval against what was asked. */
export type PrecisionStanding = Precision & {
  /** The policy, and the value of what is varied, that is known worst. */
  readonly entry: string;
  /** As wide as it is now, in the terms of what was asked; Infinity with one replication, or relative to 0. */
  readonly current: number;
  readonly isReached: boolean;
};

/** Where a rule stands after some replications. */
export type Standing = {
  readonly replications: number;
  /** About how many replications it will take in all; Infinity when that cannot be told. */
  readonly expected: number;
  readonly precision: readonly PrecisionStanding[];
  /** Entries that may still be the best, when a best one is looked for. */
  readonly survivors: readonly string[];
};

export type StoppingRule = {
  /**
   * Takes up the next replication.
   *
   * @param rows - the metrics of each entry, in the order of the entries
   * @returns whether that is enough
   */
  add(rows: readonly ArrayLike<number>[]): boolean;
  standing(): Standing;
};

/** Fewer replications than this tell too little of their own spread to stop by. */
export const LEAST_REPLICATIONS = 10;

type Followed = { readonly precision: Precision; readonly entry: string; readonly moments: Moments };

/**
 * Stops when all means are known as well as asked: sequential estimation to a given half-width (Y. S. Chow and
 * H. Robbins, Annals of Mathematical Statistics 36, 1965; A. M. Law, Simulation Modeling and Analysis, 5th ed.,
 * section 9.4.1). Stopping when the interval happens to be narrow covers a little less often than a fixed
 * number of replications, the less so the larger `least` is.
 *
 * @param entries - names of what is compared
 * @param least - replications below which it never stops, at least 2
 * @throws InputError, from `add`, when a metric has no value in the scenario
 */
export const precisionRule = (
  precisions: readonly Precision[],
  entries: readonly string[],
  least: number,
): StoppingRule => {
  const followed = precisions.map((precision) =>
    entries.map((entry): Followed => ({ precision, entry, moments: new Moments() })),
  );
  let n = 0;
  let standings: readonly PrecisionStanding[] = [];
  return {
    add: (rows) => {
      n++;
      for (const column of followed) {
        column.forEach(({ precision, moments }, e) => {
          moments.add(valueIn(rows[e] as ArrayLike<number>, precision.metric));
        });
      }
      const t = n > 1 ? studentQuantile(0.975, n - 1) : Number.NaN;
      standings = followed.map((column) => worstOf(column, n, t));
      return n >= Math.max(2, least) && standings.every(({ isReached }) => isReached);
    },
    standing: () => ({
      replications: n,
      expected: standings.reduce((most, standing) => Math.max(most, expectedOf(standing, n)), least),
      precision: standings,
      survivors: [],
    }),
  };
};

/** The value of a metric in a row of values. */
export const valueIn = (row: ArrayLike<number>, metric: MetricName): number => {
  const value = row[METRIC[metric]] as number;
  if (Number.isFinite(value)) return value;
  throw new InputError([{ path: metric, message: `the metric ${metric} has no value in this scenario` }]);
};

const worstOf = (column: readonly Followed[], n: number, t: number): PrecisionStanding => {
  let worst: PrecisionStanding | undefined;
  for (const { precision, entry, moments } of column) {
    const current = widthOf(precision, moments, n, t);
    if (worst === undefined || current > worst.current)
      worst = { ...precision, entry, current, isReached: current <= precision.halfWidth };
  }
  return worst as PrecisionStanding;
};

const widthOf = ({ isRelative }: Precision, moments: Moments, n: number, t: number): number => {
  if (n < 2) return Infinity;
  const half = (t * moments.sd) / Math.sqrt(n);
  return half === 0 || !isRelative ? half : half / Math.abs(moments.mean);
};

/** Widths shrink as the root of the number of replications. */
const expectedOf = ({ current, halfWidth }: PrecisionStanding, n: number): number => {
  const ratio = current / halfWidth;
  return ratio <= 1 ? n : Math.ceil(n * ratio * ratio);
};

/** Stops when all rules would. */
export const allOf = (rules: readonly StoppingRule[]): StoppingRule => ({
  add: (rows) => rules.map((rule) => rule.add(rows)).every((isEnough) => isEnough),
  standing: () => {
    const standings = rules.map((rule) => rule.standing());
    return {
      replications: standings[0]?.replications ?? 0,
      expected: standings.reduce((most, { expected }) => Math.max(most, expected), 0),
      precision: standings.flatMap(({ precision }) => precision),
      survivors: standings.flatMap(({ survivors }) => survivors),
    };
  },
});

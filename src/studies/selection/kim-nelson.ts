/**
 * Selection of the best of several systems: the fully sequential procedure KN of S.-H. Kim and B. L. Nelson, "A
 * Fully Sequential Procedure for Indifference-Zone Selection in Simulation", ACM TOMACS 11 (2001), 251–273, with
 * c = 1. After a first stage it looks at every replication and drops what is clearly worse than another.
 *
 * With normal values the best is selected with the stated confidence when it is better than all others by at
 * least the indifference; otherwise something within the indifference of the best is, in practice just as often.
 * Common random numbers are allowed, and make it stop sooner.
 */
import { pow } from "../../base/elementary.ts";
import { Moments } from "../../stats/moments.ts";

export type SelectionTerms = {
  /** How many systems there are. */
  readonly systems: number;
  /** Replications of the first stage, which estimates variances; at least 2, rather 10 or more. */
  readonly first: number;
  /** The smallest difference worth detecting, above 0; decided at the end of the first stage from the means then. */
  readonly indifference: (means: readonly number[]) => number;
  /** Probability of a right choice, from 1 / systems to 1, both excluded. */
  readonly confidence: number;
};

export type Selector = {
  /** Takes up one replication: a value of every system, larger is better. @returns whether the choice is made */
  add(values: ArrayLike<number>): boolean;
  /** Systems that may still be the best, by number; all of them during the first stage. */
  survivors(): readonly number[];
  /** The system whose mean is best among the survivors; the first of equals. */
  best(): number;
  /** No more replications than this will be needed; Infinity during the first stage. */
  needed(): number;
  /** The indifference in the unit of the values; NaN during the first stage. */
  indifference(): number;
};

/** Starts a selection. */
export const kimNelson = ({ systems, first, indifference, confidence }: SelectionTerms): Selector => {
  const means = Array.from({ length: systems }, () => new Moments());
  const pairs = pairsOf(systems);
  const h2 = spread(systems, first, confidence);
  let alive = Array.from({ length: systems }, (_, i) => i);
  let n = 0;
  let delta = Number.NaN;
  /** h² S² / δ² of each pair: past so many replications nothing between the two is left open. */
  let horizons: number[] = [];
  const horizon = (i: number, j: number): number => horizons[i * systems + j] as number;
  const isWorse = (i: number): boolean =>
    alive.some((j) => {
      if (i === j) return false;
      const margin = Math.max(0, (delta / (2 * n)) * (horizon(i, j) - n));
      return (means[i] as Moments).mean < (means[j] as Moments).mean - margin;
    });
  const needed = (): number => {
    if (n < first) return systems === 1 ? first : Infinity;
    if (alive.length === 1) return n;
    const longest = alive.flatMap((i) => alive.filter((j) => j !== i).map((j) => horizon(i, j)));
    return Math.floor(longest.reduce((most, length) => Math.max(most, length), 0)) + 1;
  };
  return {
    add: (values) => {
      n++;
      for (let i = 0; i < systems; i++) (means[i] as Moments).add(values[i] as number);
      if (n <= first)
        for (const pair of pairs) pair.moments.add((values[pair.i] as number) - (values[pair.j] as number));
      if (n < first) return false;
      if (n === first) {
        delta = indifference(means.map(({ mean }) => mean));
        horizons = horizonsOf(pairs, systems, h2 / (delta * delta));
      }
      alive = alive.filter((i) => !isWorse(i));
      return alive.length === 1 || n >= needed();
    },
    survivors: () => alive,
    best: () =>
      alive.reduce((best, i) => ((means[i] as Moments).mean > (means[best] as Moments).mean ? i : best)),
    needed,
    indifference: () => delta,
  };
};

type Pair = { readonly i: number; readonly j: number; readonly moments: Moments };

const pairsOf = (systems: number): Pair[] => {
  const pairs: Pair[] = [];
  for (let i = 0; i < systems; i++)
    for (let j = i + 1; j < systems; j++) pairs.push({ i, j, moments: new Moments() });
  return pairs;
};

const horizonsOf = (pairs: readonly Pair[], systems: number, factor: number): number[] => {
  const horizons = new Array<number>(systems * systems).fill(0);
  for (const { i, j, moments } of pairs) {
    const length = moments.variance === 0 ? 0 : moments.variance * factor;
    horizons[i * systems + j] = length;
    horizons[j * systems + i] = length;
  }
  return horizons;
};

/** h² = 2 η (n₀ − 1), η = ½ ((2 α / (k − 1))^(−2 / (n₀ − 1)) − 1). */
const spread = (systems: number, first: number, confidence: number): number => {
  if (systems < 2) return 0;
  const risk = (2 * (1 - confidence)) / (systems - 1);
  return (pow(risk, -2 / (first - 1)) - 1) * (first - 1);
};

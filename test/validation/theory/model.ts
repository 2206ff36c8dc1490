/** A model of queueing or reliability theory with what is estimated of it: one list for the tests and for the page of the manual. */
import { asSample, type Sample } from "./harness.ts";

/** One figure: what theory says, and what each replication measured. */
export type Estimate = {
  readonly name: string;
  readonly theory: number;
  readonly samples: readonly Sample[];
};

export type Model = {
  readonly title: string;
  /** The formula that theory's figures come from. */
  readonly formula: string;
  /** Simulates all replications under a seed. */
  readonly estimates: (seed: string) => readonly Estimate[];
};

/** The most that a standard error may be, as a share of theory. */
export const LIMIT = 0.0016;

/** The seed of the tests. */
export const SEED = "theory";

export const model = (title: string, formula: string, estimates: Model["estimates"]): Model => ({
  title,
  formula,
  estimates,
});

/** The estimates of a model whose replications give several figures: each by its name, what theory says, and its key. */
export const estimatesOf = <K extends string>(
  found: readonly Readonly<Record<K, number | Sample>>[],
  figures: readonly (readonly [name: string, theory: number, key: K])[],
): Estimate[] =>
  figures.map(([name, theory, key]) =>
    estimateOf(
      name,
      theory,
      found.map((one) => one[key]),
    ),
  );

export const estimateOf = (
  name: string,
  theory: number,
  samples: readonly (number | Sample)[],
): Estimate => ({
  name,
  theory,
  samples: samples.map(asSample),
});

/** What the types of the model are made of: seconds, accelerators, steps, laws. */

/** Whole seconds since the scenario's start; facts of the past are negative. */
export type Seconds = number;
/** Whole accelerators. */
export type Gpus = number;

/** A step function: `value` holds from `at` on. Sorted by `at`. */
export type Step<T> = { readonly at: Seconds; readonly value: T };

/** Parameters as `random/variates` takes them; results are in seconds and rounded to whole ones when used. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly from: number; readonly to: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "lognormal"; readonly mu: number; readonly sigma: number }
  | { readonly kind: "gamma"; readonly shape: number; readonly scale: number }
  | { readonly kind: "weibull"; readonly shape: number; readonly scale: number }
  | { readonly kind: "pareto"; readonly least: number; readonly shape: number }
  | {
      readonly kind: "hyperexponential";
      readonly means: readonly number[];
      readonly weights: readonly number[];
    }
  | { readonly kind: "empirical"; readonly values: readonly number[] };

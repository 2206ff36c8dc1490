/** What is said about a metric: its unit, its meaning, and which way is better. */

/** In which scenarios a metric has something to say: with leases, with jobs, in all. */
export type Regime = "leases" | "jobs" | "both";

export type MetricDefinition = {
  readonly name: string;
  /** What a heading says. */
  readonly label: string;
  readonly unit:
    | "share"
    | "GPU-hours"
    | "GPUs"
    | "days"
    | "seconds"
    | "count"
    | "$"
    | "per hour"
    | "per year"
    | "per 1,000 GPU-hours"
    | "index";
  readonly better: "higher" | "lower" | "neither";
  readonly meaning: string;
  readonly formula: string;
  /** Shown in the short table that a person sees first. */
  readonly headline: boolean;
};

/** A row of the table: a definition, and where it belongs into the short one. */
export type MetricRow = MetricDefinition & { readonly regime: Regime };

/** A row whose name the compiler knows. */
export type Named<N extends string> = MetricRow & { readonly name: N };

/** A row of the table. */
export const define = <N extends string>(
  name: N,
  label: string,
  unit: MetricDefinition["unit"],
  better: MetricDefinition["better"],
  meaning: string,
  formula: string,
  headline = false,
  regime: Regime = "both",
): Named<N> => ({ name, label, unit, better, meaning, formula, regime, headline });

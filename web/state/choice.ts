/** What a reader chooses: a scenario, what is asked of it beside its text, and what is looked at of the answer. */
import type { View } from "../share/codec.ts";

/** What is chosen beside the text; undefined: as the scenario says. */
export type Choice = {
  /** Empty: all of the scenario. */
  readonly policies: readonly string[];
  /** A parameter and the values to compare, as they would be written in the file. */
  readonly vary: { readonly path: string; readonly values: readonly string[] } | undefined;
  readonly replications: number | undefined;
  readonly seed: string | undefined;
};

export const nothingChosen: Choice = {
  policies: [],
  vary: undefined,
  replications: undefined,
  seed: undefined,
};

export const firstView: View = { policy: 0, allMetrics: false, onlyDiffering: false, pane: "form" };

/** A scenario and what was chosen with it. */
export type Opened = { readonly text: string; readonly file: string; readonly choice: Choice };

/**
 * The form of a scenario as plain data: which values can be set, what they are now, where they come from, and how
 * a slider moves them. A page draws it without knowing the language; every path is one that `editText` takes.
 */

export type ControlKind =
  | "number"
  | "count"
  | "duration"
  | "date"
  | "gpus"
  | "money"
  | "share"
  | "power"
  | "choice"
  | "flag"
  | "text"
  | "part";

export type Choice = {
  /** As it is written. */
  readonly value: string;
  readonly label: string;
};

/** How a slider moves a value; positions are what the slider itself counts in. */
export type Slider =
  | { readonly scale: "linear"; readonly least: number; readonly most: number; readonly step: number }
  /** From `low` to `most` by equal factors; `least` is the position 0, and may be 0 itself. */
  | { readonly scale: "log"; readonly least: number; readonly low: number; readonly most: number }
  /** Values that people use, in order. */
  | { readonly scale: "stops"; readonly stops: readonly string[] };

export type Control = {
  /** Place of the value, in indexes and keys. */
  readonly path: string;
  readonly label: string;
  /** Shown behind the field; empty where the written value has its unit in it. */
  readonly unit: string;
  /** `part` stands for an optional object that is not written; its choice brings one. */
  readonly kind: ControlKind;
  /** As it is, or would be, written; empty when nothing is and there is no default. */
  readonly value: string;
  readonly default?: string;
  readonly isDefault: boolean;
  /** False for what the scenario leaves to the default or to a shipped policy. */
  readonly isWritten: boolean;
  /** Among the values that matter most; the others are told after them. */
  readonly isMain: boolean;
  /** Where the value comes from: the comment beside it, or whose default it is. */
  readonly source: string;
  /** What it means. */
  readonly help: string;
  /** What may be written, in the words of error messages. */
  readonly allowed: string;
  readonly slider?: Slider;
  readonly choices?: readonly Choice[];
};

export type ControlGroup = {
  /** Unique in the form: `tenants[0]`. */
  readonly name: string;
  readonly title: string;
  /** Heading over groups of one sort. */
  readonly section: string;
  readonly controls: readonly Control[];
};

export type FormModel = {
  readonly groups: readonly ControlGroup[];
  /** What the marks in comments stand for, as the comment at the head of the file says: `F` is the filing. */
  readonly marks: Readonly<Record<string, string>>;
  /** Groups that are left out because there are too many; they are in the text. */
  readonly omitted: number;
};

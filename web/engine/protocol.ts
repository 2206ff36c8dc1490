/**
 * What the page and its desk say to each other. The page asks, each question with a number; the desk answers
 * with the same number, a study with several updates before. Plain data only, so that it can be cloned.
 */
import type {
  FormModel,
  HeatMap,
  LoggedEvent,
  MetricDefinition,
  Problem,
  Range,
  StudyResult,
} from "../../src/index.ts";

/** What a text says: its problems, or what the page needs to know of a valid one. */
export type Checked = {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Undefined when there are problems. */
  readonly facts: Facts | undefined;
};

export type Facts = {
  readonly name: string;
  readonly question: string;
  /** Of the scenario, in order; the first is the default. */
  readonly policies: readonly string[];
  /** Names of the policies that come with Clawback. */
  readonly shipped: readonly string[];
  readonly replications: number;
  readonly seed: string;
  /** Events that one replication of one policy amounts to, roughly; Infinity when nobody can tell beforehand. */
  readonly load: number;
};

/** What is to be simulated, as the page knows it. */
export type StudyAsk = {
  readonly text: string;
  /** What the command that makes the result again calls the scenario. */
  readonly file: string;
  /** Empty: all of the scenario. */
  readonly policies: readonly string[];
  readonly vary?: { readonly path: string; readonly values: readonly string[] } | undefined;
  readonly replications?: number | undefined;
  readonly seed?: string | undefined;
  readonly baseline?: string | undefined;
};

/** A result on the page, with what it takes the schema of scenarios to know. */
export type Shown = {
  readonly result: StudyResult;
  /** Places of the policies that may be chosen: not those that are told the future. */
  readonly candidates: readonly number[];
};

export type StudyUpdate = Shown & { readonly done: number; readonly total: number };

/** Questions that go beyond the scenario as it stands; each is a study of its own, asked for by a button. */
export type Exploration = { readonly of: StudyAsk } & (
  | {
      /** One metric over two parameters, under one policy. */
      readonly method: "map";
      readonly policy: string;
      readonly metric: string;
      readonly x: Parameter;
      readonly y: Parameter;
    }
  /** One metric with each parameter at its low and its high value. */
  | {
      readonly method: "tornado";
      readonly policy: string;
      readonly metric: string;
      readonly ranges: readonly (Range & { readonly name: string })[];
    }
  /** What a length of notice costs either side. */
  | { readonly method: "ladder"; readonly policy: string; readonly notice: Parameter }
);

/** A parameter and the values to try, as they would be written. */
export type Parameter = {
  readonly path: string;
  readonly name: string;
  readonly values: readonly string[];
};

export type ExplorationUpdate = {
  readonly done: number;
  readonly total: number;
  readonly found: Found | undefined;
};

/** What an exploration has found so far. */
export type Found =
  | {
      readonly method: "map";
      readonly map: HeatMap;
      readonly metric: MetricDefinition;
      readonly x: string;
      readonly y: string;
    }
  | {
      readonly method: "tornado";
      readonly bars: readonly { readonly parameter: string; readonly low: number; readonly high: number }[];
      readonly base: number;
      readonly metric: MetricDefinition;
      /** Names of parameters whose ends the scenario does not take. */
      readonly omitted: readonly string[];
    }
  | { readonly method: "ladder"; readonly result: StudyResult };

export type ExportFormat = "json" | "result" | "csv" | "series" | "markdown" | "html";

export type Questions = {
  readonly check: { readonly ask: { readonly text: string }; readonly answer: Checked };
  /** The controls of a valid text: it takes as long as all else, so the numbers come first. */
  readonly form: { readonly ask: { readonly text: string }; readonly answer: FormModel };
  /** The text with one value changed; see `editText`. */
  readonly edit: {
    readonly ask: { readonly text: string; readonly path: string; readonly value: string };
    readonly answer: string;
  };
  /** The JSON Schema of scenarios. */
  readonly schema: { readonly ask: Record<never, never>; readonly answer: Record<string, unknown> };
  readonly study: { readonly ask: StudyAsk; readonly answer: StudyUpdate };
  readonly explore: { readonly ask: Exploration; readonly answer: ExplorationUpdate };
  readonly stop: { readonly ask: Record<never, never>; readonly answer: undefined };
  /** Every event of one replication under one policy. */
  readonly events: {
    readonly ask: StudyAsk & {
      readonly policy: string;
      /** Of the entry, when a parameter is varied: `path=value`; else empty. */
      readonly variant: string;
      readonly replication: number;
    };
    readonly answer: readonly LoggedEvent[];
  };
  readonly export: {
    readonly ask: { readonly result: StudyResult; readonly format: ExportFormat };
    readonly answer: string;
  };
  /** A saved result, read strictly. */
  readonly import: { readonly ask: { readonly text: string }; readonly answer: Shown };
  /** A scenario around a trace that the user gave. */
  readonly traceScenario: { readonly ask: { readonly name: string }; readonly answer: string };
  /** Trace files that the user gave; they stay with the desk. */
  readonly files: { readonly ask: { readonly files: readonly TraceGiven[] }; readonly answer: undefined };
};

export type TraceGiven = { readonly name: string; readonly blob: Blob };

export type Kind = keyof Questions;
export type Ask<K extends Kind> = Questions[K]["ask"];
export type Answer<K extends Kind> = Questions[K]["answer"];

export type Question<K extends Kind = Kind> = {
  readonly [Each in K]: { readonly id: number; readonly kind: Each } & Ask<Each>;
}[K];

export type Reply = { readonly id: number } & (
  | { readonly answer: unknown; readonly isLast: boolean }
  /** The input was refused. */
  | { readonly problems: readonly Problem[] }
  /** The study was stopped, or replaced by another. */
  | { readonly stopped: true }
  /** A mistake of ours. */
  | { readonly bug: string }
);

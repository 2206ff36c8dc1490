/**
 * What the page and its desk say to each other. The page asks, each question with a number; the desk answers
 * with the same number, a study with several updates before. Plain data only, so that it can be cloned.
 */
import type { LoggedEvent, Problem, StudyResult } from "../../src/index.ts";

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

export type ExportFormat = "json" | "result" | "csv" | "series" | "markdown" | "html";

export type Questions = {
  readonly check: { readonly ask: { readonly text: string }; readonly answer: Checked };
  readonly study: { readonly ask: StudyAsk; readonly answer: StudyUpdate };
  readonly stop: { readonly ask: Record<never, never>; readonly answer: undefined };
  /** Every event of one replication under one policy. */
  readonly events: {
    readonly ask: StudyAsk & { readonly policy: string; readonly replication: number };
    readonly answer: readonly LoggedEvent[];
  };
  readonly export: {
    readonly ask: { readonly result: StudyResult; readonly format: ExportFormat };
    readonly answer: string;
  };
  /** A saved result, read strictly. */
  readonly import: { readonly ask: { readonly text: string }; readonly answer: Shown };
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

/**
 * What the page knows, a signal each. Only the state and its parts write them; whatever follows from others is computed.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FormModel, Problem } from "../../src/index.ts";
import type { Checked, Facts, Shown, StudyAsk } from "../engine/protocol.ts";
import type { View } from "../share/codec.ts";
import { type Choice, firstView, type Opened } from "./choice.ts";
import { beginWith, type History } from "./history.ts";

export type Run = {
  readonly phase: "idle" | "running" | "done" | "stopped" | "failed" | "waiting";
  readonly done: number;
  readonly total: number;
  readonly message?: string;
};

/** Where the scenario came from, as far as the user must know. */
export type Origin =
  | { readonly kind: "here" }
  | { readonly kind: "link" }
  | { readonly kind: "badLink"; readonly message: string };

export const idle: Run = { phase: "idle", done: 0, total: 0 };

export type Signals = ReturnType<typeof createSignals>;

export const createSignals = (first: Opened) => {
  const history: Signal<History> = signal(beginWith(first.text));
  const text: ReadonlySignal<string> = computed(() => history.value.text);
  const file = signal(first.file);
  const choice = signal<Choice>(first.choice);
  const checked = signal<Checked>({ problems: [], warnings: [], facts: undefined });
  /** Of the last valid text. */
  const facts = signal<Facts | undefined>(undefined);
  /** Its controls, which come after the first numbers. */
  const form = signal<FormModel | undefined>(undefined);
  /** The form as the scenario was opened. */
  const original = signal<FormModel | undefined>(undefined);
  const run = signal<Run>(idle);
  const shown = signal<Shown | undefined>(undefined);
  /** Problems that came with the run and not with the text, such as a missing file. */
  const runProblems = signal<readonly Problem[]>([]);
  const isImported = signal(false);
  const isTrusted = signal(true);
  const view = signal<View>(firstView);
  const origin = signal<Origin>({ kind: "here" });

  const ask = computed<StudyAsk>(() => ({ text: text.value, file: file.value, ...choice.value }));
  /** What the result on the page was asked for. */
  const shownAsk = signal<StudyAsk | undefined>(undefined);
  const isStale = computed(
    () => shown.value !== undefined && !isImported.value && !isSame(shownAsk.value, ask.value),
  );

  return {
    history,
    text,
    file,
    choice,
    checked,
    facts,
    form,
    original,
    run,
    shown,
    runProblems,
    isImported,
    isTrusted,
    view,
    origin,
    ask,
    shownAsk,
    isStale,
  };
};

export const isSame = (a: StudyAsk | undefined, b: StudyAsk): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);

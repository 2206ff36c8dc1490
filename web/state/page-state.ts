/**
 * The state of the page and the few ways to change it. The text is the only truth; everything else follows
 * from it and from what is chosen beside it. Whatever is shown of an older state is marked as stale, never
 * silently old.
 */
import { batch, computed, type ReadonlySignal } from "@preact/signals";
import type { FormModel, Problem } from "../../src/index.ts";
import { type Desk, Refused } from "../engine/desk-client.ts";
import type { Checked, Facts, Shown, StudyAsk } from "../engine/protocol.ts";
import type { Linked, View } from "../share/codec.ts";
import { type Choice, firstView, type Opened } from "./choice.ts";
import { createEdits } from "./edits.ts";
import { createFollower } from "./follower.ts";
import { changeTo, type History, redo, settle, undo } from "./history.ts";
import { createSignals, idle, type Origin, type Run } from "./signals.ts";

export type PageState = ReturnType<typeof createPageState>;

/**
 * @param first - what is shown before anybody has chosen anything
 */
export const createPageState = (desk: Desk, first: Opened) => {
  const signals = createSignals(first);
  const { history, text, file, choice, checked, facts, form, original, run, shown } = signals;
  const { runProblems, isImported, isTrusted, view, origin, ask, shownAsk, isStale } = signals;
  const { follow, halt, failed, forgetForm } = createFollower(desk, signals);

  const change = (next: History): void => {
    if (next === history.value) return;
    const isOther = next.text !== history.value.text;
    history.value = next;
    if (isOther) void follow();
  };

  const open = (next: Opened, nextView: View, from: Origin, trust: boolean): void => {
    batch(() => {
      isTrusted.value = trust;
      origin.value = from;
      history.value = changeTo(history.value, next.text);
      file.value = next.file;
      choice.value = next.choice;
      view.value = nextView;
      original.value = undefined;
    });
    forgetForm();
    void follow();
  };

  const edit = createEdits(
    desk,
    text,
    (next, path, isFinal) => {
      change(changeTo(history.value, next, path));
      if (isFinal) change(settle(history.value));
    },
    (error) => {
      if (error instanceof Refused) checked.value = { ...checked.value, problems: error.problems };
      else failed(error);
    },
  );

  return {
    text,
    file: file as ReadonlySignal<string>,
    ask: ask as ReadonlySignal<StudyAsk>,
    choice: choice as ReadonlySignal<Choice>,
    checked: checked as ReadonlySignal<Checked>,
    facts: facts as ReadonlySignal<Facts | undefined>,
    form: form as ReadonlySignal<FormModel | undefined>,
    original: original as ReadonlySignal<FormModel | undefined>,
    run: run as ReadonlySignal<Run>,
    runProblems: runProblems as ReadonlySignal<readonly Problem[]>,
    shown: shown as ReadonlySignal<Shown | undefined>,
    shownAsk: shownAsk as ReadonlySignal<StudyAsk | undefined>,
    isImported: isImported as ReadonlySignal<boolean>,
    isStale,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    /** What stands in the address. */
    linked: computed<Linked>(() => ({
      text: text.value,
      file: file.value,
      choice: choice.value,
      view: view.value,
    })),
    view: view as ReadonlySignal<View>,
    origin: origin as ReadonlySignal<Origin>,
    isTrusted: isTrusted as ReadonlySignal<boolean>,

    /** @param gesture - what is still going on, such as dragging; see `changeTo` */
    setText: (next: string, gesture?: string): void => change(changeTo(history.value, next, gesture)),
    edit,
    settle: (): void => change(settle(history.value)),
    undo: (): void => change(undo(history.value)),
    redo: (): void => change(redo(history.value)),
    choose: (next: Partial<Choice>): void => {
      choice.value = { ...choice.value, ...next };
      void follow();
    },
    /** Another scenario of the user's choice; undo leads back to the text before. */
    open: (next: Opened): void => open(next, firstView, { kind: "here" }, true),
    /** A state that an address holds; `isOwn` when this page wrote it. */
    openLink: (
      { text: linkedText, file: linkedFile, choice: linkedChoice, view: linkedView }: Linked,
      { isOwn, isTrusted: trust }: { readonly isOwn: boolean; readonly isTrusted: boolean },
    ): void =>
      open(
        { text: linkedText, file: linkedFile, choice: linkedChoice },
        linkedView,
        { kind: isOwn ? "here" : "link" },
        trust,
      ),
    /** An address that cannot be read: says so, and leaves everything as it is. */
    refuseLink: (message: string): void => {
      origin.value = { kind: "badLink", message };
      if (run.value.phase === "idle") void follow();
    },
    /** The user has seen where the scenario came from. */
    dismissOrigin: (): void => {
      origin.value = { kind: "here" };
    },
    look: (next: Partial<View>): void => {
      view.value = { ...view.value, ...next };
    },
    /** Runs the same once more, because a file has come that it may have missed. */
    again: (): void => void follow(),
    /** Runs what is there, however long it takes. */
    start: (): void => {
      isTrusted.value = true;
      void follow();
    },
    stop: halt,
    /** Shows a result that was made elsewhere, and the scenario it was made of. */
    showImported: (next: Shown): void =>
      batch(() => {
        halt();
        shown.value = next;
        isImported.value = true;
        run.value = idle;
      }),
    /** Checks and runs the first scenario. */
    begin: (trust: boolean): void => {
      isTrusted.value = trust;
      void follow();
    },
  };
};

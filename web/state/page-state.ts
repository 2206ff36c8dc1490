/**
 * The state of the page and the few ways to change it. The text is the only truth; everything else follows
 * from it and from what is chosen beside it. Whatever is shown of an older state is marked as stale, never
 * silently old.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FormModel, Problem } from "../../src/index.ts";
import { type Desk, Refused, Stopped } from "../engine/desk-client.ts";
import type { Checked, Facts, Shown, StudyAsk, StudyUpdate } from "../engine/protocol.ts";
import type { Linked, View } from "../share/codec.ts";
import { isAffordable } from "./budget.ts";
import { beginWith, changeTo, type History, redo, settle, undo } from "./history.ts";
import { latestOnly } from "./latest-only.ts";

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

/** Milliseconds that a study has for its first picture before the next one takes its place. */
const PATIENCE = 150;

const idle: Run = { phase: "idle", done: 0, total: 0 };

export type PageState = ReturnType<typeof createPageState>;

/**
 * @param first - what is shown before anybody has chosen anything
 */
export const createPageState = (desk: Desk, first: Opened) => {
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

  let wanted = 0;
  let isChecking = false;
  /** Number of the last study; what older ones still say is not heard. */
  let studies = 0;
  /** Settles with the first picture of the last study, or when that takes long. */
  let pictured: Promise<unknown> = Promise.resolve();
  let formText: string | undefined;

  /**
   * Checks the text as it is now and runs it, in one go when nothing forbids that. Meanwhile only the last text
   * waits, and a study has the time for a first picture, so that whoever drags a slider sees something move.
   */
  const follow = async (): Promise<void> => {
    wanted++;
    if (isChecking) return;
    isChecking = true;
    try {
      for (let seen = -1; seen !== wanted; ) {
        await pictured;
        seen = wanted;
        const asked = ask.value;
        const answer = desk.ask("check", { text: asked.text });
        const isStarted = isTrusted.value;
        if (isStarted) start(asked);
        heed(await answer, asked, isStarted);
      }
    } catch (error) {
      failed(error);
    } finally {
      isChecking = false;
    }
  };

  const heed = (answer: Checked, asked: StudyAsk, isStarted: boolean): void => {
    if (asked.text === text.value)
      batch(() => {
        checked.value = answer;
        if (answer.facts !== undefined) facts.value = answer.facts;
      });
    if (answer.facts === undefined) halt();
    else if (isStarted) return;
    else if (mayRun(asked, answer.facts)) start(asked);
    else {
      halt();
      run.value = { phase: "waiting", done: 0, total: 0 };
      void renewForm(asked.text);
    }
  };

  /** The controls of a text, unless it was refused or is old. */
  const renewForm = async (of: string): Promise<void> => {
    if (formText === of) return;
    formText = of;
    try {
      const next = await desk.ask("form", { text: of });
      if (formText !== of) return;
      batch(() => {
        form.value = next;
        original.value ??= next;
      });
    } catch (error) {
      if (!(error instanceof Refused)) failed(error);
    }
  };

  const mayRun = (asked: StudyAsk, { load, policies, replications }: Facts): boolean =>
    isTrusted.value ||
    isAffordable(
      load,
      (asked.policies.length || policies.length) * (asked.vary?.values.length ?? 1),
      asked.replications ?? replications,
    );

  const start = (asked: StudyAsk): void => {
    const own = ++studies;
    const inTurn = latestOnly();
    const isCurrent = (): boolean => own === studies;
    const picture = once(PATIENCE);
    pictured = picture.promise;
    const show = (next: Shown): void => {
      shown.value = next;
      shownAsk.value = asked;
      isImported.value = false;
    };
    const tell = (update: StudyUpdate, phase: "running" | "done"): void => {
      if (!isCurrent()) return;
      batch(() => {
        show(update);
        const isLatest = isSame(asked, ask.value);
        run.value = { phase: isLatest ? phase : "running", done: update.done, total: update.total };
      });
      picture.settle();
      void renewForm(asked.text);
    };
    batch(() => {
      run.value = { phase: "running", done: 0, total: 0 };
      runProblems.value = [];
    });
    desk
      .study(asked, (update) => inTurn(() => tell(update, "running")))
      .then((update) => inTurn(() => tell(update, "done")))
      .catch((error: unknown) => {
        picture.settle();
        if (!isCurrent()) return;
        failed(error);
        void renewForm(asked.text);
      });
  };

  const failed = (error: unknown): void => {
    if (error instanceof Stopped) return;
    batch(() => {
      if (error instanceof Refused) runProblems.value = error.problems;
      const message = error instanceof Error ? error.message : String(error);
      run.value = { ...run.value, phase: "failed", message };
    });
  };

  /** Ends what runs. */
  const halt = (): void => {
    if (run.value.phase !== "running") return;
    studies++;
    run.value = { ...run.value, phase: "stopped" };
    void desk.ask("stop", {});
  };

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
      formText = undefined;
    });
    void follow();
  };

  /** Edits that were not sent yet: of each place the last, because a slider is quicker than the desk. */
  const edits = new Map<string, { readonly value: string; readonly isFinal: boolean }>();
  let isEditing = false;

  const editAll = async (): Promise<void> => {
    if (isEditing) return;
    isEditing = true;
    try {
      for (const [path, { value, isFinal }] of edits) {
        edits.delete(path);
        const from = text.value;
        const next = await desk.ask("edit", { text: from, path, value });
        // somebody has written meanwhile: the edit is made to what stands there now
        if (text.value !== from) {
          if (!edits.has(path)) edits.set(path, { value, isFinal });
          continue;
        }
        change(changeTo(history.value, next, path));
        if (isFinal) change(settle(history.value));
      }
    } catch (error) {
      if (error instanceof Refused) checked.value = { ...checked.value, problems: error.problems };
      else failed(error);
    } finally {
      isEditing = false;
      if (edits.size > 0) void editAll();
    }
  };

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
    /** Sets one value in the text; see `editText`. Edits that are not final are one step with those after them. */
    edit: (path: string, value: string, isFinal: boolean): void => {
      edits.set(path, { value, isFinal });
      void editAll();
    },
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

/** A promise that is settled from outside, or after a while. */
const once = (most: number): { readonly promise: Promise<void>; settle(): void } => {
  let settle = (): void => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
    setTimeout(resolve, most);
  });
  return { promise, settle: () => settle() };
};

const isSame = (a: StudyAsk | undefined, b: StudyAsk): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);

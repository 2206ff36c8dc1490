/**
 * The state of the page and the few ways to change it. The text is the only truth; everything else follows
 * from it and from what is chosen beside it. Whatever is shown of an older state is marked as stale, never
 * silently old.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Problem } from "../../src/index.ts";
import { type Desk, Refused, Stopped } from "../engine/desk-client.ts";
import type { Checked, Facts, Shown, StudyAsk } from "../engine/protocol.ts";
import { isAffordable } from "./budget.ts";
import { beginWith, changeTo, type History, redo, settle, undo } from "./history.ts";

/** What is chosen beside the text; undefined: as the scenario says. */
export type Choice = {
  /** Empty: all of the scenario. */
  readonly policies: readonly string[];
  readonly replications: number | undefined;
  readonly seed: string | undefined;
};

export const nothingChosen: Choice = { policies: [], replications: undefined, seed: undefined };

/** A scenario and what was chosen with it, as an address holds it. */
export type Opened = { readonly text: string; readonly file: string; readonly choice: Choice };

export type Run = {
  readonly phase: "idle" | "running" | "done" | "stopped" | "failed" | "waiting";
  readonly done: number;
  readonly total: number;
  readonly message?: string;
};

/** Why a run waits for a word of the user. */
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
  const run = signal<Run>(idle);
  const shown = signal<Shown | undefined>(undefined);
  /** Problems that came with the run and not with the text, such as a missing file. */
  const runProblems = signal<readonly Problem[]>([]);
  const isImported = signal(false);
  const isTrusted = signal(true);

  const ask = computed<StudyAsk>(() => ({ text: text.value, file: file.value, ...choice.value }));
  /** What the result on the page was asked for. */
  const shownAsk = signal<StudyAsk | undefined>(undefined);
  const isStale = computed(
    () => shown.value !== undefined && !isImported.value && !isSame(shownAsk.value, ask.value),
  );

  let wanted = 0;
  let isChecking = false;

  /** Checks the text as it is now, and runs it; while one check is under way, only the last text waits. */
  const follow = async (): Promise<void> => {
    wanted++;
    if (isChecking) return;
    isChecking = true;
    try {
      for (let seen = -1; seen !== wanted; ) {
        seen = wanted;
        const asked = ask.value;
        const answer = await desk.ask("check", { text: asked.text });
        if (seen !== wanted) continue;
        batch(() => {
          checked.value = answer;
          if (answer.facts !== undefined) facts.value = answer.facts;
        });
        if (answer.facts === undefined) halt();
        else if (mayRun(asked, answer.facts)) start();
        else {
          halt();
          run.value = { phase: "waiting", done: 0, total: 0 };
        }
      }
    } catch (error) {
      failed(error);
    } finally {
      isChecking = false;
    }
  };

  const mayRun = (asked: StudyAsk, { load, policies, replications }: Facts): boolean =>
    isTrusted.value ||
    isAffordable(load, asked.policies.length || policies.length, asked.replications ?? replications);

  const start = (): void => {
    const asked = ask.value;
    const isCurrent = (): boolean => isSame(asked, ask.value);
    const show = (next: Shown): void => {
      shown.value = next;
      shownAsk.value = asked;
      isImported.value = false;
    };
    batch(() => {
      run.value = { phase: "running", done: 0, total: 0 };
      runProblems.value = [];
    });
    desk
      .study(asked, (update) => {
        if (!isCurrent()) return;
        batch(() => {
          show(update);
          run.value = { phase: "running", done: update.done, total: update.total };
        });
      })
      .then((update) => {
        if (!isCurrent()) return;
        batch(() => {
          show(update);
          run.value = { phase: "done", done: update.done, total: update.total };
        });
      })
      .catch((error: unknown) => {
        if (isCurrent()) failed(error);
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
    run.value = { ...run.value, phase: "stopped" };
    void desk.ask("stop", {});
  };

  const change = (next: History): void => {
    if (next === history.value) return;
    const isOther = next.text !== history.value.text;
    history.value = next;
    if (isOther) void follow();
  };

  return {
    text,
    file: file as ReadonlySignal<string>,
    choice: choice as ReadonlySignal<Choice>,
    checked: checked as ReadonlySignal<Checked>,
    facts: facts as ReadonlySignal<Facts | undefined>,
    run: run as ReadonlySignal<Run>,
    runProblems: runProblems as ReadonlySignal<readonly Problem[]>,
    shown: shown as ReadonlySignal<Shown | undefined>,
    shownAsk: shownAsk as ReadonlySignal<StudyAsk | undefined>,
    isImported: isImported as ReadonlySignal<boolean>,
    isStale,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    /** What stands in the address. */
    opened: computed<Opened>(() => ({ text: text.value, file: file.value, choice: choice.value })),

    /** @param gesture - what is still going on, such as dragging; see `changeTo` */
    setText: (next: string, gesture?: string): void => change(changeTo(history.value, next, gesture)),
    settle: (): void => change(settle(history.value)),
    undo: (): void => change(undo(history.value)),
    redo: (): void => change(redo(history.value)),
    choose: (next: Partial<Choice>): void => {
      choice.value = { ...choice.value, ...next };
      void follow();
    },
    /** Another scenario; undo leads back to the one before. */
    open: (next: Opened, trust: boolean): void => {
      batch(() => {
        isTrusted.value = trust;
        history.value = changeTo(history.value, next.text);
        file.value = next.file;
        choice.value = next.choice;
      });
      void follow();
    },
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

const isSame = (a: StudyAsk | undefined, b: StudyAsk): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);

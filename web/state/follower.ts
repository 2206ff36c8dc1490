/**
 * What follows from the text: its check, its study, its controls. One text is on its way at a time and only the last
 * one waits, so that whoever drags a slider sees something move and nothing piles up.
 */
import { batch } from "@preact/signals";
import { type Desk, Refused, Stopped } from "../engine/desk-client.ts";
import type { Checked, Facts, Shown, StudyAsk, StudyUpdate } from "../engine/protocol.ts";
import { isAffordable } from "./budget.ts";
import { latestOnly } from "./latest-only.ts";
import { isSame, type Signals } from "./signals.ts";

/** Milliseconds that a study has for its first picture before the next one takes its place. */
const PATIENCE = 150;

export type Follower = {
  /** Checks and runs the text as it is now. */
  follow(): Promise<void>;
  /** Ends what runs. */
  halt(): void;
  /** Says that something went wrong. */
  failed(error: unknown): void;
  /** Another scenario was opened: its controls are made anew, even of the same text. */
  forgetForm(): void;
};

export const createFollower = (desk: Desk, signals: Signals): Follower => {
  const { text, ask, checked, facts, form, original, run, runProblems, shown, shownAsk } = signals;
  const { isImported, isTrusted } = signals;
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

  return {
    follow,
    halt,
    failed,
    forgetForm: () => {
      formText = undefined;
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

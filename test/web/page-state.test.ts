/** The state of the page over a desk on this thread: what is old is marked, what is stopped stays stopped. */
import { describe, expect, test } from "vitest";
import { editText, InputError, inProcessExecutor } from "../../src/index.ts";
import { checkText, formOfText } from "../../web/engine/check.ts";
import { type Desk, Refused, Stopped } from "../../web/engine/desk-client.ts";
import type { StudyAsk, StudyUpdate } from "../../web/engine/protocol.ts";
import { conduct, StudyStopped } from "../../web/engine/study.ts";
import { createTraceStore } from "../../web/engine/trace-store.ts";
import { nothingChosen } from "../../web/state/choice.ts";
import { createPageState } from "../../web/state/page-state.ts";
import { small } from "../cli/spawn.ts";

Object.assign(globalThis, {
  document: { hidden: true },
});

const traces = createTraceStore(new URL("http://localhost/"));

/** A desk without a worker; `studies` counts what was asked for. */
const deskHere = () => {
  const studies: StudyAsk[] = [];
  let stop = new AbortController();
  const ask = async (kind: string, question: Record<string, unknown>): Promise<unknown> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (kind === "check") return checkText(String(question.text), traces.known);
    if (kind === "form") return formOfText(String(question.text));
    if (kind === "stop") return stop.abort(new StudyStopped());
    try {
      if (kind === "edit")
        return editText(String(question.text), String(question.path), String(question.value));
    } catch (error) {
      if (error instanceof InputError) throw new Refused(error.problems);
      throw error;
    }
    throw new Error(`nobody asks for ${kind} here`);
  };
  const study = async (question: StudyAsk, onUpdate: (update: StudyUpdate) => void) => {
    stop.abort(new StudyStopped());
    stop = new AbortController();
    const { signal } = stop;
    studies.push(question);
    const executor: typeof inProcessExecutor = {
      async *run(job, units, options) {
        for await (const result of inProcessExecutor.run(job, units, options)) {
          yield result;
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
      },
    };
    try {
      return await conduct(question, { executor, workers: 1, traces, signal, onUpdate });
    } catch (error) {
      if (error instanceof StudyStopped) throw new Stopped("stopped");
      if (error instanceof InputError) throw new Refused(error.problems);
      throw error;
    }
  };
  return { desk: { ask, study } as unknown as Desk, studies };
};

const begun = (text = small, trust = true) => {
  const { desk, studies } = deskHere();
  const state = createPageState(desk, { text, file: "small.yaml", choice: nothingChosen });
  state.begin(trust);
  return { state, studies };
};

const until = (is: () => boolean): Promise<void> => expect.poll(is, { timeout: 20_000 }).toBe(true);
const done = ({ state }: ReturnType<typeof begun>): Promise<void> =>
  until(() => state.run.value.phase === "done" && !state.isStale.value);

describe("the state of the page", () => {
  test("shows a part first, then the whole", async () => {
    const page = begun();
    const seen: number[] = [];
    page.state.shown.subscribe((shown) => void (shown && seen.push(shown.result.replications)));
    await done(page);
    expect(seen[0]).toBe(1);
    expect(seen.at(-1)).toBe(6);
    expect(page.state.run.value).toEqual({ phase: "done", done: 12, total: 12 });
  });

  test("is stale from an edit to the first result of the new text, and for as long as the text is wrong", async () => {
    const page = begun();
    await done(page);
    page.state.setText(small.replace("growth: 4.5", "growth: 2"));
    expect(page.state.isStale.value).toBe(true);
    await done(page);
    page.state.setText(small.replace("gpus: 1000", "gpus: x"));
    await until(() => page.state.checked.value.problems.length > 0);
    expect(page.state.isStale.value).toBe(true);
    expect(page.state.facts.value?.name).toBe("small");
    page.state.undo();
    await done(page);
    await until(() => page.state.checked.value.problems.length === 0);
  });

  test("runs the last of many edits, and few of those between", async () => {
    const page = begun();
    await done(page);
    for (let i = 0; i < 100; i++)
      page.state.setText(small.replace("growth: 4.5", `growth: ${1 + i / 50}`), "growth");
    await done(page);
    expect(page.studies.at(-1)?.text).toContain("growth: 2.98");
    expect(page.studies.length).toBeLessThan(6);
    page.state.undo();
    expect(page.state.text.value).toBe(small);
  });

  test("sets a value as a slider does: many times, one step", async () => {
    const page = begun();
    await done(page);
    for (let i = 1; i <= 20; i++) page.state.edit("tenants[0].contract.gpus", String(600 - i), i === 20);
    await until(() => page.state.text.value.includes("gpus: 580"));
    await done(page);
    page.state.undo();
    expect(page.state.text.value).toBe(small);
  });

  test("keeps an edit that is made while the text is written", async () => {
    const page = begun();
    await done(page);
    page.state.edit("tenants[0].contract.gpus", "500", true);
    page.state.setText(small.replace("growth: 4.5", "growth: 2"));
    await until(() => page.state.text.value.includes("gpus: 500"));
    expect(page.state.text.value).toContain("growth: 2");
  });

  test("tells a value that cannot be set, and leaves the text as it is", async () => {
    const page = begun();
    await done(page);
    page.state.edit("tenants[7].contract.gpus", "500", true);
    await until(() => page.state.checked.value.problems.length > 0);
    expect(page.state.text.value).toBe(small);
  });

  test("stays stopped when it is stopped, and goes on when told to", async () => {
    const page = begun();
    page.state.choose({ replications: 5000 });
    await until(() => page.state.run.value.done > 0);
    page.state.stop();
    const at = page.state.shown.value?.result.replications;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(page.state.run.value.phase).toBe("stopped");
    expect(page.state.shown.value?.result.replications).toBe(at);
    page.state.choose({ replications: 2 });
    await done(page);
  });

  test("waits with a long run of a scenario that is not trusted, and with no short one", async () => {
    const long = begun(small.replace("replications: 6", "replications: 100000"), false);
    await until(() => long.state.run.value.phase === "waiting");
    expect(long.studies).toHaveLength(0);
    long.state.start();
    await until(() => long.state.run.value.done > 0);
    long.state.stop();
    await done(begun(small, false));
  });

  test("tells what a run refuses: a parameter that is not there", async () => {
    const page = begun();
    await done(page);
    page.state.choose({ vary: { path: "nowhere", values: ["1"] } });
    await until(() => page.state.run.value.phase === "failed");
    expect(page.state.runProblems.value[0]?.message).toBeTruthy();
    expect(page.state.isStale.value).toBe(true);
    page.state.choose({ vary: undefined });
    await done(page);
  });

  test("shows an imported result until something else is asked for", async () => {
    const page = begun();
    await done(page);
    const imported = page.state.shown.value;
    if (imported === undefined) throw new Error("nothing is shown");
    page.state.setText(small.replace("growth: 4.5", "growth: 2"));
    await done(page);
    page.state.showImported(imported);
    expect(page.state.isImported.value).toBe(true);
    expect(page.state.isStale.value).toBe(false);
    page.state.choose({ seed: "other" });
    await until(() => !page.state.isImported.value);
    await done(page);
  });
});

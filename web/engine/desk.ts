/**
 * The desk: reads texts, conducts one study at a time over its hands, and turns results into files. A new study
 * stops the one that runs. What it answers is what the command line would say. What the first numbers do not need
 * is fetched when it is asked for.
 */
import { editText, InputError, scenarioJsonSchema } from "../../src/index.ts";
import { checkText, formOfText } from "./check.ts";
import { eventsOf } from "./events.ts";
import { createHands, type HandWorker } from "./hands.ts";
import { hereInWorker } from "./here.ts";
import type { Question, Reply } from "./protocol.ts";
import { conduct, type Means, StudyStopped } from "./study.ts";
import { createTraceStore } from "./trace-store.ts";

/** More hands bring less than they cost in memory. */
const MOST_HANDS = 8;

const startHand = (): HandWorker =>
  new Worker(hereInWorker.location.href, { type: "module", name: "hand" }) as unknown as HandWorker;

const handCount = Math.max(1, Math.min(MOST_HANDS, navigator.hardwareConcurrency || 2));
const hands = createHands(handCount, startHand);
// the worker lies in the folder of assets, beside which the page lies
const traces = createTraceStore(new URL("../", hereInWorker.location.href));
let stop = new AbortController();

const post = (reply: Reply): void => hereInWorker.postMessage(reply);

/** What the next study works with; the one that runs is stopped. */
const means = ({ id }: Question): Means => {
  stop.abort(new StudyStopped());
  stop = new AbortController();
  return {
    executor: hands,
    workers: handCount,
    traces,
    signal: stop.signal,
    onUpdate: (update) => post({ id, answer: update, isLast: false }),
  };
};

const answer = async (question: Question): Promise<unknown> => {
  switch (question.kind) {
    case "check":
      return checkText(question.text, traces.known);
    case "form":
      return formOfText(question.text);
    case "edit":
      return editText(question.text, question.path, question.value);
    case "schema":
      return scenarioJsonSchema();
    case "study":
      return conduct(question, means(question));
    case "explore": {
      // first: a study that is asked for meanwhile stops this one, and not the other way round
      const own = means(question);
      return (await import("./explore.ts")).explore(question, own);
    }
    case "stop":
      stop.abort(new StudyStopped());
      return undefined;
    case "events":
      return eventsOf(question, traces);
    case "export":
      return (await import("./files.ts")).exported(question.result, question.format);
    case "import":
      return (await import("./files.ts")).imported(question.text);
    case "traceScenario":
      return (await import("./trace-scenario.ts")).scenarioOfTrace(
        question.name,
        traces,
        new AbortController().signal,
      );
    case "files":
      for (const { name, blob } of question.files) traces.give(name, blob);
      return undefined;
  }
};

hereInWorker.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const { id } = data;
  answer(data).then(
    (last) => post({ id, answer: last, isLast: true }),
    (error: unknown) => {
      if (error instanceof InputError) post({ id, problems: error.problems });
      else if (error instanceof StudyStopped) post({ id, stopped: true });
      else post({ id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  );
});

hereInWorker.postMessage("ready");

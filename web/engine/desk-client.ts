/**
 * The page's side of the desk: questions as promises. A study tells of itself while it runs, and can be
 * stopped; one that is replaced ends as stopped, never as an error.
 */
import type { Problem } from "../../src/index.ts";
import type {
  Answer,
  Ask,
  Exploration,
  ExplorationUpdate,
  Kind,
  Question,
  Reply,
  StudyAsk,
  StudyUpdate,
} from "./protocol.ts";

/** The desk refused an input. */
export class Refused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join("\n"));
    this.problems = problems;
  }
}

/** A study was stopped before its end. */
export class Stopped extends Error {}

export type Desk = {
  ask<K extends Exclude<Kind, "study" | "explore">>(kind: K, ask: Ask<K>): Promise<Answer<K>>;
  /**
   * Runs a study; another one that is asked for meanwhile stops it.
   *
   * @param onUpdate - called with partial results, not with the last
   * @returns the whole result; rejects with `Refused` or `Stopped`
   */
  study(ask: StudyAsk, onUpdate: (update: StudyUpdate) => void): Promise<StudyUpdate>;
  /** The same for an exploration; it and a study stop each other. */
  explore(ask: Exploration, onUpdate: (update: ExplorationUpdate) => void): Promise<ExplorationUpdate>;
};

/** What a desk client needs of a worker. */
export type DeskWorker = {
  postMessage(message: Question): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Reply | "ready">) => void): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
};

type Waiting = {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onUpdate: ((answer: never) => void) | undefined;
};

/** @param worker - a worker in the role of the desk */
export const createDesk = (worker: DeskWorker): Desk => {
  const waiting = new Map<number, Waiting>();
  /** What was asked before the worker could hear; undefined once it can. */
  let early: Question[] | undefined = [];
  let serial = 0;

  const send = <K extends Kind>(
    kind: K,
    ask: Ask<K>,
    onUpdate?: (answer: Answer<K>) => void,
  ): Promise<Answer<K>> =>
    new Promise((resolve, reject) => {
      const id = ++serial;
      waiting.set(id, { resolve, reject, onUpdate });
      const question = { ...ask, id, kind } as unknown as Question;
      if (early === undefined) worker.postMessage(question);
      else early.push(question);
    });

  worker.addEventListener("message", ({ data }) => {
    if (data === "ready") {
      for (const question of early ?? []) worker.postMessage(question);
      early = undefined;
      return;
    }
    const asked = waiting.get(data.id);
    if (asked === undefined) return;
    if ("answer" in data && !data.isLast) {
      asked.onUpdate?.(data.answer as never);
      return;
    }
    waiting.delete(data.id);
    if ("answer" in data) asked.resolve(data.answer as never);
    else if ("problems" in data) asked.reject(new Refused(data.problems));
    else if ("stopped" in data) asked.reject(new Stopped("stopped"));
    else asked.reject(new Error(data.bug));
  });
  worker.addEventListener("error", (event) => {
    for (const { reject } of waiting.values())
      reject(new Error(event.message || "the simulation worker could not be started"));
    waiting.clear();
  });
  return {
    ask: send,
    study: (ask, onUpdate) => send("study", ask, onUpdate),
    explore: (ask, onUpdate) => send("explore", ask, onUpdate),
  };
};

/** Starts the desk in a worker of its own. */
export const startDesk = (): Desk =>
  createDesk(new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "desk" }));

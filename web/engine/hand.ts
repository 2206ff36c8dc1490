/**
 * A hand: it is told a job and runs units of it, one after the other. Traces are told once and kept, because
 * every edit makes a new job and few edits touch the traces.
 */
import {
  createRunner,
  type Job,
  noTraces,
  type Traces,
  type Unit,
  type UnitResult,
} from "../../src/index.ts";
import { hereInWorker } from "./here.ts";

export type HandRequest =
  | { readonly traces: Traces }
  | { readonly job: Omit<Job, "traces">; readonly serial: number }
  | { readonly unit: Unit };

export type HandReply = { readonly serial: number } & (
  | { readonly result: UnitResult }
  | { readonly error: { readonly message: string; readonly stack: string } }
);

let traces: Traces = noTraces;
let serial = -1;
let runUnit: ((unit: Unit) => UnitResult) | undefined;

hereInWorker.addEventListener("message", ({ data }: MessageEvent<HandRequest>) => {
  if ("traces" in data) traces = data.traces;
  else if ("job" in data) {
    serial = data.serial;
    runUnit = createRunner({ ...data.job, traces });
  } else hereInWorker.postMessage(reply(data.unit));
});

const reply = (unit: Unit): HandReply => {
  try {
    if (runUnit === undefined) throw new Error("a unit came before its job");
    return { serial, result: runUnit(unit) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    return { serial, error: { message, stack: stack ?? "" } };
  }
};

hereInWorker.postMessage("ready");

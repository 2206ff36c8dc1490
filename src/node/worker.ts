/** A worker thread: it is told the job once, then runs unit after unit. */
import { parentPort } from "node:worker_threads";
import { InputError } from "../base/errors.ts";
import { createRunner, type Unit, type UnitResult } from "../studies/unit.ts";
import type { WorkerReply, WorkerRequest } from "./thread-executor.ts";

const port = parentPort;
if (port === null) throw new Error("this script runs as a worker thread only");

let runUnit: ((unit: Unit) => UnitResult) | undefined;

port.on("message", (request: WorkerRequest) => {
  if ("job" in request) {
    runUnit = createRunner(request.job);
    return;
  }
  let reply: WorkerReply;
  try {
    if (runUnit === undefined) throw new Error("a unit came before its job");
    reply = { result: runUnit(request.unit) };
  } catch (error) {
    if (error instanceof InputError) {
      port.postMessage({ refused: error.problems } satisfies WorkerReply);
      return;
    }
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    reply = { error: { message: `${message} (unit ${JSON.stringify(request.unit)})`, stack: stack ?? "" } };
  }
  port.postMessage(reply);
});

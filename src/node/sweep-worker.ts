/** A worker thread of a sweep: it has the job from the start, and runs unit after unit. */
import { parentPort, workerData } from "node:worker_threads";
import type { SweepUnit } from "../studies/sweep/plan.ts";
import { createUnitRunner, type SweepJob, type UnitOutcome } from "../studies/sweep/run.ts";

export type SweepWorkerStart = {
  readonly job: SweepJob;
  /** One number, counted up at each run, so that somebody outside sees that time passes for nothing. */
  readonly runs: SharedArrayBuffer;
};
export type SweepWorkerReply = "ready" | UnitOutcome;

const port = parentPort;
if (port === null) throw new Error("this script runs as a worker thread only");

const { job, runs } = workerData as SweepWorkerStart;
const counter = new Int32Array(runs);
const runUnit = createUnitRunner(job, () => {
  Atomics.add(counter, 0, 1);
});

port.on("message", (unit: SweepUnit) => {
  const outcome = runUnit(unit);
  if ("bytes" in outcome) port.postMessage(outcome, [outcome.bytes.buffer as ArrayBuffer]);
  else port.postMessage(outcome);
});
port.postMessage("ready" satisfies SweepWorkerReply);

/** A worker thread of a sweep: it has the job from the start, and runs unit after unit. */
import { getHeapStatistics } from "node:v8";
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
// the limit of the thread is on objects alone; the tables of jobs are buffers beside them
const megabytes = (): number => {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
};
const runUnit = createUnitRunner(job, {
  onRun: () => {
    Atomics.add(counter, 0, 1);
  },
  megabytes,
});

port.on("message", (unit: SweepUnit) => {
  const outcome = runUnit(unit);
  if ("bytes" in outcome) port.postMessage(outcome, [outcome.bytes.buffer as ArrayBuffer]);
  else port.postMessage(outcome);
});
port.postMessage("ready" satisfies SweepWorkerReply);

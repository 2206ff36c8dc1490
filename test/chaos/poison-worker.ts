/**
 * A worker thread of a sweep that some points poison: it ends, hangs or eats all memory, as a fault of the engine or of
 * the machine would. What poisons is the place of the point; all others run as they do elsewhere.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { SweepWorkerReply, SweepWorkerStart } from "../../src/node/sweep-worker.ts";
import type { SweepUnit } from "../../src/studies/sweep/plan.ts";
import { createUnitRunner } from "../../src/studies/sweep/run.ts";
import { poisonAt } from "./poison.ts";

const { job } = workerData as SweepWorkerStart;
const run = createUnitRunner(job);

const eat = (): void => {
  const eaten: number[][] = [];
  for (;;) eaten.push(new Array<number>(500_000).fill(eaten.length + 0.5));
};

parentPort?.on("message", (unit: SweepUnit) => {
  const poison = poisonAt(unit.point);
  if (poison === "crash") process.exit(3);
  if (poison === "time") for (;;);
  if (poison === "memory") eat();
  parentPort?.postMessage(run(unit) satisfies SweepWorkerReply);
});
parentPort?.postMessage("ready" satisfies SweepWorkerReply);

/** Recorded jobs and capacity for scenarios that name a file: by chance instead of a file, the same for the same key. */
import { hashText } from "../../src/base/hash.ts";
import type { Step } from "../../src/model/types.ts";
import { availabilityFilesOf, type Traces, traceFilesOf } from "../../src/scenario/compile/trace-set.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { type Row, rowsOf } from "../model/job-builders.ts";
import { chanceFor } from "./chance.ts";

const ROWS = 20;

/** Rows for every file of a scenario. */
export const recordedFor = (scenario: Scenario, horizon: number): Traces => ({
  rows: new Map(traceFilesOf(scenario).map(({ key }) => [key, rowsOf(rowsFor(key, horizon))])),
  availability: new Map(availabilityFilesOf(scenario).map(({ key }) => [key, stepsFor(key, horizon)])),
});

/** Up and down a few times, sometimes to nothing. */
function stepsFor(key: string, horizon: number): Step<number>[] {
  const chance = chanceFor(0, 0, hashText(key));
  const times = Array.from({ length: 6 }, () => Math.floor((horizon * chance.whole(1, 20)) / 20));
  const later = [...new Set(times)].filter((at) => at > 0).sort((a, b) => a - b);
  return [0, ...later].map((at) => ({ at, value: chance.pick(0, 1, 8, 40, 100) }));
}

function rowsFor(key: string, horizon: number): Row[] {
  const chance = chanceFor(0, 0, hashText(key));
  return Array.from({ length: ROWS }, () => ({
    submit: Math.floor((horizon * chance.whole(0, 20)) / 20),
    gpus: chance.pick(1, 1, 2, 8),
    seconds: chance.pick(0, 1, 60, Math.max(1, Math.floor(horizon / 10))),
    estimate: chance.pick(1, 60, Math.max(1, Math.floor(horizon / 10))),
    priority: chance.whole(0, 2),
    user: chance.whole(0, 2),
  }));
}

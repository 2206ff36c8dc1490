/**
 * What the recorded files of a scenario hold, as digests of what was read from them. Part of what a scenario means:
 * another log under the same name is another scenario, a comment in it is not.
 */
import { Hasher } from "../../base/hash.ts";
import type { JobRows } from "../../model/job-table.ts";
import type { Step } from "../../model/types.ts";
import type { Scenario } from "../schema.ts";
import { availabilityFilesOf, type Traces, traceFilesOf } from "./trace-set.ts";

/** A key and a digest for each recorded file that the scenario names and that was read. */
export const traceContents = (scenario: Scenario, traces: Traces): readonly (readonly [string, string])[] => {
  const found: (readonly [string, string])[] = [];
  for (const { key } of traceFilesOf(scenario)) {
    const rows = traces.rows.get(key);
    if (rows !== undefined) found.push([key, remembered(rows, digestOfRows)]);
  }
  for (const { key } of availabilityFilesOf(scenario)) {
    const steps = traces.availability.get(key);
    if (steps !== undefined) found.push([key, remembered(steps, digestOfSteps)]);
  }
  return found;
};

/** A log is read once and never changes; a study that shows parts of its result asks for its hash again and again. */
const digests = new WeakMap<object, string>();

const remembered = <T extends object>(content: T, digestOf: (content: T) => string): string => {
  const known = digests.get(content);
  if (known !== undefined) return known;
  const digest = digestOf(content);
  digests.set(content, digest);
  return digest;
};

const digestOfRows = (rows: JobRows): string => {
  const hasher = new Hasher().u32(rows.count).u32(rows.users);
  for (const column of [rows.submit, rows.seconds, rows.estimate])
    for (let row = 0; row < rows.count; row++) hasher.f64(column[row] as number);
  for (const column of [rows.gpus, rows.minGpus, rows.priority, rows.user])
    for (let row = 0; row < rows.count; row++) hasher.u32(column[row] as number);
  addIds(hasher, rows);
  return hasher.digest();
};

const addIds = (hasher: Hasher, { ids, count }: JobRows): void => {
  if (ids === undefined) return;
  if ("numbers" in ids) {
    for (let row = 0; row < count; row++) hasher.f64(ids.numbers[row] as number);
    for (let row = 0; row < count; row++) hasher.u32(ids.copy[row] as number);
  } else for (let row = 0; row < count; row++) hasher.text(ids[row] as string);
};

const digestOfSteps = (steps: readonly Step<number>[]): string => {
  const hasher = new Hasher().u32(steps.length);
  for (const { at, value } of steps) hasher.f64(at).f64(value);
  return hasher.digest();
};

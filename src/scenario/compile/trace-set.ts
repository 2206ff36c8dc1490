/**
 * Recorded data that a scenario refers to: which files must be loaded, under which key, and what the compiler
 * is handed once they are. The plan holds keys, never rows.
 */
import { InputError } from "../../base/errors.ts";
import type { TraceSpec } from "../../demand/trace/spec.ts";
import type { JobRows } from "../../model/job-table.ts";
import type { Step } from "../../model/types.ts";
import type { Scenario } from "../schema.ts";
import type { AvailabilitySpec } from "../trace-schema.ts";
import { jobSourcesOf } from "./jobs.ts";
import { epochOf } from "./times.ts";
import { compileTrace, traceKey } from "./trace.ts";

/** What was read from files, by key. */
export type Traces = {
  readonly rows: ReadonlyMap<string, JobRows>;
  /** Accelerators on line over time, from second 0. */
  readonly availability: ReadonlyMap<string, readonly Step<number>[]>;
};

export const noTraces: Traces = { rows: new Map(), availability: new Map() };

/** A file of recorded jobs, and how it is to be read. */
export type TraceFile = { readonly key: string; readonly file: string; readonly spec: TraceSpec };

/** A file of recorded capacity, and how it is to be read. */
export type AvailabilityFile = {
  readonly key: string;
  readonly file: string;
  readonly spec: AvailabilitySpec;
};

/** The recorded jobs that a scenario needs, each once, in the order of the file. */
export function traceFilesOf(scenario: Scenario): TraceFile[] {
  const epoch = epochOf(scenario.start);
  const sources = jobSourcesOf(scenario).flatMap(({ spec }) => (spec.kind === "trace" ? [spec] : []));
  return onceByKey(
    sources.map((spec) => ({ key: traceKey(spec), file: spec.file, spec: compileTrace(spec, epoch) })),
  );
}

/** The recorded capacity that a scenario needs, each once, in the order of the file. */
export function availabilityFilesOf(scenario: Scenario): AvailabilityFile[] {
  const specs = scenario.cluster.pools.flatMap(({ availability }) => availability ?? []);
  return onceByKey(specs.map((spec) => ({ key: availabilityKey(spec), file: spec.file, spec })));
}

/** The same for specifications that read the same. */
export const availabilityKey = (spec: AvailabilitySpec): string =>
  JSON.stringify([spec.file, spec.format, spec.gpusPerNode, spec.timeScale]);

/** Recorded capacity of a pool. @throws InputError that names the file when it is not among the traces */
export function recordedPhases(
  spec: AvailabilitySpec,
  traces: Traces,
  path: string,
): readonly Step<number>[] {
  const phases = traces.availability.get(availabilityKey(spec));
  if (phases !== undefined) return phases;
  throw new InputError([
    {
      path,
      message: `the recorded capacity ${JSON.stringify(spec.file)} was not loaded`,
      found: JSON.stringify(spec.file),
      allowed: "a file that was read before the scenario is compiled",
    },
  ]);
}

function onceByKey<T extends { readonly key: string }>(entries: readonly T[]): T[] {
  const byKey = new Map<string, T>();
  for (const entry of entries) if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
  return [...byKey.values()];
}

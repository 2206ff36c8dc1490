/** The recorded files that scenarios refer to, each read once. */
import type { TraceReport } from "../demand/trace/report.ts";
import type { JobRows } from "../model/job-table.ts";
import type { Step } from "../model/types.ts";
import { availabilityFilesOf, type Traces, traceFilesOf } from "../scenario/compile/trace-set.ts";
import type { Scenario } from "../scenario/schema.ts";
import { loadAvailability, loadTrace } from "./trace-files.ts";

export type LoadedTraces = {
  readonly traces: Traces;
  /** What became of the rows of each file. */
  readonly reports: readonly { readonly file: string; readonly report: TraceReport }[];
};

/**
 * Reads all traces of some scenarios.
 *
 * @param folder - the scenarios'; the files must be inside it
 * @throws InputError with the file, and the line where there is one
 */
export const loadTraces = async (scenarios: readonly Scenario[], folder: string): Promise<LoadedTraces> => {
  const rows = new Map<string, JobRows>();
  const availability = new Map<string, readonly Step<number>[]>();
  const reports: { file: string; report: TraceReport }[] = [];
  for (const scenario of scenarios) {
    for (const { key, file, spec } of traceFilesOf(scenario)) {
      if (rows.has(key)) continue;
      const { rows: read, report } = await loadTrace(folder, file, spec);
      rows.set(key, read);
      reports.push({ file, report });
    }
    for (const { key, file, spec } of availabilityFilesOf(scenario)) {
      if (availability.has(key)) continue;
      availability.set(key, (await loadAvailability(folder, file, spec)).steps);
    }
  }
  return { traces: { rows, availability }, reports };
};

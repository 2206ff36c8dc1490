/**
 * A scenario around a trace that no scenario speaks of: the jobs as recorded, first come first served and
 * shortest first, on a cluster as large as the file says, or as its jobs need.
 */
import { InputError, type TraceReport, traceSpecOf } from "../../src/index.ts";
import type { TraceStore } from "./trace-store.ts";

/** Formats that a CSV file may have without saying so, the strictest first. */
const CSV_FORMATS = ["philly", "helios", "alibaba-openb-2023", "alibaba-spot-2026", "schednav"] as const;
/** A cluster of a size nobody told is busy for this share of the time. */
const LOAD = 0.7;
const DAY = 86_400;

/**
 * @param name - of a file that the store was given
 * @throws InputError when the file is no trace that can be read without a word about its columns
 */
export const scenarioOfTrace = async (
  name: string,
  traces: TraceStore,
  signal: AbortSignal,
): Promise<string> => {
  const isSwf = /\.swf(?:\.gz)?$/i.test(name);
  const formats: readonly string[] = isSwf ? ["swf"] : [...CSV_FORMATS, "swf"];
  for (const format of formats) {
    const report = await reportOf(name, format, isSwf, traces, signal);
    if (report !== undefined && report.jobs > 0) return scenarioText(name, format, report);
  }
  throw new InputError([
    {
      path: "",
      file: name,
      message: "what the columns of this file mean is not known",
      hint: "name it in a scenario, with a demand of kind trace and its columns; the page has it for that",
    },
  ]);
};

/** Undefined for a file of another format, unless its name promises this one. */
const reportOf = async (
  name: string,
  format: string,
  isPromised: boolean,
  traces: TraceStore,
  signal: AbortSignal,
) => {
  try {
    return await traces.reportOf(name, traceSpecOf({ file: name, format }), signal);
  } catch (error) {
    if (error instanceof InputError && !isPromised) return undefined;
    throw error;
  }
};

const scenarioText = (name: string, format: string, report: TraceReport): string => {
  const { machine, sizes, gpuSeconds, span, jobs } = report;
  const needed = Math.ceil(gpuSeconds / Math.max(1, span) / LOAD);
  const gpus = machine ?? Math.max(1, sizes?.max ?? 1, needed);
  const why =
    machine === undefined
      ? `as the file does not say: the largest job, ${sizes?.max ?? 1}, or what makes a load of 70 %, ${needed} (A)`
      : "as the file says (T)";
  const days = Math.max(1, Math.ceil(span / DAY) + 1);
  const quoted = JSON.stringify(name);
  return `# The jobs of a trace on one cluster.
#
# (T) the trace; (A) an assumption, for want of evidence.
clawback: 1
name: ${quoted}
question: ${JSON.stringify(`How long do the ${jobs} jobs of ${name} wait?`)}
start: 2026-01-01 # the first job; the trace's own dates play no part (A)
horizon: ${days} days # from the first job to a day after the last one (T)
replications: 1 # nothing is drawn

cluster:
  pools:
    - { name: cluster, gpus: ${gpus} } # ${why}

internal:
  - name: jobs
    demand: { kind: trace, file: ${quoted}, format: ${format} } # as recorded, from its first job on (T)

policies:
  fcfs-easy: { queue: { order: fcfs, backfill: easy } }
  fcfs-none: { queue: { order: fcfs, backfill: none } }
  sjf-easy: { queue: { order: sjf, backfill: easy } }
`;
};

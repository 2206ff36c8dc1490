/** One line about a trace that a scenario uses: how much of the file became jobs. */
import { formatDuration, formatGpus } from "../../base/units.ts";
import type { TraceReport } from "../../demand/trace/report.ts";
import { DROPPED } from "./trace-report.ts";

export const traceSummary = (file: string, report: TraceReport): string => {
  const { jobs, rows, span, dropped } = report;
  const left = dropped.map(({ reason, count }) => `${formatGpus(count)} with ${DROPPED[reason]}`);
  const without = left.length === 0 ? "" : `; left out: ${left.join(", ")}`;
  return `${file}: ${formatGpus(jobs)} jobs from ${formatGpus(rows)} rows over ${formatDuration(span)}${without}`;
};

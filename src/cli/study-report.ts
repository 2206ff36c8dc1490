/** The report of a study's folder: what of it is there, as one HTML file. */
import { existsSync, readFileSync } from "node:fs";
import { convergencePoint, narrowingOf, type PointSummary, sweepReportHtml } from "../index.ts";
import {
  openStudyFolder,
  pathsIn,
  readPlotly,
  recordReader,
  resultsIn,
  summariesOf,
  writeAll,
} from "../node.ts";
import { escaped, UsageError } from "./exit.ts";

/** Points that go into figures; tables show fewer. */
const MOST_POINTS = 2000;

export const isStudyFolder = (name: string): boolean => existsSync(pathsIn(name).manifest);

export const writeStudyReport = async (
  folder: string,
  output: readonly string[],
  flags: { readonly quiet?: boolean },
): Promise<void> => {
  for (const path of output)
    if (!path.endsWith(".html")) throw new UsageError(`${path}: the report of a study is an .html file`);
  const { plan } = await openStudyFolder(folder);
  const results = resultsIn(folder);
  const summaries: PointSummary[] = [];
  for (const summary of summariesOf(plan, { read: (key) => results.get(key) })) {
    if (summary !== undefined) summaries.push(summary);
    if (summaries.length === MOST_POINTS) break;
  }
  if (summaries.length === 0)
    throw new UsageError(`${folder}: no point is complete yet; clawback status tells more`);
  const read = recordReader({ read: (key) => results.get(key) });
  const at = convergencePoint(plan, summaries);
  const lines = at === undefined ? undefined : narrowingOf(plan, at.point, at.metric, read);
  const text = sweepReportHtml(plan, {
    summaries,
    fingerprint: fingerprintOf(folder),
    narrowing: at === undefined || lines === undefined ? undefined : { lines, at },
    plotlyJs: readPlotly(),
  });
  writeAll(output.map((path) => ({ path, text })));
  if (!flags.quiet)
    for (const path of output) process.stderr.write(`${escaped(path)} written: open it in a browser\n`);
};

/** As the results have it; a study that is not finished has none. */
const fingerprintOf = (folder: string): string => {
  const { json } = pathsIn(folder);
  if (!existsSync(json)) return "none yet: the study is not finished";
  return (
    /"fingerprint":"([0-9a-f]{32})"\}\s*$/.exec(readFileSync(json, "utf8").slice(-200))?.[1] ?? "unknown"
  );
};

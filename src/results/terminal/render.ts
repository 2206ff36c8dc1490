/**
 * What a person reads on the terminal: the question, the answer, and the numbers behind it. Marks carry the meaning;
 * colours only repeat it. The same result gives the same text.
 */
import { foreseers, listed } from "../answer/facts.ts";
import { assertionTable, isFailed } from "../assertions.ts";
import { datesOf } from "../figures/dates.ts";
import { policyName, variedPath } from "../figures/names.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import {
  baselineHeading,
  comparisonHeadings,
  differenceRows,
  type MetricRow,
  meanRows,
  policyHeadings,
} from "./cells.ts";
import { noticeList, tenantTable } from "./notices.ts";
import { type Paint, paintOf } from "./paint.ts";
import { strip } from "./strip.ts";
import { table } from "./table.ts";
import { bound, printed, shown, wrapped } from "./text.ts";

export type RenderOptions = {
  /** Columns of the terminal; from 80 to 120 read best. */
  readonly width: number;
  readonly color: boolean;
  /** Whether letters beyond ASCII may be used. */
  readonly unicode: boolean;
};

/** One policy in full: metrics, who held the cluster when, notices, tenants. */
export const renderRun = (result: StudyResult, options: RenderOptions): string => {
  const page = pageOf(result, options);
  const [first] = result.policies;
  if (first !== undefined) {
    const whose = result.policies.length > 1 ? ` under ${shown(policyName(first))}` : "";
    const { width, paint } = page;
    const drawn = strip(result, first, { width, unicode: options.unicode, paint });
    page.part(`Who holds the cluster${whose}: ${meanOf(result)}`, drawn);
    page.part(`Notices${whose}, first replication`, noticeList(result, first, width, paint));
  }
  return page.end();
};

/** All policies side by side: means, and differences from the baseline on the same demand. */
export const renderCompare = (result: StudyResult, options: RenderOptions): string => {
  const page = pageOf(result, options);
  const [comparison] = result.comparisons;
  if (comparison !== undefined) {
    const legend = comparison.metrics.some(({ n }) => n > 1) ? ", 95 % interval; ◆ it excludes 0" : "";
    page.part(
      `Difference from ${shown(baselineHeading(result, comparison))} on the same demand${legend}`,
      metricTable(differenceRows(result), comparisonHeadings(result), "◆", page.width, page.paint),
    );
  }
  return page.end();
};

type Page = {
  readonly width: number;
  readonly paint: Paint;
  readonly part: (heading: string, lines: readonly string[]) => void;
  readonly end: () => string;
};

/** A page with its head and the table of means; parts are added, and what every page ends with. */
const pageOf = (result: StudyResult, options: RenderOptions): Page => {
  const width = Math.max(40, options.width);
  const paint = paintOf(options.color);
  const lines: string[] = head(result, width, paint);
  const part = (heading: string, body: readonly string[]): void => {
    if (body.length > 0) lines.push("", ...wrapped(heading, width).map(paint.strong), ...body);
  };
  part(legendOf(result), metricTable(meanRows(result), headingsOf(result), "●", width, paint));
  const bounds = result.policies.filter(({ policy }) => foreseers(result).has(policy)).map(policyName);
  if (bounds.length > 0 && result.policies.length > bounds.length) {
    const note = `† ${listed(bounds.map(shown))}: told the future, a bound on what notice can do and no candidate for ●`;
    lines.push(...wrapped(note, width).map(paint.faint));
  }
  const end = (): string => {
    part(assertedOf(result), assertionTable(result.assertions, width, paint));
    part("Evicted in how many replications", tenantTable(result.policies, width, paint));
    const warnings = result.warnings.flatMap((warning) => wrapped(`- ${shown(warning)}`, width));
    part(warnings.length === 0 ? "" : "Warnings", warnings.map(paint.warn));
    // the command is left whole, so that it can be copied
    lines.push(
      "",
      paint.faint(shown(result.command)),
      paint.faint(`fingerprint ${shown(result.fingerprint)}`),
    );
    return printed(lines, options.unicode);
  };
  return { width, paint, part, end };
};

const assertedOf = ({ assertions }: StudyResult): string => {
  const failed = assertions.filter(isFailed).length;
  return failed === 0 ? "Asserted" : `Asserted: ${failed} of ${assertions.length} fail`;
};

const head = (result: StudyResult, width: number, paint: Paint): string[] => {
  const { name, question, epoch, horizon } = result.scenario;
  const { read } = datesOf({ epoch, horizon });
  const runs = [
    ...policyCount(result),
    ...(result.request.vary === null ? [] : [count(result.request.vary.values.length, "value")]),
    count(result.replications, "replication"),
  ].join(" × ");
  const asked = question === "" ? [] : wrapped(shown(question), width).map(paint.strong);
  return [
    ...wrapped(shown(name), width),
    ...wrapped(`${read(0)} to ${read(horizon)} · ${shown(runs)} · seed ${shown(result.seed)}`, width).map(
      paint.faint,
    ),
    "",
    ...asked,
    ...wrapped(bound(result.answer), width, "  "),
  ];
};

const count = (n: number, what: string, many = `${what}s`): string => `${n} ${n === 1 ? what : many}`;

/** The one policy by its name. */
const policyCount = ({ policies }: StudyResult): string[] => {
  const names = [...new Set(policies.map(({ policy }) => policy))];
  return [names.length === 1 ? (names[0] as string) : count(names.length, "policy", "policies")];
};

const headingsOf = (result: StudyResult): string[] => {
  const bounds = foreseers(result);
  return policyHeadings(result).map((name, i) =>
    bounds.has((result.policies[i] as PolicyResult).policy) ? `${name} †` : name,
  );
};

const legendOf = (result: StudyResult): string => {
  const interval =
    result.replications > 1 ? " ± half of the 95 % interval" : ", one replication, no interval";
  const best = result.policies.length > 1 ? "; ● best of the row" : "";
  const path = variedPath(result.policies);
  const varied = path === "" ? "" : ` by ${shown(path)}`;
  return `${result.replications > 1 ? "Means" : "Values"}${varied}${interval}${best}`;
};

const meanOf = ({ replications }: StudyResult): string =>
  replications === 1 ? "one replication" : `mean of ${replications} replications`;

const metricTable = (
  rows: readonly MetricRow[],
  headings: readonly string[],
  mark: string,
  width: number,
  paint: Paint,
): string[] =>
  table(
    rows.map(({ label }) => label),
    headings.map((heading, column) => ({
      heading: `${shown(heading)}  `,
      cells: rows.map(({ texts, marked }) => ({
        text: `${texts[column] ?? ""} ${marked[column] ? mark : " "}`,
        paint: marked[column] ? paint.strong : undefined,
      })),
    })),
    width,
    paint.faint,
  );

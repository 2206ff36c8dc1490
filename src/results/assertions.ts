/** What was asserted of a result and whether it holds, as a table for a person. */
import { formatDuration, formatMoney, formatNumber, formatShare } from "../base/units.ts";
import { type MetricDefinition, metricDefinitions } from "../metrics/definitions.ts";
import { table } from "./terminal/table.ts";
import { cut, shown } from "./terminal/text.ts";
import type { AssertionOutcome } from "./types.ts";

const LONGEST = 48;

/** One row an assertion, those that fail first; none when nothing was asserted. */
export const assertionTable = (
  outcomes: readonly AssertionOutcome[],
  width: number,
  paint: { readonly faint: (text: string) => string; readonly warn: (text: string) => string },
): string[] => {
  if (outcomes.length === 0) return [];
  const rows = [...outcomes.filter(isFailed), ...outcomes.filter((outcome) => !isFailed(outcome))];
  return table(
    rows.map(({ text }) => cut(shown(text), LONGEST)),
    [
      {
        heading: "",
        side: "left",
        cells: rows.map((outcome) => ({
          text: VERDICTS[outcome.verdict],
          paint: isFailed(outcome) ? paint.warn : paint.faint,
        })),
      },
      { heading: "under", side: "left", cells: rows.map((outcome) => ({ text: shown(whose(outcome)) })) },
      {
        heading: "mean",
        cells: rows.map(({ metric, observed }) => ({ text: valueText(metric, observed?.mean) })),
      },
      {
        heading: "95 % interval",
        cells: rows.map(({ metric, observed }) => ({
          text:
            observed === null || observed.low === observed.high
              ? ""
              : `${valueText(metric, observed.low)} to ${valueText(metric, observed.high)}`,
        })),
      },
      { heading: "looked at", side: "left", cells: rows.map(({ on }) => ({ text: LOOKED_AT[on] })) },
    ],
    width,
    paint.faint,
  );
};

/** Whether an assertion does not hold; one whose policy was not run is told and does not fail. */
export const isFailed = ({ verdict }: AssertionOutcome): boolean => verdict === "fails";

/** Words of the verdicts, and of what was looked at. */
export const VERDICTS: { readonly [verdict in AssertionOutcome["verdict"]]: string } = {
  holds: "holds",
  fails: "FAILS",
  notRun: "not run",
};

export const LOOKED_AT: { readonly [on in AssertionOutcome["on"]]: string } = {
  mean: "the mean",
  low: "the lower end",
  high: "the upper end",
  sure: "both ends",
};

/** The policy, and the value of what was varied. */
export const whose = ({ policy, variant }: AssertionOutcome): string =>
  variant === "" ? policy : `${policy} @ ${variant}`;

/** A value in the unit of its metric. */
export const valueText = (metric: string, value: number | undefined): string => {
  if (value === undefined) return "";
  const unit: MetricDefinition["unit"] =
    metricDefinitions.find(({ name }) => name === metric)?.unit ?? "count";
  if (unit === "share") return formatShare(value);
  if (unit === "$") return formatMoney(value);
  if (unit === "days") return formatDuration(value * 86_400);
  if (unit === "seconds") return formatDuration(value);
  return formatNumber(value);
};

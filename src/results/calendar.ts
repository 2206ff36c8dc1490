/**
 * The lockout calendar for a person: what can be called when, what a notice on the first of each month brings, and how
 * much can be back by when if everybody is called as early as the contracts allow.
 */
import { formatDuration, formatGpus } from "../base/units.ts";
import type { CalendarRow, LockoutCalendar } from "../model/calendar.ts";
import { datesOf } from "./figures/dates.ts";
import { paintOf } from "./terminal/paint.ts";
import { type Column, table } from "./terminal/table.ts";
import { cut, printed, shown, wrapped } from "./terminal/text.ts";

export type CalendarOptions = {
  readonly width: number;
  readonly color: boolean;
  readonly unicode?: boolean | undefined;
};

/** What is named besides the calendar. */
export type CalendarHead = { readonly name: string; readonly epoch: number; readonly horizon: number };

const LONGEST = 20;

/** The calendar as text. */
export const calendarText = (
  { name, epoch, horizon }: CalendarHead,
  calendar: LockoutCalendar,
  options: CalendarOptions,
): string => {
  const width = Math.max(40, options.width);
  const { strong, faint } = paintOf(options.color);
  const { read } = datesOf({ epoch, horizon });
  const { rows } = calendar;
  const lines = [
    ...wrapped(shown(name), width),
    ...wrapped(`As of ${read(calendar.at)}, by the contracts alone`, width).map(faint),
  ];
  if (rows.length === 0) lines.push("", "There is no lease.");
  else
    lines.push(
      "",
      strong("What can be called when"),
      ...termsTable(rows, read, width, faint),
      "",
      strong("Noticed on …, back by"),
      ...monthsTable(calendar, read, width, faint),
      ...wrapped(
        "( ) inside the lockout: served when it ends. = not called but not renewed: the term ends.",
        width,
      ).map(faint),
      "",
      strong("Back at most, when all are called as early as can be"),
      ...calendar.callable.map(({ at, value }) => `${read(at)}  ${formatGpus(value)} GPUs`),
    );
  return printed(lines, options.unicode);
};

/** The calendar as plain data; seconds count from the scenario's start, and what cannot be is null. */
export const calendarJson = ({ name, epoch }: CalendarHead, calendar: LockoutCalendar): object => ({
  schema: "clawback-calendar/1",
  scenario: { name, epoch },
  at: calendar.at,
  dates: calendar.dates,
  leases: calendar.rows.map((row) => ({
    ...row,
    earliest: row.earliest ?? null,
    calls: row.calls.map((call) => call ?? null),
  })),
  callable: calendar.callable,
});

type Read = (at: number) => string;
type Paint = (text: string) => string;

const termsTable = (rows: readonly CalendarRow[], read: Read, width: number, faint: Paint): string[] => {
  const column = (
    heading: string,
    text: (row: CalendarRow) => string,
    side: "left" | "right" = "left",
  ): Column => ({
    heading,
    side,
    cells: rows.map((row) => ({ text: text(row) })),
  });
  return table(
    rows.map(({ lease }) => cut(shown(lease), LONGEST)),
    [
      column("GPUs", ({ gpus }) => formatGpus(gpus), "right"),
      column("by shrink", ({ shrinkable }) => formatGpus(shrinkable), "right"),
      column("notice", ({ notice }) => formatDuration(notice), "right"),
      column("notice from", ({ earliest }) => (earliest === undefined ? "never" : read(earliest.issueAt))),
      column("back by", ({ earliest }) => (earliest === undefined ? "never" : read(earliest.returnAt))),
      column("tenant may go", ({ tenantLeaves }) => read(tenantLeaves)),
      column("term ends", ({ expiry }) => read(expiry)),
    ],
    width,
    faint,
  );
};

const monthsTable = ({ dates, rows }: LockoutCalendar, read: Read, width: number, faint: Paint): string[] =>
  table(
    dates.map(read),
    rows.map(({ lease, calls }) => ({
      heading: cut(shown(lease), LONGEST),
      side: "left",
      cells: calls.map((call, d) => ({
        text:
          call === undefined
            ? "ended"
            : call.issueAt > (dates[d] as number)
              ? `(${read(call.returnAt)})`
              : `${read(call.returnAt)}${call.isNonRenewal ? " =" : ""}`,
      })),
    })),
    width,
    faint,
  );

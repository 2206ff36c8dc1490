/**
 * Dates of a scenario: seconds since its start as UTC dates, for axes and for people.
 */
import { civilFromDays, DAY, formatInstant } from "../../base/calendar.ts";
import type { Axis, Chart, Span } from "./figure.ts";

export type Dates = {
  /** As an axis reads it: `2027-03-14 12:00:00`. */
  readonly axis: (at: number) => string;
  /** As a person reads it: `14 Mar 2027`, with the time where the scenario is short enough for it to matter. */
  readonly read: (at: number) => string;
  /** How hover shows a place on the axis. */
  readonly hoverFormat: string;
};

type Run = { readonly epoch: number; readonly horizon: number };

/** The axis of a figure over time, and what it shows of the run: all of it, or a part. */
export const timeAxis = (
  { epoch, horizon }: Run,
  part: Span | undefined,
  anchor?: string,
): { readonly xaxis: Axis; readonly time: NonNullable<Chart["time"]> } => {
  const { axis, hoverFormat } = datesOf({ epoch, horizon });
  const { from, to } = part ?? { from: 0, to: horizon };
  return {
    xaxis: {
      type: "date",
      range: [axis(from), axis(to)],
      ...(anchor === undefined ? {} : { anchor }),
      hoverformat: hoverFormat,
      nticks: 9,
      tickangle: 0,
      ticks: "outside",
      showgrid: false,
    },
    time: { epoch, horizon, from, to },
  };
};

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** @param scenario - `epoch` in seconds since 1970-01-01 UTC, and `horizon` in seconds */
export const datesOf = ({ epoch, horizon }: Run): Dates => {
  const isShort = horizon < 15 * DAY;
  return {
    axis: (at) =>
      formatInstant(epoch + at)
        .slice(0, -1)
        .replace("T", " "),
    read: (at) => {
      if (!Number.isFinite(at)) return "never";
      const { year, month, day } = civilFromDays(Math.floor((epoch + at) / DAY));
      const date = `${day} ${months[month - 1]} ${year}`;
      return isShort ? `${date} ${formatInstant(epoch + at).slice(11, horizon < DAY ? 19 : 16)}` : date;
    },
    hoverFormat: isShort ? "%-d %b %Y %H:%M" : "%-d %b %Y",
  };
};

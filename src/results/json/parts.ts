/** Parts of a result in the shape in which they are published and saved. */

import type { MetricDefinition } from "../../metrics/definitions.ts";
import type { LockoutCalendar } from "../../model/calendar.ts";
import { channels, type Interval, type Series, type Story } from "../types.ts";

/** What cannot be called is null in JSON. */
export const calendarOf = (calendar: LockoutCalendar) => ({
  ...calendar,
  rows: calendar.rows.map((row) => ({
    ...row,
    earliest: row.earliest ?? null,
    calls: row.calls.map((call) => call ?? null),
  })),
});

/** Metrics by name. What is not a number becomes null in JSON. */
export const metricsOf = (
  intervals: readonly (Interval & { readonly varianceReduction?: number })[],
  definitions: readonly MetricDefinition[],
) =>
  Object.fromEntries(
    definitions.map(({ name, unit, better }, m) => {
      const { mean, sd, n, low, high, varianceReduction } = intervals[m] as (typeof intervals)[0];
      const interval = { mean, sd, n, ci: [low, high], unit, better };
      return [name, varianceReduction === undefined ? interval : { ...interval, varianceReduction }];
    }),
  );

/** Bins by rows, with the names of the columns. */
export const seriesOf = ({ binSeconds, bins, values }: Series) => ({
  binSeconds,
  bins,
  channels,
  values: [...values],
});

/** The story is plain data already; what is not known is left out. */
export const storyOf = (story: Story): Story => story;

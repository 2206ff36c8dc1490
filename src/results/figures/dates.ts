/**
 * Dates of a scenario: seconds since its start as UTC dates, for axes and for people.
 */

export type Dates = {
  /** As an axis reads it: `2027-03-14 12:00:00`. */
  readonly axis: (at: number) => string;
  /** As a person reads it: `14 Mar 2027`, with the time where the scenario is short enough for it to matter. */
  readonly read: (at: number) => string;
  /** How hover shows a place on the axis. */
  readonly hoverFormat: string;
};

const DAY = 86_400;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** @param scenario - `epoch` in seconds since 1970-01-01 UTC, and `horizon` in seconds */
export const datesOf = ({ epoch, horizon }: { readonly epoch: number; readonly horizon: number }): Dates => {
  const isShort = horizon < 15 * DAY;
  return {
    axis: (at) => {
      const { year, month, day, second } = split(epoch + at);
      return `${pad(year, 4)}-${pad(month)}-${pad(day)} ${clock(second)}`;
    },
    read: (at) => {
      if (!Number.isFinite(at)) return "never";
      const { year, month, day, second } = split(epoch + at);
      const date = `${day} ${months[month - 1]} ${year}`;
      return isShort ? `${date} ${clock(second).slice(0, horizon < DAY ? 8 : 5)}` : date;
    },
    hoverFormat: isShort ? "%-d %b %Y %H:%M" : "%-d %b %Y",
  };
};

const pad = (value: number, width = 2): string => String(value).padStart(width, "0");

const clock = (second: number): string =>
  `${pad(Math.floor(second / 3600))}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)}`;

/** Proleptic Gregorian, by counting days from 1 March of year 0 (H. Hinnant, "chrono-compatible date algorithms"). */
const split = (unix: number): { year: number; month: number; day: number; second: number } => {
  const whole = Math.floor(unix);
  const days = Math.floor(whole / DAY) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    second: whole - Math.floor(whole / DAY) * DAY,
  };
};

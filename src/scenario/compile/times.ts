/**
 * From written times to whole seconds since the scenario's start. Months are calendar months, so a length
 * of time needs an anchor: the instant from which it runs. Input is validated before it comes here; what
 * still cannot be read is our bug.
 */
import { fail } from "../../base/assert.ts";
import { parseInstant } from "../../base/calendar.ts";
import { parseDuration, resolveDuration } from "../../base/units.ts";

type Seconds = number;

/** A length of time as the file gives it: `"90 days"`, or whole seconds. */
export type Span = string | number;

/**
 * Whole seconds of a length of time.
 *
 * @param anchor - epoch seconds of the instant it runs from, which decides how long its months are
 */
export function spanSeconds(span: Span, anchor: number): Seconds {
  const parsed = parseDuration(span);
  if (parsed === undefined) fail(`not a length of time: ${span}`);
  return resolveDuration(parsed, anchor);
}

/** Seconds from the scenario's start to a date; negative for the past. */
export function dateSeconds(date: string, epoch: number): Seconds {
  const instant = parseInstant(date);
  if (instant === undefined) fail(`not a date: ${date}`);
  return instant - epoch;
}

/** Whether a moment is a date rather than a length of time. */
export const isDate = (moment: Span): moment is string =>
  typeof moment === "string" && /^\d{4}-\d{2}-\d{2}/.test(moment);

/** Seconds from the scenario's start to a moment: a date, or a length of time after `from`. */
export function momentSeconds(moment: Span, from: Seconds, epoch: number): Seconds {
  return isDate(moment) ? dateSeconds(moment, epoch) : from + spanSeconds(moment, epoch + from);
}

/** Epoch seconds of the scenario's second 0. */
export const epochOf = (start: string): number => dateSeconds(start, 0);

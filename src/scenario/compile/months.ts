/**
 * Calendar months as seconds since the scenario's start, for monthly fees.
 */
import { addMonths, civilFromDays, DAY, daysFromCivil } from "../../base/calendar.ts";

/** Starts of the months from the one that holds second 0; the last lies past the horizon. */
export function monthStartsOver(epoch: number, horizon: number): number[] {
  const { year, month } = civilFromDays(Math.floor(epoch / DAY));
  const first = daysFromCivil(year, month, 1) * DAY;
  const starts = [first - epoch];
  for (let i = 1; (starts.at(-1) as number) <= horizon; i++) starts.push(addMonths(first, i) - epoch);
  return starts;
}

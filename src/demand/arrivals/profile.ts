/**
 * Poisson arrivals whose rate follows the hour of the day and the day of the week, in UTC. By thinning: candidates
 * come at the greatest rate there is, and each is kept with the share that its own hour has of that rate
 * (P. A. W. Lewis and G. S. Shedler, Naval Research Logistics Quarterly 26, 1979).
 */
import type { Seconds } from "../../model/types.ts";
import type { Generator } from "../../random/generator.ts";
import { exponential } from "../../random/variates.ts";
import type { Instants } from "./instants.ts";

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
/** The first Monday of the epoch's calendar: 1970-01-05. */
const A_MONDAY = 4 * 24 * HOUR;

export type Profile = {
  readonly rate: number;
  /** 24 factors from midnight on, and 7 from Monday on. */
  readonly hours: readonly number[];
  readonly days: readonly number[];
};

/** Arrivals by that profile. Two draws a candidate. */
export const profileArrivals = (
  spec: Profile,
  epoch: number,
  horizon: Seconds,
  g: Generator,
  out: Instants,
): void => {
  const factors = factorsOfWeek(spec);
  const peak = factors.reduce((most, factor) => Math.max(most, factor), 0);
  const mean = 1 / (spec.rate * peak);
  const offset = secondOfWeek(epoch);
  for (let at = exponential(g, mean); at < horizon; at += exponential(g, mean)) {
    const hour = Math.floor(((offset + at) % WEEK) / HOUR);
    if (g.next() * peak < factors[hour]) out.push(at);
  }
};

/** Rate over the mean rate for each of the 168 hours from Monday midnight on. */
export const factorsOfWeek = (spec: Profile): Float64Array =>
  Float64Array.from(
    { length: 7 * 24 },
    (_, hour) => spec.hours[hour % 24] * spec.days[Math.floor(hour / 24)],
  );

/** Seconds since Monday midnight, UTC. */
const secondOfWeek = (epoch: number): Seconds => (((epoch - A_MONDAY) % WEEK) + WEEK) % WEEK;

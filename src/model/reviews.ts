/**
 * When a policy is asked by the clock: at every so many seconds, or at the dates of a calendar. A policy that waits
 * for a shortage is asked by events instead; see `shortage.ts`.
 */
import type { Plan, PolicySettings, Seconds } from "./types.ts";

const DAY = 86_400;

/** First review later than a second; -1 stands for the time before the start. Infinity: none by the clock. */
export const nextReview = (plan: Plan, trigger: PolicySettings["trigger"], after: Seconds): Seconds => {
  switch (trigger.kind) {
    case "periodic":
    case "forecastCross":
      return after < 0 ? 0 : after + Math.max(1, trigger.every);
    case "calendar":
      return Math.min(nextDate(trigger.at, after), nextMonthly(plan, trigger.dayOfMonth, after));
    default:
      return Number.POSITIVE_INFINITY;
  }
};

const nextDate = (dates: readonly Seconds[], after: Seconds): Seconds =>
  dates.find((at) => at > after) ?? Number.POSITIVE_INFINITY;

const nextMonthly = (plan: Plan, day: number, after: Seconds): Seconds => {
  if (day === 0) return Number.POSITIVE_INFINITY;
  for (const start of plan.monthStarts) {
    const at = start + (day - 1) * DAY;
    if (at > after) return at;
  }
  return Number.POSITIVE_INFINITY;
};

/**
 * The shortage comes before any lease can be back: the day on which notice would have had to go out lies inside
 * every lockout, or before the scenario begins. What then helps is not a better date.
 */
import { DAY } from "../../base/calendar.ts";
import { datesOf } from "../figures/dates.ts";
import type { LeaseStory, PolicyResult, StudyResult } from "../types.ts";
import { least, noticesOf, unmetUnder } from "./among-policies.ts";
import { firstShortage } from "./facts.ts";
import { outgrown } from "./outgrown.ts";
import { shortSeconds } from "./short-seconds.ts";

/** The answer in that case, else undefined. */
export const tooEarly = (result: StudyResult): string | undefined => {
  const short = firstShortage(result);
  if (short === undefined) return undefined;
  const leases = (result.policies[0]?.story.leases ?? []).filter(({ start }) => start <= short);
  const [soonest] = [...leases].sort((a, b) => a.earliestReturn - b.earliestReturn);
  if (soonest === undefined || soonest.earliestReturn <= short) return undefined;
  const { read } = datesOf(result.scenario);
  const from = callableFrom(soonest);
  const earliest = from === 0 ? "could be called at the start" : `cannot be called before ${read(from)}`;
  const head =
    `In the first replication internal demand first exceeds what is free on ${read(short)}; notice would have had to go ` +
    `out on ${read(short - (soonest.earliestReturn - from))}, ${obstacle(leases, short)}: ${soonest.name} ${earliest} ` +
    `and need not be back before ${read(soonest.earliestReturn)}, ${verdict(result.policies, short, soonest)}.`;
  return `${head} ${tail(result)}`.trim();
};

const callableFrom = ({ start, lockoutEnd }: LeaseStory): number => Math.max(0, start, lockoutEnd);

const obstacle = (leases: readonly LeaseStory[], short: number): string => {
  const locked = leases.filter(
    (lease) =>
      lease.lockoutEnd > Math.max(0, lease.start) &&
      short - (lease.earliestReturn - callableFrom(lease)) < lease.lockoutEnd,
  );
  if (locked.length < leases.length) return "before the scenario begins";
  return leases.length === 1 ? "inside the lockout" : "inside every lockout";
};

/** How long it is short until then: under every policy compared, or at most. */
const verdict = (
  policies: readonly PolicyResult[],
  short: number,
  { earliestReturn }: LeaseStory,
): string => {
  const spells = policies.map(({ story }) => shortSeconds(story.programs, short, earliestReturn));
  const fewest = spells.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (fewest === 0) {
    const most = daysOf(earliestReturn - short);
    return `so no notice rules out a shortage of up to ${most}, and only tenants who leave before their deadline make it shorter`;
  }
  return policies.length === 1
    ? `so no notice is sure to spare the ${daysOf(fewest)} of shortage before then`
    : `so about ${daysOf(fewest)} of shortage before then cannot be avoided, whichever of the policies is followed`;
};

const daysOf = (seconds: number): string => {
  const days = Math.ceil(seconds / DAY);
  return `${days} ${days === 1 ? "day" : "days"}`;
};

const tail = (result: StudyResult): string => {
  const best = least(result);
  const beyond = outgrown(result);
  const notices = noticesOf(result, best);
  const said =
    result.policies.length === 1
      ? `Under ${best.policy}, ${notices}; that leaves ${unmetUnder(result, best)}`
      : `Least is unmet in the mean under ${best.policy}, where ${notices}; that leaves ${unmetUnder(result, best)}`;
  return beyond === undefined ? `${said}.` : `${said}; ${beyond[0]?.toLowerCase()}${beyond.slice(1)}.`;
};

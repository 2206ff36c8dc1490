/**
 * The shortage comes before any lease can be back: the day on which notice would have had to go out lies inside
 * every lockout, or before the scenario begins. What then helps is not a better date.
 */
import { DAY } from "../../base/calendar.ts";
import { datesOf } from "../figures/dates.ts";
import type { LeaseStory, StudyResult } from "../types.ts";
import { least, unmetUnder } from "./among-policies.ts";
import { firstShortage } from "./facts.ts";
import { outgrown } from "./outgrown.ts";

/** The answer in that case, else undefined. */
export const tooEarly = (result: StudyResult): string | undefined => {
  const short = firstShortage(result);
  if (short === undefined) return undefined;
  const leases = (result.policies[0]?.story.leases ?? []).filter(({ start }) => start <= short);
  const [soonest] = [...leases].sort((a, b) => a.earliestReturn - b.earliestReturn);
  if (soonest === undefined || soonest.earliestReturn <= short) return undefined;
  const days = Math.ceil((soonest.earliestReturn - short) / DAY);
  const shortage = `a shortage of up to ${days} ${days === 1 ? "day" : "days"}`;
  const isSure = result.policies.every(({ story }) => isWithin(story.firstShortAt, soonest.earliestReturn));
  const verdict = isSure
    ? `so ${shortage} is unavoidable, whatever the policy`
    : `so no notice rules out ${shortage}, and only tenants who leave before their deadline make it shorter`;
  const { read } = datesOf(result.scenario);
  const lead = soonest.earliestReturn - callableFrom(soonest);
  const from = callableFrom(soonest);
  const earliest = from === 0 ? "could be called at the start" : `cannot be called before ${read(from)}`;
  const head =
    `In the first replication internal demand first exceeds what is free on ${read(short)}; notice would have had to go ` +
    `out on ${read(short - lead)}, ${obstacle(leases, short)}: ${soonest.name} ${earliest} and need not be back ` +
    `before ${read(soonest.earliestReturn)}, ${verdict}.`;
  return `${head} ${tail(result)}`.trim();
};

const isWithin = (at: number, end: number): boolean => at >= 0 && at < end;

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

const tail = (result: StudyResult): string => {
  const best = least(result);
  const beyond = outgrown(result);
  if (result.policies.length === 1) return beyond === undefined ? "" : `${beyond}.`;
  const said = `Best is ${best.policy}, with ${unmetUnder(result, best)}`;
  return beyond === undefined ? `${said}.` : `${said}; ${beyond[0]?.toLowerCase()}${beyond.slice(1)}.`;
};

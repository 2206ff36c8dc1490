/**
 * The policy decides: the one that leaves least internal demand unmet, whom it gives notice and when, what that
 * brings against the baseline and what it costs, and which policy is worth most to the owner.
 */
import { formatGpus } from "../../base/units.ts";
import { datesOf } from "../figures/dates.ts";
import { entryName } from "../figures/names.ts";
import { scaleOfIntervals, write, writeOne } from "../figures/numbers.ts";
import type { Interval, NoticeStory, PolicyResult, StudyResult } from "../types.ts";
import {
  choosable,
  comparisonOf,
  differenceBetween,
  differenceIn,
  differenceOf,
  doubt,
  listed,
  metricOf,
  ownersNotices,
  percent,
  points,
} from "./facts.ts";
import { outgrown } from "./outgrown.ts";

/** How many rounds of notices are told one by one, and how many names, before the rest is counted. */
const MOST_ROUNDS = 3;
const MOST_NAMES = 4;

export const amongPolicies = (result: StudyResult): string => {
  const best = least(result);
  const beyond = outgrown(result);
  const effect = `${unmetUnder(result, best)}${rentGivenUp(result, best)}`;
  const head = `Under ${best.policy}, ${noticesOf(result, best)}; that leaves ${effect}.`;
  if (beyond !== undefined) return `${head} ${beyond}.`;
  return `${head} ${worth(result, best)}`.trim();
};

/** The policy that leaves least unmet; among equals the one worth most to the owner. */
export const least = (result: StudyResult): PolicyResult => lowest(result, choosable(result));

const lowest = (result: StudyResult, policies: readonly PolicyResult[]): PolicyResult =>
  policies.reduce((best, policy) => {
    const unmet = metricOf(result, policy, "unmetShare").mean - metricOf(result, best, "unmetShare").mean;
    const value = metricOf(result, policy, "netValue").mean - metricOf(result, best, "netValue").mean;
    return unmet < 0 || (unmet === 0 && value > 0) ? policy : best;
  });

/**
 * `0.5 % of internal demand unmet, against 1.3 % under reactive (difference −0.8 ± 0.3 points)`. The baseline itself
 * is compared with the next best, and a policy alone with nothing.
 */
export const unmetUnder = (result: StudyResult, policy: PolicyResult): string => {
  const own = metricOf(result, policy, "unmetShare");
  const other = opponentOf(result, policy);
  if (other === undefined) return `${percent(own.mean)} of internal demand unmet`;
  const scale = scaleOfIntervals("share", [own, metricOf(result, other.policy, "unmetShare")]);
  const theirs = write(metricOf(result, other.policy, "unmetShare").mean, scale);
  return (
    `${write(own.mean, scale)} of internal demand unmet, against ${theirs} under ${other.policy.policy} ` +
    `(difference ${points(other.difference)}${doubt(other.difference)})`
  );
};

type Opponent = { readonly policy: PolicyResult; readonly difference: Interval };

const opponentOf = (result: StudyResult, policy: PolicyResult): Opponent | undefined => {
  const other = baselineOf(result, policy) ?? nextBest(result, policy);
  const difference = other && differenceBetween(result, policy, other, "unmetShare");
  return difference && { policy: other as PolicyResult, difference };
};

/** What a policy was compared with; undefined for the baseline itself. */
const baselineOf = (result: StudyResult, policy: PolicyResult): PolicyResult | undefined => {
  const comparison = comparisonOf(result, policy);
  return comparison && result.policies.find((p) => entryName(p) === comparison.baseline);
};

const nextBest = (result: StudyResult, policy: PolicyResult): PolicyResult | undefined => {
  const others = choosable(result).filter((other) => other !== policy);
  return others.length === 0 ? undefined : lowest(result, others);
};

/** `notice goes to …`, or that none is served. */
export const noticesOf = (result: StudyResult, policy: PolicyResult): string => {
  const notices = ownersNotices(policy);
  if (notices.length === 0) {
    return metricOf(result, policy, "noticesIssued").mean > 0
      ? "no notice is served in the first replication"
      : "no notice is served";
  }
  return `notice goes ${recipients(notices, datesOf(result.scenario).read)} in the first replication`;
};

/** Each round while they are few; else the first, and the others together. */
const recipients = (notices: readonly NoticeStory[], read: (at: number) => string): string => {
  const rounds = roundsOf(notices, read);
  const said = rounds.map((round) => {
    const { issuedAt, effectiveAt } = round[0] as NoticeStory;
    return `${names(round)} on ${read(issuedAt)} (${gpusOf(round)} GPUs, back by ${read(effectiveAt)})`;
  });
  if (rounds.length <= MOST_ROUNDS) return `to ${listed(said)}`;
  const later = rounds.slice(1).flat();
  return `first to ${said[0]} and then in ${rounds.length - 1} more rounds to ${names(later)} (${gpusOf(later)} GPUs)`;
};

/** Notices of one day that end on one day are one round. */
const roundsOf = (notices: readonly NoticeStory[], read: (at: number) => string): NoticeStory[][] => {
  const rounds = new Map<string, NoticeStory[]>();
  for (const notice of notices) {
    const dates = `${read(notice.issuedAt)} ${read(notice.effectiveAt)}`;
    rounds.set(dates, [...(rounds.get(dates) ?? []), notice]);
  }
  return [...rounds.values()];
};

const names = (round: readonly NoticeStory[]): string =>
  listed([...new Set(round.map(({ target }) => target))], MOST_NAMES);

const gpusOf = (round: readonly NoticeStory[]): string =>
  formatGpus(round.reduce((sum, { gpus }) => sum + gpus, 0));

const rentGivenUp = (result: StudyResult, policy: PolicyResult): string => {
  const comparison = comparisonOf(result, policy);
  if (comparison === undefined) return "";
  const { mean } = differenceIn(result, comparison, "revenue");
  if (!Number.isFinite(mean) || mean === 0) return "";
  return `, for ${writeOne(Math.abs(mean), "$")} ${mean < 0 ? "less" : "more"} rent`;
};

/** Where the owner is best off is another question than where least is unmet; the answer says both, and how sure it is. */
const worth = (result: StudyResult, best: PolicyResult): string => {
  if (result.policies.length < 2) return "";
  const value = (policy: PolicyResult): number => metricOf(result, policy, "netValue").mean;
  const richest = choosable(result).reduce((a, b) => (value(b) > value(a) ? b : a));
  const other = baselineOf(result, richest) ?? (richest === best ? nextBest(result, richest) : best);
  const difference = other && differenceBetween(result, richest, other, "netValue");
  const scale = scaleOfIntervals("$", [
    metricOf(result, richest, "netValue"),
    metricOf(result, other ?? best, "netValue"),
  ]);
  const terms = `with unmet demand valued at $${result.scenario.assumptions.internalGpuHour} a GPU-hour`;
  const head =
    value(richest) === value(best)
      ? `It also leaves the owner most in the mean, ${terms}: `
      : `What is left to the owner, ${terms}, is in the mean most under ${richest.policy}: `;
  const net = `${write(value(richest), scale)} net`;
  if (other === undefined || difference === undefined) return `${head}${net}.`;
  const against = `against ${write(value(other), scale)} under ${other.policy}`;
  return `${head}${net} ${against} (difference ${differenceOf("$", difference)}${doubt(difference)}).`;
};

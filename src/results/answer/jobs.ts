/**
 * The answer where there are jobs and no lease: how long the owner's jobs wait under the policy under which they wait
 * least, against the baseline, and what tenants' jobs get and lose.
 */
import { formatDuration, formatNumber } from "../../base/units.ts";
import type { PolicyResult, StudyResult } from "../types.ts";
import { choosable, differenceBetween, differenceOf, doubt, metricOf, percent } from "./facts.ts";

export const jobsOnly = (result: StudyResult): string | undefined => {
  const [first] = result.policies;
  if (first === undefined || result.policies.some(({ story }) => story.leases.length > 0)) return undefined;
  if (metricOf(result, first, "jobsSubmitted").mean === 0) return undefined;
  const best = shortestWait(result);
  const told = [internal(result, best, first), external(result, best)].filter((text) => text !== "");
  return `Under ${best.policy}, ${told.join("; ")}.`;
};

/** Among equals, and where nobody inside waits, the policy worth most to the owner. */
const shortestWait = (result: StudyResult): PolicyResult =>
  choosable(result).reduce((best, policy) => {
    const by = (name: "internalWaitMean" | "netValue"): number =>
      metricOf(result, policy, name).mean - metricOf(result, best, name).mean;
    const isShorter = by("internalWaitMean") < 0;
    return isShorter || (by("internalWaitMean") === 0 && by("netValue") > 0) ? policy : best;
  });

const internal = (result: StudyResult, best: PolicyResult, first: PolicyResult): string => {
  if (metricOf(result, best, "internalJobsSubmitted").mean === 0) return "";
  const wait = metricOf(result, best, "internalWaitMean").mean;
  const late = metricOf(result, best, "internalWaitP95").mean;
  if (wait === 0) return `no internal job waits${failures(result, best)}`;
  const told = `internal jobs wait ${formatDuration(wait)} in the mean (${formatDuration(late)} at the 95th percentile)`;
  const other = best === first ? longestWait(result, best) : first;
  if (other === undefined) return told;
  const theirs = metricOf(result, other, "internalWaitMean").mean;
  if (theirs === wait) return told;
  const difference = differenceBetween(result, best, other, "internalWaitMean");
  const sure = difference ? ` (difference ${differenceOf("seconds", difference)}${doubt(difference)})` : "";
  return `${told}, against ${formatDuration(theirs)} under ${other.policy}${sure}`;
};

const failures = (result: StudyResult, policy: PolicyResult): string => {
  const lost = metricOf(result, policy, "lostByFailureGpuHours").mean;
  if (!(lost > 0)) return "";
  const goodput = percent(metricOf(result, policy, "goodputShare").mean);
  const use = percent(metricOf(result, policy, "occupancyShare").mean);
  return `, but failures throw away ${formatNumber(lost)} GPU-hours: of ${use} of the cluster in use, work that counts is ${goodput}`;
};

const longestWait = (result: StudyResult, but: PolicyResult): PolicyResult | undefined => {
  const others = choosable(result).filter((policy) => policy !== but);
  const wait = (policy: PolicyResult): number => metricOf(result, policy, "internalWaitMean").mean;
  return others.reduce<PolicyResult | undefined>(
    (most, policy) => (most === undefined || wait(policy) > wait(most) ? policy : most),
    undefined,
  );
};

const external = (result: StudyResult, policy: PolicyResult): string => {
  if (metricOf(result, policy, "externalShare").mean === 0) return "";
  const share = percent(metricOf(result, policy, "externalShare").mean);
  const evicted = metricOf(result, policy, "evictionsPerRunStart").mean;
  const lost = metricOf(result, policy, "lostByPreemptionGpuHours").mean;
  const losses =
    evicted === 0
      ? "and are never evicted"
      : `and are evicted in ${percent(evicted)} of their starts; preemption throws away ${formatNumber(lost)} GPU-hours of work`;
  return `tenants' jobs use ${share} of the cluster ${losses}`;
};

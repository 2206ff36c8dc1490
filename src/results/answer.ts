/**
 * The one plain sentence that answers a scenario's question, or two, from the result alone. What is said of
 * dates holds for the first replication, which is told in full, and says so; what is said of amounts holds for the
 * mean of all.
 */

import { formatGpus } from "../base/units.ts";
import { alongValues } from "./answer/along-values.ts";
import { amongPolicies } from "./answer/among-policies.ts";
import { firstShortage, listed, metricOf, percent } from "./answer/facts.ts";
import { jobsOnly } from "./answer/jobs.ts";
import { ladder } from "./answer/ladder.ts";
import { stoppedSentences } from "./answer/stopped.ts";
import { tooEarly } from "./answer/too-early.ts";
import { datesOf } from "./figures/dates.ts";
import type { PolicyResult, StudyResult } from "./types.ts";

/** What the result says, in a few sentences; deterministic, without line breaks of its own. */
export const answerOf = (result: StudyResult): string =>
  (sentences(result) + stoppedSentences(result)).replaceAll("\u00a0", " ");

const sentences = (result: StudyResult): string => {
  const first = result.policies[0];
  if (first === undefined) return "Nothing was compared.";
  if (result.ladder.length > 1) return ladder(result);
  if (result.policies.some(({ variant }) => variant !== first.variant)) return alongValues(result);
  const jobs = jobsOnly(result);
  if (jobs !== undefined) return jobs;
  return noTenants(result, first) ?? noShortage(result) ?? tooEarly(result) ?? amongPolicies(result);
};

const noTenants = (result: StudyResult, first: PolicyResult): string | undefined => {
  if (result.policies.some(({ story, tenants }) => story.leases.length + tenants.length > 0))
    return undefined;
  const { mean } = metricOf(result, first, "unmetShare");
  return mean > 0
    ? `There is no tenant who could be given notice: ${percent(mean)} of internal demand is unmet, and more capacity is the only cure.`
    : "There are no tenants, and none is needed to make room: internal demand stays within what is installed.";
};

/** No shortage without any notice: then none is needed. */
const noShortage = (result: StudyResult): string | undefined => {
  const isIdle = (policy: PolicyResult): boolean =>
    metricOf(result, policy, "unmetShare").mean === 0 && metricOf(result, policy, "noticesIssued").mean === 0;
  if (firstShortage(result) !== undefined || !result.policies.some(isIdle)) return undefined;
  return `No notice is needed: internal demand stays within what is free, in ${everyReplication(result)}.${tenantsLeave(result)}`;
};

/** Tenants who give notice themselves, where the owner gives none. */
const tenantsLeave = ({ policies: [first], scenario }: StudyResult): string => {
  const { read } = datesOf(scenario);
  const leaving = (first?.story.notices ?? [])
    .filter(({ by, kind }) => by === "tenant" && kind !== "nonRenew")
    .map(
      ({ target, gpus, issuedAt, effectiveAt }) =>
        `${target} on ${read(issuedAt)} (${formatGpus(gpus)} GPUs, leaving by ${read(effectiveAt)})`,
    );
  if (leaving.length === 0) return "";
  return ` It is tenants who give notice, in the first replication: ${listed(leaving, MOST_TENANTS)}.`;
};

/** How many tenants are named before the rest is counted. */
const MOST_TENANTS = 3;

const everyReplication = ({ replications }: StudyResult): string =>
  replications === 1 ? "the one replication made" : `each of ${replications} replications`;

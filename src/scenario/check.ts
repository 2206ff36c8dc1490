/**
 * Relations between the fields of a scenario: references, sums, dates in order, limits that keep a run finite
 * and its integrals exact. What the schema refuses is passed over here, so that both are told at once.
 */
import { checkAssertions } from "./check/assertions.ts";
import { checkClock } from "./check/clock.ts";
import { checkCluster } from "./check/cluster.ts";
import { checkCommitments } from "./check/commitments.ts";
import { checkTenants } from "./check/contract.ts";
import { checkDemand } from "./check/demand.ts";
import { checkJobs } from "./check/jobs.ts";
import { checkMarket, checkPipeline } from "./check/market.ts";
import { partsOf } from "./check/parts.ts";
import { checkPolicies } from "./check/policies.ts";
import { Report } from "./check/report.ts";
import type { Finding } from "./explain/finding.ts";

export type Relations = { readonly problems: readonly Finding[]; readonly warnings: readonly Finding[] };

/** @param data - the scenario as written, sound or not */
export function checkRelations(data: unknown): Relations {
  const parts = partsOf(data);
  const report = new Report(parts.pruned);
  const setting = { ...parts, report };
  checkClock(setting);
  checkCluster(setting);
  checkDemand(setting);
  checkTenants(setting);
  checkJobs(setting);
  checkMarket(setting);
  checkPipeline(setting);
  checkCommitments(setting);
  checkPolicies(setting);
  checkAssertions(setting);
  return report;
}

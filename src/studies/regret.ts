/**
 * Regret: what a policy forgoes for not knowing the demand to come. It is the net value of the clairvoyant that
 * plans for net value, less the policy's own, replication by replication, and known only where one is compared.
 */
import { METRIC } from "../metrics/definitions.ts";
import type { RunResult } from "../metrics/outcome.ts";
import type { PolicySettings } from "../model/types.ts";

/** Whether a policy plans for net value and is told the demand to come: the bound that regret is taken against. */
export const isBound = ({ size, forecast }: PolicySettings): boolean =>
  size.kind === "plan" && forecast.kind === "perfect";

/** Fills in the regret of the runs of one replication, one run a policy; of several bounds the best counts. */
export const fillRegret = (runs: readonly RunResult[], policies: readonly PolicySettings[]): void => {
  let best = Number.NEGATIVE_INFINITY;
  runs.forEach(({ metrics }, i) => {
    if (isBound(policies[i] as PolicySettings)) best = Math.max(best, metrics[METRIC.netValue] as number);
  });
  if (best === Number.NEGATIVE_INFINITY) return;
  for (const { metrics } of runs) metrics[METRIC.regret] = best - (metrics[METRIC.netValue] as number);
};

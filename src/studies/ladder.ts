/**
 * The notice ladder: what each length of notice costs either side, on the same demand. The owner's cost is
 * its net value below the best rung, replication by replication, and the total adds the tenants'; beside the unmet share stands the closed
 * form for exponential growth under a reactive owner, 1 - g^(-L/365 days).
 */

import { formatDuration } from "../base/units.ts";
import { METRIC, type MetricName } from "../metrics/definitions.ts";
import type { Plan } from "../model/types.ts";
import { exp, log } from "../random/elementary.ts";
import type { LadderRung, PolicyResult } from "../results/types.ts";
import type { Traces } from "../scenario/compile/trace-set.ts";
import { compilePlan } from "../scenario/compile.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { PolicyAggregate } from "./aggregate.ts";
import { intervalOf } from "./intervals.ts";

const YEAR = 365 * 86_400;

/** Rungs when the varied path is a notice of the owner, policy by policy; else none. */
export const ladderOf = (
  path: string,
  variants: readonly Scenario[],
  policies: readonly PolicyResult[],
  flat: readonly PolicyAggregate[],
  traces: Traces,
): LadderRung[] => {
  if (!/\.notice(\.owner)?$/.test(path)) return [];
  const plans = variants.map((variant) => compilePlan(variant, traces));
  const perVariant = policies.length / variants.length;
  const rungs: LadderRung[] = [];
  for (let p = 0; p < perVariant; p++) {
    const column = flat.filter((_, i) => i % perVariant === p);
    const best = bestRung(column);
    const totals = column.map((aggregate) => totalCosts(aggregate, best));
    const least = leastOf(totals);
    column.forEach((aggregate, v) => {
      const total = totals[v] as readonly number[];
      const plan = plans[v] as Plan;
      const notice = lengthAt(plan, path);
      const at = (metric: MetricName) => aggregate.rows.map((row) => row[METRIC[metric]] as number);
      rungs.push({
        policy: (policies[p] as PolicyResult).policy,
        noticeSeconds: notice,
        label: formatDuration(notice),
        unmetShare: intervalOf(at("unmetShare")),
        closedForm: closedForm(plan, notice),
        ownerCost: intervalOf(at("netValue").map((value, r) => (best[r] as number) - value)),
        tenantCost: intervalOf(at("tenantCost")),
        totalCost: intervalOf(total),
        aboveLeast: intervalOf(total.map((cost, r) => cost - (least[r] as number))),
        revenue: intervalOf(at("revenue")),
      });
    });
  }
  return rungs;
};

/** Steady unmet share of exponentially growing demand under a reactive owner with ample capacity to call. */
export const closedForm = (plan: Plan, notice: number): number => {
  let base = 0;
  let weighted = 0;
  for (const program of plan.programs) {
    for (const source of program.sources) {
      if (source.kind !== "level") continue;
      base += source.base;
      weighted += source.base * source.growth;
    }
  }
  const growth = base === 0 ? 1 : weighted / base;
  return growth > 1 ? 1 - exp((-log(growth) * notice) / YEAR) : Number.NaN;
};

/** Net value of the rung whose mean is best, replication by replication. */
const bestRung = (column: readonly PolicyAggregate[]): number[] => {
  const means = column.map((a) => intervalOf(a.rows.map((row) => row[METRIC.netValue] as number)).mean);
  let best = 0;
  means.forEach((mean, i) => {
    if (mean > (means[best] as number)) best = i;
  });
  return (column[best] as PolicyAggregate).rows.map((row) => row[METRIC.netValue] as number);
};

/** What a rung costs both sides, replication by replication. */
const totalCosts = ({ rows }: PolicyAggregate, best: readonly number[]): number[] =>
  rows.map(
    (row, r) => (best[r] as number) - (row[METRIC.netValue] as number) + (row[METRIC.tenantCost] as number),
  );

/** The rung whose mean is least; the first of equals. */
const leastOf = (totals: readonly (readonly number[])[]): readonly number[] =>
  totals.reduce((least, total) => (intervalOf(total).mean < intervalOf(least).mean ? total : least));

/** The notice that was varied: of the tenant that the path names, else the longest; of its jobs when it names them. */
const lengthAt = (plan: Plan, path: string): number => {
  const index = /tenants\[(\d+)\]/.exec(path)?.[1];
  const name = /tenants\.([^.[]+)/.exec(path)?.[1];
  const isMeant = ({ tenant }: { readonly tenant: number }): boolean =>
    index !== undefined
      ? tenant === Number(index)
      : name === undefined || plan.tenants[tenant]?.name === name;
  const lengths = /\.jobs[.[]/.test(path)
    ? plan.streams.filter(isMeant).map(({ notice }) => notice)
    : plan.contracts.filter(isMeant).map(({ noticeOwner }) => noticeOwner);
  return lengths.reduce((longest, length) => Math.max(longest, length), 0);
};

/** What relations take out of drawn lease scenarios, where it could not hold with it. */
import type { Contract, Plan, PolicySettings, Pool } from "../../src/model/types.ts";
import { DAY } from "../model/builders.ts";

const withoutLots = (policy: PolicySettings): PolicySettings => {
  const kept = policy.victims.map((order, i) => ({ order, weight: policy.victimWeights?.[i] ?? 0 }));
  const without = kept.filter(({ order }) => order !== "random");
  return {
    ...policy,
    victims: without.map(({ order }) => order),
    victimWeights: policy.victimWeights && without.map(({ weight }) => weight),
  };
};

/** Chances are certain or nil, lengths constant. */
const certain = (c: Contract): Contract => ({
  ...c,
  delivered: Math.round(c.delivered),
  rescindable: Math.round(c.rescindable),
  renewal: c.renewal && { ...c.renewal, probability: Math.round(c.renewal.probability) },
  onNotice: { ...c.onNotice, remaining: { kind: "constant", value: 5 * DAY } },
});

/** Nothing that is drawn by name; tenants that have come to mistrust the owner do not leave by chance. */
export const withoutDraws = (plan: Plan): Plan => ({
  ...plan,
  pools: plan.pools.map(constantLives),
  programs: plan.programs.map((program) => ({
    ...program,
    sources: program.sources.map((source) =>
      source.kind === "level" ? { ...source, noise: undefined } : source,
    ),
  })),
  contracts: plan.contracts.map(certain),
  tenants: plan.tenants.map((tenant) => ({
    ...tenant,
    churn: 0,
    leaving: 0,
    relet: constantLag(tenant.relet),
  })),
  pipeline: plan.pipeline.map((prospects) => ({
    ...prospects,
    pays: { kind: "constant", value: 1 },
    terms: certain(prospects.terms),
  })),
});

const constantLag = (relet: Plan["tenants"][0]["relet"]): Plan["tenants"][0]["relet"] =>
  relet && { ...relet, lag: { kind: "constant", value: 5 * DAY } };

/** The same for a policy: no lots among victims, and no offers that a tenant takes by chance. */
export const withoutChance = (policy: PolicySettings): PolicySettings => ({
  ...withoutLots(policy),
  rescind: policy.rescind.kind === "offer" ? { kind: "ifNeedGone", band: 0 } : policy.rescind,
});

/** Lengths constant, and all other draws as they are. */
export const withoutDrawnLengths = (plan: Plan): Plan => ({
  ...plan,
  pools: plan.pools.map(constantLives),
  contracts: plan.contracts.map(constantRest),
  tenants: plan.tenants.map((tenant) => ({ ...tenant, relet: constantLag(tenant.relet) })),
  pipeline: plan.pipeline.map((prospects) => ({ ...prospects, terms: constantRest(prospects.terms) })),
});

const constantLives = (pool: Pool): Pool => ({
  ...pool,
  failures: pool.failures && {
    ...pool.failures,
    between: { kind: "constant", value: 100 * DAY },
    repair: { kind: "constant", value: 5 * DAY },
  },
});

const constantRest = (c: Contract): Contract => ({
  ...c,
  onNotice: { ...c.onNotice, remaining: { kind: "constant", value: 5 * DAY } },
});

/** Level demand only. */
export const withoutRuns = (plan: Plan): Plan => ({
  ...plan,
  programs: plan.programs.filter(({ sources }) => sources.every(({ kind }) => kind === "level")),
});

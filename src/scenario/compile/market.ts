/**
 * The market and the deal pipeline: a grid in seconds, and prospects with the terms that all of a stream are offered.
 */
import type { Contract, Market, Prospects, Tenant } from "../../model/types.ts";
import type { ContractSpec, MarketSpec, PoolSpec, ProspectsSpec } from "../schema.ts";
import { compileArrivals } from "./arrivals.ts";
import { compileContract } from "./contract.ts";
import { compileFactor, compileGpus } from "./distribution.ts";
import { signedShare } from "./price-by-notice.ts";
import { shareOf } from "./shares.ts";
import { momentSeconds, spanSeconds } from "./times.ts";

export function compileMarket(spec: MarketSpec, epoch: number): Market {
  return {
    every: spanSeconds(spec.every, epoch),
    growth: spec.growth,
    sigma: spec.sigma,
    halfLife: spec.halfLife === undefined ? undefined : spanSeconds(spec.halfLife, epoch),
    steps: spec.steps.map(({ at, is }) => ({ at: momentSeconds(at, 0, epoch), value: is })),
  };
}

/** The tenant that all leases of a stream of prospects count for. */
export function compileProspectTenant(spec: ProspectsSpec): Tenant {
  return {
    name: spec.name,
    priority: spec.priority,
    exitAt: undefined,
    exitPerYear: spec.exit.perYear ?? 0,
    exitBelow: spec.exit.whenMarketBelow ?? 0,
    churn: spec.churn,
    leaving: spec.leaving,
    relet: undefined,
  };
}

export function compileProspects(
  spec: ProspectsSpec,
  place: { tenant: number; pools: readonly PoolSpec[]; epoch: number },
): Prospects {
  const { epoch, tenant } = place;
  return {
    name: spec.name,
    tenant,
    arrivals: compileArrivals(spec.arrivals, epoch),
    gpus: compileGpus(spec.gpus),
    pays: spec.pays === undefined ? undefined : compileFactor(spec.pays),
    patience: spanSeconds(spec.patience, epoch),
    least: shareOf(spec.least),
    atMarket: spec.price === "market",
    elasticity: spec.terms.elasticity.price,
    sizeShare: signedShare(spec.terms, epoch),
    terms: termsOf(spec, place),
    minShare: typeof spec.terms.minQuantity === "number" ? 0 : shareOf(spec.terms.minQuantity),
    minGpus: typeof spec.terms.minQuantity === "number" ? spec.terms.minQuantity : 0,
  };
}

/** A contract for one accelerator; what a deal is about replaces its quantity and its dates. */
const termsOf = (
  spec: ProspectsSpec,
  place: { tenant: number; pools: readonly PoolSpec[]; epoch: number },
): Contract => {
  const written: ContractSpec = {
    ...spec.terms,
    gpus: 1,
    minQuantity: 0,
    ramp: [],
    elasticity: { ...spec.terms.elasticity, price: 0, notice: 0 },
  };
  return compileContract(written, { name: spec.name, ...place });
};

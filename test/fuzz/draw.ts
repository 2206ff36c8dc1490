/**
 * Whole scenarios for the fuzzer: drawn from the schema, so that no field is forgotten, then given sizes, times and
 * contention at which something happens. The same seed and index give the same scenario.
 */
import fc from "fast-check";
import { soundScenario } from "../scenario/arbitrary.ts";
import { type Chance, chanceFor } from "./chance.ts";
import { biteCluster, biteFailures, poolsFor } from "./draw-cluster.ts";
import { arrivalsOf, biteProgram } from "./draw-demand.ts";
import { addMore } from "./draw-more.ts";
import { bitePolicies } from "./draw-policies.ts";
import { biteContract, biteTenant } from "./draw-tenants.ts";
import { entries, type Loose } from "./loose.ts";
import { quantity, type Scale, scaleOf } from "./scale.ts";
import { addScene } from "./scenes.ts";

export type Drawn = { readonly scenario: Loose; readonly scale: Scale };

/** The scenario of this seed with this number; it may still be refused. */
export const drawScenario = (seed: number, index: number): Drawn => {
  const scale = scaleOf(seed, index);
  const [drawn] = fc.sample(soundScenario, { numRuns: 1, seed: (seed * 1_000_003 + index) | 0 });
  const scenario = structuredClone(drawn) as Loose;
  const chance = (purpose: string): Chance => chanceFor(seed, index, purpose);
  scenario.horizon = scale.horizon;
  scenario.seed = `${seed}:${index}`;
  scenario.start = chance("start").pick("2026-07-01", "2027-02-28", "2026-12-31T23:59:59Z", "2028-01-31");
  if (scale.horizon > 1 && chance("warm-up").hits(0.2)) scenario.warmUp = Math.floor(scale.horizon / 3);
  biteCluster(scenario.cluster as Loose, String(scenario.start), scale, chance("cluster"));
  biteFailures(scenario.cluster as Loose, scale, chance("failures"));
  const pools = poolsFor(scenario.cluster as Loose);
  entries(scenario.internal).forEach((program, i) => {
    biteProgram(program, scale, chance(`program ${i}`), pools);
  });
  const tenants = entries(scenario.tenants);
  if (tenants.length === 0 && chance("tenants").hits(0.8))
    tenants.push({ name: "t0", contract: { gpus: 1 } });
  scenario.tenants = Array.from({ length: scale.crowd }, () => structuredClone(tenants))
    .flat()
    .map((tenant, i) => biteTenant({ ...tenant, name: `t${i}` }, scale, chance(`tenant ${i}`), pools));
  entries(scenario.pipeline).forEach((prospects, i) => {
    const each = chance(`prospects ${i}`);
    if (prospects.arrivals !== undefined) prospects.arrivals = arrivalsOf(each, scale, 6);
    prospects.gpus = quantity(each, scale);
    biteContract(prospects.terms as Loose, scale, each, pools);
  });
  addScene({ scenario, scale, chance: chance("scene"), pools });
  addMore(scenario, scale, chance("more"));
  scenario.policies = bitePolicies(scenario.policies, String(scenario.start), scale, chance("policies"));
  delete scenario.assert;
  return { scenario, scale };
};

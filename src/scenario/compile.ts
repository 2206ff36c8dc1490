/**
 * From a scenario to a plan: names become indexes, written times whole seconds since the start, shares whole
 * accelerators. The plan holds what all replications and policies of a scenario have in common.
 */

import type { Contract, Plan } from "../model/types.ts";
import { compilePool, compileSite } from "./compile/cluster.ts";
import { compileContract, compileTenant, contractName, contractsOf } from "./compile/contract.ts";
import { compileProgram } from "./compile/demand.ts";
import { compileStreams } from "./compile/jobs.ts";
import { compileMarket, compileProspects, compileProspectTenant } from "./compile/market.ts";
import { monthStartsOver } from "./compile/months.ts";
import { epochOf, spanSeconds } from "./compile/times.ts";
import { noTraces, type Traces } from "./compile/trace-set.ts";
import type { Scenario } from "./schema.ts";

export { compilePolicies, compilePolicy } from "./compile/policy.ts";
export {
  type AvailabilityFile,
  availabilityFilesOf,
  noTraces,
  type TraceFile,
  type Traces,
  traceFilesOf,
} from "./compile/trace-set.ts";

/**
 * @param scenario - as `parseScenario` returns it: checked, with every default filled in
 * @param traces - what was read from the files that it refers to; of jobs the plan holds keys only
 * @throws InputError when recorded capacity is missing
 */
export function compilePlan(scenario: Scenario, traces: Traces = noTraces): Plan {
  const epoch = epochOf(scenario.start);
  const horizon = spanSeconds(scenario.horizon, epoch);
  const { sites, pools } = scenario.cluster;
  const { values } = scenario;
  return {
    name: scenario.name,
    seed: String(scenario.seed),
    epoch,
    horizon,
    warmUp: spanSeconds(scenario.warmUp, epoch),
    sites: sites.map((site) => compileSite(site, epoch, horizon)),
    pools: pools.map((pool, i) => compilePool(pool, i, { sites, epoch, horizon, traces })),
    programs: scenario.internal.map((program) => compileProgram(program, pools, epoch)),
    tenants: [
      ...scenario.tenants.map((tenant) => compileTenant(tenant, epoch)),
      ...scenario.pipeline.map(compileProspectTenant),
    ],
    contracts: compileContracts(scenario, epoch),
    streams: compileStreams(scenario, epoch),
    pipeline: scenario.pipeline.map((prospects, i) =>
      compileProspects(prospects, { tenant: scenario.tenants.length + i, pools, epoch }),
    ),
    market: scenario.market && compileMarket(scenario.market, epoch),
    values: {
      internalGpuHour: values.internalGpuHour,
      tenantGpuHour: values.tenantGpuHour,
      replacement: spanSeconds(values.replacement, epoch),
      inVainAfter: spanSeconds(values.inVainAfter, epoch),
      relocation: values.relocationPerGpu,
    },
    monthStarts: monthStartsOver(epoch, horizon),
  };
}

function compileContracts(scenario: Scenario, epoch: number): Contract[] {
  const { pools } = scenario.cluster;
  return scenario.tenants.flatMap((tenant, index) =>
    contractsOf(tenant).map((contract, i) =>
      compileContract(contract, { name: contractName(tenant.name, i), tenant: index, pools, epoch }),
    ),
  );
}

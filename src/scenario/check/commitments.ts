/**
 * Leases that together exceed what is on line are allowed, since capacity may be promised before it is
 * built; but they deserve a word.
 */
import { compileRamp, contractDates, contractsOf, signedGpus } from "../compile/contract.ts";
import { number } from "../explain/words.ts";
import type { ContractSpec } from "../schema.ts";
import { hasSize, onLineAt } from "./cluster.ts";
import { dateText, type Setting } from "./report.ts";

/** Times looked at; a scenario of very many leases is not searched to the end for a warning. */
const MOST_TIMES = 100;

/** Warns of the first time, of those at which a lease starts or ramps up, at which all exceed what is on line. */
export function checkCommitments(setting: Setting): void {
  const { report, epoch, tenants, pools } = setting;
  if (epoch === undefined || tenants.includes(undefined) || !pools.every(hasSize)) return;
  const leasable = pools.filter(({ nodes }) => nodes === undefined);
  const leases = tenants
    .flatMap((tenant) => (tenant === undefined ? [] : contractsOf(tenant)))
    .map((contract) => entitlement(contract, epoch));
  const times = new Set(leases.flatMap(({ ramp }) => ramp.map(({ at }) => at)));
  for (const at of [...times].sort((a, b) => a - b).slice(0, MOST_TIMES)) {
    const committed = leases.reduce(
      (sum, { ramp, expiry }) => sum + (at < expiry ? entitledAt(ramp, at) : 0),
      0,
    );
    const onLine = onLineAt(leasable, epoch, at);
    if (committed > onLine) {
      const day = dateText(setting, at);
      report.warn(
        ["tenants"],
        `on ${day} the leases add up to ${number(committed)}, with ${number(onLine)} on line`,
        { onKey: true },
      );
      return;
    }
  }
}

function entitlement(contract: ContractSpec, epoch: number) {
  const { start, expiry } = contractDates(contract, epoch);
  return { expiry, ramp: compileRamp(contract, start, epoch, signedGpus(contract, epoch)) };
}

const entitledAt = (ramp: ReturnType<typeof compileRamp>, at: number): number =>
  ramp.findLast((step) => step.at <= at)?.gpus ?? 0;

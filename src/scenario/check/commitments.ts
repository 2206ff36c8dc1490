/**
 * Leases that together exceed what is on line are allowed, since capacity may be promised before it is
 * built; but they deserve a word.
 */
import { contractDates, contractsOf } from "../compile/contract.ts";
import { number } from "../explain/words.ts";
import { hasSize, onLineAt } from "./cluster.ts";
import { dateText, type Setting } from "./report.ts";

/** Warns at the first start of a lease at which all that run exceed the accelerators on line. */
export function checkCommitments(setting: Setting): void {
  const { report, epoch, tenants, pools } = setting;
  if (epoch === undefined || tenants.includes(undefined) || !pools.every(hasSize)) return;
  const leases = tenants.flatMap((tenant) =>
    tenant === undefined
      ? []
      : contractsOf(tenant).map((contract) => ({ gpus: contract.gpus, ...contractDates(contract, epoch) })),
  );
  const starts = [...new Set(leases.map(({ start }) => start))].sort((a, b) => a - b);
  for (const at of starts.slice(0, 100)) {
    const committed = leases.reduce(
      (sum, { gpus, start, expiry }) => sum + (start <= at && at < expiry ? gpus : 0),
      0,
    );
    const onLine = onLineAt(pools, epoch, at);
    if (committed > onLine) {
      report.warn(
        ["tenants"],
        `on ${dateText(setting, at)} the leases add up to ${number(committed)}, with ${number(onLine)} on line`,
        {
          onKey: true,
        },
      );
      return;
    }
  }
}

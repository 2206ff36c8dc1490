/**
 * The supply of a group by second, worked out once for each: leases of the same contract are all asked for the same
 * second. It holds for as long as nothing happens, which is for one answer of a policy.
 */
import type { ReclaimView } from "../model/decisions.ts";
import type { Gpus, Seconds } from "../model/types.ts";

export const suppliesOf = (view: ReclaimView, group: number): ((at: Seconds) => Gpus) => {
  const known = new Map<Seconds, Gpus>();
  return (at) => {
    let supply = known.get(at);
    if (supply === undefined) {
      supply = view.supplyAt(group, at);
      known.set(at, supply);
    }
    return supply;
  };
};

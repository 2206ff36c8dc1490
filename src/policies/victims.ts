/**
 * Whom to call first. Each order is a comparison of two leases; a list of orders is applied one after the
 * other, and the id ends every tie.
 */
import type { LeaseView } from "../model/decisions.ts";
import type { Gpus, VictimOrder } from "../model/types.ts";

type Comparison = (a: LeaseView, b: LeaseView) => number;

const orders: { readonly [K in Exclude<VictimOrder, "fewestVictims">]: Comparison } = {
  shortestNotice: (a, b) => a.noticeOwner + a.turnover - (b.noticeOwner + b.turnover),
  lowestFee: (a, b) => a.feePerGpuHour - b.feePerGpuHour,
  lowestPriority: (a, b) => a.priority - b.priority,
  youngest: (a, b) => b.startedAt - a.startedAt,
  oldest: (a, b) => a.startedAt - b.startedAt,
  smallest: (a, b) => a.callable - b.callable,
  largest: (a, b) => b.callable - a.callable,
  earliestExpiry: (a, b) => a.expiry - b.expiry,
};

/** The smallest that does it alone; failing that, the largest. */
const fewestVictims =
  (shortfall: Gpus): Comparison =>
  (a, b) => {
    const aAlone = a.callable >= shortfall;
    const bAlone = b.callable >= shortfall;
    if (aAlone !== bAlone) return aAlone ? -1 : 1;
    return aAlone ? a.callable - b.callable : b.callable - a.callable;
  };

/** Leases in the order in which they are to be asked. */
export const inOrder = (
  leases: readonly LeaseView[],
  by: readonly VictimOrder[],
  shortfall: Gpus,
): LeaseView[] => {
  const comparisons = by.map((order) =>
    order === "fewestVictims" ? fewestVictims(shortfall) : orders[order],
  );
  return [...leases].sort((a, b) => {
    for (const compare of comparisons) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return a.id - b.id;
  });
};

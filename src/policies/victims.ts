/**
 * Whom to call first. Each order is a number for each lease, the least first. A list of orders is applied one after
 * the other, or, with weights, added up: each number is first brought to 0 to 1 over the candidates. The id ends
 * every tie.
 */
import type { LeaseView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds, VictimOrder } from "../model/types.ts";

/** What orders count with besides the lease. */
export type Moment = {
  readonly now: Seconds;
  /** What is short now. */
  readonly shortfall: Gpus;
  /** Time a tenant needs to find other capacity. */
  readonly replacement: Seconds;
};

type Key = (lease: LeaseView, moment: Moment) => number;

/** Above every number of accelerators. */
const TOO_SMALL = 1e9;

const keys: { readonly [K in VictimOrder]: Key } = {
  shortestNotice: ({ noticeOwner, turnover }) => noticeOwner + turnover,
  lowestFee: ({ feePerGpuHour }) => feePerGpuHour,
  lowestPriority: ({ priority }) => priority,
  youngest: ({ startedAt }) => -startedAt,
  oldest: ({ startedAt }) => startedAt,
  smallest: ({ callable }) => callable,
  largest: ({ callable }) => -callable,
  earliestExpiry: ({ expiry }) => expiry,
  longestRemaining: ({ expiry }) => -expiry,
  mostOverShare: ({ tenantHolds }) => -tenantHolds,
  leastLostWork: (lease, { now, replacement }) => {
    const rest = Math.max(0, lease.expiry - now - lease.noticeOwner);
    return lease.callable * Math.min(rest, Math.max(0, replacement - lease.noticeOwner));
  },
  // The smallest that does it alone; failing that, the largest.
  fewestVictims: ({ callable }, { shortfall }) =>
    callable >= shortfall ? callable : 2 * TOO_SMALL - callable,
  random: ({ chance }) => chance,
};

/** Leases in the order in which they are to be asked. */
export const inOrder = (
  leases: readonly LeaseView[],
  { victims, victimWeights }: Pick<PolicySettings, "victims" | "victimWeights">,
  moment: Moment,
): LeaseView[] => {
  const columns = victims.map((order) => leases.map((lease) => keys[order](lease, moment)));
  const ranks = victimWeights === undefined ? columns : [weighted(columns, victimWeights)];
  const places = leases.map((_, i) => i);
  places.sort((a, b) => {
    for (const column of ranks) {
      const difference = (column[a] as number) - (column[b] as number);
      if (difference !== 0) return difference;
    }
    return (leases[a] as LeaseView).id - (leases[b] as LeaseView).id;
  });
  return places.map((i) => leases[i] as LeaseView);
};

/** One number a lease: the sum of its places between the least and the greatest of each column, by weight. */
const weighted = (columns: readonly (readonly number[])[], weights: readonly number[]): number[] => {
  const spans = columns.map((column) => {
    const least = column.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const most = column.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return { least, width: most - least };
  });
  return (columns[0] ?? []).map((_, i) =>
    columns.reduce((score, column, c) => {
      const { least, width } = spans[c] as (typeof spans)[0];
      return score + (width === 0 ? 0 : ((weights[c] as number) * ((column[i] as number) - least)) / width);
    }, 0),
  );
};

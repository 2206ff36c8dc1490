/**
 * The market beside the cluster: what capacity costs elsewhere, as an index on a grid. It is a fact of the
 * replication, the same for every policy; tenants compare their fee with it, renewals and deals may follow it.
 */

import { exitTenant } from "./exits.ts";
import type { Lease } from "./lease.ts";
import type { Seconds } from "./types.ts";
import type { World } from "./world.ts";

/** A sampled path: `index[k]` holds from `k x every` on, the last one for good. */
export type MarketPath = { readonly every: Seconds; readonly index: Float64Array };

/** Where no market is declared its price stands still. */
export const stillMarket: MarketPath = { every: Number.MAX_SAFE_INTEGER, index: new Float64Array([1]) };

/** The index at a second; before second 0 it is 1, as at second 0. */
export const indexAt = (path: MarketPath, at: Seconds): number =>
  path.index[Math.min(path.index.length - 1, Math.max(0, Math.floor(at / path.every)))] as number;

/** Integral of the index over a stretch of time, in seconds. */
export const indexOver = (path: MarketPath, from: Seconds, to: Seconds): number => {
  let sum = 0;
  for (let at = from; at < to; ) {
    const next = Math.min(to, (Math.floor(Math.max(0, at) / path.every) + 1) * path.every);
    sum += indexAt(path, at) * (next - at);
    at = next;
  }
  return sum;
};

/**
 * The market moves: tenants for whom it has become cheap enough give notice, as soon as their lockout lets them.
 *
 * @returns whether anybody did, since a price that nobody acts on changes nothing
 */
export const marketMoves = (world: World): boolean => {
  const index = indexAt(world.market, world.now);
  world.observer.marketMoved?.(world.now, index);
  let acted = false;
  for (const lease of [...world.living]) {
    if (!findsItCheaper(lease, index) || isLocked(world, lease)) continue;
    exitTenant(world, lease);
    acted = true;
  }
  return acted;
};

const findsItCheaper = (lease: Lease, index: number): boolean =>
  (lease.state === "active" || lease.state === "ramping") && index / lease.pricedAt < lease.tenant.exitBelow;

const isLocked = (world: World, lease: Lease): boolean =>
  lease.contract.lockoutMeaning === "issue" && world.now < lease.lockoutEnd;

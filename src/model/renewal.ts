/**
 * Renewal: the tenant decides ahead of the end of the term, less willing for every eviction; the new term may be let
 * at the market's price of the day of the decision.
 */
import { exp } from "../random/elementary.ts";
import { invoice } from "./billing.ts";
import { KIND } from "./events.ts";
import type { Lease } from "./lease.ts";
import { scheduleTermEnd } from "./leases.ts";
import { indexAt } from "./market.ts";
import type { World } from "./world.ts";

/** The tenant decides on renewal, ahead of expiry; evictions make it less willing. */
export const decideRenewal = (world: World, lease: Lease): void => {
  const { renewal } = lease.contract;
  if (renewal === undefined || lease.state === "winding" || lease.state === "ended") return;
  const willing = renewal.probability * exp(-lease.evictions * lease.tenant.churn);
  const renews = world.stream(lease.name, "renewal").next() < willing;
  if (!renews) {
    lease.declined = true;
    world.observer.leaseChanged?.(world.now, lease, "unrenewed");
    return;
  }
  lease.renewals++;
  if (lease.expiryEvent !== undefined) world.simulator.cancel(lease.expiryEvent);
  lease.expiryEvent = undefined;
  if (renewal.repriced) agreeOnPrice(world, lease);
  lease.expiry += renewal.term;
  world.observer.leaseChanged?.(world.now, lease, "renewed");
  scheduleTermEnd(world, lease, world.now);
};

/** The renewed term is let at today's price; the term that runs goes on at its own. */
const agreeOnPrice = (world: World, lease: Lease): void => {
  const index = indexAt(world.market, world.now);
  lease.nextScale = (lease.feeScale * index) / lease.pricedAt;
  lease.pricedAt = index;
  if (lease.expiry <= world.plan.horizon) world.simulator.schedule(lease.expiry, KIND.reprice, lease.id, 0);
};

/** A renewed term begins, at the price agreed on. */
export const beginRenewedTerm = (world: World, lease: Lease): void => {
  if (lease.state === "ended") return;
  invoice(world, lease, Math.max(0, world.now - 1), true);
  lease.feeScale = lease.nextScale;
};

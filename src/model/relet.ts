/**
 * The market. Capacity that comes back from a tenant with a `relet` clause is offered again: after a lag a
 * successor signs on the same terms, if the capacity is still free and nobody inside is short of it;
 * otherwise the search starts over.
 */
import { drawSeconds } from "./draw.ts";
import { KIND } from "./events.ts";
import type { Lease } from "./lease.ts";
import { startLease } from "./leases.ts";
import { FREE } from "./ledger.ts";
import { waitingGangs } from "./supply.ts";
import type { Gpus } from "./types.ts";
import type { World } from "./world.ts";

/** Starts the search for a successor for what has just come back. */
export const offerToMarket = (world: World, lease: Lease, gpus: Gpus): void => {
  if (world.policy.refill.kind === "hold" || lease.tenant.relet === undefined) return;
  if (lease.contractIndex < 0) return; // what a prospect leaves is for the next one
  const last = world.relets[world.relets.length - 1];
  if (last !== undefined && last.contract === lease.contractIndex && last.attempts === -world.now - 1) {
    last.gpus += gpus; // several pools of one return are one offer
    return;
  }
  const id = world.relets.length;
  const feeScale = lease.feeScale * lease.tenant.relet.fee;
  world.relets.push({ contract: lease.contractIndex, feeScale, gpus, attempts: -world.now - 1 });
  search(world, id, lease.contract.turnover);
};

const search = (world: World, id: number, wait: number): void => {
  const offer = world.relets[id] as { contract: number };
  const contract = world.plan.contracts[offer.contract] as { name: string; tenant: number };
  const relet = (
    world.plan.tenants[contract.tenant] as { relet: NonNullable<World["plan"]["tenants"][0]["relet"]> }
  ).relet;
  const lag = world.policy.refill.lag ?? relet.lag;
  const at = world.now + Math.max(1, wait + drawSeconds(lag, world.stream(contract.name, "relet")));
  if (at <= world.plan.horizon) world.simulator.schedule(at, KIND.relet, id, 0);
};

/** A prospective tenant is ready to sign. */
export const relet = (world: World, id: number): void => {
  const offer = world.relets[id] as World["relets"][0];
  const contract = world.plan.contracts[offer.contract] as World["plan"]["contracts"][0];
  let free = 0;
  for (const pool of contract.pools) free += world.ledger.count(pool, FREE);
  const gpus = Math.min(offer.gpus, free);
  if (gpus < Math.max(1, Math.min(offer.gpus, contract.minQuantity)) || isShort(world)) {
    search(world, id, 0);
    return;
  }
  world.reclaimed = Math.max(0, world.reclaimed - gpus);
  for (const notice of world.watched) if (Number.isFinite(notice.leastIdle)) notice.relet += gpus;
  const lease = startLease(world, offer.contract, gpus, offer.feeScale);
  world.observer.relet?.(world.now, lease);
  offer.gpus -= gpus;
  if (offer.gpus > 0) search(world, id, 0);
};

/** Whether somebody inside is short: then nothing is let. */
export const isShort = (world: World): boolean =>
  world.claims.some((claim) => claim.covered < claim.target) ||
  world.groups.some((_, group) => waitingGangs(world, group) > 0);

/**
 * The market. Capacity that comes back from a tenant with a `relet` clause is offered again: after a lag a
 * successor signs on the same terms, if the capacity is still free and nobody inside is short of it;
 * otherwise the search starts over. An offer of what is owed to its tenant again is withdrawn.
 */
import { drawSeconds } from "./draw.ts";
import { KIND } from "./events.ts";
import { type Lease, noticeGiven } from "./lease.ts";
import { startLease } from "./leases.ts";
import { FREE } from "./ledger.ts";
import type { Notice } from "./notice.ts";
import { waitingGangs } from "./supply.ts";
import type { Contract, Gpus, PolicySettings, PoolChoice, Seconds, Tenant } from "./types.ts";
import type { Relet, World } from "./world.ts";

/** Whether a policy lets what is free by lease: it may hold it, or leave it to spot jobs. */
export const letsAgain = ({ refill: { kind } }: PolicySettings): boolean =>
  kind !== "hold" && kind !== "spot";

/** How much of a group, in its own accelerators, may be let until a second. */
export type Surplus = (group: number, backAt: Seconds) => Gpus;

/** Starts the search for a successor for what has just come back, by a notice or otherwise. */
export const offerToMarket = (world: World, lease: Lease, gpus: Gpus, notice?: Notice): void => {
  if (!letsAgain(world.policy) || lease.tenant.relet === undefined) return;
  if (lease.contractIndex < 0) return; // what a prospect leaves is for the next one
  const last = world.relets[world.relets.length - 1];
  if (last?.contract === lease.contractIndex && last.notice === notice && last.since === world.now) {
    last.gpus += gpus; // several pools of one return are one offer
    return;
  }
  const id = world.relets.length;
  const feeScale = lease.feeScale * lease.tenant.relet.fee;
  world.relets.push({
    contract: lease.contractIndex,
    feeScale,
    notice,
    since: world.now,
    gpus,
    event: undefined,
  });
  search(world, id, lease.contract.turnover);
};

/** Takes what a notice has brought off the market, where nobody has signed for it yet. */
export const withdrawOffers = (world: World, notice: Notice): void => {
  for (const offer of world.relets) {
    if (offer.notice !== notice || offer.gpus === 0) continue;
    offer.gpus = 0;
    if (offer.event !== undefined) world.simulator.cancel(offer.event);
    offer.event = undefined;
  }
};

const search = (world: World, id: number, wait: number): void => {
  const offer = world.relets[id] as Relet;
  const contract = world.plan.contracts[offer.contract] as Contract;
  const { relet } = world.plan.tenants[contract.tenant] as { relet: NonNullable<Tenant["relet"]> };
  const lag = world.policy.refill.lag ?? relet.lag;
  const at = world.now + Math.max(1, wait + drawSeconds(lag, world.stream(contract.name, "relet")));
  offer.event = at <= world.plan.horizon ? world.simulator.schedule(at, KIND.relet, id, 0) : undefined;
};

/**
 * A prospective tenant is ready to sign.
 *
 * @param surplus - what the policy can do without; default: all that is free
 */
export const relet = (world: World, id: number, surplus?: Surplus): void => {
  const offer = world.relets[id] as Relet;
  const contract = world.plan.contracts[offer.contract] as Contract;
  offer.event = undefined;
  const gpus = Math.min(offer.gpus, spareIn(world, contract, surplus));
  if (gpus < Math.max(1, Math.min(offer.gpus, contract.minQuantity)) || isShort(world, contract)) {
    search(world, id, 0);
    return;
  }
  noteLet(world, contract, gpus);
  const lease = startLease(world, offer.contract, gpus, offer.feeScale);
  world.observer.relet?.(world.now, lease);
  offer.gpus -= gpus;
  if (offer.gpus > 0) search(world, id, 0);
};

/** Free accelerators in the pools of a contract, as far as the policy can do without them. */
export const spareIn = (world: World, contract: Contract, surplus: Surplus | undefined): Gpus => {
  let free = 0;
  for (const pool of contract.pools) free += world.ledger.count(pool, FREE);
  if (surplus === undefined) return free;
  const { lockoutLength, turnover } = contract;
  const notice = noticeGiven(contract);
  const length =
    contract.lockoutMeaning === "issue" ? lockoutLength + notice : Math.max(lockoutLength, notice);
  const backAt = world.now + Math.min(length, contract.termLength) + turnover;
  world.groups.forEach((choice, group) => {
    const shared = choice.find(({ pool }) => contract.pools.includes(pool));
    if (shared !== undefined) free = Math.min(free, Math.floor(surplus(group, backAt) / shared.ratio));
  });
  return Math.max(0, free);
};

/** Whether somebody inside is short who could use the pools of a contract: then nothing of them is let. */
export const isShort = (world: World, { pools }: Contract): boolean =>
  world.claims.some((claim) => claim.covered < claim.target && haveOneOf(claim.pools, pools)) ||
  world.groups.some((choice, group) => haveOneOf(choice, pools) && waitingGangs(world, group) > 0);

const haveOneOf = (choice: PoolChoice, pools: readonly number[]): boolean =>
  choice.some(({ pool }) => pools.includes(pool));

/** What came back through notices is let again: it is no longer idle, and nobody inside needed it. */
export const noteLet = (world: World, { pools }: Contract, gpus: Gpus): void => {
  forgetReclaimed(world, pools, gpus);
  for (const notice of world.watched) {
    const isOfThese = (notice.lease as Lease).contract.pools.some((pool) => pools.includes(pool));
    if (isOfThese && Number.isFinite(notice.leastIdle)) notice.relet += gpus;
  }
};

/** So many of what came back to these pools are in use elsewhere now; the first pool first. */
export const forgetReclaimed = ({ reclaimed }: World, pools: readonly number[], gpus: Gpus): void => {
  let left = gpus;
  for (const pool of pools) {
    const n = Math.min(left, reclaimed[pool] as number);
    reclaimed[pool] = (reclaimed[pool] as number) - n;
    left -= n;
  }
};

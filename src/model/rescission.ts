/** The ends of a notice that evicts nobody: the tenant takes it back, or it has lost its object. */
import { keyedUniform } from "../random/keyed.ts";
import { accrue } from "./billing.ts";
import type { Lease } from "./lease.ts";
import { owe, reviveLease } from "./leases.ts";
import { FIRM, NOTICED, VACATED } from "./ledger.ts";
import type { Notice } from "./notice.ts";
import { forgetReclaimed, withdrawOffers } from "./relet.ts";
import { move, type World } from "./world.ts";

/**
 * Asks the tenant to take a notice back; what it has already returned is owed to it again, and no longer on the
 * market. Where the policy makes an offer of it, the tenant must want it, too.
 */
export const rescind = (world: World, notice: Notice): boolean => {
  const lease = notice.lease as Lease;
  const agrees =
    lease.contract.rescindable >= 1 ||
    world.stream(lease.name, "rescind").next() < lease.contract.rescindable;
  if (!agrees || !wantsBack(world, lease, notice)) {
    notice.rescindRefused = true;
    world.observer.noticeChanged?.(world.now, notice, "refused");
    return false;
  }
  forgetReclaimed(world, lease.contract.pools, notice.returned);
  withdrawOffers(world, notice);
  restore(world, notice, "rescinded");
  return true;
};

/** One draw for each notice that a lease was ever served, whenever the offer is made. */
const wantsBack = ({ policy, stream, notices }: World, lease: Lease, notice: Notice): boolean => {
  const { rescind: rule } = policy;
  if (rule.kind !== "offer") return true;
  const before = notices.filter((n) => n.lease === lease && n.by === "owner" && n.id < notice.id).length;
  return keyedUniform(stream(lease.name, "offer").state(), 0, before) < rule.acceptProbability;
};

/** A notice that has lost its object, since the lease ends for another reason. */
export const withdraw = (world: World, notice: Notice): void => restore(world, notice, "moot");

const restore = (world: World, notice: Notice, state: "rescinded" | "moot"): void => {
  const lease = notice.lease as Lease;
  accrue(world, lease);
  world.simulator.cancel(notice.deadlineEvent);
  world.simulator.cancel(notice.vacateEvent);
  for (let pool = 0; pool < notice.inUse.length; pool++) {
    const inUse = notice.inUse[pool] as number;
    const vacated = notice.vacated[pool] as number;
    lease.firm[pool] = (lease.firm[pool] as number) + inUse + vacated;
    lease.firmTotal += inUse + vacated;
    notice.inUse[pool] = 0;
    notice.vacated[pool] = 0;
    move(world, "restored", pool, NOTICED, FIRM, inUse, lease);
    move(world, "restored", pool, VACATED, FIRM, vacated, lease);
  }
  notice.inUseTotal = 0;
  notice.vacatedTotal = 0;
  // Overtaken notices do not bring back what was returned; a rescission restores the whole entitlement.
  const back = state === "rescinded" ? notice.gpus : notice.gpus - notice.returned;
  lease.reduced -= back;
  lease.open.splice(lease.open.indexOf(notice), 1);
  notice.state = state;
  notice.endedAt = world.now;
  world.dirty = true;
  // A lease that ended for another reason meanwhile is not revived.
  if (lease.state === "winding" && lease.endReason === undefined) reviveLease(world, lease);
  world.observer.noticeChanged?.(world.now, notice, state);
  if (state === "rescinded") owe(world, lease, false);
};

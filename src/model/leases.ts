/**
 * The life of a lease: signed, ramping, active, winding, ended. The contract's dates are events; deliveries
 * are made from free capacity when dispatch comes round, and an owner that cannot deliver has a grace
 * period before the tenant chooses between leaving and taking what is there.
 */
import { accrue, invoice } from "./billing.ts";
import { KIND } from "./events.ts";
import { scheduleExit } from "./exits.ts";
import { type EndReason, entitled, type Lease, owed } from "./lease.ts";
import { FIRM, FREE } from "./ledger.ts";
import { indexAt } from "./market.ts";
import { giveBack } from "./notices.ts";
import { offerToMarket } from "./relet.ts";
import { withdraw } from "./rescission.ts";
import type { Contract, Gpus, Seconds } from "./types.ts";
import { move, type World } from "./world.ts";
import { zeros } from "./zeros.ts";

/** Signs a lease: an original (`gpus` undefined) at its contract's dates, a successor now. */
export const startLease = (world: World, contractIndex: number, gpus?: Gpus, feeScale = 1): Lease => {
  const contract = world.plan.contracts[contractIndex] as Contract;
  const before = world.successors[contractIndex] as number;
  world.successors[contractIndex] = before + 1;
  const generation = gpus === undefined ? 0 : before;
  const name = generation === 0 ? contract.name : `${contract.name}#${generation + 1}`;
  return signLease(world, {
    contract,
    contractIndex,
    name,
    generation,
    gpus: gpus ?? contract.gpus,
    feeScale,
  });
};

/** What a lease is signed for; of generation 0 it begins at its contract's dates, else now. */
export type Signature = Pick<
  Lease,
  "contract" | "contractIndex" | "name" | "generation" | "gpus" | "feeScale"
>;

/** Signs a lease. */
export const signLease = (world: World, signature: Signature): Lease => {
  const { contract } = signature;
  const original = signature.generation === 0;
  const startAt = original ? contract.start : world.now;
  // Every field by name: a record that begins as a copy of another grows field by field, which is slow.
  const lease: Lease = {
    id: world.leases.length,
    name: signature.name,
    contract,
    contractIndex: signature.contractIndex,
    generation: signature.generation,
    gpus: signature.gpus,
    feeScale: signature.feeScale,
    tenant: world.plan.tenants[contract.tenant] as Lease["tenant"],
    nextScale: signature.feeScale,
    pricedAt: original ? 1 : indexAt(world.market, world.now),
    signedAt: original ? contract.signed : world.now,
    startAt,
    lockoutEnd: original ? contract.lockoutEnd : world.now + contract.lockoutLength,
    expiry: original ? contract.expiry : world.now + contract.termLength,
    state: "signed",
    endReason: undefined,
    endedAt: -1,
    rampStep: -1,
    rampGpus: 0,
    feeShare: 1,
    reduced: 0,
    firm: zeros(world.ledger.pools),
    firmTotal: 0,
    open: [],
    queued: 0,
    waiting: [],
    shortSince: -1,
    owing: false,
    graceEvent: undefined,
    expiryEvent: undefined,
    renewalEvent: undefined,
    renewals: 0,
    declined: false,
    evictions: 0,
    firstEvictionAt: -1,
    lastOwnerNoticeAt: Number.NEGATIVE_INFINITY,
    ownerNoticesAt: [],
    books: newBooks(world.now),
  };
  world.leases.push(lease);
  world.living.push(lease);
  world.observer.leaseChanged?.(world.now, lease, "signed");
  scheduleDates(world, lease);
  if (!original) beginLease(world, lease);
  return lease;
};

const newBooks = (since: Seconds) => ({
  since,
  firm: 0,
  ownerNoticed: 0,
  offRamp: 0,
  tenantNoticed: 0,
  due: 0,
  held: 0,
  watts: 0,
  wattsNoticed: 0,
  wattsOffRamp: 0,
  rent: 0,
  credits: 0,
  termination: 0,
  buyOut: 0,
  dueTotal: 0,
  heldTotal: 0,
  usedTotal: 0,
});

const scheduleDates = (world: World, lease: Lease): void => {
  const { horizon } = world.plan;
  if (lease.generation === 0 && lease.startAt <= horizon)
    world.simulator.schedule(lease.startAt, KIND.leaseStart, lease.id, 0);
  scheduleTermEnd(world, lease, lease.generation === 0 ? world.now : world.now + 1);
  scheduleExit(world, lease);
};

/**
 * The end of the term, and the decision on renewal before it.
 *
 * @param soonest - when a decision that is due already is made
 */
export const scheduleTermEnd = (world: World, lease: Lease, soonest: Seconds): void => {
  const { horizon } = world.plan;
  if (lease.expiry <= horizon)
    lease.expiryEvent = world.simulator.schedule(lease.expiry, KIND.expiry, lease.id, 0);
  const { renewal } = lease.contract;
  if (renewal === undefined) return;
  const decision = Math.max(
    soonest,
    lease.startAt,
    lease.expiry - (renewal.lead ?? lease.contract.noticeTenant),
  );
  if (decision <= Math.min(horizon, lease.expiry)) {
    lease.renewalEvent = world.simulator.schedule(decision, KIND.renewal, lease.id, 0);
  }
};

/** First day of use. */
export const beginLease = (world: World, lease: Lease): void => {
  if (lease.state !== "signed") return;
  accrue(world, lease);
  lease.state = "ramping";
  world.observer.leaseChanged?.(world.now, lease, "started");
  if (lease.generation > 0) {
    lease.rampGpus = lease.gpus;
    becomeActive(world, lease);
    owe(world, lease, true);
  } else stepRamp(world, lease);
};

/** The ramp's next step: a new entitlement and share of the fee. */
export const stepRamp = (world: World, lease: Lease): void => {
  if (lease.state !== "ramping") return;
  accrue(world, lease);
  const { ramp } = lease.contract;
  while (lease.rampStep + 1 < ramp.length && (ramp[lease.rampStep + 1] as { at: Seconds }).at <= world.now)
    lease.rampStep++;
  const step = ramp[lease.rampStep] as { gpus: Gpus; fee: number };
  // Only another fee settles what a month owes so far: a credit is by the month.
  if (step.fee !== lease.feeShare) invoice(world, lease, Math.max(0, world.now - 1), true);
  lease.rampGpus = step.gpus;
  lease.feeShare = step.fee;
  world.observer.leaseChanged?.(world.now, lease, "ramped");
  if (lease.rampStep + 1 < ramp.length) {
    const at = (ramp[lease.rampStep + 1] as { at: Seconds }).at;
    if (at <= world.plan.horizon) world.simulator.schedule(at, KIND.ramp, lease.id, 0);
  } else becomeActive(world, lease);
  owe(world, lease, true);
};

/** A lease that was winding goes on: the ramp catches up with the steps it missed meanwhile. */
export const reviveLease = (world: World, lease: Lease): void => {
  stopClock(world, lease);
  lease.state = lease.generation === 0 ? "ramping" : "active";
  if (lease.state === "ramping") stepRamp(world, lease);
  else world.observer.leaseChanged?.(world.now, lease, "active");
};

const becomeActive = (world: World, lease: Lease): void => {
  lease.state = "active";
  world.observer.leaseChanged?.(world.now, lease, "active");
};

/** Something may be due that is not held; `graceful` starts the clock of the delivery clause. */
export const owe = (world: World, lease: Lease, graceful: boolean): void => {
  if (owed(lease) === 0) return;
  world.dirty = true;
  lease.owing = true;
  if (!graceful || lease.shortSince >= 0) return;
  lease.shortSince = world.now;
  const at = world.now + Math.max(1, lease.contract.grace);
  if (at <= world.plan.horizon) {
    lease.graceEvent = world.simulator.schedule(at, KIND.graceEnd, lease.id, 0);
  }
};

/** Delivers what is owed, as far as free capacity goes, in the contract's order of pools. */
export const deliver = (world: World, lease: Lease): void => {
  if (!lease.owing) return;
  let left = owed(lease);
  if (left > 0) accrue(world, lease);
  for (const pool of lease.contract.pools) {
    const n = Math.min(left, world.ledger.count(pool, FREE));
    if (n <= 0) continue;
    left -= n;
    lease.firm[pool] = (lease.firm[pool] as number) + n;
    lease.firmTotal += n;
    move(world, "delivered", pool, FREE, FIRM, n, lease);
  }
  if (left > 0) return;
  lease.owing = false;
  stopClock(world, lease);
};

/** Nothing is late any more; what is late from now on has the whole of the grace period. */
const stopClock = (world: World, lease: Lease): void => {
  lease.shortSince = -1;
  if (lease.graceEvent !== undefined) world.simulator.cancel(lease.graceEvent);
  lease.graceEvent = undefined;
};

/** The grace period is over and something is still missing: the tenant leaves, or accepts what is there. */
export const endGrace = (world: World, lease: Lease): void => {
  lease.graceEvent = undefined;
  if (owed(lease) === 0 || lease.state === "winding" || lease.state === "ended") return;
  accrue(world, lease);
  if (lease.contract.onMiss === "proRata") {
    lease.reduced += owed(lease);
    lease.owing = false;
    lease.shortSince = -1;
    world.observer.leaseChanged?.(world.now, lease, "proRata");
  } else leaveAtOnce(world, lease, "breach");
};

/** Everything goes back now, what is on notice too: those notices are moot. */
const leaveAtOnce = (world: World, lease: Lease, reason: EndReason): void => {
  lease.state = "winding";
  lease.endReason = reason;
  for (const notice of [...lease.open]) withdraw(world, notice);
  let gone = 0;
  for (let pool = 0; pool < lease.firm.length; pool++) {
    const n = lease.firm[pool] as number;
    if (n === 0) continue;
    lease.firm[pool] = 0;
    lease.firmTotal -= n;
    gone += n;
    giveBack(world, lease, pool, FIRM, n);
  }
  if (gone > 0) offerToMarket(world, lease, gone);
  endLease(world, lease, reason);
};

/** The end of the term: what is still firm goes back. Notices that end now have done so already. */
export const expire = (world: World, lease: Lease): void => {
  if (lease.state === "ended") return;
  accrue(world, lease);
  leaveAtOnce(world, lease, "expired");
};

/** Nothing is left of the lease. */
export const endLease = (world: World, lease: Lease, reason: EndReason): void => {
  accrue(world, lease);
  lease.state = "ended";
  lease.endReason = lease.endReason ?? reason;
  lease.endedAt = world.now;
  lease.owing = false;
  for (const event of [lease.graceEvent, lease.expiryEvent, lease.renewalEvent]) {
    if (event !== undefined) world.simulator.cancel(event);
  }
  world.observer.leaseChanged?.(world.now, lease, "ended");
};

/** Whether all that the lease entitles to is there and none of it on notice. */
export const isWhole = (lease: Lease): boolean =>
  lease.open.length === 0 && owed(lease) === 0 && entitled(lease) > 0;

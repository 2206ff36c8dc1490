/**
 * The life of a notice on a lease: issued, vacated step by step, due. Capacity that comes back is wiped first
 * (turnover) and then free; a notice of no length passes through all of it in one instant. How a notice is taken
 * back, or loses its object, is in `rescission.ts`.
 */
import { exp, log } from "../random/elementary.ts";
import { accrue, chargeTermination, payBuyOut } from "./billing.ts";
import { drawSeconds } from "./draw.ts";
import { KIND } from "./events.ts";
import { loseHeart } from "./exits.ts";
import { entitled, type Lease } from "./lease.ts";
import { endLease } from "./leases.ts";
import { type Account, FIRM, FREE, NOTICED, TURNOVER, VACATED } from "./ledger.ts";
import { type Explanation, type Notice, newNotice, outstanding, vacatePlan } from "./notice.ts";
import { offerToMarket } from "./relet.ts";
import { withdraw } from "./rescission.ts";
import { wakeWhenCallable } from "./shortage.ts";
import type { Gpus, Seconds } from "./types.ts";
import { move, type World } from "./world.ts";

export type NoticeTerms = {
  readonly by: "owner" | "tenant";
  readonly gpus: Gpus;
  readonly effectiveAt: Seconds;
  readonly cause: string;
  readonly because?: Explanation | undefined;
  /** Seconds by which it is shorter than the contract's, for money; default: none. */
  readonly bought?: Seconds;
  /** Pools whose capacity is wanted, best first; others come last. */
  readonly prefer?: readonly number[];
};

/**
 * Serves a notice on a lease now. `gpus` of all that is entitled ends the lease; less shrinks it. A notice
 * that runs to the end of the term anyway is a non-renewal: no eviction and no charge.
 */
export const issueNotice = (world: World, lease: Lease, terms: NoticeTerms): Notice => {
  const notice = newNotice(world.ledger.pools, {
    id: world.notices.length,
    by: terms.by,
    kind: "terminate",
    lease,
    run: undefined,
    gpus: terms.gpus,
    issuedAt: world.now,
    effectiveAt: terms.effectiveAt,
    cause: terms.cause,
    because: terms.because,
    state: "running",
  });
  notice.bought = terms.bought ?? 0;
  world.notices.push(notice);
  serveNotice(world, notice, terms.prefer);
  return notice;
};

/** Serves a notice that has been drawn up, for what is still there. */
export const serveNotice = (world: World, notice: Notice, prefer: readonly number[] = []): void => {
  const lease = notice.lease as Lease;
  accrue(world, lease);
  // Whoever overtakes a tenant that is leaving altogether takes all of it: the tenant does not come back.
  const leaves = notice.by === "owner" && lease.state === "winding";
  overtake(world, lease, notice);
  const all = entitled(lease);
  const whole = leaves || notice.gpus >= all;
  const ends = notice.effectiveAt >= lease.expiry;
  notice.gpus = whole ? all : notice.gpus;
  if (ends) notice.effectiveAt = lease.expiry;
  notice.kind = ends ? "nonRenew" : whole ? "terminate" : "shrink";
  notice.state = "running";
  notice.served = true;
  notice.delivered = notice.by === "tenant" || reaches(world, lease);
  lease.open.push(notice);
  lease.reduced += notice.gpus;
  if (notice.by === "owner") {
    lease.lastOwnerNoticeAt = world.now;
    lease.ownerNoticesAt.push(world.now);
    wakeWhenCallable(world, lease);
    holdFrom(world, notice);
  }
  if (whole) {
    lease.state = "winding";
    world.observer.leaseChanged?.(world.now, lease, "winding");
  }
  putOnNotice(world, lease, notice, whole ? lease.firmTotal : notice.gpus, prefer);
  const length = notice.effectiveAt - world.now;
  notice.plan = vacateSchedule(world, lease, notice.inUseTotal, length, notice.delivered);
  world.observer.noticeChanged?.(world.now, notice, "issued");
  if (length <= 0) takeEffect(world, notice);
  else {
    notice.deadlineEvent = world.simulator.schedule(notice.effectiveAt, KIND.deadline, notice.id, 0);
    vacateSteps(world, notice);
  }
};

/** A run that waits for what is called holds what is free from now on. */
const holdFrom = (world: World, { cause }: Notice): void => {
  for (const run of world.runs) {
    if (run.name !== cause || run.state !== "queued") continue;
    run.calling = true;
    world.dirty = true;
  }
};

const reaches = (world: World, lease: Lease): boolean =>
  lease.contract.delivered >= 1 || world.stream(lease.name, "delivery").next() < lease.contract.delivered;

const vacateSchedule = (world: World, lease: Lease, gpus: Gpus, length: Seconds, delivered: boolean) => {
  const { kind, power, remaining } = lease.contract.onNotice;
  const lastJob =
    kind === "finishThenLeave" ? drawSeconds(remaining, world.stream(lease.name, "lastJob")) : 0;
  return vacatePlan(
    delivered ? kind : "stay",
    gpus,
    length,
    (s) => (s <= 0 ? 0 : exp(power * log(s))),
    lastJob,
  );
};

/** When both sides give notice, the earlier effective date wins and the other becomes moot. */
const overtake = (world: World, lease: Lease, notice: Notice): void => {
  for (const other of [...lease.open]) {
    if (other.by !== notice.by && other.effectiveAt > notice.effectiveAt) withdraw(world, other);
  }
};

const putOnNotice = (
  world: World,
  lease: Lease,
  notice: Notice,
  gpus: Gpus,
  prefer: readonly number[],
): void => {
  const order = [...prefer, ...[...lease.contract.pools].reverse().filter((pool) => !prefer.includes(pool))];
  let left = Math.min(gpus, lease.firmTotal);
  notice.missing = notice.gpus - left;
  for (const pool of order) {
    const n = Math.min(left, lease.firm[pool] as number);
    if (n <= 0) continue;
    lease.firm[pool] = (lease.firm[pool] as number) - n;
    lease.firmTotal -= n;
    notice.inUse[pool] = (notice.inUse[pool] as number) + n;
    notice.inUseTotal += n;
    left -= n;
    move(world, "noticed", pool, FIRM, NOTICED, n, lease);
  }
};

/** Carries out the vacate steps that are due and schedules the next. */
export const vacateSteps = (world: World, notice: Notice): void => {
  const lease = notice.lease as Lease;
  const { after, gpus } = notice.plan;
  accrue(world, lease);
  while (
    notice.nextStep < after.length &&
    notice.issuedAt + (after[notice.nextStep] as number) <= world.now
  ) {
    const before = notice.nextStep === 0 ? 0 : (gpus[notice.nextStep - 1] as number);
    vacate(world, notice, (gpus[notice.nextStep] as number) - before);
    notice.nextStep++;
  }
  if (outstanding(notice) === 0) {
    world.simulator.cancel(notice.deadlineEvent);
    conclude(world, notice, "complied");
  } else if (notice.nextStep < after.length) {
    const at = notice.issuedAt + (after[notice.nextStep] as number);
    if (at <= notice.effectiveAt)
      notice.vacateEvent = world.simulator.schedule(at, KIND.vacate, notice.id, 0);
  }
};

const vacate = (world: World, notice: Notice, gpus: Gpus): void => {
  const lease = notice.lease as Lease;
  let left = Math.min(gpus, notice.inUseTotal);
  for (let pool = notice.inUse.length - 1; pool >= 0 && left > 0; pool--) {
    const n = Math.min(left, notice.inUse[pool] as number);
    if (n <= 0) continue;
    left -= n;
    notice.inUse[pool] = (notice.inUse[pool] as number) - n;
    notice.inUseTotal -= n;
    if (lease.contract.acceptEarlyReturn) handOver(world, notice, pool, NOTICED, n);
    else {
      notice.vacated[pool] = (notice.vacated[pool] as number) + n;
      notice.vacatedTotal += n;
      move(world, "vacated", pool, NOTICED, VACATED, n, lease);
    }
  }
};

const handOver = (world: World, notice: Notice, pool: number, from: Account, gpus: Gpus): void => {
  const lease = notice.lease as Lease;
  notice.returned += gpus;
  giveBack(world, lease, pool, from, gpus);
  offerToMarket(world, lease, gpus, notice);
  if (notice.by === "owner") world.reclaimed[pool] = (world.reclaimed[pool] as number) + gpus;
};

/** Leased capacity returns to the owner, through turnover. */
export const giveBack = (world: World, lease: Lease, pool: number, from: Account, gpus: Gpus): void => {
  const { turnover } = lease.contract;
  if (turnover === 0) {
    move(world, "returned", pool, from, FREE, gpus, lease);
    return;
  }
  move(world, "returned", pool, from, TURNOVER, gpus, lease);
  world.wiping.push({ at: world.now + turnover, pool, gpus });
  world.simulator.schedule(world.now + turnover, KIND.wiped, pool, gpus);
};

/** The deadline: whatever the tenant still has is taken. */
export const takeEffect = (world: World, notice: Notice): void => {
  const lease = notice.lease as Lease;
  accrue(world, lease);
  const cut = notice.inUseTotal > 0;
  world.simulator.cancel(notice.vacateEvent);
  for (let pool = 0; pool < notice.inUse.length; pool++) {
    const inUse = notice.inUse[pool] as number;
    const vacated = notice.vacated[pool] as number;
    notice.inUse[pool] = 0;
    notice.vacated[pool] = 0;
    if (inUse > 0) handOver(world, notice, pool, NOTICED, inUse);
    if (vacated > 0) handOver(world, notice, pool, VACATED, vacated);
  }
  notice.inUseTotal = 0;
  notice.vacatedTotal = 0;
  conclude(world, notice, cut ? "enforced" : "complied");
};

const conclude = (world: World, notice: Notice, state: "complied" | "enforced"): void => {
  const lease = notice.lease as Lease;
  notice.state = state;
  notice.endedAt = world.now;
  world.dirty = true; // a run that waits for it may wait in vain from now on
  lease.open.splice(lease.open.indexOf(notice), 1);
  if (notice.by === "owner") {
    notice.readyAt = world.now + lease.contract.turnover;
    world.watched.push(notice);
    if (notice.kind !== "nonRenew") {
      lease.evictions++;
      if (lease.firstEvictionAt < 0) lease.firstEvictionAt = world.now;
      chargeTermination(world, lease, lease.contract.terminationByOwner, notice.gpus, -1);
      payBuyOut(world, lease, notice.gpus, notice.bought);
    }
  } else if (notice.kind === "terminate") {
    chargeTermination(world, lease, lease.contract.terminationByTenant, notice.gpus, 1);
  }
  world.observer.noticeChanged?.(world.now, notice, state);
  if (notice.by === "owner" && notice.kind === "shrink") loseHeart(world, lease);
  if (lease.state === "winding" && lease.open.length === 0) {
    endLease(
      world,
      lease,
      notice.kind === "nonRenew" ? "nonRenewed" : notice.by === "owner" ? "ownerNotice" : "tenantNotice",
    );
  }
};

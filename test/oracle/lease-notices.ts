/** A notice in the oracle for leases: how it is served, how the tenant leaves under it, and how it ends. */
import type { Contract } from "../../src/model/types.ts";
import { charge } from "./lease-bill.ts";
import { dueAt, type Lease, type Notice, type State, type World } from "./lease-world.ts";

export const effectiveAt = ({ terms }: Lease, issuedAt: number): number => {
  const least = terms.lockoutMeaning === "effective" ? terms.lockoutEnd : 0;
  return Math.min(Math.max(issuedAt + terms.noticeOwner, least), terms.expiry);
};

export const serve = (world: World, lease: Lease, gpus: number): void => {
  const { now } = world;
  const { terms } = lease;
  const isFinal = gpus === dueAt(lease, now);
  const inUse = Math.min(gpus, lease.firm);
  const until = effectiveAt(lease, now);
  const kind = until === terms.expiry ? "nonRenew" : isFinal ? "terminate" : "shrink";
  const notice: Notice = {
    ...{ lease: lease.id, gpus, issuedAt: now, effectiveAt: until, kind, isFinal },
    ...{ state: "running", isRefused: false, inUse, vacated: 0, missing: gpus - inUse },
    steps: leaving(terms, inUse, now, until - now),
  };
  lease.firm -= inUse;
  lease.reduced += gpus;
  if (isFinal) lease.endsFrom = now;
  lease.notices.push(notice);
  world.all.push(notice);
  leave(world, notice);
  // There is nothing to wait for when the tenant had nothing.
  if (notice.state === "running" && (until === now || inUse === 0)) enforce(world, notice);
};

/** What is still in use from which second on; in steps, that of the middle takes what rounding leaves of the others. */
const leaving = ({ onNotice }: Contract, gpus: number, from: number, lasts: number): Map<number, number> => {
  if (onNotice.kind === "leaveNow" && lasts > 0) return new Map([[from, 0]]);
  const steps = new Map<number, number>();
  if (onNotice.kind !== "linear" || lasts === 0 || gpus === 0) return steps;
  const most = Math.min(gpus, lasts, 9);
  const count = Math.max(1, most % 2 === lasts % 2 ? most - 1 : most);
  for (let step = 1; step <= count; step++) {
    const isEarly = step <= count / 2;
    const isMiddle = step === (count + 1) / 2;
    const mirrored = count + 1 - step;
    const after = Math.floor(((isEarly || isMiddle ? step - 0.5 : mirrored - 0.5) * lasts) / count);
    const gone = isEarly
      ? Math.floor((gpus * step) / count)
      : gpus - Math.floor((gpus * (mirrored - 1)) / count);
    steps.set(from + (isEarly || isMiddle ? after : lasts - after), gpus - gone);
  }
  return steps;
};

/** What the tenant does not use any more on its way out. */
export const leave = (world: World, notice: Notice): void => {
  const lease = world.leases[notice.lease] as Lease;
  const inUse = notice.steps.get(world.now);
  if (inUse === undefined || inUse >= notice.inUse) return;
  const gone = notice.inUse - inUse;
  notice.inUse = inUse;
  if (lease.terms.acceptEarlyReturn) giveBack(world, lease, gone);
  else notice.vacated += gone;
  if (notice.inUse + notice.vacated === 0) end(world, notice, "complied");
};

export const enforce = (world: World, notice: Notice): void => {
  const lease = world.leases[notice.lease] as Lease;
  const state = notice.inUse > 0 ? "enforced" : "complied";
  giveBack(world, lease, notice.inUse + notice.vacated);
  notice.inUse = notice.vacated = 0;
  end(world, notice, state);
};

const end = (world: World, notice: Notice, state: State): void => {
  const lease = world.leases[notice.lease] as Lease;
  notice.state = state;
  notice.missing = 0;
  if (notice.kind !== "nonRenew") lease.termination -= charge(lease.terms, notice.gpus, world.now);
  if (notice.isFinal && lease.firm === 0 && lease.notices.every((other) => other.state !== "running"))
    lease.isOpen = false;
};

const giveBack = (world: World, { terms }: Lease, gpus: number): void => {
  if (terms.turnover === 0) world.free += gpus;
  else if (gpus > 0) world.wiping.push({ until: world.now + terms.turnover, gpus });
};

export const close = (world: World, lease: Lease): void => {
  giveBack(world, lease, lease.firm);
  lease.firm = 0;
  lease.isOpen = false;
  for (const notice of lease.notices.filter(({ state }) => state === "running")) {
    giveBack(world, lease, notice.inUse + notice.vacated);
    notice.inUse = notice.vacated = notice.missing = 0;
    notice.state = "moot";
  }
};

export const takeBack = (lease: Lease, notice: Notice): void => {
  notice.isRefused = lease.terms.rescindable === 0;
  if (notice.isRefused) return;
  lease.firm += notice.inUse + notice.vacated;
  lease.reduced -= notice.gpus;
  if (notice.isFinal) lease.endsFrom = Infinity;
  notice.inUse = notice.vacated = notice.missing = 0;
  notice.state = "rescinded";
};

/**
 * Tenants that leave of their own accord: at a date, at random, when the market is cheaper, or when they have had
 * enough. They serve notice like anybody, for everything they have.
 */
import { exp } from "../random/elementary.ts";
import { exponential } from "../random/variates.ts";
import { KIND } from "./events.ts";
import type { Lease } from "./lease.ts";
import { issueNotice } from "./notices.ts";
import type { World } from "./world.ts";

const YEAR = 365 * 86_400;

/** A tenant that means to leave serves notice as soon as the lockout lets it. */
export const scheduleExit = (world: World, lease: Lease): void => {
  const { exitAt, exitPerYear } = lease.tenant;
  let at = Number.POSITIVE_INFINITY;
  if (lease.generation === 0 && exitAt !== undefined) at = exitAt;
  if (exitPerYear > 0) {
    const wait = exponential(world.stream(lease.name, "exit"), YEAR / exitPerYear);
    at = Math.min(at, Math.round(Math.max(0, lease.startAt) + wait));
  }
  at = Math.max(at, lease.startAt, world.now);
  if (lease.contract.lockoutMeaning === "issue") at = Math.max(at, lease.lockoutEnd);
  if (at <= world.plan.horizon) world.simulator.schedule(at, KIND.exit, lease.id, 0);
};

/** A tenant that had to give something back may have had enough: it serves notice for the rest. */
export const loseHeart = (world: World, lease: Lease): void => {
  const { leaving } = lease.tenant;
  if (leaving === 0 || (lease.state !== "active" && lease.state !== "ramping")) return;
  if (world.stream(lease.name, "leaving").next() >= exp(-leaving)) exitTenant(world, lease);
};

/** The tenant serves notice of its own accord, for everything it has. */
export const exitTenant = (world: World, lease: Lease): void => {
  if (lease.state === "signed" || lease.state === "ended") return;
  let effectiveAt = world.now + lease.contract.noticeTenant;
  if (lease.contract.lockoutMeaning === "effective") effectiveAt = Math.max(effectiveAt, lease.lockoutEnd);
  if (lease.state === "winding" && !lease.open.some((n) => n.by === "owner" && n.effectiveAt > effectiveAt))
    return;
  issueNotice(world, lease, {
    by: "tenant",
    gpus: Number.MAX_SAFE_INTEGER,
    effectiveAt,
    cause: lease.tenant.name,
  });
};

/**
 * When a policy that waits for a shortage (`onBlocked`) is to be asked. A shortage counts from its first second
 * without pause; it is looked at again when its delay is over and when a lease becomes callable.
 */
import { KIND } from "./events.ts";
import type { Lease } from "./lease.ts";
import { mostNotices } from "./lease-view.ts";
import { atHand, gangDemand, jobDemand, levelDemand } from "./supply.ts";
import type { Seconds } from "./types.ts";
import type { World } from "./world.ts";

const YEAR = 365 * 86_400;

/** Sees which groups are short, and since when; asks for a review when that has lasted for the delay. */
export const noteShortage = (world: World): void => {
  const { trigger } = world.policy;
  if (trigger.kind !== "onBlocked") return;
  for (let group = 0; group < world.groups.length; group++) {
    if (!isBlocked(world, group)) {
      world.blockedSince[group] = -1;
      continue;
    }
    if ((world.blockedSince[group] as Seconds) < 0) {
      world.blockedSince[group] = world.now;
      if (trigger.delay > 0) wakeAt(world, world.now + trigger.delay);
    }
    if (isDue(world, group)) world.reviewDue = true;
  }
};

const isBlocked = (world: World, group: number): boolean =>
  levelDemand(world, group) + gangDemand(world, group) + jobDemand(world, group) > atHand(world, group);

/** Whether a policy that waits for a shortage is to call for a group now; one that goes by the clock, for all. */
export const isDue = ({ policy: { trigger }, blockedSince, now }: World, group: number): boolean => {
  if (trigger.kind !== "onBlocked") return true;
  const since = blockedSince[group] as Seconds;
  return since >= 0 && now - since >= trigger.delay;
};

/**
 * Something more important may have taken in this very dispatch what the review still saw as free. That is looked
 * at a second later, once.
 */
export const lookAgain = (world: World): void => {
  if (world.policy.trigger.kind !== "onBlocked") return;
  for (const { group, covered, target } of world.claims) {
    if (covered >= target || (world.blockedSince[group] as Seconds) >= 0) continue;
    if ((world.lookedAgainAt[group] as Seconds) >= world.now) continue;
    world.lookedAgainAt[group] = world.now + 1;
    wakeAt(world, world.now + 1);
  }
};

/** Wakes at the end of each lockout of the leases from number `first` on. */
export const wakeAtLockoutEnds = (world: World, first: number): void => {
  if (world.policy.trigger.kind !== "onBlocked") return;
  for (const { lockoutEnd } of world.leases.slice(first))
    if (lockoutEnd > world.now) wakeAt(world, lockoutEnd);
};

/** Notices are taken back when the need is gone, which is just when nothing is blocked. */
export const mayRescind = ({ policy, living }: World): boolean =>
  policy.trigger.kind === "onBlocked" &&
  policy.rescind.kind !== "never" &&
  living.some((lease) => lease.waiting.length > 0 || lease.open.some((notice) => notice.by === "owner"));

/** Wakes when the contract's limits on repeated notices let a lease be called again. */
export const wakeWhenCallable = (world: World, lease: Lease): void => {
  const { minGap } = lease.contract;
  if (world.policy.trigger.kind !== "onBlocked") return;
  if (minGap > 0) wakeAt(world, world.now + minGap);
  if (mostNotices(world, lease) < Number.POSITIVE_INFINITY) wakeAt(world, world.now + YEAR);
};

/** Wakes when the policy's own limits let it serve notices again. */
export const wakeWhenUnthrottled = (world: World): void => {
  const { trigger, throttle } = world.policy;
  if (trigger.kind !== "onBlocked") return;
  if (throttle.minGap > 0) wakeAt(world, world.now + throttle.minGap);
  const { evictions, per } = throttle.evictionBudget;
  if (evictions < Number.POSITIVE_INFINITY && per > 0) wakeAt(world, world.now + per);
};

const wakeAt = (world: World, at: Seconds): void => {
  if (at < world.plan.horizon) world.simulator.schedule(at, KIND.review, 0, 0);
};

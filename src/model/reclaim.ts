/**
 * Acting on a policy's plan. Every call is checked against the contract, whatever the policy thought of it;
 * what is not allowed is refused. Calls inside a lockout may be queued to its end.
 */

import type { Call, ReclaimPlan } from "./decisions.ts";
import { KIND } from "./events.ts";
import { entitled, type Lease, noticeGiven } from "./lease.ts";
import { isExhausted, mostNotices } from "./lease-view.ts";
import { type Notice, newNotice } from "./notice.ts";
import { issueNotice, serveNotice } from "./notices.ts";
import { rescind } from "./rescission.ts";
import { wakeWhenUnthrottled } from "./shortage.ts";
import type { Seconds } from "./types.ts";
import type { World } from "./world.ts";

/** Carries out what is allowed of a plan. */
export const applyPlan = (world: World, plan: ReclaimPlan): void => {
  for (const id of plan.rescinds) takeBack(world, world.notices[id] as Notice);
  let served = 0;
  for (const call of plan.calls) if (serve(world, call)) served++;
  if (served === 0) return;
  world.lastRoundAt = world.now;
  for (let i = 0; i < served; i++) world.callsAt.push(world.now);
  wakeWhenUnthrottled(world);
};

const takeBack = (world: World, notice: Notice): void => {
  if (notice.state === "queued") cancelQueued(world, notice);
  else if (notice.state === "running" && notice.by === "owner") rescind(world, notice);
};

const serve = (world: World, call: Call): boolean => {
  const lease = world.leases[call.lease] as Lease;
  if (refusal(world, lease, call) !== undefined) return false;
  if (call.issueAt > world.now) queueNotice(world, lease, call);
  else {
    issueNotice(world, lease, {
      by: "owner",
      gpus: call.gpus,
      effectiveAt: call.effectiveAt,
      cause: call.cause,
      because: call.because,
      bought: call.buyOut ? noticeEnd(lease, call.issueAt) - call.effectiveAt : 0,
      prefer: call.prefer,
    });
  }
  return true;
};

/** Why a contract does not allow a call, or undefined. */
export const refusal = (world: World, lease: Lease, call: Call): string | undefined => {
  const { contract } = lease;
  const available = entitled(lease) - lease.queued;
  const leaving =
    lease.state === "winding" &&
    lease.open.some((n) => n.by === "tenant" && n.effectiveAt > call.effectiveAt);
  if (call.gpus <= 0 || (available <= 0 && !leaving)) return "there is nothing to call";
  if (contract.lockoutMeaning === "issue" && call.issueAt < lease.lockoutEnd) return "inside the lockout";
  if (contract.lockoutMeaning === "effective" && call.effectiveAt < lease.lockoutEnd)
    return "effective inside the lockout";
  const length = call.effectiveAt - call.issueAt;
  if (call.buyOut) {
    if (contract.buyOut === undefined || call.issueAt > world.now) return "there is no such deal";
    if (length < contract.buyOut.notice) return "shorter than the notice under a buy-out";
  } else if (length < contract.noticeOwner && call.effectiveAt < lease.expiry)
    return "shorter than the contract's notice";
  const rest = available - call.gpus;
  if (rest > 0 && rest < Math.min(contract.minQuantity, lease.gpus))
    return "a shrink below the minimum quantity";
  if (isTooClose(lease, call.issueAt)) return "too soon after the last notice";
  if (isExhausted(lease, call.issueAt, mostNotices(world, lease))) return "the year's notices are used up";
  return undefined;
};

/** Whether it would come too soon after the last notice that was served, or too close to one that waits to be. */
const isTooClose = ({ contract, lastOwnerNoticeAt, waiting }: Lease, at: Seconds): boolean =>
  at - lastOwnerNoticeAt < contract.minGap ||
  waiting.some(({ issuedAt }) => Math.abs(issuedAt - at) < contract.minGap);

/** When a notice ends at the earliest by the contract alone. */
const noticeEnd = ({ contract, lockoutEnd, expiry }: Lease, issueAt: Seconds): Seconds => {
  const end = issueAt + noticeGiven(contract);
  return Math.min(expiry, contract.lockoutMeaning === "effective" ? Math.max(end, lockoutEnd) : end);
};

const queueNotice = (world: World, lease: Lease, call: Call): void => {
  const available = entitled(lease) - lease.queued;
  const gpus = Math.min(call.gpus, available);
  const notice = newNotice(world.ledger.pools, {
    id: world.notices.length,
    by: "owner",
    kind: gpus === available ? "terminate" : "shrink",
    lease,
    run: undefined,
    gpus,
    issuedAt: call.issueAt,
    effectiveAt: call.effectiveAt,
    cause: call.cause,
    because: call.because,
    state: "queued",
  });
  world.notices.push(notice);
  lease.waiting.push(notice);
  lease.queued += gpus;
  if (call.issueAt < world.plan.horizon) {
    notice.deadlineEvent = world.simulator.schedule(call.issueAt, KIND.lockoutEnd, notice.id, 0);
  }
  world.observer.noticeChanged?.(world.now, notice, "queued");
};

/** The lockout is over: a queued notice is served, for what is still there. */
export const activateQueued = (world: World, notice: Notice): void => {
  const lease = notice.lease as Lease;
  leaveQueue(notice);
  // The term may have changed since; the notice is never shorter than the contract's for that.
  notice.effectiveAt = Math.max(notice.effectiveAt, world.now + noticeGiven(lease.contract));
  if (entitled(lease) > 0) serveNotice(world, notice);
  else endQueued(world, notice);
};

const cancelQueued = (world: World, notice: Notice): void => {
  world.simulator.cancel(notice.deadlineEvent);
  leaveQueue(notice);
  endQueued(world, notice);
};

const leaveQueue = (notice: Notice): void => {
  const lease = notice.lease as Lease;
  lease.queued -= notice.gpus;
  lease.waiting.splice(lease.waiting.indexOf(notice), 1);
};

const endQueued = (world: World, notice: Notice): void => {
  notice.state = "moot";
  notice.endedAt = world.now;
  world.observer.noticeChanged?.(world.now, notice, "moot");
};

/**
 * With which notice, and from when. A call inside the lockout is refused, or waits for its end.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { PolicySettings, Seconds } from "../model/types.ts";

export type Terms = {
  readonly issueAt: Seconds;
  readonly effectiveAt: Seconds;
  /** When the capacity is free for the owner, turnover included. */
  readonly readyAt: Seconds;
  /** Why the lease cannot be called now, or undefined. */
  readonly refused: string | undefined;
  /** Whether it can be called later, on these terms, when its lockout is over. */
  readonly later: boolean;
};

type Settings = Pick<PolicySettings, "notice" | "throttle">;

/**
 * The terms on which a lease could be called now.
 *
 * @param atLeast - seconds of notice that others get and it must get, too
 */
export const termsFor = (
  view: ReclaimView,
  lease: LeaseView,
  { notice, throttle }: Settings,
  atLeast: Seconds = 0,
): Terms => {
  const locked = lease.lockoutMeaning === "issue" && view.now < lease.lockoutEnd;
  const issueAt = locked ? lease.lockoutEnd : view.now;
  let effectiveAt = issueAt + Math.max(atLeast, lengthOf(lease, notice, issueAt));
  if (lease.lockoutMeaning === "effective") effectiveAt = Math.max(effectiveAt, lease.lockoutEnd);
  if (lease.expiry > issueAt) effectiveAt = Math.min(effectiveAt, lease.expiry);
  return {
    issueAt,
    effectiveAt,
    readyAt: effectiveAt + lease.turnover,
    refused: refusal(view, lease, throttle, locked && notice.insideLockout === "refuse"),
    later: locked && lease.callable > 0 && limited(view, lease, throttle) === undefined,
  };
};

/**
 * Seconds of notice for one lease alone. `longest` starts from the contract's, too; what others get is told by
 * `atLeast`. A tenant's checkpoints are taken to end at whole cycles of its lease.
 */
const lengthOf = (lease: LeaseView, notice: Settings["notice"], issueAt: Seconds): Seconds => {
  const { noticeOwner, checkpointCycle, startedAt } = lease;
  if (notice.kind === "fixed") return Math.max(notice.length, noticeOwner);
  if (notice.kind !== "untilNextCheckpoint" || checkpointCycle === 0) return noticeOwner;
  const turn = Math.ceil((issueAt + noticeOwner - startedAt) / checkpointCycle);
  return startedAt + turn * checkpointCycle - issueAt;
};

const refusal = (
  view: ReclaimView,
  lease: LeaseView,
  throttle: Settings["throttle"],
  locked: boolean,
): string | undefined => {
  if (lease.callable <= 0) return "nothing of it is left to call";
  if (locked) return "inside its lockout";
  if (lease.lockoutMeaning === "effective" && lease.lockoutEnd > lease.expiry)
    return "its lockout outlasts its term";
  return limited(view, lease, throttle);
};

/** Which limit on repeated notices bars another, or undefined. */
const limited = (view: ReclaimView, lease: LeaseView, throttle: Settings["throttle"]): string | undefined => {
  if (lease.minGap > 0 && view.now - lease.lastOwnerNoticeAt < lease.minGap)
    return "too soon after its last notice";
  if (lease.exhausted) return "its notices for the year are used up";
  if (lease.noticesLastYear >= throttle.maxPerYear) return "the policy gives it no more notices this year";
  return undefined;
};

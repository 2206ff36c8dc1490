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

/** The terms on which a lease could be called now. */
export const termsFor = (view: ReclaimView, lease: LeaseView, notice: PolicySettings["notice"]): Terms => {
  const length = notice.kind === "fixed" ? Math.max(notice.length, lease.noticeOwner) : lease.noticeOwner;
  const locked = lease.lockoutMeaning === "issue" && view.now < lease.lockoutEnd;
  const issueAt = locked ? lease.lockoutEnd : view.now;
  let effectiveAt = issueAt + length;
  if (lease.lockoutMeaning === "effective") effectiveAt = Math.max(effectiveAt, lease.lockoutEnd);
  if (lease.expiry > issueAt) effectiveAt = Math.min(effectiveAt, lease.expiry);
  return {
    issueAt,
    effectiveAt,
    readyAt: effectiveAt + lease.turnover,
    refused: refusal(view, lease, locked && notice.insideLockout === "refuse"),
    later: locked && lease.callable > 0,
  };
};

const refusal = (view: ReclaimView, lease: LeaseView, locked: boolean): string | undefined => {
  if (lease.callable <= 0) return "nothing of it is left to call";
  if (locked) return "inside its lockout";
  if (view.now - lease.lastOwnerNoticeAt < lease.minGap) return "too soon after its last notice";
  if (lease.exhausted) return "its notices for the year are used up";
  return undefined;
};

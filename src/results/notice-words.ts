/** What kinds and outcomes of notices are called in tables. */
import type { NoticeStory } from "./types.ts";

export const noticeKinds: { readonly [K in NoticeStory["kind"]]: string } = {
  terminate: "terminate",
  shrink: "shrink",
  nonRenew: "not renew",
  preempt: "preempt",
};

export const noticeOutcomes: { readonly [K in NoticeStory["state"]]: string } = {
  queued: "waits for the lockout",
  running: "open at the end",
  complied: "complied with",
  enforced: "enforced",
  rescinded: "taken back",
  moot: "moot",
};

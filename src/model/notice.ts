/**
 * Notices. A lease on notice still uses its accelerators, but they are already promised: they count as
 * supply for future demand and as busy for metrics. Notices are for quantities, not serial numbers, and
 * each has a clock of its own: a later one never shortens an earlier one.
 */
import type { EventId } from "../kernel/event-queue.ts";
import type { Lease } from "./lease.ts";
import type { Run } from "./runs.ts";
import type { Gpus, OnNoticeKind, Seconds } from "./types.ts";
import { zeros } from "./zeros.ts";

export type NoticeKind = "terminate" | "shrink" | "nonRenew" | "preempt";
export type NoticeState = "queued" | "running" | "complied" | "enforced" | "rescinded" | "moot";

export type Notice = {
  readonly id: number;
  readonly by: "owner" | "tenant";
  kind: NoticeKind;
  /** The lease, or for kind preempt the internal run, that it is served on. */
  readonly lease: Lease | undefined;
  readonly run: Run | undefined;
  /** What must be back by the deadline. */
  gpus: Gpus;
  readonly issuedAt: Seconds;
  effectiveAt: Seconds;
  /** Whose demand: name of a program, run, job or tenant. */
  readonly cause: string;
  /** The number of the job that it is for; -1: for no job. */
  readonly job: number;
  /** The reasoning of the policy, when explanations are on. */
  readonly because: Explanation | undefined;
  /** Whether it was ever served; a queued one may become moot before. */
  served: boolean;
  delivered: boolean;
  state: NoticeState;
  endedAt: Seconds;
  /** Still in use, and handed back but not yet the owner's; by pool. */
  readonly inUse: number[];
  readonly vacated: number[];
  inUseTotal: Gpus;
  vacatedTotal: Gpus;
  /** Passed to the owner so far. */
  returned: Gpus;
  /** Lost by failure or force before the deadline: the shortfall on delivery. */
  missing: Gpus;
  plan: VacatePlan;
  nextStep: number;
  /** The next thing that happens to it: its lockout's end, or its deadline; and its next vacate step. */
  deadlineEvent: EventId;
  vacateEvent: EventId;
  rescindRefused: boolean;
  /** Seconds by which it is shorter than the contract's, for money. */
  bought: Seconds;
  /** When the last of it is free for the owner; Infinity until known. */
  readyAt: Seconds;
  /** Least idle capacity seen since then; what was let again meanwhile counts as idle. */
  leastIdle: Gpus;
  relet: Gpus;
  /** Of the returned, how much was needed within the window; undefined until known. */
  needed: Gpus | undefined;
};

type NewNotice = Pick<
  Notice,
  "id" | "by" | "kind" | "lease" | "run" | "gpus" | "issuedAt" | "effectiveAt" | "cause" | "because" | "state"
> & { readonly job?: number };

/** A notice on which nothing has happened yet. */
export const newNotice = (pools: number, facts: NewNotice): Notice => ({
  id: facts.id,
  by: facts.by,
  kind: facts.kind,
  lease: facts.lease,
  run: facts.run,
  gpus: facts.gpus,
  issuedAt: facts.issuedAt,
  effectiveAt: facts.effectiveAt,
  cause: facts.cause,
  job: facts.job ?? -1,
  because: facts.because,
  state: facts.state,
  served: facts.state === "running",
  delivered: true,
  endedAt: -1,
  inUse: zeros(pools),
  vacated: zeros(pools),
  inUseTotal: 0,
  vacatedTotal: 0,
  returned: 0,
  missing: 0,
  plan: none,
  nextStep: 0,
  deadlineEvent: NO_EVENT,
  vacateEvent: NO_EVENT,
  rescindRefused: false,
  bought: 0,
  readyAt: Number.POSITIVE_INFINITY,
  leastIdle: Number.POSITIVE_INFINITY,
  relet: 0,
  needed: undefined,
});

const NO_EVENT: EventId = -1;

/** Why a notice was served: the demand, the supply, and what became of each candidate. */
export type Explanation = {
  readonly at: Seconds;
  /** What the policy took demand to be when this lease's capacity would arrive, and the supply by then. */
  readonly demand: Gpus;
  readonly supply: Gpus;
  readonly shortfall: Gpus;
  readonly horizon: Seconds;
  readonly candidates: readonly CandidateVerdict[];
};

export type CandidateVerdict = {
  readonly lease: string;
  readonly callable: Gpus;
  readonly earliest: Seconds;
  readonly taken: Gpus;
  readonly reason: string;
};

/** Cumulative quantity vacated after so many seconds of the notice. */
export type VacatePlan = { readonly after: readonly number[]; readonly gpus: readonly number[] };

const none: VacatePlan = { after: [], gpus: [] };

const MOST_STEPS = 31;
const DAY = 86_400;

/**
 * How a quantity is vacated during a notice. For `linear` the steps are chosen so that the GPU-seconds
 * vacated before the deadline are exactly gpus x length / 2 whenever that is a whole number: both times and
 * quantities are mirror images around the middle of the notice.
 *
 * @param length - seconds of notice; 0 means nothing is vacated early
 * @param u - finishThenLeave only: seconds until the last job has ended
 */
export const vacatePlan = (
  kind: OnNoticeKind,
  gpus: Gpus,
  length: Seconds,
  earlyShare: (s: number) => number,
  u: Seconds,
): VacatePlan => {
  if (length <= 0 || gpus <= 0) return none;
  switch (kind) {
    case "stay":
      return none;
    case "leaveNow":
      return { after: [0], gpus: [gpus] };
    case "finishThenLeave":
      return u > length ? none : { after: [u], gpus: [gpus] };
    case "linear":
      return mirrored(gpus, length);
    case "earlyRamp":
      return stepped(gpus, length, earlyShare);
  }
};

const stepCount = (gpus: Gpus, length: Seconds): number => {
  const days = Math.round(length / DAY);
  return Math.max(1, Math.min(MOST_STEPS, gpus, length, days < 9 ? 9 : days));
};

const mirrored = (gpus: Gpus, length: Seconds): VacatePlan => {
  let n = stepCount(gpus, length);
  // A middle step falls at length / 2, so it needs an even length; without one the halves must be equal.
  const odd = length % 2 === 0;
  if ((n % 2 === 1) !== odd) n = n > 1 ? n - 1 : 1;
  const after = zeros(n);
  const total = zeros(n);
  for (let k = 0; k < n; k++) {
    const mirror = n - 1 - k;
    after[k] =
      k <= mirror ? Math.floor((length * (2 * k + 1)) / (2 * n)) : length - (after[mirror] as number);
    // `total[k]` is v(k+1), with v(j) + v(n-j) = gpus.
    const j = k + 1;
    total[k] =
      2 * j <= n ? Math.floor((gpus * j) / n) : gpus - (n - j === 0 ? 0 : Math.floor((gpus * (n - j)) / n));
  }
  return { after, gpus: total };
};

const stepped = (gpus: Gpus, length: Seconds, share: (s: number) => number): VacatePlan => {
  const n = stepCount(gpus, length);
  const after = zeros(n);
  const total = zeros(n);
  for (let k = 0; k < n; k++) {
    after[k] = Math.floor((length * (2 * k + 1)) / (2 * n));
    total[k] = k === n - 1 ? gpus : Math.min(gpus, Math.round(gpus * share((k + 1) / n)));
  }
  return { after, gpus: total };
};

/** What a notice has yet to return. */
export const outstanding = (notice: Notice): Gpus => notice.inUseTotal + notice.vacatedTotal;

/**
 * A lease as a policy sees it. A review makes one for each lease, and most policies ask each for little: nothing is
 * worked out before it is asked for.
 */
import { keyedUniform } from "../random/keyed.ts";
import { buyOutPerGpuDay, feePerGpuHour } from "./billing.ts";
import type { LeaseView } from "./decisions.ts";
import { type Lease, lastNoticeAt, noticeGiven } from "./lease.ts";
import type { Contract, Gpus, Seconds } from "./types.ts";
import type { World } from "./world.ts";

const YEAR = 365 * 86_400;

/** A class for speed alone: accessors of a literal are defined anew, one by one, for each object. */
export class LiveLease implements LeaseView {
  /** Accelerators that a notice could take, and the worth of one in the group's own. */
  readonly callable: Gpus;
  readonly ratio: number;
  readonly #world: World;
  readonly #lease: Lease;
  readonly #contract: Contract;

  constructor(world: World, lease: Lease, callable: Gpus, ratio: number) {
    this.callable = callable;
    this.ratio = ratio;
    this.#world = world;
    this.#lease = lease;
    this.#contract = lease.contract;
  }

  get id(): number {
    return this.#lease.id;
  }
  get name(): string {
    return this.#lease.name;
  }
  get priority(): number {
    return this.#lease.tenant.priority;
  }
  get minQuantity(): Gpus {
    return Math.min(this.#contract.minQuantity, this.#lease.gpus);
  }
  get belowMinimum(): LeaseView["belowMinimum"] {
    return this.#contract.belowMinimum;
  }
  get noticeOwner(): Seconds {
    return noticeGiven(this.#contract);
  }
  get turnover(): Seconds {
    return this.#contract.turnover;
  }
  get returnsEarly(): boolean {
    return this.#contract.acceptEarlyReturn && this.#contract.onNotice.kind !== "stay";
  }
  get lockoutEnd(): Seconds {
    return this.#lease.lockoutEnd;
  }
  get lockoutMeaning(): LeaseView["lockoutMeaning"] {
    return this.#contract.lockoutMeaning;
  }
  get feePerGpuHour(): number {
    return feePerGpuHour(this.#world.plan, this.#lease);
  }
  get startedAt(): Seconds {
    return this.#lease.startAt;
  }
  get expiry(): Seconds {
    return this.#lease.expiry;
  }
  get lastOwnerNoticeAt(): Seconds {
    return lastNoticeAt(this.#lease);
  }
  get minGap(): Seconds {
    return this.#contract.minGap;
  }
  get exhausted(): boolean {
    return isExhausted(this.#lease, this.#world.now, this.#contract.maxPerYear);
  }
  get noticesLastYear(): number {
    return noticesInYear(this.#lease, this.#world.now);
  }
  get mayRepeat(): boolean {
    const most = mostNotices(this.#world, this.#lease);
    return this.#contract.minGap === 0 && most === Number.POSITIVE_INFINITY;
  }
  get lapseAt(): Seconds {
    const isOpen = this.#contract.renewal !== undefined && !this.#lease.declined;
    return isOpen ? this.#lease.expiry : Number.POSITIVE_INFINITY;
  }
  get tenantHolds(): Gpus {
    return heldBy(this.#world, this.#contract.tenant);
  }
  get checkpointCycle(): Seconds {
    return checkpointCycle(this.#world, this.#contract.tenant);
  }
  get chance(): number {
    const { name, ownerNoticesAt } = this.#lease;
    return keyedUniform(this.#world.stream(name, "victim").state(), 0, ownerNoticesAt.length);
  }
  get feeDuringNotice(): number {
    return this.#contract.feeDuringNotice;
  }
  get buyOut(): LeaseView["buyOut"] {
    const { buyOut } = this.#contract;
    return buyOut && { perGpuDay: buyOutPerGpuDay(this.#world.plan, this.#lease), notice: buyOut.notice };
  }
}

const heldBy = (world: World, tenant: number): Gpus => {
  let gpus = 0;
  for (const lease of world.living) {
    if (lease.contract.tenant !== tenant) continue;
    gpus += lease.firmTotal;
    for (const notice of lease.open) gpus += notice.inUseTotal;
  }
  return gpus;
};

const checkpointCycle = (world: World, tenant: number): Seconds => {
  let longest = 0;
  for (const { tenant: owner, checkpointEvery: every, checkpointCost } of world.plan.streams)
    if (owner === tenant && every !== "young" && every > 0)
      longest = Math.max(longest, every + checkpointCost);
  return longest;
};

/** How many of these seconds, in order, are later than `at`. */
export const countAfter = (times: readonly Seconds[], at: Seconds): number => {
  let count = 0;
  for (let i = times.length - 1; i >= 0 && (times[i] as Seconds) > at; i--) count++;
  return count;
};

/** The owner's notices in the last 365 days, and those that wait for the end of the lockout. */
const noticesInYear = ({ ownerNoticesAt, waiting }: Lease, now: Seconds): number =>
  countAfter(ownerNoticesAt, now - YEAR) + waiting.length;

/**
 * Whether one more notice of the owner's at a second would be more than so many in 365 days, counting those that were
 * served and those that wait to be.
 */
export const isExhausted = ({ ownerNoticesAt, waiting }: Lease, at: Seconds, most: number): boolean => {
  if (most === Number.POSITIVE_INFINITY) return false;
  if (waiting.length === 0) return countAfter(ownerNoticesAt, at - YEAR) >= most;
  const times = [...ownerNoticesAt, ...waiting.map(({ issuedAt }) => issuedAt), at].sort((a, b) => a - b);
  return times.some((time, i) => (times[i + most] ?? Number.POSITIVE_INFINITY) - time < YEAR);
};

/** Most notices to a lease in 365 days, by its contract and by the policy. */
export const mostNotices = ({ policy }: World, { contract }: Lease): number =>
  Math.min(contract.maxPerYear, policy.throttle.maxPerYear);

/**
 * The policy of the oracle for leases: it takes back what is not needed any more, or asks the leases one by one for what
 * will still be short when their capacity could arrive, and then spares whoever is not needed.
 */
import type { PolicySettings } from "../../src/model/types.ts";
import { MEAN_MONTH, rate } from "./lease-bill.ts";
import { effectiveAt, serve, takeBack } from "./lease-notices.ts";
import { demandAt, dueAt, type Lease, type Notice, open, sum, supplyAt, type World } from "./lease-world.ts";

export const looks = ({ policy, now }: World): boolean => {
  const { trigger } = policy;
  return trigger.kind === "periodic" && now % trigger.every === 0;
};

export const review = (world: World): void => {
  const { policy, now } = world;
  if (rescind(world)) return;
  const { minGap, maxOpen, deadZone } = policy.throttle;
  if (now - world.lastRound < minGap) return;
  const need = wanted(world);
  const calls: Call[] = [];
  const quicker: Call[] = [];
  for (const lease of inOrder(world)) {
    if (isBarred(lease, now)) continue;
    const ready = readyAt(lease, now);
    const later = gains(
      quicker.filter((call) => call.ready < ready),
      ready,
    );
    const short = need - supplyAt(world, ready) - gains(calls, ready) - later;
    const isShort = short > 0 && short > deadZone * need;
    const gpus = isShort && earliest(lease, now) === now ? callable(lease, now, short) : 0;
    if (gpus > 0) calls.push({ lease, gpus, ready, later });
    // Who gave less than it was asked for has no more to give.
    const isSpent = isShort && earliest(lease, now) === now && gpus < short;
    if (!isSpent) quicker.push({ lease, gpus: dueAt(lease, now) - gpus, ready, later });
  }
  let kept = calls;
  if (policy.spare) {
    for (const call of calls.toReversed()) {
      const others = kept.filter((other) => other !== call);
      const isNeeded = kept.some(({ ready, later }) => {
        const short = (with_: readonly Call[]): number =>
          Math.max(0, need - supplyAt(world, ready) - gains(with_, ready) - later);
        return short(others) > short(kept);
      });
      if (!isNeeded) kept = others;
    }
  }
  kept = kept.slice(0, Math.max(0, maxOpen - open(world).length));
  if (kept.length > 0) world.lastRound = now;
  for (const { lease, gpus } of kept) serve(world, lease, gpus);
};

/** Demand to be ready for. */
const wanted = ({ plan, policy, now }: World): number => {
  const { size } = policy;
  return size.kind === "orderUpTo" ? size.level : demandAt(plan, now);
};

type Call = { readonly lease: Lease; readonly gpus: number; readonly ready: number; readonly later: number };

/** What a call brings by then: nothing once the term is over, since supply counts that already. */
const gain = ({ lease, gpus, ready }: Call, at: number): number =>
  ready > at || lease.terms.expiry + lease.terms.turnover <= at ? 0 : gpus;

const gains = (calls: readonly Call[], at: number): number => sum(calls.map((call) => gain(call, at)));

/** Takes back what is not needed any more, the latest first; true when somebody was asked. */
const rescind = (world: World): boolean => {
  const { rescind: rule } = world.policy;
  if (rule.kind !== "ifNeedGone") return false;
  const need = Math.max(wanted(world), demandAt(world.plan, world.now));
  const ready = (notice: Notice): number =>
    notice.effectiveAt + (world.leases[notice.lease] as Lease).terms.turnover;
  const back: Notice[] = [];
  for (const notice of open(world)
    .toReversed()
    .sort((a, b) => ready(b) - ready(a))) {
    if (notice.isRefused) continue;
    const at = ready(notice);
    const without = [...back.filter((other) => ready(other) <= at), notice].map(({ gpus }) => gpus);
    if (supplyAt(world, at) - sum(without) >= need * (1 + rule.band)) back.push(notice);
  }
  for (const notice of back) takeBack(world.leases[notice.lease] as Lease, notice);
  return back.length > 0;
};

/** Whom to ask first; ties end with the number of the lease. */
const inOrder = (world: World): Lease[] => {
  const key = (lease: Lease, order: PolicySettings["victims"][number]): number => {
    const { terms } = lease;
    switch (order) {
      case "shortestNotice":
        return terms.noticeOwner + terms.turnover;
      case "lowestFee":
        return rate(terms, MEAN_MONTH);
      case "lowestPriority":
        return world.plan.tenants[terms.tenant]?.priority ?? 0;
      case "youngest":
        return -terms.start;
      case "oldest":
        return terms.start;
      case "smallest":
        return callable(lease, world.now, Infinity);
      case "largest":
        return -callable(lease, world.now, Infinity);
      case "earliestExpiry":
        return terms.expiry;
      case "longestRemaining":
        return -terms.expiry;
      default:
        throw new Error(`no order ${order} here`);
    }
  };
  const compare = (a: Lease, b: Lease): number =>
    world.policy.victims.map((order) => key(a, order) - key(b, order)).find((d) => d !== 0) ?? a.id - b.id;
  return world.leases.filter((lease) => callable(lease, world.now, Infinity) > 0).sort(compare);
};

/** First second at which the contract lets it be called; never when it is over before its lockout. */
const earliest = ({ terms }: Lease, now: number): number => {
  if (terms.lockoutMeaning === "effective" && terms.lockoutEnd > terms.expiry) return Infinity;
  return Math.max(now, terms.lockoutMeaning === "issue" ? terms.lockoutEnd : 0);
};

/** Whether it was called too recently; nobody counts on it then. */
const isBarred = ({ terms, notices }: Lease, now: number): boolean =>
  now < (notices.at(-1)?.issuedAt ?? -Infinity) + terms.minGap;

/** When what is called of it as soon as it may be could be used. */
const readyAt = (lease: Lease, now: number): number =>
  effectiveAt(lease, earliest(lease, now)) + lease.terms.turnover;

/** How much of it a call for so much would take. */
const callable = (lease: Lease, now: number, short: number): number => {
  const { terms } = lease;
  const due = dueAt(lease, now);
  if (short >= due) return due;
  if (due - short >= terms.minQuantity) return short;
  return terms.belowMinimum === "terminate" ? due : Math.max(0, due - terms.minQuantity);
};

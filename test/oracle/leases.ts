/**
 * A second engine for leases under notice, to check the first one by: one pool, internal demand in steps, tenants who
 * stay, leave at once or leave in steps. It goes second by second, keeps lists, works everything out anew whenever it
 * is asked, and shares no code with the simulator. Its rules are those of the documents on the model, on contracts
 * and on policies; where these leave a choice, `web/docs/oracle.md` says which it is.
 */
import type { Contract, LevelDemand, Plan, PolicySettings } from "../../src/model/types.ts";

type State = "running" | "complied" | "enforced" | "rescinded" | "moot";

export type OracleNotice = {
  readonly lease: number;
  readonly gpus: number;
  readonly issuedAt: number;
  readonly effectiveAt: number;
  readonly kind: "shrink" | "terminate" | "nonRenew";
  state: State;
};

type Notice = OracleNotice & {
  /** Still used; handed over and not yet the owner's; back with the owner. */
  inUse: number;
  vacated: number;
  /** What the tenant had not when the notice was served, or lost since. */
  missing: number;
  /** Share of what it had that is still in use, by second. */
  readonly steps: ReadonlyMap<number, number>;
  readonly isFinal: boolean;
  /** The tenant does not let it be taken back. */
  isRefused: boolean;
};

type Lease = {
  readonly id: number;
  readonly terms: Contract;
  readonly notices: Notice[];
  isOpen: boolean;
  /** Second of the notice that ends it; a ramp goes no further then. */
  endsFrom: number;
  firm: number;
  /** What notices, or a tenant that accepted less, have taken out. */
  reduced: number;
  lateSince: number;
  /** Of the fee that is due at this step of the ramp. */
  share: number;
  rent: number;
  credits: number;
  termination: number;
  /** In this month, at the full fee: the rent of what was due; and GPU-seconds due and held. */
  month: { rent: number; due: number; held: number };
};

export type OracleLeases = {
  readonly notices: readonly OracleNotice[];
  readonly leases: readonly Pick<Lease, "rent" | "credits" | "termination">[];
  readonly unmet: number;
};

type World = {
  readonly plan: Plan;
  readonly policy: PolicySettings;
  readonly leases: readonly Lease[];
  readonly all: Notice[];
  now: number;
  free: number;
  /** What programs have. */
  readonly internal: number[];
  wiping: { readonly until: number; readonly gpus: number }[];
  lastRound: number;
};

const MEAN_MONTH = (365 * 86_400) / 12;
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const last = <T extends { readonly at: number }>(steps: readonly T[], at: number): T | undefined =>
  steps.filter((step) => step.at <= at).at(-1);

/** Runs a plan whose horizon is a few hundred seconds. */
export const runLeases = (plan: Plan, policy: PolicySettings): OracleLeases => {
  const leases = plan.contracts.map((terms, id): Lease => {
    const month = { rent: 0, due: 0, held: 0 };
    const money = { rent: 0, credits: 0, termination: 0, month };
    return { id, terms, notices: [], isOpen: true, endsFrom: Infinity, firm: 0, reduced: 0, lateSince: -1, share: 1, ...money };
  });
  const start = { now: 0, free: 0, internal: plan.programs.map(() => 0), wiping: [], lastRound: -Infinity };
  const world: World = { plan, policy, leases, all: [], ...start };
  let unmet = 0;
  for (; world.now < plan.horizon; world.now++) {
    second(world);
    unmet += demandAt(plan, world.now) - sum(world.internal);
    for (const lease of leases) bill(world, lease);
    if (plan.monthStarts.includes(world.now + 1) || world.now + 1 === plan.horizon) leases.forEach(settle);
  }
  return { notices: world.all, leases, unmet };
};

/** One second: facts first, then the policy, then who gets what. */
const second = (world: World): void => {
  const { plan, leases, now } = world;
  world.free += installedAt(plan, now) - (now === 0 ? 0 : installedAt(plan, now - 1));
  world.free += sum(world.wiping.filter(({ until }) => until === now).map(({ gpus }) => gpus));
  world.wiping = world.wiping.filter(({ until }) => until > now);
  for (const notice of open(world)) leave(world, notice);
  for (const notice of open(world)) if (notice.effectiveAt === now) enforce(world, notice);
  for (const lease of leases) dates(world, lease);
  plan.programs.forEach((_, program) => {
    grant(world, program, Math.min(0, targetOf(plan, program, now) - held(world, program)));
  });
  deliver(world);
  if (looks(world)) review(world);
  deliver(world);
  dispatch(world);
};

// ---------------------------------------------------------------- facts

const installedAt = ({ pools }: Plan, at: number): number => last(pools[0]?.phases ?? [], at)?.value ?? 0;

/** What a program wants; each has one level, in steps. */
const targetOf = ({ programs }: Plan, program: number, at: number): number =>
  last((programs[program]?.sources[0] as LevelDemand).steps, at)?.value ?? 0;

const demandAt = (plan: Plan, at: number): number => sum(plan.programs.map((_, i) => targetOf(plan, i, at)));

const held = ({ internal }: World, program: number): number => internal[program] as number;

const grant = (world: World, program: number, gpus: number): void => {
  world.internal[program] = held(world, program) + gpus;
  world.free -= gpus;
};

/** The most important first, from what is free and then from who is less important. */
const dispatch = (world: World): void => {
  const { programs } = world.plan;
  const order = [...programs.keys()].sort(
    (a, b) => (programs[b]?.priority ?? 0) - (programs[a]?.priority ?? 0) || a - b,
  );
  order.forEach((program, rank) => {
    let wants = targetOf(world.plan, program, world.now) - held(world, program);
    for (const lesser of order.slice(rank + 1).toReversed()) {
      const displaced = Math.min(Math.max(0, wants - world.free), held(world, lesser));
      grant(world, lesser, -displaced);
    }
    wants = Math.min(wants, world.free);
    grant(world, program, wants);
  });
};

const open = ({ all }: World): Notice[] => all.filter(({ state }) => state === "running");

const isOn = ({ terms }: Lease, at: number): boolean => terms.start <= at && at < terms.expiry;

/** What a lease is due beside its notices. */
const dueAt = (lease: Lease, at: number): number =>
  lease.isOpen && isOn(lease, at) && lease.endsFrom === Infinity ? Math.max(0, (last(lease.terms.ramp, at)?.gpus ?? 0) - lease.reduced) : 0;

const giveBack = (world: World, { terms }: Lease, gpus: number): void => {
  if (terms.turnover === 0) world.free += gpus;
  else if (gpus > 0) world.wiping.push({ until: world.now + terms.turnover, gpus });
};

/** What the tenant does not use any more on its way out. */
const leave = (world: World, notice: Notice): void => {
  const lease = world.leases[notice.lease] as Lease;
  const inUse = notice.steps.get(world.now);
  if (inUse === undefined || inUse >= notice.inUse) return;
  const gone = notice.inUse - inUse;
  notice.inUse = inUse;
  if (lease.terms.acceptEarlyReturn) giveBack(world, lease, gone);
  else notice.vacated += gone;
  if (notice.inUse + notice.vacated === 0) end(world, notice, "complied");
};

const enforce = (world: World, notice: Notice): void => {
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

/** The end of the term, and the end of the patience with a late delivery. */
const dates = (world: World, lease: Lease): void => {
  const { terms } = lease;
  if (!lease.isOpen) return;
  if (world.now === terms.expiry) close(world, lease);
  else if (lease.lateSince >= 0 && world.now === lease.lateSince + terms.grace) {
    if (terms.onMiss === "terminate") close(world, lease);
    else lease.reduced += dueAt(lease, world.now) - lease.firm;
    lease.lateSince = -1;
  }
};

const close = (world: World, lease: Lease): void => {
  giveBack(world, lease, lease.firm);
  lease.firm = 0;
  lease.isOpen = false;
  for (const notice of lease.notices.filter(({ state }) => state === "running")) {
    giveBack(world, lease, notice.inUse + notice.vacated);
    notice.inUse = notice.vacated = notice.missing = 0;
    notice.state = "moot";
  }
};

/** What leases are owed comes before internal demand, from what is free. */
const deliver = (world: World): void => {
  for (const lease of world.leases) {
    const owed = dueAt(lease, world.now) - lease.firm;
    const given = Math.min(owed, world.free);
    lease.firm += given;
    world.free -= given;
    if (owed === given) lease.lateSince = -1;
    else if (lease.lateSince < 0) lease.lateSince = world.now;
  }
};

// ---------------------------------------------------------------- the policy

const looks = ({ policy, now }: World): boolean => {
  const { trigger } = policy;
  return trigger.kind === "periodic" && now % trigger.every === 0;
};

/** What a lease keeps from others then. */
const leasedAt = (lease: Lease, at: number): number => {
  const { expiry, turnover } = lease.terms;
  return dueAt(lease, expiry <= at && at < expiry + turnover ? expiry - 1 : at);
};

/** What internal demand could hold then, if everybody stays to the last second of the notice. */
const supplyAt = (world: World, at: number): number => {
  const { plan, leases } = world;
  const leased = leases.map((lease) => leasedAt(lease, at));
  const called = open(world)
    .filter(({ lease, effectiveAt }) => effectiveAt + (leases[lease] as Lease).terms.turnover > at)
    .map(({ inUse, vacated }) => inUse + vacated);
  const wiped = world.wiping.filter(({ until }) => until > at).map(({ gpus }) => gpus);
  return installedAt(plan, at) - sum(leased) - sum(called) - sum(wiped);
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

const review = (world: World): void => {
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
    const later = gains(quicker.filter((call) => call.ready < ready), ready);
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

/** Takes back what is not needed any more; true when somebody was asked. */
const rescind = (world: World): boolean => {
  const { rescind: rule } = world.policy;
  if (rule.kind !== "ifNeedGone") return false;
  let asked = false;
  const need = Math.max(wanted(world), demandAt(world.plan, world.now));
  const ready = (notice: Notice): number =>
    notice.effectiveAt + (world.leases[notice.lease] as Lease).terms.turnover;
  for (const notice of open(world).toReversed().sort((a, b) => ready(b) - ready(a))) {
    const lease = world.leases[notice.lease] as Lease;
    if (notice.isRefused) continue;
    const supply = supplyAt(world, ready(notice));
    if (supply - notice.gpus < need * (1 + rule.band)) continue;
    asked = true;
    notice.isRefused = lease.terms.rescindable === 0;
    if (notice.isRefused) continue;
    lease.firm += notice.inUse + notice.vacated;
    lease.reduced -= notice.gpus;
    if (notice.isFinal) lease.endsFrom = Infinity;
    notice.inUse = notice.vacated = notice.missing = 0;
    notice.state = "rescinded";
  }
  return asked;
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

const effectiveAt = ({ terms }: Lease, issuedAt: number): number => {
  const least = terms.lockoutMeaning === "effective" ? terms.lockoutEnd : 0;
  return Math.min(Math.max(issuedAt + terms.noticeOwner, least), terms.expiry);
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

const serve = (world: World, lease: Lease, gpus: number): void => {
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
    const gone = isEarly ? Math.floor((gpus * step) / count) : gpus - Math.floor((gpus * (mirrored - 1)) / count);
    steps.set(from + (isEarly || isMiddle ? after : lasts - after), gpus - gone);
  }
  return steps;
};

// ---------------------------------------------------------------- money

/** Dollars for one accelerator and second, in a month of so many seconds. */
const rate = ({ fee, gpus }: Contract, month: number): number =>
  fee.kind === "perGpuHour" ? fee.dollars / 3600 : fee.dollars / gpus / month;

const monthAround = ({ monthStarts }: Plan, at: number): number => {
  const next = monthStarts.findIndex((start) => start > at);
  return (monthStarts[next] as number) - (monthStarts[next - 1] as number);
};

const bill = ({ plan, now }: World, lease: Lease): void => {
  const { terms } = lease;
  if (!isOn(lease, now)) return;
  const share = last(terms.ramp, Math.min(now, lease.endsFrom))?.fee ?? 1;
  // A month is settled in two parts when the share of the fee changes within it.
  if (lease.share !== share) settle(lease);
  lease.share = share;
  const dollars = rate(terms, monthAround(plan, now)) * share;
  const { month } = lease;
  const during = terms.feeDuringNotice;
  const running = lease.notices.filter(({ state }) => state === "running");
  const paid = running.map(({ inUse, vacated }) => during * (inUse + (terms.takeOrPay ? vacated : 0)));
  lease.rent += dollars * (lease.firm + sum(paid));
  const due = dueAt(lease, now);
  const owed = running.map(({ inUse, vacated, missing }) => inUse + vacated + missing);
  month.due += due + sum(owed);
  month.held += lease.firm + sum(running.map(({ inUse, vacated }) => inUse + vacated));
  month.rent += dollars * (due + sum(owed));
};

const settle = (lease: Lease): void => {
  const { rent, due, held } = lease.month;
  const rungs = lease.terms.slaCredit.filter(({ below }) => due > 0 && held / due < below);
  lease.credits += rent * Math.max(0, ...rungs.map(({ credit }) => credit));
  lease.month = { rent: 0, due: 0, held: 0 };
};

/** What the owner pays for ending a lease, or a part of it, before its term is over. */
const charge = (terms: Contract, gpus: number, now: number): number => {
  const owner = terms.terminationByOwner;
  const full = rate(terms, MEAN_MONTH) * gpus;
  const left = terms.expiry - now;
  switch (owner.kind) {
    case "fixed":
      return (owner.dollars * gpus) / terms.gpus;
    case "months":
      return owner.months * MEAN_MONTH * full;
    case "shareOfRemaining":
      return owner.share * left * full;
    case "windDown": {
      const lasts = Math.min(owner.lasts, left);
      return owner.lasts === 0 ? 0 : full * (lasts - lasts ** 2 / (2 * owner.lasts));
    }
  }
};

/**
 * A second engine for leases under notice, to check the first one by: one pool, internal demand in steps, tenants who
 * stay, leave at once or leave in steps. It goes second by second, keeps lists, works everything out anew whenever it
 * is asked, and shares no code with the simulator. Its rules are those of the documents on the model, on contracts
 * and on policies; where these leave a choice, `web/docs/oracle.md` says which it is.
 */
import type { Plan, PolicySettings } from "../../src/model/types.ts";
import { bill, settle } from "./lease-bill.ts";
import { close, enforce, leave } from "./lease-notices.ts";
import { looks, review } from "./lease-review.ts";
import {
  demandAt,
  dueAt,
  installedAt,
  type Lease,
  type OracleNotice,
  open,
  sum,
  targetOf,
  type World,
} from "./lease-world.ts";

export type OracleLeases = {
  readonly notices: readonly OracleNotice[];
  readonly leases: readonly Pick<Lease, "rent" | "credits" | "termination">[];
  readonly unmet: number;
};

/** Runs a plan whose horizon is a few hundred seconds. */
export const runLeases = (plan: Plan, policy: PolicySettings): OracleLeases => {
  const leases = plan.contracts.map((terms, id): Lease => {
    const month = { rent: 0, due: 0, held: 0 };
    const money = { rent: 0, credits: 0, termination: 0, month };
    return {
      id,
      terms,
      notices: [],
      isOpen: true,
      endsFrom: Infinity,
      firm: 0,
      reduced: 0,
      lateSince: -1,
      share: 1,
      ...money,
    };
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

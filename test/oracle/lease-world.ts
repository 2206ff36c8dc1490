/**
 * What the oracle for leases knows: plain records, and what follows from them at any second. Nothing is kept that can
 * be worked out.
 */
import type { Contract, LevelDemand, Plan, PolicySettings } from "../../src/model/types.ts";

export type OracleNotice = {
  readonly lease: number;
  readonly gpus: number;
  readonly issuedAt: number;
  readonly effectiveAt: number;
  readonly kind: "shrink" | "terminate" | "nonRenew";
  state: State;
};

export type State = "running" | "complied" | "enforced" | "rescinded" | "moot";

export type Notice = OracleNotice & {
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

export type Lease = {
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

export type World = {
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

export const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

export const last = <T extends { readonly at: number }>(steps: readonly T[], at: number): T | undefined =>
  steps.filter((step) => step.at <= at).at(-1);

export const installedAt = ({ pools }: Plan, at: number): number =>
  last(pools[0]?.phases ?? [], at)?.value ?? 0;

/** What a program wants; each has one level, in steps. */
export const targetOf = ({ programs }: Plan, program: number, at: number): number =>
  last((programs[program]?.sources[0] as LevelDemand).steps, at)?.value ?? 0;

export const demandAt = (plan: Plan, at: number): number =>
  sum(plan.programs.map((_, i) => targetOf(plan, i, at)));

export const open = ({ all }: World): Notice[] => all.filter(({ state }) => state === "running");

export const isOn = ({ terms }: Lease, at: number): boolean => terms.start <= at && at < terms.expiry;

/** What a lease is due beside its notices. */
export const dueAt = (lease: Lease, at: number): number =>
  lease.isOpen && isOn(lease, at) && lease.endsFrom === Infinity
    ? Math.max(0, (last(lease.terms.ramp, at)?.gpus ?? 0) - lease.reduced)
    : 0;

/** What a lease keeps from others then. */
const leasedAt = (lease: Lease, at: number): number => {
  const { expiry, turnover } = lease.terms;
  return dueAt(lease, expiry <= at && at < expiry + turnover ? expiry - 1 : at);
};

/** What internal demand could hold then, if everybody stays to the last second of the notice. */
export const supplyAt = (world: World, at: number): number => {
  const { plan, leases } = world;
  const leased = leases.map((lease) => leasedAt(lease, at));
  const called = open(world)
    .filter(({ lease, effectiveAt }) => effectiveAt + (leases[lease] as Lease).terms.turnover > at)
    .map(({ inUse, vacated }) => inUse + vacated);
  const wiped = world.wiping.filter(({ until }) => until > at).map(({ gpus }) => gpus);
  return installedAt(plan, at) - sum(leased) - sum(called) - sum(wiped);
};

/**
 * Reclaim: when x how much x whom x with which notice x taking back x throttle, each a small function of its
 * own. The walk asks the leases one by one, in the order of victims, for what will still be short when
 * their capacity could arrive, counting what is in flight, what this round has called already, and what
 * leases before them in the order could still be called for in time. Then the spare pass walks back.
 */
import type { Call, LeaseView, ReclaimPolicy, ReclaimView } from "../model/decisions.ts";
import type { CandidateVerdict } from "../model/notice.ts";
import type { Gpus, PolicySettings } from "../model/types.ts";
import { canCureEarlier } from "./foresight.ts";
import { type Terms, termsFor } from "./notice-length.ts";
import { plannedCalls } from "./plan/plan.ts";
import { noLongerNeeded } from "./rescind.ts";
import { demandToMeet } from "./size.ts";
import { inDeadZone, mustWait, openSlots } from "./throttle.ts";
import { fires, lookEvery } from "./trigger.ts";
import { inOrder } from "./victims.ts";
import { lumpPays } from "./whole-lease.ts";

/** The policy that a scenario's settings describe. */
export const reclaimBy =
  (settings: PolicySettings): ReclaimPolicy =>
  (view) => {
    const rescinds = noLongerNeeded(view, settings, lookEvery(settings.trigger));
    const calls: Call[] = [];
    if (rescinds.length === 0 && !mustWait(view, settings.throttle)) {
      for (let group = 0; group < view.groups.length; group++) calls.push(...callsFor(view, settings, group));
    }
    return calls.length === 0 && rescinds.length === 0 ? undefined : { calls, rescinds };
  };

type Asked = {
  readonly lease: LeaseView;
  readonly terms: Terms;
  readonly demand: Gpus;
  readonly supply: Gpus;
  readonly reserved: Gpus;
  taken: Gpus;
  /** It was asked for more than it can give: nothing more is to be had from it. */
  exhausted: boolean;
  /** Called for what it hands over early: never spared. */
  early: boolean;
  reason: string;
};

const callsFor = (view: ReclaimView, settings: PolicySettings, group: number): Call[] => {
  const { size } = settings;
  if (size.kind === "plan")
    return plannedCalls(view, settings, size.horizon, group).slice(0, openSlots(view, settings.throttle));
  const leases = view.leases(group);
  if (leases.length === 0 || !fires(view, settings, group, leases)) return [];
  const asked = ask(view, settings, group, leases);
  if (asked.every((a) => a.taken === 0)) return [];
  if (settings.spare) spare(asked);
  const slots = openSlots(view, settings.throttle);
  const prefer = (view.groups[group] as ReclaimView["groups"][0]).map((choice) => choice.pool);
  return asked
    .filter((a) => a.taken > 0)
    .slice(0, slots)
    .map((a) => ({
      lease: a.lease.id,
      gpus: a.taken,
      effectiveAt: a.terms.effectiveAt,
      issueAt: a.terms.issueAt,
      cause: view.cause(group, a.supply),
      because: view.explain ? explain(view, a, asked) : undefined,
      prefer,
    }));
};

const ask = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  leases: readonly LeaseView[],
): Asked[] => {
  const window = lookEvery(settings.trigger);
  const shortNow = settings.victims.includes("fewestVictims")
    ? Math.max(0, view.demandNow(group) - view.supplyAt(group, view.now))
    : 0;
  const asked: Asked[] = [];
  for (const lease of inOrder(leases, settings.victims, shortNow)) {
    const terms = termsFor(view, lease, settings.notice);
    const demand = demandToMeet(view, settings, group, lease, terms.readyAt, window);
    const supply = view.supplyAt(group, terms.readyAt);
    const { called, reserved } = before(asked, terms);
    const short = demand - supply - called - reserved;
    const entry: Asked = {
      lease,
      terms,
      demand,
      supply,
      reserved,
      taken: 0,
      exhausted: false,
      early: false,
      reason: "",
    };
    asked.push(entry);
    if (terms.refused !== undefined) entry.reason = terms.refused;
    else if (settings.size.kind === "foresight" && canCureEarlier(view, group, lease, terms, window))
      callEarly(entry);
    else if (short <= 0)
      entry.reason =
        demand <= supply ? "no shortage by the time it would be back" : "others before it suffice";
    else if (inDeadZone(settings.throttle, short, demand))
      entry.reason = "the shortage is inside the dead zone";
    else {
      const wanted = Math.ceil(short / lease.ratio);
      take(entry, wanted, settings.size.kind === "foresight");
      const there = supply + called + reserved;
      if (entry.taken > wanted && !lumpPays(view, settings, group, lease, entry.taken, there, terms.readyAt))
        takeLess(entry);
    }
  }
  return asked;
};

/** What those asked before will bring by the time this one could, and what they could still be called for. */
const before = (asked: readonly Asked[], terms: Terms): { called: Gpus; reserved: Gpus } => {
  let called = 0;
  let reserved = 0;
  for (const other of asked) {
    if (other.terms.readyAt > terms.readyAt) continue;
    called += worth(other, other.taken);
    const open = !other.exhausted && (other.terms.refused === undefined || other.terms.later);
    if (open && other.terms.readyAt < terms.readyAt)
      reserved += worth(other, other.lease.callable - other.taken);
  }
  return { called, reserved };
};

/** Accelerators of a lease in the demand's own. */
const worth = (asked: Asked, gpus: Gpus): Gpus => Math.floor(gpus * asked.lease.ratio);

const callEarly = (entry: Asked): void => {
  entry.taken = entry.lease.callable;
  entry.early = true;
  entry.reason = "called whole, for what it hands over before the deadline";
};

/** Asks a lease for what is wanted; with `atAnyPrice`, for all of it where its minimum allows no shrink so large. */
const take = (entry: Asked, wanted: Gpus, atAnyPrice: boolean): void => {
  const { callable, minQuantity, belowMinimum } = entry.lease;
  const keep = callable - wanted;
  if (keep <= 0) entry.taken = callable;
  else if (keep >= minQuantity) entry.taken = wanted;
  else if (belowMinimum === "terminate" || atAnyPrice) entry.taken = callable;
  else entry.taken = Math.max(0, callable - minQuantity);
  entry.exhausted = entry.taken < wanted;
  entry.reason =
    entry.taken === 0
      ? "a shrink would go below its minimum quantity"
      : entry.taken === callable
        ? keep <= 0
          ? "called whole"
          : "called whole, as a shrink would go below its minimum quantity"
        : entry.taken < wanted
          ? "shrunk to its minimum quantity"
          : "shrunk by what is short";
};

/** A lump that does not pay: what a shrink to the minimum gives, if anything. */
const takeLess = (entry: Asked): void => {
  const { callable, minQuantity } = entry.lease;
  entry.taken = Math.max(0, callable - minQuantity);
  entry.exhausted = true;
  entry.reason =
    entry.taken > 0
      ? "shrunk to its minimum quantity: the whole of it earns more than it is expected to spare"
      : "the whole of it earns more than it is expected to spare";
};

/** Walks back and spares whoever is no longer needed: every horizon must still be covered without it. */
const spare = (asked: readonly Asked[]): void => {
  for (let i = asked.length - 1; i >= 0; i--) {
    const candidate = asked[i] as Asked;
    if (candidate.taken === 0 || candidate.early) continue;
    const { taken } = candidate;
    candidate.taken = 0;
    const covered = asked.every((a) => {
      if (a !== candidate && a.taken === 0) return true;
      let called = 0;
      for (const other of asked)
        if (other.terms.readyAt <= a.terms.readyAt) called += worth(other, other.taken);
      return a.supply + called + a.reserved >= a.demand;
    });
    if (covered) candidate.reason = "spared: the others suffice";
    else candidate.taken = taken;
  }
};

const explain = (view: ReclaimView, entry: Asked, asked: readonly Asked[]): NonNullable<Call["because"]> => ({
  at: view.now,
  demand: entry.demand,
  supply: entry.supply,
  shortfall: entry.demand - entry.supply,
  horizon: entry.terms.readyAt,
  candidates: asked.map(
    (a): CandidateVerdict => ({
      lease: a.lease.name,
      callable: a.lease.callable,
      earliest: a.terms.readyAt,
      taken: a.taken,
      reason: a.reason,
    }),
  ),
});

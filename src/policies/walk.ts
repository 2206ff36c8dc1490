/**
 * The walk: leases are asked one by one, in the order of victims, for what will still be short when their capacity could
 * arrive, counting what is in flight, what this round has called already, and what leases before them could still be
 * called for in time. Then the spare pass walks back.
 */
import type { LeaseView, ReclaimView } from "../model/decisions.ts";
import type { Gpus, PolicySettings, Seconds } from "../model/types.ts";
import { type Asked, broughtBy, calledBy, leavesByItself, reservedBefore } from "./asked.ts";
import { canCureEarlier } from "./foresight.ts";
import { termsFor } from "./notice-length.ts";
import { type RoundLimit, roundLimit, takenIn } from "./round-limit.ts";
import { demandToMeet } from "./size.ts";
import { suppliesOf } from "./supplies.ts";
import { inDeadZone } from "./throttle.ts";
import { lookEvery } from "./trigger.ts";
import { inOrder } from "./victims.ts";
import { lumpPays } from "./whole-lease.ts";

/** Leases of a group with what each is asked for, in the order in which they were asked. */
export const walk = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  leases: readonly LeaseView[],
): Asked[] => {
  const order = inOrder(leases, settings, {
    now: view.now,
    shortfall: settings.victims.includes("fewestVictims")
      ? Math.max(0, view.demandNow(group) - view.supplyAt(group, view.now))
      : 0,
    replacement: view.values.replacement,
  });
  // Under `longest` nobody that is called gets less notice than another; each turn can only make it longer.
  for (let atLeast = 0; ; ) {
    const asked = ask(view, settings, group, order, atLeast);
    if (settings.spare) spare(asked, leases, settings);
    const longest = settings.notice.kind === "longest" ? longestOf(asked) : 0;
    if (longest <= atLeast) return asked;
    atLeast = longest;
  }
};

const longestOf = (asked: readonly Asked[]): Seconds =>
  asked.reduce((most, { taken, lease }) => (taken > 0 ? Math.max(most, lease.noticeOwner) : most), 0);

const ask = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  leases: readonly LeaseView[],
  atLeast: Seconds,
): Asked[] => {
  const { size } = settings;
  const window = lookEvery(view, settings);
  const limit = roundLimit(view, settings, group);
  const supplyAt = suppliesOf(view, group);
  const asked: Asked[] = [];
  for (const lease of leases) {
    const terms = termsFor(view, lease, settings, atLeast);
    // Who cannot be called now is not asked, and need not be counted for: of many leases most may be inside their lockout.
    const isAsked = terms.refused === undefined;
    const { readyAt } = terms;
    const demand = isAsked ? demandToMeet(view, settings, group, lease, readyAt, window) : 0;
    const entry: Asked = {
      lease,
      terms,
      demand,
      supply: isAsked ? supplyAt(readyAt) : 0,
      reserved: isAsked ? reservedBefore(asked, readyAt) : 0,
      target: demand,
      taken: 0,
      exhausted: false,
      early: false,
      deal: undefined,
      reason: terms.refused ?? "",
    };
    if (isAsked && size.kind === "foresight" && canCureEarlier(view, group, lease, terms, window))
      callEarly(entry);
    else if (isAsked) takeFrom(view, settings, group, entry, { asked, leases, limit });
    asked.push(entry);
  }
  return asked;
};

const callEarly = (entry: Asked): void => {
  entry.taken = entry.lease.callable;
  entry.early = true;
  entry.reason = "called whole, for what it hands over before the deadline";
};

/** Who was asked before, who can be asked, and how much a round may take. */
type Round = {
  readonly asked: readonly Asked[];
  readonly leases: readonly LeaseView[];
  readonly limit: RoundLimit;
};

/** Takes what is short from a lease, or says why not. */
const takeFrom = (
  view: ReclaimView,
  settings: PolicySettings,
  group: number,
  entry: Asked,
  { asked, leases, limit }: Round,
): void => {
  const { demand, supply, reserved, terms, lease } = entry;
  const { throttle, size } = settings;
  const called = calledBy(asked, terms.readyAt);
  const leaving = leavesByItself(leases, asked, lease, terms.readyAt, throttle.naturalExitFactor);
  const before = demand - supply - reserved - leaving;
  const short = before - called;
  if (short <= 0) {
    entry.reason =
      demand <= supply
        ? "no shortage by the time it would be back"
        : demand <= supply + leaving
          ? "enough is expected to leave by itself"
          : "others before it suffice";
    return;
  }
  if (inDeadZone(throttle, short, demand)) {
    entry.reason = "the shortage is inside the dead zone";
    return;
  }
  const left = limit.most - takenIn(asked);
  const wanted = Math.min(short, limit.part(before) - called, left);
  if (wanted <= 0) {
    entry.reason = "this round has taken its part already";
    return;
  }
  entry.target = demand - short + wanted;
  const asks = Math.ceil(wanted / lease.ratio);
  take(entry, asks, size.kind === "foresight");
  const there = supply + called + reserved + leaving;
  if (entry.taken > asks && !lumpPays(view, settings, group, lease, entry.taken, there, terms.readyAt))
    takeLess(entry);
  if (entry.taken * lease.ratio <= Math.max(left, wanted + lease.ratio)) return;
  entry.taken = 0;
  entry.reason = "it can only go whole, which is more than a round may take";
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

/**
 * Walks back and spares whoever is no longer needed: no horizon that is covered, or can be no better, is worse without it.
 * What each horizon has of those that are called is kept up to date, so that sparing one costs a look at the others.
 */
const spare = (asked: readonly Asked[], leases: readonly LeaseView[], { throttle }: PolicySettings): void => {
  const called = asked.filter(({ taken }) => taken > 0);
  let open = called.map((one) => ({
    one,
    there: one.supply + calledBy(called, one.terms.readyAt) + one.reserved,
  }));
  const leaving = ({ lease, terms }: Asked): Gpus =>
    leavesByItself(leases, asked, lease, terms.readyAt, throttle.naturalExitFactor);
  for (const candidate of called.reverse()) {
    if (candidate.early) continue;
    const { taken } = candidate;
    const without = open.map(({ one, there }) => ({
      one,
      there: there - broughtBy(candidate, one.terms.readyAt),
      least: Math.min(one.target, there + leaving(one)),
    }));
    candidate.taken = 0;
    if (without.every(({ one, there, least }) => there + leaving(one) >= least)) {
      candidate.reason = "spared: the others suffice";
      open = without.filter(({ one }) => one !== candidate);
    } else candidate.taken = taken;
  }
};

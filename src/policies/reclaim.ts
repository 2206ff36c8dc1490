/**
 * Reclaim: when x how much x whom x with which notice x taking back x throttle, each a small function of its
 * own. The walk decides who is called for how much (`walk.ts`); then it is seen whether somebody is bought out, and
 * how many notices the throttle lets through.
 */
import type { Call, ReclaimPolicy, ReclaimView } from "../model/decisions.ts";
import type { CandidateVerdict } from "../model/notice.ts";
import type { PolicySettings, PoolChoice } from "../model/types.ts";
import { type Asked, readyTimes } from "./asked.ts";
import { buyOut } from "./buy-out.ts";
import { plannedCalls } from "./plan/plan.ts";
import { noLongerNeeded } from "./rescind.ts";
import { mustWait, openSlots } from "./throttle.ts";
import { fires, lookEvery } from "./trigger.ts";
import { walk } from "./walk.ts";

/** The policy that a scenario's settings describe. */
export const reclaimBy =
  (settings: PolicySettings): ReclaimPolicy =>
  (view) => {
    const rescinds = noLongerNeeded(view, settings, lookEvery(view, settings));
    const calls: Call[] = [];
    if (!mustWait(view, settings.throttle)) {
      const slots = openSlots(view, settings.throttle);
      for (let group = 0; group < view.groups.length; group++) {
        if (!view.isDue(group) || rescinds.some((notice) => haveCommonPool(view, notice.group, group)))
          continue;
        calls.push(...callsFor(view, settings, group, slots - calls.length));
      }
    }
    if (calls.length === 0 && rescinds.length === 0) return undefined;
    return { calls, rescinds: rescinds.map(({ id }) => id) };
  };

const haveCommonPool = ({ groups }: ReclaimView, a: number, b: number): boolean =>
  (groups[a] as PoolChoice).some(({ pool }) => groups[b]?.some((other) => other.pool === pool));

/** @param slots - how many notices may still be served in this round */
const callsFor = (view: ReclaimView, settings: PolicySettings, group: number, slots: number): Call[] => {
  const { size } = settings;
  if (size.kind === "plan")
    return plannedCalls(view, settings, size.horizon, group).slice(0, Math.max(0, slots));
  const leases = view.leases(group);
  if (slots <= 0 || leases.length === 0 || !fires(view, settings, group, leases)) return [];
  const asked = walk(view, settings, group, leases);
  if (asked.every((one) => one.taken === 0)) return [];
  if (slots < Number.POSITIVE_INFINITY) waitBeyond(asked, slots);
  buyOut(view, settings, group, asked, slots === Number.POSITIVE_INFINITY);
  const prefer = (view.groups[group] as ReclaimView["groups"][0]).map((choice) => choice.pool);
  return asked.flatMap((one) =>
    partsOf(one).map(({ gpus, effectiveAt, isBought }) => ({
      lease: one.lease.id,
      gpus,
      effectiveAt,
      issueAt: one.terms.issueAt,
      buyOut: isBought,
      cause: view.cause(group, one.supply),
      because: view.explain ? explain(view, one, asked) : undefined,
      prefer,
    })),
  );
};

/** One call for what is bought, one for the rest; none for who is not called. */
const partsOf = ({ deal, taken, terms }: Asked) => {
  const rest = taken - (deal?.gpus ?? 0);
  return [
    ...(deal === undefined ? [] : [{ gpus: deal.gpus, effectiveAt: deal.at, isBought: true }]),
    ...(rest === 0 ? [] : [{ gpus: rest, effectiveAt: terms.effectiveAt, isBought: false }]),
  ];
};

/** Whoever comes after the last slot is left for a later round. */
const waitBeyond = (asked: readonly Asked[], slots: number): void => {
  let used = 0;
  for (const one of asked) {
    if (one.taken === 0 || ++used <= slots) continue;
    one.taken = 0;
    one.reason = "no more notices may be served now";
  }
};

const explain = (view: ReclaimView, entry: Asked, asked: readonly Asked[]): NonNullable<Call["because"]> => ({
  at: view.now,
  demand: entry.demand,
  supply: entry.supply,
  shortfall: entry.demand - entry.supply,
  horizon: entry.terms.readyAt,
  candidates: asked.map(
    (one): CandidateVerdict => ({
      lease: one.lease.name,
      callable: one.lease.callable,
      earliest: readyTimes(one)[0] ?? one.terms.readyAt,
      taken: one.taken,
      reason: one.reason,
    }),
  ),
});

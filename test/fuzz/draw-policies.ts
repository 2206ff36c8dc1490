/** The policies of a drawn scenario: parts from the schema, shipped ones, and reviews often enough to matter. */
import { shippedPolicyNames } from "../../src/scenario/policy-schema.ts";
import { victimOrders } from "../../src/scenario/reclaim-schema.ts";
import { jobVictimOrders, queueOrders } from "../../src/scenario/work-policy-schema.ts";
import type { Chance } from "./chance.ts";
import type { Loose } from "./draw.ts";
import { grid, length, moment, quantity, type Scale } from "./scale.ts";

/** At most three, so that a scenario is over soon; one of them is often a shipped one. */
export const bitePolicies = (drawn: unknown, scale: Scale, chance: Chance): Loose => {
  const policies: Loose = {};
  const all = Object.entries((drawn ?? {}) as Readonly<Record<string, Loose>>).slice(0, 2);
  for (const [name, policy] of all) policies[name] = bitePolicy(policy, scale, chance);
  if (all.length === 0 || chance.hits(0.5)) {
    const use = chance.pick(...shippedPolicyNames);
    policies[use] = {};
  }
  if (chance.hits(0.3)) policies.drawn = bitePolicy({}, scale, chance);
  return policies;
};

function bitePolicy(policy: Loose, scale: Scale, chance: Chance): Loose {
  const reclaim = { ...(policy.reclaim as Loose | undefined) };
  if (chance.hits(0.7) || (reclaim.trigger as Loose | undefined)?.every !== undefined)
    reclaim.trigger = triggerOf(scale, chance);
  if (chance.hits(0.5)) reclaim.size = sizeOf(scale, chance);
  if (chance.hits(0.8)) delete reclaim.throttle;
  if (chance.hits(0.2)) reclaim.throttle = throttleOf(scale, chance);
  if (chance.hits(0.5))
    reclaim.victims = [chance.pick(...victimOrders), "random"].slice(0, chance.pick(1, 2));
  if (chance.hits(0.2))
    reclaim.victims = { weighted: [{ by: chance.pick(...victimOrders), weight: 2 }, { by: "smallest" }] };
  if (chance.hits(0.5))
    reclaim.rescind = { kind: chance.pick("ifNeedGone", "offer"), band: chance.pick<unknown>(0, "20 %") };
  if (chance.hits(0.3))
    reclaim.notice = chance.pick<unknown>("contractMinimum", "longest", "untilNextCheckpoint", {
      kind: "fixed",
      for: length(chance, scale),
      insideLockout: chance.pick("queue", "refuse"),
    });
  const jobs = chance.hits(0.6)
    ? { preemption: preemptionOf(scale, chance), queue: queueOf(scale, chance) }
    : {};
  return { ...policy, reclaim, ...jobs };
}

const throttleOf = (scale: Scale, chance: Chance): Loose =>
  chance.pick<Loose>(
    { deadZone: "20 %" },
    { maxPerRound: 1, naturalExitFactor: "50 %" },
    { evictionBudget: { evictions: chance.pick(0, 1), per: grid(chance, scale) } },
    { minGap: grid(chance, scale), maxOpen: 1, maxPerYear: 2 },
  );

const preemptionOf = (scale: Scale, chance: Chance): Loose => ({
  victims: [chance.pick(...jobVictimOrders), "youngest"].slice(0, chance.pick(1, 2)),
  partial: chance.hits(0.5),
  spare: chance.hits(0.7),
  rescind: chance.hits(0.5),
  delay: chance.pick(0, 0, 60),
  notice: chance.pick<unknown>("own", "longest", "untilNextCheckpoint", { kind: "fixed", for: 60 }),
  ...(chance.hits(0.2) ? { budget: { evictions: 2, per: grid(chance, scale) }, maxPerRound: 1 } : {}),
});

const queueOf = (scale: Scale, chance: Chance): Loose => ({
  order: chance.pick(...queueOrders),
  backfill: chance.pick("none", "easy", "conservative"),
  halfLife: grid(chance, scale),
});

const triggerOf = (scale: Scale, chance: Chance): unknown =>
  chance.pick<unknown>(
    { kind: "onBlocked", delay: chance.pick(0, 0, length(chance, scale)) },
    { kind: "periodic", every: grid(chance, scale) },
    { kind: "forecastCross", every: grid(chance, scale), q: 0.5 },
    { kind: "calendar", monthly: chance.pick(1, 15, 28) },
  );

const sizeOf = (scale: Scale, chance: Chance): unknown =>
  chance.pick<unknown>(
    "shortfall",
    { kind: "orderUpTo", level: quantity(chance, scale) },
    { kind: "forecastQuantile", q: chance.pick<unknown>(0.1, 0.9, "newsvendor") },
    "foresight",
    { kind: "yarnRound", share: chance.pick(0.1, 1), naturalTermination: chance.pick(0.2, 1) },
    { kind: "plan", horizon: Math.max(1, length(chance, scale), moment(chance, scale)) },
  );

/** The policies of a drawn scenario: parts from the schema, shipped ones, and reviews often enough to matter. */
import { shippedPolicyNames } from "../../src/scenario/policy-schema.ts";
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
  if (chance.hits(0.7)) reclaim.trigger = triggerOf(scale, chance);
  if (chance.hits(0.5)) reclaim.size = sizeOf(scale, chance);
  if (chance.hits(0.7)) delete reclaim.throttle;
  if (chance.hits(0.5)) reclaim.rescind = { kind: chance.pick("ifNeedGone", "offer"), band: chance.pick(0, "20 %") };
  if (chance.hits(0.3))
    reclaim.notice = chance.pick<unknown>("contractMinimum", "longest", "untilNextCheckpoint", {
      kind: "fixed",
      for: length(chance, scale),
      insideLockout: chance.pick("queue", "refuse"),
    });
  return { ...policy, reclaim };
}

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

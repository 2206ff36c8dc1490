/** The policies of a drawn scenario: parts from the schema, shipped ones, and reviews often enough to matter. */
import { refillKinds, shippedPolicyNames } from "../../src/scenario/policy-schema.ts";
import { victimOrders } from "../../src/scenario/reclaim-schema.ts";
import { jobVictimOrders, queueOrders } from "../../src/scenario/work-policy-schema.ts";
import type { Chance } from "./chance.ts";
import { lawOf } from "./laws.ts";
import type { Loose } from "./loose.ts";
import { dateAfter, grid, length, moment, part, quantity, type Scale } from "./scale.ts";

/** At most three, so that a scenario is over soon: one as drawn, often a shipped one, often one made up of parts. */
export const bitePolicies = (drawn: unknown, start: string, scale: Scale, chance: Chance): Loose => {
  const policies: Loose = {};
  const all = Object.entries((drawn ?? {}) as Readonly<Record<string, Loose>>).slice(0, 1);
  for (const [name, policy] of all) policies[name] = bitePolicy(policy, start, scale, chance);
  if (all.length === 0 || chance.hits(0.3)) {
    const use = chance.pick(...shippedPolicyNames);
    policies[use] = scale.size === "tiny" ? {} : { reclaim: boundedPlan({}, use, scale) };
  }
  if (chance.hits(0.6)) policies.drawn = bitePolicy(partsOf(scale, chance), start, scale, chance);
  return policies;
};

/** What the other parts leave to the schema, at a size that matters. */
const partsOf = (scale: Scale, chance: Chance): Loose => ({
  reclaim: { trigger: triggerOf(scale, chance), buyOut: chance.pick("never", "ifWorth") },
  forecast: {
    kind: chance.pick("perfect", "persistence", "growth", "quantile", "law"),
    sd: chance.pick(0, 0.15, 2),
  },
  refill: chance.pick(...refillKinds),
  placement: chance.pick("bestFit", "firstFit", "worstFit"),
  admission: admissionOf(scale, chance),
});

function bitePolicy(policy: Loose, start: string, scale: Scale, chance: Chance): Loose {
  const reclaim = { ...(policy.reclaim as Loose | undefined) };
  if (chance.hits(0.7) || (reclaim.trigger as Loose | undefined)?.every !== undefined)
    reclaim.trigger = triggerOf(scale, chance);
  if (chance.hits(0.5)) reclaim.size = sizeOf(scale, chance);
  if (chance.hits(0.8)) delete reclaim.throttle;
  if (chance.hits(0.35)) reclaim.throttle = throttleOf(scale, chance);
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
  const trigger = reclaim.trigger as Loose | string | undefined;
  if (typeof trigger === "object" && trigger.dates !== undefined)
    reclaim.trigger = {
      ...trigger,
      dates: [moment(chance, scale), moment(chance, scale)].map((at) => dateAfter(start, at)),
    };
  return {
    ...boundedLooks(policy, scale, chance),
    ...boundedRefill(policy, scale, chance),
    reclaim: boundedPlan(reclaim, policy.use, scale),
    ...jobs,
  };
}

/** A plan is weighed for each review of its horizon, at each review of the run: in what is not tiny, at most so many of either. */
const MOST_REVIEWS = 30;

function boundedPlan(reclaim: Loose, use: unknown, scale: Scale): Loose {
  const { size } = reclaim;
  const isPlan =
    size === "plan" ||
    (size as Loose | undefined)?.kind === "plan" ||
    (size === undefined && (use === "plan" || use === "optimal"));
  if (!isPlan) return reclaim;
  const trigger = reclaim.trigger as Loose | undefined;
  const isBounded = typeof trigger?.every !== "number" && scale.size === "tiny";
  if (isBounded) return reclaim;
  const every = Math.max(Number(trigger?.every ?? 1), part(scale, MOST_REVIEWS));
  const horizon = (size as Loose | undefined)?.horizon;
  const most = MOST_REVIEWS * every;
  return {
    ...reclaim,
    trigger: { kind: trigger?.kind === "forecastCross" ? "forecastCross" : "periodic", every },
    size: { kind: "plan", horizon: typeof horizon === "number" ? Math.min(horizon, most) : most },
  };
}

/** A successor comes after a while, not every second of a year. */
const boundedRefill = ({ refill }: Loose, scale: Scale, chance: Chance): Loose =>
  typeof refill !== "object"
    ? {}
    : {
        refill: {
          kind: (refill as Loose).kind,
          lag: chance.pick<unknown>(part(scale, 100), lawOf(part(scale, 20), chance)),
        },
      };

/** A quota is looked at as often as anything else, not every few seconds of a year. */
function boundedLooks(policy: Loose, scale: Scale, chance: Chance): Loose {
  const { admission } = policy;
  if (admission === "spotQuota") return { ...policy, admission: quotaOf(scale, chance) };
  if ((admission as Loose | undefined)?.kind !== "spotQuota") return policy;
  return { ...policy, admission: { ...(admission as Loose), every: grid(chance, scale) } };
}

const quotaOf = (scale: Scale, chance: Chance): Loose => ({
  kind: "spotQuota",
  every: grid(chance, scale),
  window: Math.max(1, length(chance, scale)),
  history: Math.max(1, length(chance, scale)),
  guarantee: chance.pick(0, 0.5, 0.9, 1),
});

const admissionOf = (scale: Scale, chance: Chance): unknown =>
  chance.pick<unknown>("all", { kind: "quota", share: chance.pick(0, 0.3, 1) }, quotaOf(scale, chance));

const throttleOf = (scale: Scale, chance: Chance): Loose =>
  chance.pick<Loose>(
    { deadZone: "20 %" },
    { naturalExitFactor: chance.pick(0.5, 1) },
    { maxPerRound: 1, naturalExitFactor: "50 %" },
    { evictionBudget: { evictions: chance.pick(0, 1), per: grid(chance, scale) } },
    { minGap: grid(chance, scale), maxOpen: 1, maxPerYear: 2 },
    { maxOpen: 1 },
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

/**
 * What a run has shown, for coverage: which part of a policy was in force when something was called or stopped, and
 * which awkward corner of the model came up. Taken from the world and the event log of a finished run, never from the scenario
 * alone: a branch that decided nothing has not been seen.
 */
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Notice } from "../../src/model/notice.ts";
import type { PolicySettings } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { victimOrders } from "../../src/scenario/reclaim-schema.ts";
import { jobVictimOrders, queueOrders } from "../../src/scenario/work-policy-schema.ts";

export type Mark = string;
export type Seen = {
  readonly world: World;
  readonly events: readonly LoggedEvent[];
  readonly policy: PolicySettings;
};

const kinds = {
  trigger: ["onBlocked", "periodic", "forecastCross", "calendar"],
  size: ["shortfall", "orderUpTo", "forecastQuantile", "foresight", "yarnRound", "plan"],
  notice: ["contractMinimum", "fixed", "longest", "untilNextCheckpoint"],
  rescind: ["ifNeedGone", "offer"],
  forecast: ["perfect", "persistence", "growth", "quantile", "law"],
  refill: ["hold", "relet", "internalFirst", "spot"],
  "job notice": ["own", "fixed", "longest", "untilNextCheckpoint"],
  backfill: ["none", "easy", "conservative"],
  placement: ["bestFit", "firstFit", "worstFit"],
  admission: ["all", "quota", "spotQuota"],
};

/** Every branch of a policy and every corner. */
export const allMarks = (): Mark[] => [
  ...Object.entries(kinds).flatMap(([part, list]) => list.map((kind) => `${part}: ${kind}`)),
  ...victimOrders.map((order) => `victims: ${order}`),
  ...jobVictimOrders.map((order) => `job victims: ${order}`),
  ...queueOrders.map((order) => `queue: ${order}`),
  ...[
    "inside lockout: queue",
    "weighted victims",
    "buy-out",
    "spared",
    "dead zone",
    "budget",
    "natural exit",
  ],
  ...["partial preemption", "job notice taken back", "newsvendor"],
  ...Object.keys(corners).map((corner) => `corner ${corner}`),
];

/** What this run has shown. */
export const marksOf = (run: Seen): Mark[] => [...policyMarks(run), ...cornerMarks(run)];

function policyMarks({ world, events, policy }: Seen): Mark[] {
  const marks: Mark[] = [];
  const calls = world.notices.filter(
    (notice) => notice.by === "owner" && notice.served && notice.lease !== undefined,
  );
  const reasons = new Set(
    calls.flatMap(({ because }) => because?.candidates.map(({ reason }) => reason) ?? []),
  );
  if (calls.some(({ kind }) => kind !== "nonRenew")) {
    marks.push(
      `trigger: ${policy.trigger.kind}`,
      `size: ${policy.size.kind}`,
      `notice: ${policy.notice.kind}`,
    );
    marks.push(`forecast: ${policy.forecast.kind}`, `victims: ${policy.victims[0]}`);
    if (policy.size.kind === "forecastQuantile" && policy.size.q === "newsvendor") marks.push("newsvendor");
    if (policy.victimWeights !== undefined) marks.push("weighted victims");
  }
  const has = (kind: string): boolean => events.some((event) => event.kind === kind);
  if (has("notice.rescinded")) marks.push(`rescind: ${policy.rescind.kind}`);
  if (has("notice.queued")) marks.push("inside lockout: queue");
  if (has("billed.buyOut")) marks.push("buy-out");
  if (reasons.has("spared: the others suffice")) marks.push("spared");
  if (reasons.has("the shortage is inside the dead zone")) marks.push("dead zone");
  if (reasons.has("no more notices may be served now")) marks.push("budget");
  if (reasons.has("enough is expected to leave by itself")) marks.push("natural exit");
  if (calls.some(({ returned }) => returned > 0)) marks.push(`refill: ${policy.refill.kind}`);
  return [...marks, ...jobMarks({ world, events, policy })];
}

function jobMarks({ world, events, policy }: Seen): Mark[] {
  if (world.jobs.table.count === 0) return [];
  const marks: Mark[] = [];
  const has = (kind: string): boolean => events.some((event) => event.kind === kind);
  if (has("job.noticed")) {
    marks.push(`job notice: ${policy.preemption.notice.kind}`);
    marks.push(`job victims: ${policy.preemption.victims[0]}`);
  }
  if (has("job.shrunk")) marks.push("partial preemption");
  if (has("job.pardoned")) marks.push("job notice taken back");
  if (has("job.started")) {
    marks.push(`queue: ${policy.queue.order}`, `backfill: ${policy.queue.backfill}`);
    marks.push(`admission: ${policy.admission.kind}`);
    if (world.nodes.some((nodes) => nodes !== undefined)) marks.push(`placement: ${policy.placement}`);
  }
  return marks;
}

const byOwner = (world: World): Notice[] =>
  world.notices.filter(({ by, served, lease }) => by === "owner" && served && lease !== undefined);

const overlap = (a: Notice, b: Notice): boolean =>
  a !== b && a.issuedAt < b.issuedAt && b.issuedAt < (a.endedAt < 0 ? Number.POSITIVE_INFINITY : a.endedAt);

/** Each corner of MODEL.md by its number: whether a finished run has shown it. */
const corners: { readonly [corner: string]: (run: Seen) => boolean } = {
  "1: in vain": ({ world }) => byOwner(world).some(({ needed, returned }) => needed === 0 && returned > 0),
  "2: taken back": ({ events }) => events.some(({ kind }) => kind === "notice.rescinded"),
  "2: not taken back": ({ events }) => events.some(({ kind }) => kind === "notice.refused"),
  "3: lost during a notice": ({ world }) => world.notices.some(({ missing }) => missing > 0),
  "4: left early, passed on": ({ world }) =>
    byOwner(world).some(({ state, endedAt, effectiveAt }) => state === "complied" && endedAt < effectiveAt),
  "4: left early, stranded": ({ events }) => events.some(({ kind }) => kind === "vacated"),
  "5: both sides": ({ world }) =>
    world.notices.some(
      ({ state, lease, served }) => state === "moot" && served && (lease?.evictions ?? 0) >= 0,
    ),
  "6: never fits": ({ world }) =>
    world.runs.some(({ state, spells, heldTotal }) => state === "queued" && spells === 0 && heldTotal === 0),
  "6: starts smaller": ({ world, events }) =>
    events.some(
      (event) =>
        event.kind === "run.started" &&
        Number(event.gpus) < (world.runs.find(({ name }) => name === event.run)?.spec.gpus ?? 0),
    ),
  "7: held as it arrives": ({ events }) => {
    const holds = new Map<unknown, Set<number>>();
    for (const { kind, who, t } of events)
      if (kind === "held") holds.set(who, (holds.get(who) ?? new Set()).add(t));
    return events.some(({ kind, run }) => kind === "run.started" && (holds.get(run)?.size ?? 0) > 1);
  },
  "8: below the minimum, refused": ({ world }) =>
    byOwner(world).some(({ because }) =>
      because?.candidates.some(({ reason }) => reason === "a shrink would go below its minimum quantity"),
    ),
  "8: below the minimum, whole": ({ world }) =>
    byOwner(world).some(
      ({ kind, lease }) =>
        kind === "terminate" &&
        lease?.contract.belowMinimum === "terminate" &&
        lease.contract.minQuantity > 0,
    ),
  "9: repeated": ({ world }) =>
    byOwner(world).some((a) => byOwner(world).some((b) => a.lease === b.lease && overlap(a, b))),
  "10: the term ends first": ({ world }) => byOwner(world).some(({ kind }) => kind === "nonRenew"),
  "11: renewed inside a notice": ({ world, events }) =>
    events.some(
      ({ kind, t, lease }) =>
        kind === "lease.renewed" &&
        byOwner(world).some((n) => n.lease?.name === lease && n.issuedAt < t && t < n.effectiveAt),
    ),
  "12: queued to the lockout's end": ({ events }) => events.some(({ kind }) => kind === "notice.queued"),
  "12: refused inside the lockout": ({ world }) =>
    byOwner(world).some(({ because }) =>
      because?.candidates.some(({ reason }) => reason.includes("lockout")),
    ),
  "13: no notice": ({ events }) =>
    events.some(({ kind, t, effectiveAt }) => kind === "notice.enforced" && effectiveAt === t) ||
    events.some(({ kind, t, effectiveAt }) => kind === "job.noticed" && effectiveAt === t),
  "14: undelivered": ({ world, events }) =>
    world.notices.some(({ delivered }) => !delivered) ||
    events.some(({ kind, delivered }) => kind === "job.noticed" && delivered === false),
  "15: grows meanwhile": ({ world }) =>
    byOwner(world).some((a) => byOwner(world).some((b) => a.lease !== b.lease && overlap(a, b))),
  "16: level by level": ({ events }) => events.some(({ kind }) => kind === "displaced"),
  "16: a run by notice": ({ world }) => world.notices.some(({ kind }) => kind === "preempt"),
  "16: a run for a job": ({ world }) => world.notices.some(({ run, job }) => run !== undefined && job >= 0),
  "16: a job by notice": ({ events }) =>
    events.some((event) => event.kind === "job.noticed" && event.class === "internal"),
  "17: ends inside a notice": ({ world }) => byOwner(world).some(({ state }) => state === "running"),
  "18: missed, left": ({ world }) => world.leases.some(({ endReason }) => endReason === "breach"),
  "18: missed, less": ({ events }) => events.some(({ kind }) => kind === "lease.proRata"),
  "19: shed": ({ events }) => events.some(({ kind }) => kind === "shed" || kind === "job.shed"),
  "20: gave up while it held": ({ events }) =>
    events.some(
      (event, i) =>
        event.kind === "run.gaveUp" &&
        events.slice(Math.max(0, i - 5), i + 5).some(({ kind }) => kind === "unheld"),
    ) || events.some(({ kind }, i) => kind === "job.gaveUp" && events[i - 1]?.kind === "job.unheld"),
  "21: a substitute": ({ world }) =>
    world.claims.some(({ held }) => held.filter((gpus) => gpus > 0).length > 1),
  "21: no cure elsewhere": ({ world }) =>
    world.claims.some(({ target, covered }) => covered < target) &&
    world.plan.pools.some((_, pool) => world.ledger.count(pool, 0) > 0 && pool > 0),
};

function cornerMarks(run: Seen): Mark[] {
  return Object.entries(corners).flatMap(([corner, shown]) => (shown(run) ? [`corner ${corner}`] : []));
}

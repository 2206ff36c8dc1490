/**
 * The live view of a world that policies are shown. It reads the state that is there and keeps none.
 */
import { feePerGpuHour } from "./billing.ts";
import type { LeaseView, LevelView, NoticeView, ReclaimView } from "./decisions.ts";
import { entitled, type Lease, noticeGiven, owed } from "./lease.ts";
import { type LeaseOutlook, outlookOn } from "./lease-outlook.ts";
import { countAfter, isExhausted, LiveLease, mostNotices } from "./lease-view.ts";
import type { Notice } from "./notice.ts";
import { nextReview } from "./reviews.ts";
import { isDue } from "./shortage.ts";
import { causeIn, gangDemand, jobDemand, levelDemand, supplyAt, supplySteps, usableNow } from "./supply.ts";
import type { Gpus } from "./types.ts";
import type { World } from "./world.ts";

/** A view of a world; it stays valid as the world moves on. */
export const createView = (world: World, explain: boolean): ReclaimView => {
  const levels: readonly (readonly LevelView[])[] = world.groups.map((_, group) =>
    world.claims
      .filter((claim) => claim.group === group)
      .map((claim) => ({
        get target() {
          return claim.target;
        },
        growth: claim.spec.growth,
        path: claim.path,
      })),
  );
  return {
    get now() {
      return world.now;
    },
    get lastRoundAt() {
      return world.lastRoundAt;
    },
    get nextReviewAt() {
      return nextReview(world.plan, world.policy.trigger, world.now);
    },
    horizon: world.plan.horizon,
    warmUp: world.plan.warmUp,
    monthStarts: world.plan.monthStarts,
    values: world.plan.values,
    explain,
    groups: world.groups,
    demandNow: (group) => levelDemand(world, group) + gangDemand(world, group) + jobDemand(world, group),
    gangDemand: (group) => gangDemand(world, group) + jobDemand(world, group),
    levels: (group) => levels[group] as readonly LevelView[],
    supplyAt: (group, at) => supplyAt(world, group, at),
    supplySteps: (group, from, to) => supplySteps(world, group, from, to),
    isDue: (group) => isDue(world, group),
    usable: (group) => usableNow(world, group),
    callsSince: (at) => countAfter(world.callsAt, at),
    cause: (group, supply) => causeIn(world, group, supply),
    leases: (group) => leaseViews(world, group),
    outlook: (group) => outlooks(world, group),
    openNotices: () => openNotices(world),
  };
};

const leaseViews = (world: World, group: number): LeaseView[] => {
  const views: LeaseView[] = [];
  const pools = world.groups[group] as World["groups"][0];
  for (const lease of world.living) {
    if (lease.state !== "active" && lease.state !== "ramping") continue;
    if (!pools.some(({ pool }) => isOfUse(lease, pool))) continue;
    views.push(leaseView(world, lease, entitled(lease) - lease.queued, pools));
  }
  for (const lease of world.living) {
    // A tenant that is leaving can still be called sooner.
    const leaving = lease.state === "winding" ? lease.open.find((n) => n.by === "tenant") : undefined;
    if (leaving === undefined || !pools.some(({ pool }) => hasLeft(leaving, pool) > 0)) continue;
    if (leaving.effectiveAt > world.now + noticeGiven(lease.contract)) {
      views.push(leaseView(world, lease, leaving.inUseTotal + leaving.vacatedTotal, pools));
    }
  }
  return views;
};

/** What a tenant on its way out still has of a pool, in use or handed over and not yet the owner's. */
const hasLeft = ({ inUse, vacated }: Notice, pool: number): Gpus =>
  (inUse[pool] as number) + (vacated[pool] as number);

/** What is due and not there, in the dark or by failure, counts for the contract's first pool. */
const isOfUse = (lease: Lease, pool: number): boolean =>
  (lease.firm[pool] as number) > 0 || (owed(lease) > 0 && lease.contract.pools[0] === pool);

const outlooks = (world: World, group: number): LeaseOutlook[] => {
  const pools = world.groups[group] as World["groups"][0];
  const found: LeaseOutlook[] = [];
  for (const lease of world.living) {
    if (lease.state !== "signed" && lease.state !== "ramping" && lease.state !== "active") continue;
    const choice = pools.find(({ pool }) => lease.contract.pools.includes(pool));
    if (choice === undefined) continue;
    found.push(
      outlookOn(world, lease, {
        callable: entitled(lease) - lease.queued,
        ratio: choice.ratio,
        feePerGpuHour: feePerGpuHour(world.plan, lease),
        exhausted: isExhausted(lease, world.now, mostNotices(world, lease)),
      }),
    );
  }
  return found;
};

const leaseView = (world: World, lease: Lease, callable: Gpus, pools: World["groups"][0]): LeaseView => {
  const choice = pools.find(({ pool }) => lease.contract.pools.includes(pool));
  return new LiveLease(world, lease, callable, choice?.ratio ?? 1);
};

const openNotices = (world: World): NoticeView[] => {
  const views: NoticeView[] = [];
  for (const notice of world.notices) {
    if (notice.by !== "owner" || notice.lease === undefined) continue;
    if (notice.state !== "running" && notice.state !== "queued") continue;
    const lease = notice.lease;
    const group = world.groups.findIndex((pools) =>
      pools.some(({ pool }) => lease.contract.pools.includes(pool)),
    );
    views.push({
      id: notice.id,
      gpus: notice.gpus,
      readyAt: notice.effectiveAt + lease.contract.turnover,
      state: notice.state,
      rescindRefused: notice.rescindRefused,
      group,
    });
  }
  return views;
};

/** Views for tests of policies: plain facts, no world behind them. A write to one throws. */
import type { LeaseView, LevelView, NoticeView, ReclaimView } from "../../src/model/decisions.ts";
import { DAY } from "../model/builders.ts";

export const lease = (id: number, over: Partial<LeaseView> = {}): LeaseView =>
  Object.freeze({
    id,
    name: `lease-${id}`,
    priority: 0,
    callable: 100,
    ratio: 1,
    minQuantity: 0,
    belowMinimum: "refuse" as const,
    noticeOwner: 30 * DAY,
    turnover: 0,
    returnsEarly: false,
    lockoutEnd: 0,
    lockoutMeaning: "issue" as const,
    feePerGpuHour: 2,
    startedAt: 0,
    expiry: 1000 * DAY,
    lastOwnerNoticeAt: Number.NEGATIVE_INFINITY,
    minGap: 0,
    exhausted: false,
    noticesLastYear: 0,
    mayRepeat: true,
    lapseAt: Number.POSITIVE_INFINITY,
    tenantHolds: 100,
    checkpointCycle: 0,
    chance: 0.5,
    feeDuringNotice: 1,
    buyOut: undefined,
    ...over,
  });

export type Facts = {
  readonly now?: number;
  readonly demand?: number;
  readonly supply?: number | ((at: number) => number);
  readonly leases?: readonly LeaseView[];
  readonly levels?: readonly LevelView[];
  readonly notices?: readonly NoticeView[];
  readonly lastRoundAt?: number;
  readonly value?: number;
  /** Seconds at which the supply changes. */
  readonly steps?: readonly number[];
  readonly usable?: number;
  readonly calls?: readonly number[];
  readonly nextReviewAt?: number;
};

export const view = (facts: Facts): ReclaimView =>
  Object.freeze({
    now: facts.now ?? 0,
    horizon: 365 * DAY,
    warmUp: 0,
    monthStarts: [0, 400 * DAY],
    values: {
      internalGpuHour: facts.value ?? 10,
      tenantGpuHour: 10,
      replacement: 90 * DAY,
      relocation: 0,
      inVainAfter: 30 * DAY,
    },
    explain: true,
    groups: [[{ pool: 0, ratio: 1 }]],
    demandNow: () => facts.demand ?? 0,
    gangDemand: () => 0,
    levels: () => facts.levels ?? [],
    supplyAt: (_: number, at: number) =>
      typeof facts.supply === "function" ? facts.supply(at) : (facts.supply ?? 0),
    supplySteps: (_: number, from: number, to: number) => [
      from,
      ...(facts.steps ?? []).filter((at) => at > from && at < to),
    ],
    usable: () => facts.usable ?? 1000,
    callsSince: (at: number) => (facts.calls ?? []).filter((call) => call > at).length,
    nextReviewAt: facts.nextReviewAt ?? Number.POSITIVE_INFINITY,
    cause: () => "program",
    leases: () => facts.leases ?? [],
    outlook: () => [],
    openNotices: () => facts.notices ?? [],
    lastRoundAt: facts.lastRoundAt ?? Number.NEGATIVE_INFINITY,
    isDue: () => true,
  });

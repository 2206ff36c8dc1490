/** What tells each part of a reclaim policy from its alternatives, on views that are plain facts. */
import { describe, expect, test } from "vitest";
import type { PolicySettings } from "../../src/model/types.ts";
import { reclaimBy } from "../../src/policies/reclaim.ts";
import { inOrder, type Moment } from "../../src/policies/victims.ts";
import { DAY, policy, unthrottled } from "../model/builders.ts";
import { type Facts, lease, view } from "./views.ts";

const plan = (facts: Facts, over: Partial<PolicySettings> = {}) => reclaimBy(policy(over))(view(facts));

const calls = (facts: Facts, over: Partial<PolicySettings> = {}): (readonly [number, number, number])[] =>
  (plan(facts, over)?.calls ?? []).map((c) => [c.lease, c.gpus, c.effectiveAt / DAY] as const);

const reasons = (facts: Facts, over: Partial<PolicySettings> = {}): string[] =>
  plan(facts, over)?.calls[0]?.because?.candidates.map((c) => c.reason) ?? [];

describe("victims", () => {
  const a = lease(1, {
    noticeOwner: 90 * DAY,
    feePerGpuHour: 1,
    callable: 50,
    tenantHolds: 300,
    chance: 0.7,
  });
  const b = lease(2, { feePerGpuHour: 3, callable: 200, expiry: 500 * DAY, tenantHolds: 400, chance: 0.2 });
  const c = lease(3, { feePerGpuHour: 2, callable: 160, expiry: 40 * DAY, tenantHolds: 100, chance: 0.4 });
  const moment: Moment = { now: 0, shortfall: 0, replacement: 90 * DAY };
  const order = (victims: PolicySettings["victims"], victimWeights?: readonly number[]): number[] =>
    inOrder([a, b, c], { victims, victimWeights }, moment).map(({ id }) => id);

  test("mostOverShare: the tenant that holds most, all its leases together, is called first", () => {
    expect(order(["mostOverShare"])).toEqual([2, 1, 3]);
  });

  test("longestRemaining: the lease that would hold its capacity longest is called first", () => {
    expect(order(["longestRemaining"])).toEqual([1, 2, 3]);
  });

  test("leastLostWork: who loses least use before it has found other capacity is called first", () => {
    // 1: 90 days of notice are enough to move. 3: 160 x the 10 days left after the notice. 2: 200 x (90 - 30) days.
    expect(order(["leastLostWork"])).toEqual([1, 3, 2]);
  });

  test("random: by each lease's own draw", () => {
    expect(order(["random"])).toEqual([2, 3, 1]);
  });

  test("a weighted list adds up what a plain list applies one after another", () => {
    // From the least to the greatest: fee 0, 1, 1/2; largest 1, 0, 40/150.
    expect(order(["lowestFee", "largest"])).toEqual([1, 3, 2]);
    expect(order(["lowestFee", "largest"], [1, 1])).toEqual([3, 1, 2]); // 1, 1, 0.77
    expect(order(["lowestFee", "largest"], [1, 3])).toEqual([2, 3, 1]); // 3, 1, 1.3
  });

  test("in a weighted list an order by which all are equal counts nothing", () => {
    expect(order(["lowestPriority", "lowestFee"], [100, 1])).toEqual([1, 3, 2]);
  });
});

describe("yarnRound", () => {
  const size = (share: number, naturalTermination: number) =>
    ({ size: { kind: "yarnRound", share, naturalTermination } }) as const;
  const leases = [1, 2, 3, 4].map((id) => lease(id, { callable: 400 }));

  test("a round asks for a part of the shortfall, counting what earlier rounds have called", () => {
    const round = (supply: number) => calls({ demand: 1000, supply, leases, usable: 4000 }, size(0.1, 0.2));
    expect(round(0)).toEqual([[1, 200, 30]]);
    expect(round(200)).toEqual([[1, 160, 30]]);
    expect(round(999)).toEqual([[1, 1, 30]]);
  });

  test("a round takes no more than its share of the cluster", () => {
    const facts = { demand: 1000, supply: 0, leases, usable: 4500 };
    expect(calls(facts, size(0.1, 1))).toEqual([
      [1, 400, 30],
      [2, 50, 30],
    ]);
    expect(reasons(facts, size(0.1, 1))[2]).toBe("this round has taken its part already");
  });

  test("a lease that can only go whole, and is more than a round may take, is left alone", () => {
    const whole = { callable: 400, minQuantity: 400, belowMinimum: "terminate" } as const;
    const facts = { demand: 1000, leases: [lease(1, whole), lease(2, { callable: 300 })], usable: 3000 };
    expect(calls(facts, size(0.1, 1))).toEqual([[2, 300, 30]]);
    expect(reasons(facts, size(0.1, 1))[0]).toBe("it can only go whole, which is more than a round may take");
    expect(calls(facts, size(0.2, 0.1))).toEqual([[1, 400, 30]]); // asked for 100, goes whole, 600 are allowed
  });
});

describe("notice", () => {
  const longest = { notice: { kind: "longest", length: 0, insideLockout: "refuse" } } as const;
  const leases = [lease(1), lease(2, { noticeOwner: 90 * DAY })];

  test("longest: nobody that is called gets less notice than another", () => {
    expect(calls({ demand: 150, leases })).toEqual([
      [1, 100, 30],
      [2, 50, 90],
    ]);
    expect(calls({ demand: 150, leases }, longest)).toEqual([
      [1, 100, 90],
      [2, 50, 90],
    ]);
  });

  test("longest: who is not called does not make it longer", () => {
    expect(calls({ demand: 80, leases }, longest)).toEqual([[1, 80, 30]]);
  });

  test("longest: what comes on line meanwhile is counted at the longer notice", () => {
    // At 30 days both are needed, 2 by then as well. At 90 days 60 more are there: 90 are short, and 1 has them.
    const supply = (at: number) => (at >= 45 * DAY ? 60 : 0);
    expect(
      calls({ demand: 150, supply, leases: [lease(1), lease(2, { noticeOwner: 40 * DAY })] }, longest),
    ).toEqual([
      [1, 100, 40],
      [2, 50, 40],
    ]);
    expect(calls({ demand: 150, supply, leases }, longest)).toEqual([[1, 100, 30]]);
  });

  test("untilNextCheckpoint: ends with the tenant's first checkpoint that the contract's notice lets it reach", () => {
    const untilCheckpoint = { notice: { ...longest.notice, kind: "untilNextCheckpoint" } } as const;
    const at = (checkpointCycle: number) =>
      calls({ now: 3 * DAY, demand: 1, leases: [lease(1, { checkpointCycle })] }, untilCheckpoint)[0]?.[2];
    expect(at(7 * DAY)).toBe(35);
    expect(at(11 * DAY)).toBe(33);
    expect(at(0)).toBe(33); // a tenant without checkpoints: the contract's notice
    const { notice: _, ...minimum } = untilCheckpoint;
    expect(
      calls({ now: 3 * DAY, demand: 1, leases: [lease(1, { checkpointCycle: 7 * DAY })] }, minimum)[0]?.[2],
    ).toBe(33);
  });
});

describe("throttle", () => {
  const throttled = (over: Partial<PolicySettings["throttle"]>) => ({
    throttle: { ...unthrottled, ...over },
  });
  const both = { demand: 150, leases: [lease(1), lease(2)] };

  test("maxPerRound: the rest of a round is left for the next", () => {
    expect(calls(both, throttled({ maxPerRound: 1 }))).toEqual([[1, 100, 30]]);
    expect(reasons(both, throttled({ maxPerRound: 1 }))[1]).toBe("no more notices may be served now");
  });

  test("maxPerYear: a lease that has had its number is passed over", () => {
    const leases = [lease(1, { noticesLastYear: 2 }), lease(2, { noticesLastYear: 1 })];
    expect(calls({ demand: 50, leases }, throttled({ maxPerYear: 2 }))).toEqual([[2, 50, 30]]);
    expect(reasons({ demand: 50, leases }, throttled({ maxPerYear: 2 }))[0]).toBe(
      "the policy gives it no more notices this year",
    );
  });

  test("evictionBudget: no more notices than it has left in any stretch of its length", () => {
    const budget = throttled({ evictionBudget: { evictions: 2, per: 10 * DAY } });
    const at = (...days: number[]) =>
      calls({ ...both, now: 12 * DAY, calls: days.map((d) => d * DAY) }, budget);
    expect(at()).toHaveLength(2);
    expect(at(3)).toHaveLength(1);
    expect(at(3, 11)).toHaveLength(0);
    expect(at(2, 11)).toHaveLength(1); // ten days ago is over
  });

  test("naturalExitFactor: a share of the leases that may end in time need not be called for", () => {
    const lapsing = lease(1, { lapseAt: 20 * DAY, expiry: 20 * DAY, exhausted: true });
    const facts = { demand: 80, leases: [lapsing, lease(2)] };
    const ask = (share: number) => calls(facts, throttled({ naturalExitFactor: share }));
    expect(ask(0)).toEqual([[2, 80, 30]]);
    expect(ask(0.5)).toEqual([[2, 30, 30]]);
    expect(ask(0.8)).toEqual([]);
  });

  test("naturalExitFactor: a lease whose term ends too late, and the one that is asked, are not counted", () => {
    const late = lease(1, { lapseAt: 31 * DAY, expiry: 31 * DAY, exhausted: true });
    const own = lease(2, { lapseAt: 25 * DAY });
    expect(calls({ demand: 80, leases: [late, own] }, throttled({ naturalExitFactor: 1 }))).toEqual([
      [2, 80, 30],
    ]);
  });
});

test("a calendar looks as far ahead as its next date", () => {
  // Demand of 80 comes on day 50. At notice it is there in time from a review on day 0 or 20, not from one on day 25.
  const targets = Array.from({ length: 365 }, (_, d) => (d >= 50 ? 80 : 0)) as unknown as Float64Array;
  const facts = { levels: [{ target: 0, growth: 1, path: { every: DAY, targets } }], leases: [lease(1)] };
  const settings = {
    trigger: { kind: "calendar", at: [0, 20 * DAY, 40 * DAY], dayOfMonth: 0 },
    size: { kind: "forecastQuantile", q: 0.5 },
    forecast: { kind: "perfect", sd: 0 },
  } as const;
  expect(calls({ ...facts, nextReviewAt: 20 * DAY }, settings)).toEqual([]);
  expect(calls({ ...facts, nextReviewAt: 21 * DAY }, settings)).toEqual([[1, 80, 30]]);
});

describe("buyOut", () => {
  // An hour is worth 10 and costs 2 of rent: a GPU-day that is won brings 240 and forgoes 48.
  const sold = (perGpuDay: number, over = {}) =>
    lease(1, { buyOut: { perGpuDay, notice: 5 * DAY }, ...over });
  const ends = (perGpuDay: number, share = 1, over = {}, facts: Facts = {}) =>
    calls({ demand: 100, leases: [sold(perGpuDay, over)], ...facts }, { buyOut: share })[0]?.[2];

  test("a tenant is bought out when price and rent are no more than its shortage is worth", () => {
    expect(ends(192)).toBe(5);
    expect(ends(193)).toBe(30);
    expect(ends(0, 0)).toBe(30);
  });

  test("atMost: or no more than a share of that", () => {
    expect(ends(72, 0.5)).toBe(5);
    expect(ends(73, 0.5)).toBe(30);
  });

  test("where no rent is due during the notice, none is forgone", () => {
    expect(ends(240, 1, { feeDuringNotice: 0 })).toBe(5);
    expect(ends(241, 1, { feeDuringNotice: 0 })).toBe(30);
  });

  test("a shortage that ends by itself is worth less", () => {
    // Of the 25 days that are won, 10 are short: 2,400 for an accelerator, against 25 x (48 + 48).
    const supply = (at: number) => (at >= 15 * DAY && at < 30 * DAY ? 100 : 0);
    const facts = { supply, steps: [15 * DAY, 30 * DAY] };
    expect(ends(48, 1, {}, facts)).toBe(5);
    expect(ends(49, 1, {}, facts)).toBe(30);
  });

  test("accelerators that nobody lacks are worth nothing", () => {
    // Only 60 of the 100 that go are short: 25 x 60 x 240 = 25 x 100 x (96 + 48).
    const whole = { minQuantity: 100, belowMinimum: "terminate" };
    expect(ends(96, 1, whole, { demand: 60 })).toBe(5);
    expect(ends(97, 1, whole, { demand: 60 })).toBe(30);
  });

  test("of a lease that can be split, those are bought that are each short for long enough", () => {
    // 100 are short for ten of the 25 days, 40 for all: 6,000 for each of 40, 2,400 for each of the others.
    const supply = (at: number) => (at >= 15 * DAY && at < 30 * DAY ? 60 : 0);
    const facts = { supply, steps: [15 * DAY, 30 * DAY] };
    const bought = (perGpuDay: number, over = {}) =>
      calls({ demand: 100, leases: [sold(perGpuDay, over)], ...facts }, { buyOut: 1 });
    expect(bought(48)).toEqual([[1, 100, 5]]); // 25 x 96 = 2,400
    expect(bought(49)).toEqual([
      [1, 40, 5],
      [1, 60, 30],
    ]);
    expect(bought(192)).toHaveLength(2); // 25 x 240 = 6,000
    expect(bought(193)).toEqual([[1, 100, 30]]);
    // Where the rest could not stay, all go while 100 x 25 x (price + 48) <= 40 x 6,000 + 60 x 2,400.
    for (const whole of [{ minQuantity: 70, belowMinimum: "terminate" }, { mayRepeat: false }]) {
      expect(bought(105, whole)).toEqual([[1, 100, 5]]);
      expect(bought(106, whole)).toEqual([[1, 100, 30]]);
    }
  });

  test("where demand is foreseen, it is the middle of the forecast that is paid for, all along the time won", () => {
    // The median is 1,000 x 2^(days / 365).
    const levels = [
      { target: 1000, growth: 2, path: { every: DAY, targets: [1000] as unknown as Float64Array } },
    ];
    const facts = { levels, supply: 1000, leases: [sold(0)] };
    const quantile = {
      buyOut: 1,
      size: { kind: "forecastQuantile", q: 0.9 },
      forecast: { kind: "quantile", sd: 0.15 },
    } as const;
    // An accelerator must be short for 25 x 48 / 240 = 5 of the 25 days that begin on day 5: for three of its twelfths.
    // The last three begin on day 23.75, when the median is 1,046.
    const bought = calls(facts, quantile);
    expect(bought[0]).toEqual([1, 46, 5]);
    expect(bought[1]?.[1]).toBe(54); // the lease has 100, and the quantile of 0.9 asks for more
  });

  test("what a quicker lease brings before counts", () => {
    const leases = [lease(2, { noticeOwner: 10 * DAY, callable: 60 }), sold(100)];
    // 60 come on day 10 from lease 2. Lease 1 gives 40, which are short all along: 240 against 148.
    expect(calls({ demand: 100, leases }, { buyOut: 1 })).toEqual([
      [2, 60, 10],
      [1, 40, 5],
    ]);
  });

  test("no deal is longer than the contract's notice, and none is struck inside a lockout", () => {
    expect(ends(0, 1, { buyOut: { perGpuDay: 0, notice: 31 * DAY } })).toBe(30);
    const locked = { lockoutEnd: 91 * DAY };
    const queued = {
      notice: { kind: "contractMinimum", length: 0, insideLockout: "queue" },
      buyOut: 1,
    } as const;
    expect(calls({ demand: 100, leases: [sold(0, locked)] }, queued)).toEqual([[1, 100, 121]]);
  });
});

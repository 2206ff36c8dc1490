import { describe, expect, test } from "vitest";
import type { PolicySettings } from "../../src/model/types.ts";
import { reclaimBy } from "../../src/policies/reclaim.ts";
import { criticalRatio } from "../../src/policies/size.ts";
import { inOrder } from "../../src/policies/victims.ts";
import { DAY, policy, unthrottled } from "../model/builders.ts";
import { type Facts, lease, view } from "./views.ts";

const calls = (facts: Facts, over: Partial<PolicySettings> = {}): (readonly [number, number, number])[] =>
  (reclaimBy(policy(over))(view(facts))?.calls ?? []).map(
    (c) => [c.lease, c.gpus, c.effectiveAt / DAY] as const,
  );

const names = (leases: ReturnType<typeof lease>[], ...by: PolicySettings["victims"]): number[] =>
  inOrder(
    leases,
    { victims: by, victimWeights: undefined },
    { now: 0, shortfall: 150, replacement: 90 * DAY },
  ).map((l) => l.id);

describe("victims", () => {
  const a = lease(1, {
    noticeOwner: 90 * DAY,
    feePerGpuHour: 1,
    priority: 5,
    startedAt: 10,
    callable: 50,
    expiry: 300,
  });
  const b = lease(2, {
    noticeOwner: 30 * DAY,
    feePerGpuHour: 3,
    priority: 1,
    startedAt: 20,
    callable: 200,
    expiry: 100,
  });
  const c = lease(3, {
    noticeOwner: 30 * DAY,
    feePerGpuHour: 2,
    priority: 9,
    startedAt: 0,
    callable: 160,
    expiry: 200,
  });

  test.each([
    [["shortestNotice"], [2, 3, 1]],
    [
      ["shortestNotice", "lowestFee"],
      [3, 2, 1],
    ],
    [["lowestFee"], [1, 3, 2]],
    [["lowestPriority"], [2, 1, 3]],
    [["youngest"], [2, 1, 3]],
    [["oldest"], [3, 1, 2]],
    [["smallest"], [1, 3, 2]],
    [["largest"], [2, 3, 1]],
    [["earliestExpiry"], [2, 3, 1]],
    [["fewestVictims"], [3, 2, 1]],
  ] as const)("%j come in the order %j", (by, order) => {
    expect(names([a, b, c], ...by)).toEqual(order);
  });

  test("ties end with the id, in whatever order they are given", () => {
    expect(names([lease(3), lease(1), lease(2)], "lowestFee")).toEqual([1, 2, 3]);
  });
});

describe("size", () => {
  test("a shortfall is called for, no more", () => {
    expect(calls({ demand: 130, supply: 60, leases: [lease(1)] })).toEqual([[1, 70, 30]]);
  });

  test("capacity that comes on line before the notice would end is counted", () => {
    const supply = (at: number) => (at >= 20 * DAY ? 200 : 60);
    expect(calls({ demand: 130, supply, leases: [lease(1)] })).toEqual([]);
  });

  test("an order-up-to level is filled up", () => {
    expect(
      calls({ demand: 0, supply: 60, leases: [lease(1)] }, { size: { kind: "orderUpTo", level: 90 } }),
    ).toEqual([[1, 30, 30]]);
  });

  test("a higher quantile calls for more, by the lognormal quantile of demand at the end of the notice", () => {
    const levels = [
      { target: 100, growth: 1, path: { every: DAY, targets: [100] as unknown as Float64Array } },
    ];
    const at = (q: number) =>
      calls(
        { levels, supply: 60, leases: [lease(1)] },
        { size: { kind: "forecastQuantile", q }, forecast: { kind: "quantile", sd: 0.15 } },
      )[0]?.[1];
    expect(at(0.5)).toBe(40);
    // exp(1.2815515655 x 0.15) = 1.2119...
    expect(at(0.9)).toBe(61);
  });

  test("growth of 4 a year over 73 days is a factor of 4^0.2", () => {
    const levels = [
      { target: 1000, growth: 4, path: { every: DAY, targets: [1000] as unknown as Float64Array } },
    ];
    const size = { kind: "forecastQuantile", q: 0.5 } as const;
    const called = calls(
      { levels, supply: 1000, leases: [lease(1, { callable: 1000, noticeOwner: 73 * DAY })] },
      { size, forecast: { kind: "growth", sd: 0 } },
    );
    expect(called[0]?.[1]).toBe(Math.round(1000 * 4 ** 0.2) - 1000);
  });

  test("newsvendor: the critical ratio is (value - fee) / value, and a lease above the value is not called", () => {
    expect(criticalRatio(10, 2.5)).toBe(0.75);
    const levels = [
      { target: 100, growth: 1, path: { every: DAY, targets: [100] as unknown as Float64Array } },
    ];
    const settings = {
      size: { kind: "forecastQuantile", q: "newsvendor" },
      forecast: { kind: "growth", sd: 0 },
    } as const;
    expect(calls({ levels, supply: 50, leases: [lease(1, { feePerGpuHour: 12 })] }, settings)).toEqual([]);
    expect(calls({ levels, supply: 50, leases: [lease(1, { feePerGpuHour: 5 })] }, settings)).toEqual([
      [1, 50, 30],
    ]);
  });
});

describe("the walk over victims", () => {
  test("goes on to the next when one does not suffice", () => {
    expect(calls({ demand: 150, supply: 0, leases: [lease(1), lease(2)] })).toEqual([
      [1, 100, 30],
      [2, 50, 30],
    ]);
  });

  test("leaves a slower lease alone when a quicker one can still be called in time", () => {
    const levels = [
      {
        target: 0,
        growth: 1,
        path: {
          every: DAY,
          targets: Array.from({ length: 365 }, (_, d) => (d >= 90 ? 80 : 0)) as unknown as Float64Array,
        },
      },
    ];
    const leases = [lease(1, { noticeOwner: 7 * DAY }), lease(2, { noticeOwner: 90 * DAY })];
    const settings = {
      size: { kind: "forecastQuantile", q: 0.5 },
      forecast: { kind: "perfect", sd: 0 },
      trigger: { kind: "periodic", every: DAY },
    } as const;
    expect(calls({ levels, leases }, settings)).toEqual([]);
    expect(calls({ levels, leases, now: 83 * DAY }, settings)).toEqual([[1, 80, 90]]);
  });

  test("the spare pass lets go of whoever is no longer needed", () => {
    const leases = [
      lease(1, { callable: 30 }),
      lease(2, { callable: 100, minQuantity: 100, belowMinimum: "terminate" }),
    ];
    expect(calls({ demand: 60, supply: 0, leases })).toEqual([[2, 100, 30]]);
    expect(calls({ demand: 60, supply: 0, leases }, { spare: false })).toEqual([
      [1, 30, 30],
      [2, 100, 30],
    ]);
  });

  test("every candidate is told why it was taken or not", () => {
    const plan = reclaimBy(policy())(
      view({
        demand: 150,
        supply: 0,
        leases: [
          lease(1, { lockoutEnd: 99 * DAY }),
          lease(2),
          lease(3, { minQuantity: 80 }),
          lease(4, { exhausted: true }),
        ],
      }),
    );
    expect(plan?.calls[0]?.because?.candidates.map((c) => [c.lease, c.taken, c.reason])).toEqual(
      [
        ["lease-2", 100, "called whole"],
        ["lease-3", 20, "shrunk to its minimum quantity"],
        ["lease-4", 0, "its notices for the year are used up"],
        ["lease-1", 0, "inside its lockout"],
      ].sort((x, y) => Number(String(x[0]).slice(6)) - Number(String(y[0]).slice(6))),
    );
  });
});

describe("notice", () => {
  test("a fixed length is never shorter than the contract's", () => {
    const notice = (days: number) =>
      ({ kind: "fixed", length: days * DAY, insideLockout: "refuse" }) as const;
    expect(calls({ demand: 1, leases: [lease(1)] }, { notice: notice(45) })).toEqual([[1, 1, 45]]);
    expect(calls({ demand: 1, leases: [lease(1)] }, { notice: notice(5) })).toEqual([[1, 1, 30]]);
  });

  test("inside a lockout it is refused, or queued to the end of it", () => {
    const leases = [lease(1, { lockoutEnd: 91 * DAY })];
    expect(calls({ demand: 1, leases })).toEqual([]);
    expect(
      calls(
        { demand: 1, leases },
        { notice: { kind: "contractMinimum", length: 0, insideLockout: "queue" } },
      ),
    ).toEqual([[1, 1, 121]]);
  });

  test("never runs beyond the end of the term", () => {
    expect(calls({ demand: 1, leases: [lease(1, { expiry: 20 * DAY, lapseAt: 20 * DAY })] })).toEqual([
      [1, 1, 20],
    ]);
  });
});

describe("throttle", () => {
  const open = [
    { id: 1, gpus: 5, readyAt: 9 * DAY, state: "running" as const, rescindRefused: false, group: 0 },
  ];
  const throttle = unthrottled;

  test("no more notices may be open than maxOpen", () => {
    const facts = { demand: 150, leases: [lease(1), lease(2)], notices: open };
    expect(calls(facts, { throttle: { ...throttle, maxOpen: 1 } })).toEqual([]);
    expect(calls(facts, { throttle: { ...throttle, maxOpen: 2 } })).toEqual([[1, 100, 30]]);
  });

  test("rounds keep their distance", () => {
    expect(
      calls(
        { now: 4 * DAY, lastRoundAt: 0, demand: 1, leases: [lease(1)] },
        { throttle: { ...throttle, minGap: 5 * DAY } },
      ),
    ).toEqual([]);
    expect(
      calls(
        { now: 5 * DAY, lastRoundAt: 0, demand: 1, leases: [lease(1)] },
        { throttle: { ...throttle, minGap: 5 * DAY } },
      ),
    ).toHaveLength(1);
  });

  test("a shortage inside the dead zone is ignored", () => {
    expect(
      calls({ demand: 100, supply: 90, leases: [lease(1)] }, { throttle: { ...throttle, deadZone: 0.1 } }),
    ).toEqual([]);
    expect(
      calls({ demand: 100, supply: 89, leases: [lease(1)] }, { throttle: { ...throttle, deadZone: 0.1 } }),
    ).toHaveLength(1);
  });
});

describe("rescission", () => {
  const running = (id: number, gpus: number, day: number) => ({
    id,
    gpus,
    readyAt: day * DAY,
    state: "running" as const,
    rescindRefused: false,
    group: 0,
  });
  const rescinds = (facts: Facts, band: number) =>
    reclaimBy(policy({ rescind: { kind: "ifNeedGone", band } }))(view(facts))?.rescinds ?? [];

  test("takes back the latest notice first, and only what is not needed", () => {
    const notices = [running(1, 50, 10), running(2, 50, 20)];
    expect(rescinds({ demand: 100, supply: 150, notices }, 0)).toEqual([2]);
    expect(rescinds({ demand: 40, supply: 150, notices }, 0)).toEqual([2, 1]);
    expect(rescinds({ demand: 101, supply: 150, notices }, 0)).toEqual([]);
  });

  test("only beyond the band", () => {
    expect(rescinds({ demand: 100, supply: 155, notices: [running(1, 50, 10)] }, 0.1)).toEqual([]);
    expect(rescinds({ demand: 100, supply: 160, notices: [running(1, 50, 10)] }, 0.1)).toEqual([1]);
  });
});

test("a policy never writes to its view", () => {
  expect(() => calls({ demand: 150, supply: 0, leases: [lease(1), lease(2)] })).not.toThrow();
});

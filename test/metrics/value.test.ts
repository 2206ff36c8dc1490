/** What both sides are left with, worked out by hand; and how long rises of demand wait. */
import { describe, expect, test } from "vitest";
import { StepClock } from "../../src/metrics/step-clock.ts";
import { at, contract, DAY, only, plan, policy, program, run, steps, tenant } from "../model/builders.ts";

const values = {
  internalGpuHour: 8,
  tenantGpuHour: 5,
  replacement: 40 * DAY,
  inVainAfter: 30 * DAY,
  relocation: 100,
};

describe("both sides' value", () => {
  // 1,000 at $2, called on day 10 for day 30; the owner pays $1,000 for it. 90 days in all.
  const told = run(
    plan({
      horizon: 90 * DAY,
      programs: [program("p", { sources: [steps(at(10, 1000))] })],
      contracts: [
        contract(1000, {
          noticeOwner: 20 * DAY,
          fee: { kind: "perGpuHour", dollars: 2 },
          terminationByOwner: { kind: "fixed", dollars: 1000 },
        }),
      ],
      values,
      market: {
        every: 10 * DAY,
        growth: 1,
        sigma: 0,
        halfLife: undefined,
        steps: [{ at: 60 * DAY, value: 1.5 }],
      },
    }),
  );
  const hours = 1000 * 30 * 24;

  test("is cash, use, relocation and unmet demand", () => {
    expect(told.get("ownerCash")).toBeCloseTo(2 * hours - 1000, 3);
    expect(told.get("netValue")).toBeCloseTo(2 * hours - 1000 - 8 * 1000 * 20 * 24, 3);
    expect(told.get("tenantUseValue")).toBe(5 * hours);
    expect(told.get("relocationCost")).toBe(100 * 1000);
    expect(told.get("tenantNet")).toBeCloseTo(5 * hours - (2 * hours - 1000) - 100 * 1000, 3);
    expect(told.get("jointValue")).toBeCloseTo(5 * hours - 100 * 1000 - 8 * 1000 * 20 * 24, 3);
  });

  test("of a tenant is its own row", () => {
    expect(told.tenants[0]).toMatchObject({ useValue: 5 * hours, relocation: 100_000 });
    expect(told.tenants[0]?.net).toBeCloseTo(told.get("tenantNet"), 6);
  });

  test("what is paid elsewhere starts when other capacity is found and follows the market", () => {
    // Warned on day 10, found on day 50: ten days at $2, then thirty at $3.
    expect(told.get("marketSpend")).toBeCloseTo(1000 * 24 * (10 * 2 + 30 * 3), 3);
  });

  test("lost adds up what either regime loses", () => {
    const parts = ["opportunityCost", "tenantCost", "relocationCost", "rentForgone"] as const;
    expect(told.get("lostValue")).toBeCloseTo(
      parts.reduce((sum, metric) => sum + told.get(metric), 0),
      6,
    );
    // Twenty of forty days warned: twenty without capacity.
    expect(told.get("tenantCost")).toBe(1000 * 20 * 24 * 5);
  });
});

test("what is vacated is paid for and of no use", () => {
  const told = run(
    plan({
      horizon: 90 * DAY,
      programs: [program("p", { sources: [steps(at(10, 1000))] })],
      contracts: [
        contract(1000, {
          acceptEarlyReturn: false,
          onNotice: { kind: "leaveNow", power: 1, remaining: { kind: "constant", value: 0 } },
        }),
      ],
      values,
    }),
  );
  expect(told.get("tenantUseValue")).toBe(5 * 1000 * 10 * 24);
  expect(told.get("ownerCash")).toBeCloseTo(1000 * 40 * 24, 3);
  expect(told.tenants[0]?.useValue).toBe(5 * 1000 * 10 * 24);
});

test("what one side pays the other receives, in the event log and in the rows", () => {
  const told = run(
    plan({
      tenants: [tenant("tenant", { exitAt: 100 * DAY })],
      contracts: [contract(600, { terminationByTenant: { kind: "months", months: 1 } })],
      values,
    }),
    policy(),
  );
  const received = told.tenants.reduce((sum, t) => sum - t.rent + t.credits - t.termination, 0);
  expect(told.get("ownerCash") + received).toBe(0);
  const billed = only(told, "billed.").reduce((sum, event) => sum + Number(event.dollars), 0);
  expect(billed).toBeCloseTo(told.get("ownerCash"), 6);
});

describe("the wait of a step", () => {
  const wanting = (target: number, covered: number) => ({ id: 0, target, covered });

  test("runs from the rise until it is met, the oldest first", () => {
    const clock = new StepClock(0);
    clock.see(0, wanting(10, 10));
    clock.see(5, wanting(14, 10)); // four wait from 5
    clock.see(8, wanting(16, 10)); // two more from 8
    clock.see(10, wanting(16, 14)); // the four are served after 5
    clock.see(20, wanting(16, 16)); // the two after 12
    clock.close(30);
    expect([clock.asked, clock.waited, clock.longest]).toEqual([16, 4 * 5 + 2 * 12, 12]);
  });

  test("ends where demand falls, the youngest first", () => {
    const clock = new StepClock(0);
    clock.see(0, wanting(4, 0));
    clock.see(2, wanting(6, 0));
    clock.see(3, wanting(4, 0)); // the two of the second rise leave after 1
    clock.see(7, wanting(4, 4));
    clock.close(9);
    expect([clock.asked, clock.waited, clock.longest]).toEqual([6, 2 + 4 * 7, 7]);
  });

  test("begins anew for what is taken away again, and counts from the measured window on", () => {
    const clock = new StepClock(10);
    clock.see(0, wanting(5, 5));
    clock.see(4, wanting(5, 2)); // three wait from 4, measured from 10
    clock.see(12, wanting(5, 5));
    clock.see(13, wanting(5, 4));
    clock.close(20);
    expect([clock.asked, clock.waited, clock.longest]).toEqual([0, 3 * 2 + 7, 7]);
  });

  test("in a run is unmet demand over what was asked for", () => {
    const told = run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 1000))] })],
        contracts: [contract(1000, { noticeOwner: 20 * DAY })],
      }),
    );
    expect(told.get("stepServeDays")).toBe(20);
    expect(told.get("stepServeMostDays")).toBe(20);
    expect(told.get("unmetGpuHours") / 24 / 1000).toBe(20);
  });
});

/** Plans at work: cases that can be reckoned by hand. */
import { describe, expect, test } from "vitest";
import type { PolicySettings } from "../../../src/model/types.ts";
import { shippedPolicies } from "../../../src/scenario/shipped-policies.ts";
import { at, contract, DAY, plan, policy, pool, program, run, steps, tenant } from "../../model/builders.ts";

const held = { refill: { kind: "hold", lag: undefined } } as const;
const optimal: PolicySettings = { ...shippedPolicies.optimal, ...held, name: "optimal" };
const rolling = (over: Partial<PolicySettings> = {}): PolicySettings => ({
  ...shippedPolicies.plan,
  ...held,
  name: "plan",
  ...over,
});

/** 400 free of 1000; demand of 700 from day 40 on, for so many days; an hour inside is worth 10, one let 1. */
const surge = (days: number, over: Parameters<typeof contract>[1] = {}) =>
  plan({
    pools: [pool(1000)],
    programs: [program("p", { sources: [steps(at(40, 700), at(40 + days, 100))] })],
    contracts: [contract(600, { noticeOwner: 30 * DAY, acceptEarlyReturn: false, ...over })],
  });

const notices = (told: ReturnType<typeof run>) =>
  told.story?.notices.map(({ kind, gpus, issuedAt, effectiveAt }) => [
    kind,
    gpus,
    issuedAt / DAY,
    effectiveAt / DAY,
  ]);

describe("the clairvoyant that plans for net value", () => {
  test("calls what is short for the day on which it is, when that brings more than the rent to the end", () => {
    // 300 short for d days at 10, against 300 x 325 days at 1: worth it from day 33 on.
    expect(notices(run(surge(33), optimal))).toEqual([["shrink", 300, 10, 40]]);
    expect(notices(run(surge(32), optimal))).toEqual([]);
  });

  test("counts a charge for ending, and turnover", () => {
    const charge = { kind: "months", months: 1 } as const;
    // A mean month of rent is 30.4 days: 325 + 30.4 at 1 against d at 10.
    expect(notices(run(surge(36, { terminationByOwner: charge }), optimal))).toHaveLength(1);
    expect(notices(run(surge(35, { terminationByOwner: charge }), optimal))).toHaveLength(0);
    expect(notices(run(surge(33, { turnover: 3 * DAY }), optimal))).toEqual([["shrink", 300, 7, 37]]);
  });

  test("ends a lease that can only go whole when all of it pays", () => {
    const whole = { minQuantity: 600, belowMinimum: "terminate" } as const;
    // 300 short for d days at 10, against 600 x 325 days at 1.
    expect(notices(run(surge(66, whole), optimal))).toEqual([["terminate", 600, 10, 40]]);
    expect(notices(run(surge(64, whole), optimal))).toEqual([]);
  });

  test("takes the cheaper of two leases, and waits for a lockout no longer than it must", () => {
    const subject = plan({
      pools: [pool(1000)],
      programs: [program("p", { sources: [steps(at(40, 700))] })],
      tenants: [tenant("a"), tenant("b")],
      contracts: [
        contract(300, { name: "dear", noticeOwner: 0, fee: { kind: "perGpuHour", dollars: 5 } }),
        contract(300, { name: "cheap", tenant: 1, noticeOwner: 30 * DAY, lockoutEnd: 20 * DAY }),
      ],
    });
    // Ten days of 300 short cost less than calling the dear one for good.
    const told = run(subject, optimal);
    expect(told.story?.notices.map(({ target }) => target)).toEqual(["cheap"]);
    expect(notices(told)).toEqual([["terminate", 300, 20, 50]]);
  });
});

describe("a rolling plan", () => {
  const growing = (over: Parameters<typeof contract>[1] = {}) =>
    plan({
      pools: [pool(1000)],
      programs: [program("p", { sources: [{ ...steps(at(0, 300)), base: 300, growth: 4, steps: [] }] })],
      contracts: [contract(600, { noticeOwner: 30 * DAY, fee: { kind: "perGpuHour", dollars: 2 }, ...over })],
    });

  test("serves notice ahead of need, and leaves less unmet than who only reacts", () => {
    const planned = run(growing(), rolling());
    const reactive = run(growing(), policy({ trigger: { kind: "periodic", every: DAY }, ...held }));
    expect(planned.get("unmetGpuHours")).toBeLessThan(reactive.get("unmetGpuHours") / 4);
    expect(planned.get("netValue")).toBeGreaterThan(reactive.get("netValue"));
  });

  test("keeps to the lockout", () => {
    const told = run(growing({ lockoutEnd: 200 * DAY }), rolling());
    expect(Math.min(...(told.story?.notices ?? []).map(({ issuedAt }) => issuedAt))).toBe(203 * DAY);
    const queued = rolling({ notice: { kind: "contractMinimum", length: 0, insideLockout: "queue" } });
    const sooner = run(growing({ lockoutEnd: 200 * DAY }), queued);
    expect(Math.min(...(sooner.story?.notices ?? []).map(({ issuedAt }) => issuedAt))).toBe(200 * DAY);
  });

  test("says of every lease what became of it and why", () => {
    const subject = plan({
      pools: [pool(1000)],
      programs: [program("p", { sources: [{ ...steps(), base: 300, growth: 3 }] })],
      tenants: [tenant("a"), tenant("b")],
      contracts: [
        contract(300, { name: "cheap", noticeOwner: 30 * DAY }),
        contract(300, { name: "dear", tenant: 1, fee: { kind: "perGpuHour", dollars: 50 } }),
      ],
    });
    const [first] = run(subject, rolling()).story?.notices ?? [];
    const reasons = Object.fromEntries(
      (first?.because?.candidates ?? []).map(({ lease, reason }) => [lease, reason]),
    );
    expect(first?.target).toBe("cheap");
    expect(reasons.cheap).toMatch(/^shrunk: what it spares is expected to be worth more than what it earns/);
    expect(reasons.dear).toBe("what it earns is expected to be worth more than what it would spare");
  });

  test("shrinks a lease only as far as its minimum, and then ends it", () => {
    const told = run(growing({ minQuantity: 500, belowMinimum: "refuse" }), rolling());
    let left = 600;
    for (const { gpus } of told.story?.notices ?? []) {
      left -= gpus;
      expect(left === 0 || left >= 500).toBe(true);
    }
    expect(left).toBe(0);
  });

  test("with no leases, or none of use, serves none", () => {
    expect(notices(run(plan({ contracts: [] }), rolling()))).toEqual([]);
    expect(notices(run(plan(), rolling()))).toEqual([]);
  });
});

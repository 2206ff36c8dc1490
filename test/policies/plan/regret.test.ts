/** The clairvoyant that plans for net value against every other policy, on random books and random paths of demand. */
import { describe, expect, test } from "vitest";
import { METRIC } from "../../../src/metrics/definitions.ts";
import type { Contract, Plan, PolicySettings, VictimOrder } from "../../../src/model/types.ts";
import { openStream } from "../../../src/random/streams.ts";
import { uniform } from "../../../src/random/variates.ts";
import { shippedPolicies } from "../../../src/scenario/shipped-policies.ts";
import { drawDemand, simulateRun } from "../../../src/studies/simulate.ts";
import {
  contract,
  DAY,
  level,
  plan,
  policy,
  pool,
  program,
  tenant,
  unthrottled,
} from "../../model/builders.ts";

const held = { refill: { kind: "hold", lag: undefined } } as const;
const shipped = (name: keyof typeof shippedPolicies): PolicySettings => ({
  ...shippedPolicies[name],
  ...held,
  name,
});
const daily = { trigger: { kind: "periodic", every: DAY } } as const;

/** Sizes, orders and triggers of every kind; the last ones are drawn with the path. */
const others = (draw: (from: number, to: number) => number): PolicySettings[] => {
  const orders: readonly VictimOrder[] = ["lowestFee", "largest", "smallest", "fewestVictims", "oldest"];
  return [
    shipped("never"),
    shipped("reactive"),
    shipped("ahead"),
    shipped("base-stock"),
    shipped("plan"),
    shipped("clairvoyant"),
    policy({ name: "blocked", trigger: { kind: "onBlocked", delay: draw(0, 5) * DAY } }),
    policy({
      name: "order-up-to",
      ...daily,
      size: { kind: "orderUpTo", level: draw(0, 20) },
      victims: [orders[draw(0, orders.length - 1)] as VictimOrder],
      notice: {
        kind: "fixed",
        length: draw(0, 60) * DAY,
        insideLockout: draw(0, 1) === 0 ? "refuse" : "queue",
      },
      throttle: { ...unthrottled, minGap: draw(0, 20) * DAY, maxOpen: draw(1, 4), deadZone: draw(0, 2) / 10 },
    }),
  ];
};

/** In scope: level demand of one group, tenants that stay until their deadline, nothing let again, nothing that fails. */
const subjectOf = (draw: (from: number, to: number) => number): Plan => {
  const leases = draw(1, 3);
  const sizes = Array.from({ length: leases }, () => draw(1, 6));
  const lease = (gpus: number, c: number): Contract =>
    contract(gpus, {
      name: `t${c}`,
      tenant: c,
      noticeOwner: draw(0, 60) * DAY,
      turnover: draw(0, 3) * 43_200,
      lockoutEnd: draw(0, 1) * draw(0, 120) * DAY,
      lockoutMeaning: draw(0, 1) === 0 ? "issue" : "effective",
      minQuantity: draw(0, 1) === 0 ? gpus : draw(0, gpus),
      belowMinimum: draw(0, 1) === 0 ? "refuse" : "terminate",
      acceptEarlyReturn: false,
      expiry: draw(0, 3) === 0 ? draw(60, 170) * DAY : 3000 * DAY,
      feeDuringNotice: draw(0, 2) / 2,
      fee:
        draw(0, 1) === 0
          ? { kind: "perGpuHour", dollars: draw(1, 8) }
          : { kind: "perMonth", dollars: draw(500, 6000) * gpus },
      terminationByOwner: [
        { kind: "fixed", dollars: draw(0, 20) * 500 } as const,
        { kind: "months", months: draw(0, 2) } as const,
        { kind: "shareOfRemaining", share: draw(0, 1) / 10 } as const,
      ][draw(0, 2)] as Contract["terminationByOwner"],
    });
  return plan({
    horizon: 180 * DAY,
    warmUp: draw(0, 2) === 0 ? draw(0, 40) * DAY : 0,
    pools: [pool(draw(0, 4) + sizes.reduce((sum, gpus) => sum + gpus, 0))],
    tenants: sizes.map((_, c) => tenant(`t${c}`)),
    contracts: sizes.map(lease),
    programs: [
      program("p", {
        sources: [
          level(draw(1, 8), {
            every: draw(1, 9) * DAY,
            growth: draw(1, 5),
            noise: { halfLife: draw(5, 60) * DAY, sigma: draw(1, 8) / 10 },
            shocks: { perYear: draw(0, 4), least: 0.2, most: 1, lasts: draw(5, 40) * DAY },
          }),
        ],
      }),
    ],
  });
};

describe("regret against the clairvoyant that plans for net value", () => {
  test("is at least nothing on 1,000 random paths, for every policy", () => {
    let above = 0;
    for (let replication = 0; replication < 1000; replication++) {
      const random = openStream("regret", replication, "book", "draw");
      const draw = (from: number, to: number): number => Math.floor(uniform(random, from, to + 1));
      const subject = subjectOf(draw);
      const demand = drawDemand(subject, replication);
      const netValueUnder = (by: PolicySettings): number =>
        simulateRun(subject, by, demand, { bins: 0, story: false }).metrics[METRIC.netValue] as number;
      const best = netValueUnder(shipped("optimal"));
      for (const other of others(draw)) {
        const value = netValueUnder(other);
        const slack = 1e-9 * (Math.abs(best) + Math.abs(value));
        if (value > best + slack)
          expect.fail(`${other.name} gains ${value - best} over ${best} on path ${replication}`);
        if (value < best - slack) above++;
      }
    }
    expect(above).toBeGreaterThan(3000);
  }, 300_000);
});

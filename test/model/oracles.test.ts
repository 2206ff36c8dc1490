/** What must come out, by arithmetic that needs no simulator. */
import { describe, expect, test } from "vitest";
import { contract, DAY, HOUR, level, plan, policy, pool, program, run, tenant } from "./builders.ts";

describe("a deterministic step of demand under a reactive owner", () => {
  test.each([
    [500, 100, 30 * DAY],
    [900, 300, 90 * DAY],
    [437, 13, 7 * DAY],
    [999, 399, 12_345],
    [700, 0, 1],
  ])(
    "step to %i over %i free with a notice of %i s leaves (D - F) L unmet, to the GPU-second",
    (demand, free, notice) => {
      const step = plan({
        pools: [pool(1000)],
        programs: [program("p", { sources: [level(0, { steps: [{ at: 40 * DAY, value: demand }] })] })],
        contracts: [contract(1000 - free, { noticeOwner: notice })],
      });
      expect(run(step).get("unmetGpuHours") * HOUR).toBe((demand - free) * notice);
    },
  );

  test("with no notice at all nothing is unmet", () => {
    const step = plan({
      programs: [program("p", { sources: [level(0, { steps: [{ at: 40 * DAY, value: 800 }] })] })],
      contracts: [contract(1000, { noticeOwner: 0 })],
    });
    expect(run(step).get("unmetGpuHours")).toBe(0);
  });
});

describe("exponential growth with ample reclaimable capacity under a reactive owner", () => {
  const steadyUnmetShare = (growth: number, noticeDays: number): number => {
    const horizon = 720 * DAY;
    const base = 100_000;
    const subject = plan({
      horizon,
      warmUp: 360 * DAY,
      pools: [pool(10_000_000)],
      programs: [program("p", { sources: [level(base, { growth })] })],
      contracts: [contract(10_000_000 - base, { noticeOwner: noticeDays * DAY })],
    });
    return run(subject, policy({ trigger: { kind: "periodic", every: DAY } })).get("unmetShare");
  };

  test.each([
    [4.5, 90, 0.31],
    [4.5, 30, 0.116],
    [4.5, 7, 0.028],
    [2.4, 90, 0.194],
  ])(
    "growth %f a year and %i days of notice leave a share of %f unmet, within 0.3 points",
    (growth, days, share) => {
      const measured = steadyUnmetShare(growth, days);
      expect(Math.abs(measured - share)).toBeLessThan(0.003);
      expect(Math.abs(measured - (1 - growth ** (-days / 365)))).toBeLessThan(0.003);
    },
  );
});

describe("capacity stranded by a tenant that leaves without early return", () => {
  const stranded = (kind: "leaveNow" | "linear", gpus: number, notice: number): number => {
    const subject = plan({
      pools: [pool(gpus)],
      programs: [program("p", { sources: [level(0, { steps: [{ at: 10 * DAY, value: gpus }] })] })],
      contracts: [
        contract(gpus, {
          noticeOwner: notice,
          acceptEarlyReturn: false,
          onNotice: { kind, power: 0.5, remaining: { kind: "constant", value: 0 } },
        }),
      ],
    });
    return run(subject).get("strandedInNotice") * HOUR;
  };

  test.each([
    [1000, 90 * DAY],
    [977, 30 * DAY],
    [7, 601],
  ])("leave-now strands q L: %i GPUs, %i s", (gpus, notice) => {
    expect(stranded("leaveNow", gpus, notice)).toBe(gpus * notice);
  });

  test.each([
    [1000, 90 * DAY],
    [977, 30 * DAY],
    [1000, 601],
    [8, 120],
    [3, 90 * DAY],
    [12_345, 7 * DAY],
  ])("a linear ramp-down strands q L / 2: %i GPUs, %i s", (gpus, notice) => {
    expect(stranded("linear", gpus, notice)).toBe((gpus * notice) / 2);
  });
});

describe("revenue", () => {
  test("per GPU-hour it is the integral of what is held, to the cent", () => {
    const subject = plan({
      programs: [],
      contracts: [contract(600, { fee: { kind: "perGpuHour", dollars: 2.35 } })],
    });
    expect(run(subject).get("revenue")).toBeCloseTo(600 * 365 * 24 * 2.35, 2);
  });

  test("per month it is one fee for each full month and a share by seconds of the last", () => {
    const subject = plan({
      programs: [],
      horizon: 75 * DAY,
      contracts: [contract(600, { fee: { kind: "perMonth", dollars: 1.25e9 } })],
    });
    expect(run(subject).get("revenue")).toBeCloseTo(2.5 * 1.25e9, 2);
  });

  test("per megawatt-month it is the power of what is held", () => {
    const subject = plan({
      programs: [],
      horizon: 60 * DAY,
      contracts: [contract(600, { fee: { kind: "perMwMonth", dollars: 1e6 } })],
    });
    expect(run(subject).get("revenue")).toBeCloseTo(2 * 0.6 * 1e6, 2);
  });

  test("an eviction ends it at the deadline, and the fee during the notice is what the contract says", () => {
    const subject = plan({
      programs: [program("p", { sources: [level(0, { steps: [{ at: 40 * DAY, value: 1000 }] })] })],
      contracts: [contract(1000, { noticeOwner: 30 * DAY, feeDuringNotice: 0.25 })],
    });
    const hours = 40 * 24 + 0.25 * 30 * 24;
    expect(run(subject).get("revenue")).toBeCloseTo(1000 * hours, 2);
  });
});

describe("relations between runs", () => {
  test("zero change of demand means zero notices, whatever the policy", () => {
    for (const size of [{ kind: "shortfall" }, { kind: "forecastQuantile", q: 0.5 }] as const) {
      const told = run(
        plan(),
        policy({ trigger: { kind: "periodic", every: DAY }, size, forecast: { kind: "perfect", sd: 0 } }),
      );
      expect(told.get("noticesIssued")).toBe(0);
    }
  });

  test("a longer notice never lowers reactive unmet demand on the same path", () => {
    const lengths = [0, 120, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 180 * DAY];
    for (let replication = 0; replication < 20; replication++) {
      const unmet = lengths.map((noticeOwner) => {
        const subject = plan({
          pools: [pool(10_000)],
          programs: [
            program("p", {
              sources: [level(2000, { growth: 3, noise: { halfLife: 20 * DAY, sigma: 0.3 } })],
            }),
          ],
          contracts: [contract(8000, { noticeOwner })],
        });
        return run(subject, policy({ trigger: { kind: "periodic", every: DAY } }), replication).get(
          "unmetGpuHours",
        );
      });
      for (let i = 1; i < unmet.length; i++) expect(unmet[i]).toBeGreaterThanOrEqual(unmet[i - 1] as number);
      expect(unmet[6]).toBeGreaterThan(unmet[0] as number);
    }
  });

  test("the clairvoyant is never beaten on unmet demand, however tenants leave and whatever they allow", () => {
    const daily = { trigger: { kind: "periodic", every: DAY } } as const;
    const others = [
      policy(daily),
      policy({
        ...daily,
        size: { kind: "forecastQuantile", q: 0.9 },
        forecast: { kind: "quantile", sd: 0.15 },
      }),
      policy({ ...daily, size: { kind: "orderUpTo", level: 5000 } }),
      policy({ ...daily, size: { kind: "orderUpTo", level: 9000 }, victims: ["lowestFee"] }),
      policy({ trigger: { kind: "never" } }),
    ];
    const clairvoyant = policy({
      ...daily,
      size: { kind: "foresight" },
      forecast: { kind: "perfect", sd: 0 },
    });
    const ways = ["stay", "linear", "leaveNow", "earlyRamp"] as const;
    let strictly = 0;
    for (let replication = 0; replication < 60; replication++) {
      const kind = ways[replication % ways.length] as (typeof ways)[number];
      const onNotice = { kind, power: 0.5, remaining: { kind: "constant", value: 0 } } as const;
      const minQuantity = replication % 3 === 0 ? 0 : replication % 3 === 1 ? 1500 : 3000;
      const subject = plan({
        pools: [pool(10_000)],
        programs: [
          program("p", {
            sources: [level(2500, { growth: 2.4, noise: { halfLife: 20 * DAY, sigma: 0.25 } })],
          }),
        ],
        tenants: [tenant("a"), tenant("b"), tenant("c")],
        contracts: [
          contract(3000, {
            name: "a",
            noticeOwner: 90 * DAY,
            onNotice,
            minQuantity,
            lockoutEnd: (replication % 4) * 20 * DAY,
          }),
          contract(3000, {
            name: "b",
            tenant: 1,
            noticeOwner: 7 * DAY,
            onNotice,
            minQuantity,
            lockoutEnd: (replication % 5) * 40 * DAY,
          }),
          contract(1500, { name: "c", tenant: 2, noticeOwner: 30 * DAY, onNotice, turnover: 3 * DAY }),
        ],
      });
      const best = run(subject, clairvoyant, replication).get("unmetGpuHours");
      for (const other of others) {
        const unmet = run(subject, other, replication).get("unmetGpuHours");
        expect(best).toBeLessThanOrEqual(unmet);
        if (best < unmet) strictly++;
      }
    }
    expect(strictly).toBeGreaterThan(150);
  });
});

describe("the measured window", () => {
  test("counts rent, power and lost capacity from the end of the warm-up, wherever in a month that falls", () => {
    const subject = plan({
      horizon: 100 * DAY,
      warmUp: 45 * DAY,
      pools: [pool(1000)],
      programs: [program("p", { sources: [level(0, { steps: [{ at: 50 * DAY, value: 500 }] })] })],
      contracts: [
        contract(50, {
          fee: { kind: "perGpuHour", dollars: 1 },
          start: 20 * DAY,
          ramp: [{ at: 20 * DAY, gpus: 50, fee: 1 }],
        }),
      ],
    });
    const told = run(subject);
    expect(told.get("revenue")).toBeCloseTo(50 * 24 * 55, 6);
    expect(told.get("powerShare")).toBeCloseTo((50 * 55 + 500 * 50) / (1000 * 55), 12);
    expect(told.get("leasedGpuHours")).toBe(50 * 24 * 55);
    expect(told.get("fairness")).toBe(1);
  });
});

describe("a review on shortage with a delay", () => {
  test("serves no notice for a shortage that has passed by then, and one for a shortage that lasts", () => {
    const served = (days: number) =>
      run(
        plan({
          programs: [
            program("p", {
              sources: [
                level(0, {
                  steps: [
                    { at: 10 * DAY, value: 700 },
                    { at: (10 + days) * DAY, value: 0 },
                  ],
                }),
              ],
            }),
          ],
        }),
        policy({ trigger: { kind: "onBlocked", delay: 5 * DAY } }),
      ).story?.notices.map((n) => n.issuedAt / DAY);
    expect(served(4)).toEqual([]);
    expect(served(6)).toEqual([15]);
  });
});

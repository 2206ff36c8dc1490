/** Parts of reclaim policies that show in a run alone: dates, draws, the market, money. Schedules worked by hand. */
import { describe, expect, test } from "vitest";
import type { Contract, Plan, PolicySettings } from "../../src/model/types.ts";
import {
  at,
  contract,
  DAY,
  daily,
  HOUR,
  level,
  only,
  plan,
  policy,
  pool,
  program,
  run,
  steps,
  tenant,
  unthrottled,
} from "../model/builders.ts";
import { externalStream } from "../model/job-builders.ts";

/** Demand of 400 until a day, 500 until another, then 400 again, of 1,000 with 600 leased. */
const bump = (from: number, to = 9999, over: Partial<Contract> = {}, rest: Partial<Plan> = {}): Plan =>
  plan({
    programs: [program("internal", { sources: [steps(at(0, 400), at(from, 500), at(to, 400))] })],
    contracts: [contract(600, over)],
    ...rest,
  });

const issuedOn = (told: ReturnType<typeof run>): number[] =>
  only(told, "notice.issued").map(({ t }) => t / DAY);

describe("calendar", () => {
  const on = (trigger: Omit<Extract<PolicySettings["trigger"], { kind: "calendar" }>, "kind">) =>
    run(bump(10), policy({ trigger: { kind: "calendar", ...trigger } }));

  test("reviews take place on its dates and at no other time", () => {
    const told = on({ at: [5 * DAY, 20 * DAY, 21 * DAY], dayOfMonth: 0 });
    expect(issuedOn(told)).toEqual([20]);
    expect(told.get("unmetGpuHours")).toBe(100 * 40 * 24); // from day 10 until the notice of day 20 has ended
  });

  test("and on a day of each month", () => {
    expect(issuedOn(on({ at: [], dayOfMonth: 1 }))).toEqual([30]); // months of 30 days here
    expect(issuedOn(on({ at: [], dayOfMonth: 12 }))).toEqual([11]);
    expect(issuedOn(on({ at: [10 * DAY + 1], dayOfMonth: 12 }))).toEqual([10 + 1 / DAY]);
  });
});

test("yarnRound approaches the demand round by round, as YARN does", () => {
  const told = run(
    plan({
      programs: [program("internal", { sources: [steps(at(0, 0), at(1, 1000))] })],
      contracts: [contract(1000, { noticeOwner: 0 })],
    }),
    policy({
      trigger: { kind: "periodic", every: DAY },
      size: { kind: "yarnRound", share: 0.15, naturalTermination: 0.2 },
    }),
  );
  // 150 is the most of a round; then a fifth of what is left, rounded up: of 850, 700, 560 ...
  const taken = only(told, "notice.issued").map(({ gpus }) => gpus);
  expect(taken.slice(0, 6)).toEqual([150, 150, 140, 112, 90, 72]);
  expect(taken.reduce((sum: number, gpus) => sum + Number(gpus), 0)).toBe(1000);
});

describe("random victims", () => {
  const named = (names: readonly string[]): Plan =>
    plan({
      programs: [program("internal", { sources: [steps(at(0, 0), at(1, 10))] })],
      tenants: names.map((name) => tenant(name)),
      contracts: names.map((name, i) => contract(1000 / names.length, { name, tenant: i })),
    });
  const firstOf = (names: readonly string[], replication: number) =>
    only(run(named(names), policy({ victims: ["random"] }), replication), "notice.issued")[0]?.target;

  test("every lease has the same chance, by replication", () => {
    const first = Array.from({ length: 300 }, (_, r) => firstOf(["a", "b"], r));
    const ofA = first.filter((name) => name === "a").length;
    expect(Math.abs(ofA - 150)).toBeLessThan(4 * Math.sqrt(300 / 4));
  });

  test("the draw is the lease's own: who else is there, and in which order, changes nothing between two", () => {
    for (let r = 0; r < 30; r++) {
      const first = firstOf(["a", "b"], r);
      expect(firstOf(["b", "a"], r)).toBe(first);
      expect(["z", first]).toContain(firstOf(["z", "a", "b", "y"].slice(0, 3), r));
    }
  });

  test("it is drawn anew after each notice", () => {
    const twice = plan({
      programs: [program("internal", { sources: [steps(at(0, 0), at(1, 10), at(2, 20))] })],
      tenants: [tenant("a"), tenant("b")],
      contracts: ["a", "b"].map((name, i) => contract(500, { name, tenant: i, noticeOwner: 0 })),
    });
    const pairs = Array.from({ length: 100 }, (_, r) =>
      only(run(twice, policy({ victims: ["random"] }), r), "notice.issued").map(({ target }) => target),
    );
    const changes = pairs.filter(([first, second]) => first !== second).length;
    expect(changes).toBeGreaterThan(20);
    expect(changes).toBeLessThan(80);
  });
});

describe("offers to take a notice back", () => {
  const offer = (acceptProbability: number) =>
    policy({ rescind: { kind: "offer", band: 0, acceptProbability } });
  const ended = (by: PolicySettings, over: Partial<Contract> = {}, replication = 0, to = 20) =>
    run(bump(10, to, over), by, replication).story?.notices[0]?.state;

  test("the tenant takes an offer with its probability", () => {
    expect(ended(offer(1))).toBe("rescinded");
    expect(ended(offer(0))).toBe("enforced");
    const taken = Array.from({ length: 300 }, (_, r) => ended(offer(0.3), {}, r)).filter(
      (state) => state === "rescinded",
    ).length;
    expect(Math.abs(taken - 90)).toBeLessThan(4 * Math.sqrt(300 * 0.3 * 0.7));
  });

  test("and never where its contract does not let it", () => {
    expect(ended(offer(1), { rescindable: 0 })).toBe("enforced");
  });

  test("whether it does is no matter of when it is asked", () => {
    for (let r = 0; r < 30; r++) expect(ended(offer(0.5), {}, r, 15)).toBe(ended(offer(0.5), {}, r, 25));
  });
});

describe("the market", () => {
  // 100 are called on day 10. The tenant hands over in 29 steps, each in the middle of its time, and each part has a
  // successor after five days; 100 are free besides when demand is down again.
  const leaver = (to: number): Plan =>
    bump(
      10,
      to,
      { onNotice: { kind: "linear", power: 0.5, remaining: { kind: "constant", value: 0 } } },
      {
        pools: [pool(1100)],
        programs: [program("internal", { sources: [steps(at(0, 500), at(10, 600), at(to, 400))] })],
        tenants: [tenant("tenant", { relet: { lag: { kind: "constant", value: 5 * DAY }, fee: 1 } })],
      },
    );
  const FIRST = Math.floor((30 * DAY) / 58);
  const relet = { kind: "relet", lag: undefined } as const;
  const rescind = { kind: "ifNeedGone", band: 0 } as const;

  test("what a notice has brought is offered no more when the notice is taken back", () => {
    expect(only(run(leaver(13), policy({ refill: relet })), "relet")[0]?.t).toBe(15 * DAY + FIRST);
    const told = run(leaver(13), policy({ refill: relet, rescind }));
    expect(told.story?.notices[0]?.state).toBe("rescinded");
    expect(told.get("relets")).toBe(0);
    expect(only(told, "delivered").map(({ t, gpus }) => [t / DAY, gpus])).toEqual([
      [0, 600],
      [13, 10], // what it had handed over
    ]);
  });

  test("hold and spot let nothing again", () => {
    for (const kind of ["hold", "spot"] as const)
      expect(run(leaver(13), policy({ refill: { kind, lag: undefined } })).get("relets")).toBe(0);
  });

  test("a lag of the policy's own replaces the tenants'", () => {
    const lag = { kind: "constant", value: 9 * DAY } as const;
    const told = run(leaver(13), policy({ refill: { kind: "relet", lag } }));
    expect(only(told, "relet")[0]?.t).toBe(19 * DAY + FIRST);
  });

  describe("internalFirst", () => {
    // The lease of 600 ends on day 10. 100 are used inside, 500 from day 30 on; a successor can be back 30 days after it signs.
    const ending = plan({
      programs: [program("internal", { sources: [steps(at(0, 100), at(30, 500))] })],
      pools: [pool(700)],
      tenants: [tenant("tenant", { relet: { lag: { kind: "constant", value: 5 * DAY }, fee: 1 } })],
      contracts: [contract(600, { expiry: 10 * DAY, termLength: 10 * DAY })],
    });
    const letAgain = (
      kind: "relet" | "internalFirst",
      forecast: "perfect" | "persistence",
      subject = ending,
    ) =>
      only(
        run(
          subject,
          policy({
            trigger: { kind: "never" },
            refill: { kind, lag: undefined },
            forecast: { kind: forecast, sd: 0 },
          }),
        ),
        "relet",
      ).map(({ t, gpus }) => [t / DAY, gpus])[0];

    test("relet lets all that is free, internalFirst what demand foreseen leaves", () => {
      // Signed for ten days: the longest time until it is back is its term. From day 20 on it reaches day 30.
      expect(letAgain("relet", "perfect")).toEqual([15, 600]);
      expect(letAgain("internalFirst", "persistence")).toEqual([15, 600]);
      const long = plan({
        ...ending,
        contracts: [contract(600, { expiry: 10 * DAY, termLength: 90 * DAY })],
      });
      expect(letAgain("relet", "perfect", long)).toEqual([15, 600]);
      expect(letAgain("internalFirst", "perfect", long)).toEqual([15, 200]);
      expect(letAgain("internalFirst", "persistence", long)).toEqual([15, 600]);
    });
  });
});

describe("a policy that waits for a shortage wakes by itself", () => {
  const twice = (over: Partial<Contract> = {}): Plan =>
    plan({
      horizon: 2 * 365 * DAY,
      programs: [program("internal", { sources: [steps(at(0, 400), at(1, 410), at(2, 420))] })],
      contracts: [contract(600, over)],
    });
  const throttled = (over: Partial<PolicySettings["throttle"]>) =>
    policy({ throttle: { ...unthrottled, ...over } });
  // Notices of no length, so that no deadline wakes it.
  const zero = { noticeOwner: 0 };

  test("without limits it calls at once", () => {
    expect(issuedOn(run(twice(zero)))).toEqual([1, 2]);
  });

  test("at the end of the contract's least gap", () => {
    expect(issuedOn(run(twice({ ...zero, minGap: 10 * DAY })))).toEqual([1, 11]);
  });

  test("when a notice of the contract's year is a year old", () => {
    expect(issuedOn(run(twice({ ...zero, maxPerYear: 1 })))).toEqual([1, 366]);
  });

  test("at the end of the policy's own gap, year and budget", () => {
    expect(issuedOn(run(twice(zero), throttled({ minGap: 10 * DAY })))).toEqual([1, 11]);
    expect(issuedOn(run(twice(zero), throttled({ maxPerYear: 1 })))).toEqual([1, 366]);
    const evictionBudget = { evictions: 1, per: 7 * DAY };
    expect(issuedOn(run(twice(zero), throttled({ evictionBudget })))).toEqual([1, 8]);
  });
});

describe("a power limit that cycles", () => {
  // Sixty minutes with power for 1,000, forty with power for 600. What the dark lacks is cut from the tenant.
  const CYCLE = 100 * 60;
  const power = Array.from({ length: 2 * Math.ceil((40 * DAY) / CYCLE) }, (_, i) => ({
    at: Math.floor(i / 2) * CYCLE + (i % 2 === 0 ? 0 : 3600),
    value: i % 2 === 0 ? 1_000_000 : 600_000,
  }));
  const orbit = (demand: number): Plan =>
    plan({
      horizon: 40 * DAY,
      sites: [{ name: "orbit", power, cycle: CYCLE }],
      pools: [pool(1000, { site: 0 })],
      programs: [program("internal", { sources: [level(demand)] })],
      contracts: [contract(300)],
    });
  const lookedAt = (second: number, demand: number) =>
    only(
      run(orbit(demand), policy({ trigger: { kind: "calendar", at: [second], dayOfMonth: 0 } })),
      "notice.issued",
    ).map(({ gpus }) => gpus);
  const BRIGHT = 2 * CYCLE + 60;
  const DARK = 2 * CYCLE + 3660;

  test("is judged by its bright part, whenever it is looked at", () => {
    for (const second of [BRIGHT, DARK]) {
      expect(lookedAt(second, 500)).toEqual([]);
      expect(lookedAt(second, 750)).toEqual([50]);
    }
  });

  test("costs internal demand below the dark level nothing, without a notice", () => {
    expect(run(orbit(500), daily).get("unmetGpuHours")).toBe(0);
  });
});

describe("buy-out", () => {
  // 100 accelerators are short from day 10 on, at 10 dollars an hour; the notice is 30 days, the rent 1 dollar.
  const deal = (dollars: number, over: Partial<Contract> = {}): Plan =>
    bump(10, 9999, { buyOut: { price: { kind: "perGpuDay", dollars }, notice: 5 * DAY }, ...over });
  const buying = (over: Partial<PolicySettings> = {}) => policy({ buyOut: 1, ...over });

  test("the tenant leaves at the end of the deal's notice, and is paid for the days won when it has left", () => {
    const told = run(deal(120), buying());
    expect(told.get("unmetGpuHours")).toBe(100 * 5 * 24);
    expect(told.get("buyOuts")).toBe(100 * 25 * 120);
    expect(only(told, "billed.buyOut").map(({ t, dollars }) => [t / DAY, dollars])).toEqual([
      [15, -100 * 25 * 120],
    ]);
    expect(told.tenants[0]?.buyOut).toBe(100 * 25 * 120);
    const [internal, buyOuts, rent] = [told.get("opportunityCost"), told.get("buyOuts"), told.get("revenue")];
    expect(told.get("netValue")).toBeCloseTo(rent - buyOuts - internal, 6);
  });

  test("it is worth it up to the value of the shortage less the rent", () => {
    expect(run(deal(216), buying()).get("buyOuts")).toBe(100 * 25 * 216);
    expect(run(deal(217), buying()).get("buyOuts")).toBe(0);
    expect(run(deal(217), buying()).get("unmetGpuHours")).toBe(100 * 30 * 24);
    expect(run(deal(120), policy()).get("buyOuts")).toBe(0);
  });

  test("at just the price that makes it worth it, the owner gains nothing by it", () => {
    expect(run(deal(216), buying()).get("netValue")).toBeCloseTo(run(deal(216), policy()).get("netValue"), 4);
    const better = run(deal(116), buying()).get("netValue") - run(deal(116), policy()).get("netValue");
    expect(better).toBeCloseTo(100 * 25 * 100, 4);
  });

  test("a price as a multiple of the fee is that many times the rent of the time won", () => {
    const price = { kind: "shareOfFee", share: 3 } as const;
    const told = run(deal(0, { buyOut: { price, notice: 5 * DAY } }), buying());
    expect(told.get("buyOuts")).toBeCloseTo(100 * 25 * 24 * 3, 6);
  });

  test("a notice that is taken back is not paid for", () => {
    const subject = bump(10, 12, { buyOut: { price: { kind: "perGpuDay", dollars: 1 }, notice: 5 * DAY } });
    const told = run(subject, buying({ rescind: { kind: "ifNeedGone", band: 0 } }));
    expect(told.story?.notices[0]?.state).toBe("rescinded");
    expect(told.get("buyOuts")).toBe(0);
  });

  test("the tenant that had less notice has more to bear", () => {
    const cost = (by: PolicySettings) => run(deal(120), by).get("tenantCost");
    // Ninety days to find other capacity, at 10 dollars an hour.
    expect(cost(policy())).toBe(100 * 60 * 24 * 10);
    expect(cost(buying())).toBe(100 * 85 * 24 * 10);
  });
});

/** A stream of the tenant whose jobs never come. */
const idleStream = externalStream("none", {
  source: {
    kind: "synthetic",
    spec: {
      arrivals: { kind: "at", times: [] },
      gpus: { kind: "constant", value: 1 },
      mostGpus: 1,
      minShare: 1,
      seconds: { kind: "constant", value: 1 },
      estimateFactor: { kind: "constant", value: 1 },
      users: 1,
    },
  },
});

test("untilNextCheckpoint: the cycle is that of the tenant's jobs, counted from its lease's start", () => {
  const stream = { checkpointEvery: 7 * DAY - HOUR, checkpointCost: HOUR };
  const subject = bump(10, 9999, { noticeOwner: 3 * DAY }, { streams: [] });
  const by = policy({ notice: { kind: "untilNextCheckpoint", length: 0, insideLockout: "refuse" } });
  expect(run(subject, by).story?.notices[0]?.effectiveAt).toBe(13 * DAY);
  const withJobs = { ...subject, streams: [{ ...idleStream, ...stream }] };
  expect(run(withJobs, by).story?.notices[0]?.effectiveAt).toBe(14 * DAY);
});

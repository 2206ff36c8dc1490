/** Clauses of contracts, each with a schedule and a bill that can be checked by hand. */
import { describe, expect, test } from "vitest";
import { monthLength } from "../../src/model/billing.ts";
import type { Contract } from "../../src/model/types.ts";
import { at, contract, DAY, only, plan, pool, program, run, steps, tenant } from "./builders.ts";

const HOURS = 24;
/** 1,000 accelerators at $1 an hour, all of it called on day 10. */
const called = (over: Partial<Contract> = {}, of: Parameters<typeof plan>[0] = {}) =>
  run(
    plan({
      programs: [program("p", { sources: [steps(at(10, 1000))] })],
      contracts: [contract(1000, { noticeOwner: 30 * DAY, ...over })],
      ...of,
    }),
  );

describe("a calendar month", () => {
  test("begins with its first second and ends before that of the next", () => {
    const year = { ...plan(), monthStarts: [0, 31 * DAY, 59 * DAY, 90 * DAY] };
    const days = (second: number): number => monthLength(year, second) / DAY;
    expect([0, 31 * DAY - 1, 31 * DAY, 59 * DAY - 1, 59 * DAY, 89 * DAY].map(days)).toEqual([
      31, 31, 28, 28, 31, 31,
    ]);
  });
});

describe("an off-ramp", () => {
  const told = called({ offRamp: { lasts: 20 * DAY, fee: 0.25 } });

  test("lets a called tenant stay beyond its notice, and the owner knows", () => {
    expect(told.story?.notices.map((n) => [n.issuedAt / DAY, n.effectiveAt / DAY, n.state])).toEqual([
      [10, 60, "enforced"],
    ]);
    expect(told.get("unmetGpuHours")).toBe(1000 * 50 * HOURS);
    expect(told.story?.leases[0]?.earliestReturn).toBe(50 * DAY);
  });

  test("has a fee of its own: in full for 40 days, a quarter for 20", () => {
    expect(told.get("revenue")).toBeCloseTo(1000 * HOURS * (40 + 20 / 4), 4);
  });

  test("ends with the term, as every notice does", () => {
    const short = called({
      offRamp: { lasts: 20 * DAY, fee: 1 },
      expiry: 55 * DAY,
      renewal: { term: 100 * DAY, probability: 1, lead: DAY },
    });
    expect(short.story?.notices.map((n) => [n.kind, n.effectiveAt / DAY])).toEqual([["nonRenew", 55]]);
  });

  test("costs nothing where nobody is called", () => {
    const idle = run(plan({ contracts: [contract(600, { offRamp: { lasts: 20 * DAY, fee: 0 } })] }));
    expect(idle.get("revenue")).toBeCloseTo(600 * 365 * HOURS, 3);
  });

  test("by the megawatt is billed in watts", () => {
    const metered = called({
      fee: { kind: "perMwMonth", dollars: 30 },
      offRamp: { lasts: 20 * DAY, fee: 0.25 },
    });
    // 1,000 accelerators of 1 kW are 1 MW, and the months of the test have 30 days: $1 a day
    expect(metered.get("revenue")).toBeCloseTo(40 + 20 / 4, 6);
  });
});

describe("ending early", () => {
  const monthly = (1000 * HOURS * 365) / 12;

  test("by a wind-down costs the area below a line from the full fee to nothing", () => {
    const told = called({
      terminationByOwner: { kind: "windDown", lasts: 73 * DAY },
    });
    // 73 days are 2.4 mean months; half of them
    expect(told.get("terminationBalance")).toBeCloseTo(-monthly * 1.2, 3);
  });

  test("cuts the wind-down off at the end of the term", () => {
    // Ended on day 40 with 36.5 days to run: 1.2 months, the line then at half; 1.2 - 0.3 = 0.9 months.
    const told = called({
      terminationByOwner: { kind: "windDown", lasts: 73 * DAY },
      expiry: 76.5 * DAY,
    });
    expect(told.get("terminationBalance")).toBeCloseTo(-monthly * 0.9, 3);
  });

  test("by a share of what remains, by months, or by a fixed charge", () => {
    const charged = (terminationByOwner: Contract["terminationByOwner"]) =>
      called({ terminationByOwner, expiry: 113 * DAY }).get("terminationBalance");
    expect(charged({ kind: "shareOfRemaining", share: 0.5 })).toBeCloseTo(-(1000 * 73 * HOURS) / 2, 3);
    expect(charged({ kind: "months", months: 3 })).toBeCloseTo(-3 * monthly, 3);
    expect(charged({ kind: "fixed", dollars: 7 })).toBe(-7);
  });

  test("by the tenant is paid by the tenant", () => {
    const told = run(
      plan({
        tenants: [tenant("tenant", { exitAt: 10 * DAY })],
        contracts: [contract(600, { terminationByTenant: { kind: "windDown", lasts: 73 * DAY } })],
      }),
    );
    expect(told.get("terminationBalance")).toBeCloseTo(0.6 * monthly * 1.2, 3);
  });
});

describe("renewal", () => {
  const renewed = (over: Partial<NonNullable<Contract["renewal"]>>, of: Parameters<typeof plan>[0] = {}) =>
    run(
      plan({
        contracts: [
          contract(600, {
            expiry: 100 * DAY,
            noticeTenant: 30 * DAY,
            renewal: { term: 100 * DAY, probability: 1, ...over },
          }),
        ],
        ...of,
      }),
    );

  test("is decided ahead by the tenant's notice, or by a lead of its own", () => {
    const days = (told: ReturnType<typeof run>) => only(told, "lease.renewed").map(({ t }) => t / DAY);
    expect(days(renewed({}))).toEqual([70, 170, 270]);
    expect(days(renewed({ lead: 10 * DAY }))).toEqual([90, 190, 290]);
  });

  test("at the market's price moves the fee of the new term, as the market stood on the day of the decision", () => {
    const rise = {
      market: {
        every: DAY,
        growth: 1,
        sigma: 0,
        halfLife: undefined,
        steps: [
          { at: 60 * DAY, value: 2 },
          { at: 80 * DAY, value: 3 },
        ],
      },
    };
    const told = renewed({ repriced: true }, rise);
    // 100 days at $1; decided on day 70 at 2, from day 100 on; decided on day 170 at 3, from day 200 on
    expect(told.get("revenue")).toBeCloseTo(600 * HOURS * (100 + 2 * 100 + 3 * 165), 2);
    expect(renewed({}, rise).get("revenue")).toBeCloseTo(600 * HOURS * 365, 2);
  });
});

describe("a tenant's own option to leave", () => {
  const falling = (over: Partial<Contract> = {}, exitBelow = 0.8) =>
    run(
      plan({
        tenants: [tenant("tenant", { exitBelow })],
        contracts: [contract(600, over)],
        market: {
          every: 7 * DAY,
          growth: 1,
          sigma: 0,
          halfLife: undefined,
          steps: [{ at: 50 * DAY, value: 0.7 }],
        },
      }),
    );

  test("is used on the first day of the grid on which the market is cheap enough", () => {
    expect(falling().story?.notices.map((n) => [n.by, n.issuedAt / DAY, n.effectiveAt / DAY])).toEqual([
      ["tenant", 56, 86],
    ]);
  });

  test("waits for the end of the lockout", () => {
    const [notice] = falling({ lockoutEnd: 100 * DAY }).story?.notices ?? [];
    expect(notice?.issuedAt).toBe(105 * DAY);
  });

  test("is not used while the market is not cheap enough, nor by those who have none", () => {
    expect(falling({}, 0.7).story?.notices).toEqual([]);
    expect(falling({}, 0).story?.notices).toEqual([]);
  });

  test("a market that nobody acts on changes no event but its own", () => {
    const still = run(plan({ tenants: [tenant("tenant")] }));
    const told = falling({}, 0);
    expect(told.events.filter(({ kind }) => kind !== "market")).toEqual(still.events);
  });
});

describe("evictions in part", () => {
  const shrunk = (leaving: number) =>
    called(
      { minQuantity: 0, noticeTenant: 5 * DAY },
      {
        programs: [program("p", { sources: [steps(at(10, 300), at(100, 500))] })],
        tenants: [tenant("tenant", { leaving })],
      },
    );

  test("may make the tenant leave with the rest", () => {
    expect(shrunk(100).story?.notices.map((n) => [n.by, n.kind, n.gpus, n.effectiveAt / DAY])).toEqual([
      ["owner", "shrink", 300, 40],
      ["tenant", "terminate", 700, 45],
    ]);
  });

  test("or not", () => {
    expect(shrunk(0).story?.notices.map((n) => [n.by, n.gpus])).toEqual([
      ["owner", 300],
      ["owner", 200],
    ]);
  });

  test("make it leave as often as the hazard says", () => {
    let left = 0;
    for (let seed = 0; seed < 400; seed++) {
      const told = called(
        { noticeTenant: 5 * DAY },
        {
          seed: `leaving ${seed}`,
          horizon: 60 * DAY,
          programs: [program("p", { sources: [steps(at(10, 300))] })],
          tenants: [tenant("tenant", { leaving: 0.5 })],
        },
      );
      if (told.story?.notices.some(({ by }) => by === "tenant")) left++;
    }
    // 1 - e^-0.5 = 0.393; four standard errors
    expect(Math.abs(left / 400 - 0.3935)).toBeLessThan(4 * Math.sqrt((0.3935 * 0.6065) / 400));
  });
});

describe("a late delivery", () => {
  // 400 of 1,000 are on line on day 0, all of them on day 60.
  const late = (over: Partial<Contract>) =>
    run(
      plan({
        pools: [
          pool(400, {
            phases: [
              { at: 0, value: 400 },
              { at: 60 * DAY, value: 1000 },
            ],
          }),
        ],
        programs: [],
        contracts: [contract(1000, over)],
        horizon: 90 * DAY,
      }),
    );

  test("within the grace is made good, and only what is there is paid for", () => {
    const told = late({ grace: 70 * DAY, onMiss: "terminate" });
    expect(told.get("revenue")).toBeCloseTo(HOURS * (400 * 60 + 1000 * 30), 3);
    expect(told.get("missedDeliveryGpuHours")).toBe(600 * 60 * HOURS);
  });

  test("beyond it ends the lease at once, or leaves it at what is there", () => {
    const ended = late({ grace: 30 * DAY, onMiss: "terminate" });
    expect(ended.story?.leases.map((l) => [l.end / DAY, l.endReason])).toEqual([[30, "breach"]]);
    expect(ended.get("revenue")).toBeCloseTo(HOURS * 400 * 30, 3);
    const less = late({ grace: 30 * DAY, onMiss: "proRata" });
    expect(less.get("revenue")).toBeCloseTo(HOURS * 400 * 90, 3);
    expect(less.get("missedDeliveryGpuHours")).toBe(600 * 30 * HOURS);
  });
});

test("no more than so many calls a year are served", () => {
  const told = called(
    { minQuantity: 0, maxPerYear: 2, noticeOwner: DAY },
    { programs: [program("p", { sources: [steps(at(10, 100), at(20, 200), at(30, 300), at(40, 400))] })] },
  );
  expect(told.story?.notices.map((n) => n.issuedAt / DAY)).toEqual([10, 20]);
});

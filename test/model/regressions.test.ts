/** Faults that were found once, each with the smallest schedule that showed it. */
import { describe, expect, test } from "vitest";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";
import {
  at,
  contract,
  DAY,
  daily,
  gang,
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
} from "./builders.ts";

const gangs = (...runs: ReturnType<typeof gang>[]) => ({
  kind: "runs" as const,
  runs,
  pools: [{ pool: 0, ratio: 1 }],
});
const served = (told: ReturnType<typeof run>) =>
  told.story?.notices.map((n) => [n.issuedAt / DAY, n.effectiveAt / DAY, n.gpus, n.kind]);

test("a series changes nothing: instants that only sample decide nothing", () => {
  const subject = plan({
    programs: [program("p", { sources: [level(700)] })],
    contracts: [contract(600, { lockoutEnd: 45 * DAY + HOUR })],
  });
  const notices = [0, 20, 180, 365].map((bins) => {
    const simulation = createSimulation(subject, policy(), drawDemand(subject, 0), { bins, story: false });
    simulation.finish();
    return simulation.world.notices.map((n) => [n.issuedAt, n.gpus]);
  });
  // Demand is short from the start; the first legal second is the end of the lockout.
  for (const each of notices) expect(each).toEqual([[45 * DAY + HOUR, 300]]);
});

test("a lease that starts can be called in the same instant: it is delivered before the policy is asked", () => {
  expect(served(run(plan({ programs: [program("p", { sources: [level(700)] })] }), daily))).toEqual([
    [0, 30, 300, "shrink"],
  ]);
});

describe("level demand over less important gangs", () => {
  const over = (demand: number, leased: number, gpus: number) =>
    run(
      plan({
        horizon: 20 * DAY,
        contracts: leased === 0 ? [] : [contract(leased)],
        tenants: leased === 0 ? [] : [tenant("tenant")],
        programs: [
          program("high", { priority: 200, sources: [steps(at(5, demand))] }),
          program("low", { priority: 1, sources: [gangs(gang("g", 0, gpus, 100 * DAY))] }),
        ],
      }),
      policy({ trigger: { kind: "never" } }),
    );

  test("takes what a gang without notice gives up in the same instant, and the gang waits", () => {
    const told = over(800, 0, 500);
    expect(told.story?.programs[0]?.held.at(-1)?.value).toBe(800);
    expect(told.story?.runs[0]?.outcome).toBe("queued");
  });

  test("takes a gang's part even when that is not all it wants", () => {
    const told = over(1000, 600, 300);
    expect(told.story?.programs[0]?.held.at(-1)?.value).toBe(400);
  });
});

test("a shrink that would run beyond the term is no eviction and costs no charge", () => {
  const told = run(
    plan({
      programs: [program("p", { sources: [steps(at(10, 500))] })],
      contracts: [
        contract(600, {
          expiry: 30 * DAY,
          noticeTenant: 5 * DAY,
          noticeOwner: 60 * DAY,
          renewal: { term: 400 * DAY, probability: 1 },
          terminationByOwner: { kind: "fixed", dollars: 6000 },
        }),
      ],
    }),
  );
  expect(served(told)).toEqual([[10, 30, 100, "nonRenew"]]);
  expect([told.get("evictions"), told.get("terminationBalance")]).toEqual([0, 0]);
  expect(told.story?.leases[0]).toMatchObject({ end: -1, expiry: 430 * DAY });
});

test("a queued notice counts as supply: it is not queued again at every review", () => {
  const told = run(
    plan({
      programs: [program("p", { sources: [level(500)] })],
      contracts: [contract(600, { lockoutEnd: 80 * DAY })],
    }),
    policy({
      trigger: { kind: "periodic", every: DAY },
      notice: { kind: "contractMinimum", length: 0, insideLockout: "queue" },
    }),
  );
  expect(served(told)).toEqual([[80, 110, 100, "shrink"]]);
});

test("a renewal that is due at the start is decided at the start", () => {
  for (const start of [0, 1]) {
    const told = run(
      plan({
        programs: [],
        horizon: 200 * DAY,
        contracts: [
          contract(600, {
            start,
            ramp: [{ at: start, gpus: 600, fee: 1 }],
            expiry: 20 * DAY,
            noticeTenant: 30 * DAY,
            renewal: { term: 60 * DAY, probability: 1 },
          }),
        ],
      }),
    );
    expect(told.story?.leases[0]?.end).toBe(-1);
  }
});

test("what another group's gang holds is no supply", () => {
  const told = run(
    plan({
      horizon: 100 * DAY,
      pools: [pool(500), pool(600, { name: "b" })],
      programs: [
        program("r", { priority: 200, sources: [gangs(gang("g", 0, 500, 1000 * DAY))] }),
        program("l", {
          sources: [
            level(400, {
              pools: [
                { pool: 0, ratio: 1 },
                { pool: 1, ratio: 1 },
              ],
            }),
          ],
        }),
      ],
      contracts: [contract(600, { pools: [1] })],
    }),
  );
  expect(told.story?.notices[0]).toMatchObject({ gpus: 400, state: "enforced" });
});

test("capacity is not let again while a gang that would fit waits for it", () => {
  const told = run(
    plan({
      horizon: 100 * DAY,
      tenants: [tenant("t", { relet: { lag: { kind: "constant", value: 2 * DAY }, fee: 1 } })],
      programs: [program("r", { sources: [gangs(gang("g", 5 * DAY, 600, 10 * DAY))] })],
      contracts: [
        contract(300, { name: "x", expiry: 10 * DAY }),
        contract(300, { name: "y", expiry: 20 * DAY }),
        contract(400, { name: "z", lockoutEnd: 300 * DAY }),
      ],
    }),
    policy({ trigger: { kind: "never" }, refill: { kind: "relet", lag: undefined } }),
  );
  expect(told.story?.runs[0]?.spells[0]?.from).toBe(20 * DAY);
});

test("a delivery without any grace is missed at once", () => {
  const told = run(
    plan({
      horizon: 100 * DAY,
      pools: [pool(300)],
      programs: [],
      contracts: [contract(600, { grace: 0, onMiss: "terminate" })],
    }),
  );
  expect(told.story?.leases[0]).toMatchObject({ end: 1, endReason: "breach" });
});

test("a credit is a share of the fee that was due at the time, not of a later one", () => {
  const told = run(
    plan({
      horizon: 30 * DAY,
      pools: [pool(100)],
      programs: [],
      contracts: [
        contract(200, {
          slaCredit: [{ below: 1, credit: 1 }],
          grace: 100 * DAY,
          ramp: [
            { at: 0, gpus: 200, fee: 0 },
            { at: 29 * DAY, gpus: 200, fee: 1 },
          ],
        }),
      ],
    }),
  );
  expect([told.get("revenue"), told.get("credits")]).toEqual([100 * 24, 200 * 24]);
});

test("an owner that calls a tenant on its way out gets all of it: the tenant does not stay with the rest", () => {
  const told = run(
    plan({
      tenants: [tenant("t", { exitAt: 10 * DAY })],
      programs: [program("p", { sources: [steps(at(20, 500))] })],
      contracts: [contract(600, { noticeTenant: 180 * DAY, noticeOwner: 30 * DAY })],
    }),
  );
  expect(told.story?.leases[0]).toMatchObject({ end: 50 * DAY, endReason: "ownerNotice" });
  expect(only(told, "notice.moot")).toHaveLength(1);
});

test("under onBlocked a notice is taken back when nothing is blocked any more", () => {
  const told = run(
    plan({ programs: [program("p", { sources: [steps(at(10, 1000), at(20, 0))] })] }),
    policy({ rescind: { kind: "ifNeedGone", band: 0 } }),
  );
  expect(told.story?.notices.map((n) => [n.state, n.endedAt / DAY])).toEqual([["rescinded", 20]]);
});

test("a lease whose termination was rescinded catches up with the ramp it missed", () => {
  const told = run(
    plan({
      horizon: 300 * DAY,
      programs: [program("p", { sources: [steps(at(10, 1000), at(30, 0))] })],
      contracts: [
        contract(600, {
          noticeOwner: 60 * DAY,
          ramp: [
            { at: 0, gpus: 100, fee: 1 },
            { at: 20 * DAY, gpus: 300, fee: 1 },
            { at: 100 * DAY, gpus: 600, fee: 1 },
          ],
        }),
      ],
    }),
    policy({ trigger: { kind: "periodic", every: DAY }, rescind: { kind: "ifNeedGone", band: 0 } }),
  );
  expect(told.story?.leases[0]?.held.map((h) => [h.at / DAY, h.firm, h.noticed])).toEqual([
    [0, 100, 0],
    [10, 0, 100],
    [30, 300, 0],
    [100, 600, 0],
  ]);
});

test("a lease that the tenant does not renew is supply from the end of its term: nobody else is called for it", () => {
  const told = run(
    plan({
      horizon: 200 * DAY,
      tenants: [tenant("a"), tenant("b")],
      programs: [program("p", { sources: [steps(at(0, 400), at(35, 600))] })],
      contracts: [
        contract(300, {
          name: "a",
          expiry: 60 * DAY,
          noticeTenant: 30 * DAY,
          lockoutEnd: 1000 * DAY,
          renewal: { term: 60 * DAY, probability: 0 },
        }),
        contract(300, { name: "b", tenant: 1 }),
      ],
    }),
    daily,
  );
  expect(told.story?.notices).toEqual([]);
});

test("a gang is preempted for what it holds in pools that are of use, not for the rest", () => {
  const both = [
    { pool: 0, ratio: 1 },
    { pool: 1, ratio: 1 },
  ];
  const told = run(
    plan({
      horizon: 20 * DAY,
      tenants: [],
      contracts: [],
      pools: [pool(300), pool(700, { name: "b" })],
      programs: [
        program("high", { priority: 200, sources: [gangs(gang("u", 5 * DAY, 400, DAY))] }),
        program("low", {
          priority: 1,
          sources: [{ kind: "runs", runs: [gang("g", 0, 1000, 10 * DAY)], pools: both }],
        }),
      ],
    }),
  );
  // 400 of the first pool are not to be had, whoever gives way.
  expect(told.story?.notices).toEqual([]);
});

test("what was let again is not stranded any more", () => {
  const told = run(
    plan({
      horizon: 100 * DAY,
      tenants: [tenant("t", { relet: { lag: { kind: "constant", value: 2 * DAY }, fee: 1 } })],
      programs: [program("p", { sources: [level(500, { steps: [at(20, 400)] })] })],
      contracts: [contract(600, { noticeOwner: 30 * DAY })],
    }),
    policy({ trigger: { kind: "periodic", every: DAY }, refill: { kind: "relet", lag: undefined } }),
  );
  // 100 come back on day 30, nobody needs them, and on day 32 they are let again.
  expect(told.get("relets")).toBe(1);
  expect(told.get("strandedAfterNotice")).toBe(100 * 2 * 24);
});

test("what a rescission gives back to the tenant is not stranded", () => {
  const told = run(
    plan({
      horizon: 200 * DAY,
      programs: [program("p", { sources: [steps(at(5, 1000), at(20, 0))] })],
      contracts: [
        contract(600, { onNotice: { kind: "linear", power: 1, remaining: { kind: "constant", value: 0 } } }),
      ],
    }),
    policy({ trigger: { kind: "periodic", every: DAY }, rescind: { kind: "ifNeedGone", band: 0 } }),
  );
  expect(told.story?.leases[0]?.held.at(-1)).toMatchObject({ firm: 600, noticed: 0 });
  expect(told.get("strandedAfterNotice")).toBe(0);
});

test("a lease that ended by breach is not revived by a rescission", () => {
  const told = run(
    plan({
      horizon: 200 * DAY,
      pools: [pool(700)],
      programs: [program("p", { sources: [level(100, { steps: [at(5, 300), at(20, 0)] })] })],
      contracts: [contract(800, { onMiss: "terminate", grace: 10 * DAY, noticeOwner: 60 * DAY })],
    }),
    policy({ trigger: { kind: "periodic", every: DAY }, rescind: { kind: "ifNeedGone", band: 0 } }),
  );
  expect(told.story?.leases[0]).toMatchObject({ end: 10 * DAY, endReason: "breach" });
  // One for what the lease was promised beyond the pool, one for the step on day 5.
  expect(told.story?.notices.map((n) => n.state)).toEqual(["moot", "moot"]);
  expect(told.world.leases[0]?.firmTotal).toBe(0);
});

describe("found by the second engine", () => {
  const SECOND = policy({ trigger: { kind: "periodic", every: 1 }, spare: false });
  const upTo = (gpus: number) => ({ kind: "orderUpTo" as const, level: gpus });
  const wants = (gpus: number) => [program("p", { sources: [level(gpus)] })];
  const tenants = [tenant("a"), tenant("b"), tenant("c")];
  const lease = (index: number, gpus: number, over: Parameters<typeof contract>[1]) =>
    contract(gpus, { name: "abc"[index] as string, tenant: index, ...over });
  const served = (told: ReturnType<typeof run>) =>
    told.world.notices.map((n) => `${n.lease?.name} ${n.gpus} at ${n.issuedAt}: ${n.state}`);

  test("a tenant whose last step falls on the deadline has complied", () => {
    const linear = { kind: "linear" as const, power: 1, remaining: { kind: "constant" as const, value: 0 } };
    const book = plan({
      horizon: 20,
      pools: [pool(10)],
      programs: wants(10),
      contracts: [contract(5, { noticeOwner: 8, onNotice: linear, acceptEarlyReturn: false })],
    });
    expect(run(book, SECOND).world.notices.map((n) => [n.endedAt, n.state])).toEqual([[8, "complied"]]);
  });

  test("a call counts for nothing once the lease would have been back by itself", () => {
    const book = plan({
      horizon: 40,
      pools: [pool(10)],
      programs: wants(0),
      tenants,
      // The first ends at 5; its call helps at 0, and not when the second could be back, at 20.
      contracts: [lease(0, 4, { noticeOwner: 0, expiry: 5 }), lease(1, 6, { noticeOwner: 20 })],
    });
    expect(served(run(book, { ...SECOND, size: upTo(8) }))).toEqual([
      "a 4 at 0: enforced",
      "b 4 at 0: enforced",
    ]);
  });

  test("a call that changes nothing is spared though another horizon cannot be covered", () => {
    const book = plan({
      horizon: 20,
      pools: [
        pool(10, {
          phases: [
            { at: 0, value: 10 },
            { at: 3, value: 18 },
          ],
        }),
      ],
      programs: wants(12),
      tenants,
      // Twelve are short now and six can be had; with them and the phase nothing is short when the first could be back.
      contracts: [
        lease(0, 4, { noticeOwner: 5, fee: { kind: "perGpuHour", dollars: 1 } }),
        lease(1, 6, { noticeOwner: 0, fee: { kind: "perGpuHour", dollars: 2 } }),
      ],
    });
    const told = run(book, { ...SECOND, victims: ["lowestFee"], spare: true });
    expect(served(told)).toEqual(["b 6 at 0: enforced"]);
  });

  test("what is wiped after a term shorter than the wiping is no supply before it is over", () => {
    const book = plan({
      horizon: 20,
      pools: [pool(10)],
      programs: wants(0),
      tenants,
      // The first is wiped until 4. When the second could be back, at 2, four are wanted and three are there.
      contracts: [lease(0, 6, { expiry: 1, turnover: 3, noticeOwner: 30 }), lease(1, 1, { noticeOwner: 2 })],
    });
    expect(served(run(book, { ...SECOND, size: upTo(4) })).filter((line) => line.startsWith("b"))).toEqual([
      "b 1 at 0: enforced",
    ]);
  });

  test("a month is settled once though a step of the ramp that leaves the fee alone falls in it", () => {
    const book = plan({
      horizon: 40,
      monthStarts: [0, 40],
      pools: [pool(4)],
      programs: wants(0),
      contracts: [
        contract(6, {
          ramp: [
            { at: 0, gpus: 2, fee: 1 },
            { at: 20, gpus: 6, fee: 1 },
          ],
          slaCredit: [{ below: 0.7, credit: 0.5 }],
        }),
      ],
    });
    // Of 160 due 120 were held: 75 %. The second half alone would be below the rung.
    expect(run(book, policy({ trigger: { kind: "never" } })).get("credits")).toBe(0);
  });

  test("a rescission does not count against a notice whose capacity comes sooner", () => {
    const book = plan({
      horizon: 40,
      pools: [pool(10)],
      programs: [
        program("p", {
          sources: [
            level(0, {
              every: 1,
              steps: [
                { at: 0, value: 10 },
                { at: 2, value: 2 },
              ],
            }),
          ],
        }),
      ],
      tenants,
      contracts: [lease(0, 4, { noticeOwner: 5 }), lease(1, 4, { noticeOwner: 20 })],
    });
    const told = run(book, { ...SECOND, rescind: { kind: "ifNeedGone", band: 0 } });
    expect(only(told, "notice.rescinded").map(({ t, target }) => [t, target])).toEqual([
      [2, "b"],
      [2, "a"],
    ]);
  });

  test("a lease whose lockout outlasts its term takes no place in a round", () => {
    const book = plan({
      horizon: 20,
      pools: [pool(10)],
      programs: wants(10),
      tenants,
      contracts: [
        lease(0, 2, { noticeOwner: 0, expiry: 5, lockoutEnd: 9, lockoutMeaning: "effective" }),
        lease(1, 2, { noticeOwner: 0 }),
      ],
    });
    const told = run(book, { ...SECOND, throttle: { ...SECOND.throttle, maxOpen: 1 } });
    expect(served(told)).toEqual(["b 2 at 0: enforced"]);
  });

  test("a lease that goes on again while something is late has the whole grace period, and no more", () => {
    const phases = [
      { at: 0, value: 10 },
      { at: 15, value: 11 },
    ];
    const ramp = [
      { at: 4, gpus: 5, fee: 0.5 },
      { at: 8, gpus: 10, fee: 1 },
    ];
    const book = plan({
      horizon: 40,
      pools: [pool(10, { phases })],
      programs: [program("p", { sources: [level(0, { every: 1, steps: [{ at: 0, value: 6 }] })] })],
      // One is late from 4 on. Called whole at 7 and taken back at 14, when six are late: nothing happens in between.
      contracts: [
        contract(10, { start: 4, ramp, noticeOwner: 20, turnover: 1, grace: 4, onMiss: "terminate" }),
      ],
    });
    const rescind = { kind: "ifNeedGone" as const, band: 0 };
    const told = run(book, { ...SECOND, trigger: { kind: "periodic", every: 7 }, rescind });
    expect(only(told, "notice.rescinded").map(({ t }) => t)).toEqual([14]);
    expect(only(told, "lease.ended").map(({ t, reason }) => [t, reason])).toEqual([[18, "breach"]]);
  });
});

describe("notices that wait for the end of a lockout count for the limits on repeated ones", () => {
  const LOCKED = 90 * DAY + HOUR;
  /** Ten accelerators are short from day 10 on, twenty from day 20 on. */
  const issued = (over: Parameters<typeof contract>[1], maxPerYear = Number.POSITIVE_INFINITY) =>
    served(
      run(
        plan({
          horizon: 500 * DAY,
          programs: [program("p", { sources: [steps(at(0, 400), at(10, 410), at(20, 420))] })],
          contracts: [contract(600, { lockoutEnd: LOCKED, ...over })],
        }),
        {
          ...daily,
          notice: { ...daily.notice, insideLockout: "queue" },
          throttle: { ...daily.throttle, maxPerYear },
        },
      ),
    )?.map(([issuedAt, , gpus]) => [issuedAt, gpus]);

  test("without limits both are served when it ends", () => {
    expect(issued({})).toEqual([
      [LOCKED / DAY, 10],
      [LOCKED / DAY, 10],
    ]);
  });

  test("with one a year the second follows at the first look a year later", () => {
    const expected = [
      [LOCKED / DAY, 10],
      [90 + 365 + 1, 10],
    ];
    expect(issued({ maxPerYear: 1 })).toEqual(expected);
    expect(issued({}, 1)).toEqual(expected);
  });

  test("with a least gap the second follows at the first look after it", () => {
    expect(issued({ minGap: 15 * DAY })).toEqual([
      [LOCKED / DAY, 10],
      [90 + 15 + 1, 10],
    ]);
  });
});

test("a substitute worth two lets go what it made superfluous of the first choice", () => {
  const pools = [
    { pool: 0, ratio: 1 },
    { pool: 1, ratio: 2 },
  ];
  const told = run(
    plan({
      horizon: DAY,
      pools: [pool(4, { name: "own" }), pool(1, { name: "spare" })],
      programs: [program("p", { sources: [level(5, { pools })] })],
      contracts: [],
      tenants: [],
    }),
  );
  // Five are wanted: four of the first pool and one of the second, worth two, would be six.
  const moves = told.events.filter(({ kind }) => kind === "granted" || kind === "released");
  expect(moves.map(({ kind, pool: of, gpus }) => [kind, of, gpus])).toEqual([
    ["granted", "own", 4],
    ["granted", "spare", 1],
    ["released", "own", 1],
  ]);
});

describe("limits on repeated notices", () => {
  const growing = (over: Parameters<typeof contract>[1]) =>
    plan({
      horizon: 100 * DAY,
      programs: [program("p", { sources: [steps(at(1, 700), at(2, 800))] })],
      contracts: [contract(600, { lockoutEnd: 45 * DAY, noticeOwner: 30 * DAY, ...over })],
    });
  const queueing = policy({ notice: { kind: "contractMinimum", length: 0, insideLockout: "queue" } });
  const dates = (over: Parameters<typeof contract>[1]) =>
    served(run(growing(over), queueing))?.map(([issued, , gpus]) => [issued, gpus]);

  test("count notices that wait for the end of the lockout", () => {
    // Short by 300 on day 1 and by 100 more on day 2; both calls wait for day 45.
    expect(dates({})).toEqual([
      [45, 300],
      [45, 100],
    ]);
    expect(dates({ maxPerYear: 1 })).toEqual([[45, 300]]);
    expect(dates({ minGap: DAY })).toEqual([
      [45, 300],
      [46, 100],
    ]);
  });

  test("of the policy bind a plan of least expected cost, too", () => {
    const foreseeing = policy({
      trigger: { kind: "periodic", every: DAY },
      size: { kind: "plan", horizon: 365 * DAY },
      forecast: { kind: "perfect", sd: 0 },
    });
    const called = (maxPerYear: number) =>
      served(
        run(growing({ lockoutEnd: 0 }), {
          ...foreseeing,
          throttle: { ...foreseeing.throttle, maxPerYear },
        }),
      )?.length;
    expect(called(Number.POSITIVE_INFINITY)).toBeGreaterThan(0);
    expect(called(0)).toBe(0);
  });
});

test("a plan that would look ahead by the second for years is refused with its reason", () => {
  const seconds = policy({
    trigger: { kind: "periodic", every: 1 },
    size: { kind: "plan", horizon: 2_000_000 },
    forecast: { kind: "persistence", sd: 0 },
  });
  const planned = plan({
    horizon: DAY,
    programs: [program("p", { sources: [level(500)] })],
    contracts: [contract(600, { noticeOwner: 0 })],
  });
  expect(() => run(planned, seconds)).toThrow("would look 2000000 times ahead");
});

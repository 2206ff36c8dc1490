/** The awkward corners of the model, each decided and each with a schedule that can be checked by hand. */
import { describe, expect, test } from "vitest";
import { INTERNAL } from "../../src/model/ledger.ts";
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

describe("corner 1: a notice expires after the demand has vanished", () => {
  const vanished = (over = {}) =>
    plan({
      programs: [program("p", { sources: [steps(at(10, 1000), at(20, 0))] })],
      contracts: [contract(1000, { noticeOwner: 30 * DAY, ...over })],
    });

  test("it is enforced anyway, and counted in vain", () => {
    const told = run(vanished());
    expect(told.story?.notices.map((n) => [n.state, n.effectiveAt / DAY, n.needed])).toEqual([
      ["enforced", 40, 0],
    ]);
    expect(told.get("inVainShare")).toBe(1);
    expect(told.get("strandedAfterNotice")).toBe(1000 * (365 - 40) * 24);
  });

  test("unless it is rescinded", () => {
    const told = run(
      vanished(),
      policy({ rescind: { kind: "ifNeedGone", band: 0 }, trigger: { kind: "periodic", every: DAY } }),
    );
    expect(told.story?.notices.map((n) => [n.state, n.endedAt / DAY])).toEqual([["rescinded", 20]]);
    expect(told.get("revenue")).toBeCloseTo(1000 * 365 * 24, 2);
  });
});

describe("corner 2: rescission", () => {
  const twice = (rescindable: number) =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 1000), at(20, 0), at(30, 1000))] })],
        contracts: [contract(1000, { noticeOwner: 30 * DAY, rescindable })],
      }),
      policy({ rescind: { kind: "ifNeedGone", band: 0 }, trigger: { kind: "periodic", every: DAY } }),
    );

  test("accepted, it restores the entitlement, and a later notice starts a full fresh period", () => {
    expect(twice(1).story?.notices.map((n) => [n.issuedAt / DAY, n.effectiveAt / DAY, n.state])).toEqual([
      [10, 40, "rescinded"],
      [30, 60, "enforced"],
    ]);
  });

  test("refused, it leaves the notice as it was", () => {
    expect(twice(0).story?.notices.map((n) => [n.issuedAt / DAY, n.effectiveAt / DAY, n.state])).toEqual([
      [10, 40, "enforced"],
    ]);
  });
});

test("corner 3: capacity that fails during a notice stays the tenant's, with a credit, and is short on delivery", () => {
  const told = run(
    plan({
      pools: [pool(1000, { outages: [{ at: 20 * DAY, gpus: 100, lasts: 100 * DAY }] })],
      programs: [program("p", { sources: [steps(at(10, 1000))] })],
      contracts: [contract(1000, { noticeOwner: 30 * DAY, slaCredit: [{ below: 0.99, credit: 0.1 }] })],
    }),
  );
  const [notice] = told.story?.notices ?? [];
  expect([notice?.gpus, notice?.returned, notice?.missing]).toEqual([1000, 900, 100]);
  expect(told.get("credits")).toBeGreaterThan(0);
  expect(told.get("missedDeliveryGpuHours")).toBe(100 * 20 * 24);
});

describe("corner 4: a tenant that leaves early", () => {
  const leaving = (acceptEarlyReturn: boolean) =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 1000))] })],
        contracts: [
          contract(1000, {
            noticeOwner: 30 * DAY,
            turnover: 3 * DAY,
            acceptEarlyReturn,
            onNotice: { kind: "leaveNow", power: 1, remaining: { kind: "constant", value: 0 } },
          }),
        ],
      }),
    );

  test("with early return the capacity passes after turnover and the fee stops", () => {
    const told = leaving(true);
    expect(told.get("unmetGpuHours")).toBe(1000 * 3 * 24);
    expect(told.get("revenue")).toBeCloseTo(1000 * 10 * 24, 2);
  });

  test("without it the capacity is vacated, stranded and paid for to the deadline", () => {
    const told = leaving(false);
    expect(told.get("unmetGpuHours")).toBe(1000 * 33 * 24);
    expect(told.get("strandedInNotice")).toBe(1000 * 30 * 24);
    expect(told.get("revenue")).toBeCloseTo(1000 * 40 * 24, 2);
  });
});

describe("corner 5: both sides give notice", () => {
  const both = (exitDay: number, noticeOwner: number, noticeTenant: number) =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 1000))] })],
        tenants: [tenant("tenant", { exitAt: exitDay * DAY })],
        contracts: [contract(1000, { noticeOwner: noticeOwner * DAY, noticeTenant: noticeTenant * DAY })],
      }),
    ).story?.notices.map((n) => [n.by, n.effectiveAt / DAY, n.state]);

  test("the tenant's, later and with the earlier date, wins", () => {
    expect(both(20, 90, 30)).toEqual([
      ["owner", 100, "moot"],
      ["tenant", 50, "enforced"],
    ]);
  });

  test("the owner's, later and with the earlier date, wins", () => {
    expect(both(5, 30, 90)).toEqual([
      ["tenant", 95, "moot"],
      ["owner", 40, "enforced"],
    ]);
  });

  test("a later date changes nothing", () => {
    expect(both(20, 30, 90)).toEqual([["owner", 40, "enforced"]]);
  });
});

describe("corner 6: a request larger than everything reclaimable", () => {
  test("serves no notice and waits", () => {
    const told = run(
      plan({
        programs: [
          program("p", {
            sources: [
              { kind: "runs", runs: [gang("giant", 10 * DAY, 1001, DAY)], pools: [{ pool: 0, ratio: 1 }] },
            ],
          }),
        ],
        contracts: [contract(600)],
      }),
    );
    expect(told.get("noticesIssued")).toBe(0);
    expect(told.story?.runs[0]?.outcome).toBe("queued");
  });

  test("starts smaller when it may", () => {
    const told = run(
      plan({
        programs: [
          program("p", {
            sources: [
              {
                kind: "runs",
                runs: [gang("giant", 10 * DAY, 1001, DAY, { minGpus: 900 })],
                pools: [{ pool: 0, ratio: 1 }],
              },
            ],
          }),
        ],
        contracts: [contract(600, { noticeOwner: 5 * DAY })],
      }),
    );
    expect(told.story?.runs[0]?.spells[0]).toMatchObject({ from: 15 * DAY, gpus: 1000 });
    expect(told.story?.runs[0]?.outcome).toBe("completed");
  });

  test("and then on whole blocks: 13 racks of 72 of the 1,000 that are there", () => {
    const racks = (over: { gpus: number; minGpus: number; let?: number }) =>
      run(
        plan({
          programs: [
            program("p", {
              sources: [
                {
                  kind: "runs",
                  runs: [gang("giant", 10 * DAY, over.gpus, DAY, { minGpus: over.minGpus, block: 72 })],
                  pools: [{ pool: 0, ratio: 1 }],
                },
              ],
            }),
          ],
          contracts: [contract(over.let ?? 600, { noticeOwner: 5 * DAY })],
        }),
      );
    const told = racks({ gpus: 1008, minGpus: 864 });
    // 1,008 accelerators for a day of work are done by 936 in 24 h x 1,008 / 936
    expect(told.story?.runs[0]?.spells[0]).toMatchObject({
      from: 15 * DAY,
      to: 15 * DAY + Math.ceil((1008 * DAY) / 936),
      gpus: 936,
    });
    expect(told.world.ledger.integral(INTERNAL, told.world.now)).toBe(936 * Math.ceil((1008 * DAY) / 936));
    // it does not wait for more than it needs: of the 400 that are free it takes five racks
    expect(racks({ gpus: 936, minGpus: 72 }).story?.runs[0]?.spells[0]).toMatchObject({
      from: 10 * DAY,
      gpus: 360,
    });
    // and what is free is less than a rack: it may share one
    expect(racks({ gpus: 936, minGpus: 50, let: 940 }).story?.runs[0]?.spells[0]).toMatchObject({
      from: 10 * DAY,
      gpus: 60,
    });
  });

  test("starts when a coming phase makes room, without a notice that would be in vain", () => {
    const told = run(
      plan({
        pools: [
          pool(1000, {
            phases: [
              { at: 0, value: 1000 },
              { at: 50 * DAY, value: 2000 },
            ],
          }),
        ],
        programs: [
          program("p", {
            sources: [
              { kind: "runs", runs: [gang("giant", 10 * DAY, 1400, DAY)], pools: [{ pool: 0, ratio: 1 }] },
            ],
          }),
        ],
        contracts: [contract(600, { noticeOwner: 90 * DAY })],
      }),
    );
    expect(told.get("noticesIssued")).toBe(0);
    expect(told.story?.runs[0]?.spells[0]?.from).toBe(50 * DAY);
  });
});

test("corner 7: through several victims with different deadlines capacity is held as it arrives, and the start is at the last", () => {
  const told = run(
    plan({
      programs: [
        program("p", {
          sources: [
            { kind: "runs", runs: [gang("giant", 10 * DAY, 1000, DAY)], pools: [{ pool: 0, ratio: 1 }] },
          ],
        }),
      ],
      tenants: [tenant("a"), tenant("b")],
      contracts: [
        contract(300, { name: "a", noticeOwner: 5 * DAY }),
        contract(500, { name: "b", tenant: 1, noticeOwner: 20 * DAY }),
      ],
    }),
  );
  expect(told.story?.runs[0]?.spells[0]?.from).toBe(30 * DAY);
  // 200 were free from day 10, 300 more arrived on day 15.
  expect(told.get("strandedHeld")).toBe((200 * 20 + 300 * 15) * 24);
});

describe("corner 8: a shrink below the minimum quantity", () => {
  const asked = (belowMinimum: "refuse" | "terminate") =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 300))] })],
        tenants: [tenant("a"), tenant("b")],
        contracts: [
          contract(500, { name: "a", minQuantity: 400, belowMinimum, noticeOwner: 5 * DAY }),
          contract(500, { name: "b", tenant: 1, noticeOwner: 20 * DAY }),
        ],
      }),
    ).story?.notices.map((n) => [n.target, n.kind, n.gpus]);

  test("goes to other victims when the contract refuses it", () => {
    expect(asked("refuse")).toEqual([
      ["a", "shrink", 100],
      ["b", "shrink", 200],
    ]);
  });

  test("ends the lease when the contract says so", () => {
    expect(asked("terminate")).toEqual([["a", "terminate", 500]]);
  });
});

test("corner 9: repeated notices add up, each with its own clock, never beyond the entitlement", () => {
  const told = run(
    plan({
      programs: [program("p", { sources: [steps(at(10, 300), at(20, 500), at(30, 5000))] })],
      contracts: [contract(1000, { noticeOwner: 30 * DAY })],
    }),
  );
  expect(told.story?.notices.map((n) => [n.issuedAt / DAY, n.effectiveAt / DAY, n.gpus, n.kind])).toEqual([
    [10, 40, 300, "shrink"],
    [20, 50, 200, "shrink"],
    [30, 60, 500, "terminate"],
  ]);
});

test("corner 10: a notice longer than the remaining term ends with the term: no eviction, no charge", () => {
  const ending = (renewal: { term: number; probability: number } | undefined) =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 1000))] })],
        contracts: [
          contract(1000, {
            noticeOwner: 90 * DAY,
            expiry: 60 * DAY,
            renewal,
            terminationByOwner: { kind: "fixed", dollars: 1e6 },
          }),
        ],
      }),
    );
  // Without a renewal clause it comes back by itself, and nobody serves a notice.
  expect(ending(undefined).story?.notices).toEqual([]);
  const told = ending({ term: 365 * DAY, probability: 1 });
  expect(told.story?.notices.map((n) => [n.kind, n.effectiveAt / DAY])).toEqual([["nonRenew", 60]]);
  expect(told.get("evictions")).toBe(0);
  expect(told.get("terminationBalance")).toBe(0);
  expect(told.story?.leases[0]?.endReason).toBe("nonRenewed");
});

describe("corner 11: renewal inside a notice", () => {
  const renewing = (demand: number) =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(80, demand))] })],
        contracts: [
          contract(1000, {
            expiry: 150 * DAY,
            noticeOwner: 60 * DAY,
            noticeTenant: 30 * DAY,
            renewal: { term: 365 * DAY, probability: 1 },
          }),
        ],
      }),
    );

  test("is blocked by a termination", () => {
    const told = renewing(1000);
    expect(only(told, "lease.renewed")).toEqual([]);
    expect(told.story?.leases[0]).toMatchObject({ endReason: "ownerNotice", end: 140 * DAY });
  });

  test("goes through at the shrunk size after a shrink", () => {
    const told = renewing(400);
    expect(only(told, "lease.renewed").map((e) => [e.t / DAY, e.gpus])).toEqual([[120, 600]]);
    expect(told.story?.leases[0]?.held.at(-1)).toMatchObject({ firm: 600 });
  });
});

describe("corner 12: notice inside the lockout", () => {
  const locked = (insideLockout: "refuse" | "queue", lockoutMeaning: "issue" | "effective" = "issue") =>
    run(
      plan({
        programs: [program("p", { sources: [steps(at(10, 1000))] })],
        contracts: [contract(1000, { noticeOwner: 30 * DAY, lockoutEnd: 91 * DAY + HOUR, lockoutMeaning })],
      }),
      policy({
        trigger: { kind: "periodic", every: DAY },
        notice: { kind: "contractMinimum", length: 0, insideLockout },
      }),
    ).story?.notices.map((n) => [n.issuedAt, n.effectiveAt, n.state]);

  test("is refused, and served at the first review after it", () => {
    expect(locked("refuse")).toEqual([[92 * DAY, 122 * DAY, "enforced"]]);
  });

  test("or is queued to its end", () => {
    expect(locked("queue")).toEqual([[91 * DAY + HOUR, 121 * DAY + HOUR, "enforced"]]);
  });

  test("or may be served if it takes effect afterwards, when the lockout means that", () => {
    expect(locked("refuse", "effective")).toEqual([[10 * DAY, 91 * DAY + HOUR, "enforced"]]);
  });
});

describe("corner 13: no notice, or one too short for a checkpoint", () => {
  const preempted = (notice: number) =>
    run(
      plan({
        horizon: 20 * DAY,
        programs: [
          program("urgent", {
            priority: 200,
            sources: [
              {
                kind: "runs",
                runs: [gang("u", 10 * HOUR + 1800, 1000, HOUR)],
                pools: [{ pool: 0, ratio: 1 }],
              },
            ],
          }),
          program("batch", {
            priority: 50,
            sources: [
              {
                kind: "runs",
                runs: [
                  gang("b", 0, 1000, 20 * HOUR, {
                    notice,
                    checkpointEvery: HOUR,
                    checkpointCost: 60,
                    restart: 300,
                  }),
                ],
                pools: [{ pool: 0, ratio: 1 }],
              },
            ],
          }),
        ],
        tenants: [],
        contracts: [],
      }),
    );

  test("with none, notice and eviction are one instant and work since the last checkpoint is lost", () => {
    const told = preempted(0);
    const served = told.story?.notices[0];
    expect([served?.kind, served?.issuedAt, served?.endedAt]).toEqual([
      "preempt",
      10 * HOUR + 1800,
      10 * HOUR + 1800,
    ]);
    // A cycle is an hour and a minute: ten of them take 10 h 10 min, so 20 min of the eleventh are lost.
    expect(told.get("lostWorkGpuHours") * HOUR).toBe(1000 * 1200);
  });

  test("with 59 seconds for a checkpoint of 60 it is the same", () => {
    expect(preempted(59).get("lostWorkGpuHours") * HOUR).toBe(1000 * (1200 + 59));
  });

  test("with 60 seconds nothing is lost", () => {
    expect(preempted(60).get("lostWorkGpuHours")).toBe(0);
  });
});

describe("corner 14: an undelivered notice", () => {
  test("leaves the tenant in place until the deadline, as if there had been none", () => {
    const leaving = (delivered: number) =>
      run(
        plan({
          programs: [program("p", { sources: [steps(at(10, 1000))] })],
          contracts: [
            contract(1000, {
              delivered,
              onNotice: { kind: "leaveNow", power: 1, remaining: { kind: "constant", value: 0 } },
            }),
          ],
        }),
      );
    expect(leaving(0).story?.notices.map((n) => [n.state, n.endedAt / DAY, n.delivered])).toEqual([
      ["enforced", 40, false],
    ]);
    expect(leaving(1).story?.notices.map((n) => [n.state, n.endedAt / DAY, n.delivered])).toEqual([
      ["complied", 10, true],
    ]);
    expect(leaving(0).get("tenantCost")).toBe(1000 * 90 * 24 * 10);
  });
});

test("corner 15: when demand grows while notices run, only the increment is noticed", () => {
  const told = run(
    plan({
      programs: [program("p", { sources: [steps(at(10, 100), at(11, 150), at(12, 150), at(13, 275))] })],
      contracts: [contract(1000, { noticeOwner: 90 * DAY })],
    }),
    daily,
  );
  expect(told.story?.notices.map((n) => n.gpus)).toEqual([100, 50, 125]);
});

describe("corner 16: internal preempts internal by priority", () => {
  test("level demand yields at once to more important level demand", () => {
    const told = run(
      plan({
        programs: [
          program("low", { priority: 10, sources: [level(1000)] }),
          program("high", { priority: 20, sources: [steps(at(10, 700))] }),
        ],
        tenants: [],
        contracts: [],
      }),
    );
    expect(only(told, "displaced").map((e) => [e.t / DAY, e.who, e.gpus])).toEqual([[10, "low", 700]]);
    expect(told.story?.programs.map((p) => p.held.at(-1)?.value)).toEqual([300, 700]);
  });

  test("a gang gets its own notice, runs on meanwhile, and starts again", () => {
    const told = run(
      plan({
        horizon: 30 * DAY,
        programs: [
          program("low", {
            priority: 10,
            sources: [
              {
                kind: "runs",
                runs: [gang("b", 0, 800, 5 * DAY, { notice: HOUR })],
                pools: [{ pool: 0, ratio: 1 }],
              },
            ],
          }),
          program("high", {
            priority: 20,
            sources: [{ kind: "runs", runs: [gang("u", 2 * DAY, 600, DAY)], pools: [{ pool: 0, ratio: 1 }] }],
          }),
        ],
        tenants: [],
        contracts: [],
      }),
    );
    expect(told.story?.runs.map((r) => r.spells.map((s) => [s.from / HOUR, s.to / HOUR]))).toEqual([
      [
        [0, 49],
        [73, 193],
      ],
      [[49, 73]],
    ]);
  });

  test("nobody is preempted when the beneficiary still would not fit", () => {
    const told = run(
      plan({
        horizon: 10 * DAY,
        programs: [
          program("low", {
            priority: 10,
            sources: [{ kind: "runs", runs: [gang("b", 0, 400, 2 * DAY)], pools: [{ pool: 0, ratio: 1 }] }],
          }),
          program("high", {
            priority: 20,
            sources: [{ kind: "runs", runs: [gang("u", DAY, 1100, DAY)], pools: [{ pool: 0, ratio: 1 }] }],
          }),
        ],
        tenants: [],
        contracts: [],
      }),
    );
    expect(told.story?.notices).toEqual([]);
    expect(told.story?.runs.map((r) => r.outcome)).toEqual(["completed", "queued"]);
  });
});

test("corner 17: a horizon inside a notice is accounted to the end and reported as censored", () => {
  const told = run(
    plan({
      horizon: 50 * DAY,
      programs: [program("p", { sources: [steps(at(30, 1000))] })],
      contracts: [contract(1000, { noticeOwner: 90 * DAY })],
    }),
  );
  expect(told.get("noticesOpen")).toBe(1);
  expect(told.get("evictions")).toBe(0);
  expect(told.get("unmetGpuHours")).toBe(1000 * 20 * 24);
  expect(told.get("revenue")).toBeCloseTo(1000 * 50 * 24, 2);
});

describe("corner 18: a phase slips and a delivery is missed", () => {
  const slipped = (onMiss: "terminate" | "proRata", phaseDay = 200) =>
    run(
      plan({
        pools: [
          pool(400, {
            phases: [
              { at: 0, value: 400 },
              { at: phaseDay * DAY, value: 1000 },
            ],
          }),
        ],
        programs: [],
        contracts: [
          contract(1000, {
            start: 10 * DAY,
            grace: 30 * DAY,
            onMiss,
            ramp: [{ at: 10 * DAY, gpus: 1000, fee: 1 }],
          }),
        ],
      }),
    );

  test("within the grace period the rest is delivered and the lease goes on", () => {
    const told = slipped("terminate", 35);
    expect(told.story?.leases[0]).toMatchObject({ end: -1 });
    expect(told.get("revenue")).toBeCloseTo((400 * 25 + 1000 * (365 - 35)) * 24, 2);
  });

  test("after it the tenant may leave at once", () => {
    const told = slipped("terminate");
    expect(told.story?.leases[0]).toMatchObject({ end: 40 * DAY, endReason: "breach" });
  });

  test("or accepts what is there, with the fee pro rata", () => {
    const told = slipped("proRata");
    expect(told.story?.leases[0]?.held.at(-1)).toMatchObject({ firm: 400 });
    expect(told.get("revenue")).toBeCloseTo(400 * 355 * 24, 2);
  });
});

test("corner 20: a preemptor that gives up before it starts releases its hold in the same instant", () => {
  const told = run(
    plan({
      programs: [
        program("p", {
          sources: [
            {
              kind: "runs",
              runs: [gang("giant", 10 * DAY, 1000, DAY, { patience: 12 * DAY })],
              pools: [{ pool: 0, ratio: 1 }],
            },
          ],
        }),
      ],
      contracts: [contract(600, { noticeOwner: 20 * DAY })],
    }),
  );
  expect(told.get("strandedHeld")).toBe(400 * 12 * 24);
  expect(only(told, "unheld").map((e) => [e.t / DAY, e.gpus])).toEqual([[22, 400]]);
  expect(told.story?.runs[0]?.outcome).toBe("gaveUp");
});

describe("corner 21: pools with different accelerators", () => {
  const two = (pools: { pool: number; ratio: number }[]) =>
    run(
      plan({
        pools: [pool(1000, { name: "old" }), pool(1000, { name: "new" })],
        programs: [program("p", { sources: [level(0, { steps: [at(10, 1200)], pools })] })],
        contracts: [contract(1000, { pools: [1], noticeOwner: 5 * DAY })],
      }),
    );

  test("a shortage in one is not cured by the other", () => {
    const told = two([{ pool: 0, ratio: 1 }]);
    expect(told.get("noticesIssued")).toBe(0);
    expect(told.get("unmetGpuHours")).toBe(200 * 355 * 24);
  });

  test("unless the demand lists a substitute, at its ratio", () => {
    const told = two([
      { pool: 0, ratio: 1 },
      { pool: 1, ratio: 2 },
    ]);
    expect(told.story?.notices.map((n) => n.gpus)).toEqual([100]);
    expect(told.get("unmetGpuHours")).toBe(200 * 5 * 24);
  });
});

describe("corner 22: additions change no draw and no event of anyone else", () => {
  const busy = (over: object = {}) =>
    plan({
      pools: [pool(3000)],
      programs: [
        program("p", { sources: [level(800, { growth: 2, noise: { halfLife: 20 * DAY, sigma: 0.2 } })] }),
      ],
      tenants: [
        tenant("a", { exitPerYear: 0.5 }),
        tenant("b", { relet: { lag: { kind: "exponential", mean: 20 * DAY }, fee: 1 } }),
      ],
      contracts: [contract(900, { name: "a" }), contract(700, { name: "b", tenant: 1 })],
      ...over,
    });
  const relet = policy({
    trigger: { kind: "periodic", every: DAY },
    refill: { kind: "relet", lag: undefined },
  });

  test("a tenant that never arrives", () => {
    const without = run(busy(), relet);
    const ghost = busy({
      tenants: [...busy().tenants, tenant("ghost", { exitPerYear: 3 })],
      contracts: [
        ...busy().contracts,
        contract(500, {
          name: "ghost",
          tenant: 2,
          start: 5000 * DAY,
          ramp: [{ at: 5000 * DAY, gpus: 500, fee: 1 }],
        }),
      ],
    });
    const withGhost = run(ghost, relet);
    expect(withGhost.events.filter((e) => e.lease !== "ghost")).toEqual(without.events);
  });

  test("another policy meets the same demand", () => {
    const demand = (told: ReturnType<typeof run>) => only(told, "demand");
    expect(demand(run(busy(), policy({ trigger: { kind: "never" } })))).toEqual(demand(run(busy(), relet)));
  });

  test("an observer, a log or a longer series", () => {
    expect(run(busy(), relet).fingerprint).toBe(run(busy(), relet).fingerprint);
  });
});

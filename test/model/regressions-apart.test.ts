/** Faults that relations between runs found, each with the smallest schedule that showed it. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/model/types.ts";
import {
  at,
  contract,
  DAY,
  daily,
  gang,
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

const inPool = (p: number) => [{ pool: p, ratio: 1 }];
const a = (demand: ReturnType<typeof level>) => ({ ...demand, pools: inPool(0) });
const b = (demand: ReturnType<typeof level>) => ({ ...demand, pools: inPool(1) });

/** Two pools that share nobody: each has a program of its own and, where there are leases, one of its own. */
const apart = (over: Partial<Plan>): Plan =>
  plan({
    horizon: 60 * DAY,
    pools: [pool(100, { name: "a" }), pool(100, { name: "b" })],
    tenants: [tenant("ta"), tenant("tb")],
    contracts: [],
    ...over,
  });

const calls = (told: ReturnType<typeof run>) =>
  only(told, "notice.issued")
    .filter(({ by }) => by === "owner")
    .map(({ t, target, gpus }) => [t / DAY, target, gpus]);

describe("pools that share nobody", () => {
  test("equals share what they have where they can use it: who is short elsewhere takes no part", () => {
    const told = run(
      apart({
        horizon: DAY,
        pools: [pool(100, { name: "a" }), pool(10, { name: "b" })],
        programs: [
          program("a1", { sources: [a(level(100))] }),
          program("a2", { sources: [a(level(100))] }),
          program("b1", { sources: [b(level(1000))] }),
        ],
      }),
    );
    expect(told.world.claims.map(({ name, covered }) => [name, covered])).toEqual([
      ["a1", 50],
      ["a2", 50],
      ["b1", 10],
    ]);
  });

  test("capacity is let again whoever is short of other capacity", () => {
    const relet = { lag: { kind: "constant" as const, value: DAY }, fee: 1 };
    const told = run(
      apart({
        programs: [program("a1", { sources: [a(level(200))] })],
        tenants: [tenant("ta"), tenant("tb", { relet })],
        contracts: [contract(30, { name: "tb", tenant: 1, pools: [1], expiry: 5 * DAY })],
      }),
      policy({ trigger: { kind: "never" }, refill: { kind: "relet", lag: undefined } }),
    );
    expect(only(told, "relet").map(({ t, gpus }) => [t / DAY, gpus])).toEqual([[6, 30]]);
  });

  test("a look that takes a notice back may call where nothing is taken back", () => {
    const told = run(
      apart({
        programs: [
          program("a1", { sources: [a(steps(at(0, 60), at(3, 10)))] }),
          program("b1", { sources: [b(steps(at(3, 60)))] }),
        ],
        contracts: [
          contract(50, { name: "ta", tenant: 0, pools: [0] }),
          contract(50, { name: "tb", tenant: 1, pools: [1] }),
        ],
      }),
      { ...daily, rescind: { kind: "ifNeedGone", band: 0 } },
    );
    expect(only(told, "notice.rescinded").map(({ t, target }) => [t / DAY, target])).toEqual([[3, "ta"]]);
    expect(calls(told)).toEqual([
      [0, "ta", 10],
      [3, "tb", 10],
    ]);
  });

  test("a tenant on its way out is not called sooner for who cannot use what it has", () => {
    const told = run(
      apart({
        programs: [program("a1", { sources: [a(level(200))] })],
        tenants: [tenant("ta"), tenant("tb", { exitAt: DAY })],
        contracts: [
          contract(50, { name: "tb", tenant: 1, pools: [1], noticeOwner: 5 * DAY, noticeTenant: 50 * DAY }),
        ],
      }),
      daily,
    );
    expect(calls(told)).toEqual([]);
  });

  test("a policy that waits for a shortage to last waits where it is short", () => {
    const told = run(
      apart({
        programs: [
          program("a1", { sources: [a(level(200))] }),
          program("b1", { sources: [b(steps(at(10, 60)))] }),
        ],
        contracts: [contract(50, { name: "tb", tenant: 1, pools: [1] })],
      }),
      policy({ trigger: { kind: "onBlocked", delay: 2 * DAY } }),
    );
    expect(calls(told)).toEqual([[12, "tb", 10]]);
  });

  test("what a notice brought is not stranded because other capacity is free", () => {
    const told = run(
      apart({
        programs: [program("a1", { sources: [a(steps(at(0, 60)))] })],
        contracts: [contract(50, { name: "ta", tenant: 0, pools: [0], noticeOwner: 5 * DAY })],
      }),
      daily,
    );
    expect(calls(told)).toEqual([[0, "ta", 10]]);
    expect(told.get("strandedAfterNotice")).toBe(0);
  });

  test("what a notice brought was needed though other capacity was let again meanwhile", () => {
    const relet = { lag: { kind: "constant" as const, value: DAY }, fee: 1 };
    const told = run(
      apart({
        // Called for on day 0 and back on day 5, when nobody wants it; taken up on day 15.
        programs: [program("a1", { sources: [a(steps(at(0, 60), at(5, 50), at(15, 60)))] })],
        tenants: [tenant("ta"), tenant("tb", { relet })],
        contracts: [
          contract(50, { name: "ta", tenant: 0, pools: [0], noticeOwner: 5 * DAY }),
          contract(30, { name: "tb", tenant: 1, pools: [1], expiry: 8 * DAY }),
        ],
      }),
      { ...daily, refill: { kind: "relet", lag: undefined } },
    );
    expect(only(told, "relet").map(({ t, lease }) => [t / DAY, lease])).toEqual([[9, "tb#2"]]);
    expect(told.get("noticeYield")).toBe(1);
  });
});

describe("what a planned run holds", () => {
  const waiting = (over: Partial<Plan>) =>
    plan({
      horizon: 40 * DAY,
      pools: [pool(20)],
      programs: [
        program("p", {
          sources: [{ kind: "runs", runs: [gang("big", 2 * DAY, 20, 5 * DAY)], pools: inPool(0) }],
        }),
      ],
      contracts: [contract(15, { noticeOwner: 10 * DAY })],
      ...over,
    });

  test("it holds what is free from the second in which the rest is called, though nothing else happens", () => {
    const told = run(waiting({}), policy({ trigger: { kind: "periodic", every: 7 * DAY } }));
    expect(calls(told)).toEqual([[7, "tenant", 15]]);
    expect(only(told, "held").map(({ t, gpus }) => [t / DAY, gpus])[0]).toEqual([7, 5]);
  });

  test("it holds nothing when all that was called has come and does not do", () => {
    const outages = [{ at: 5 * DAY, gpus: 5, lasts: 100 * DAY }];
    const told = run(waiting({ pools: [pool(20, { outages })] }), daily);
    expect(calls(told)).toEqual([[2, "tenant", 15]]);
    expect(only(told, "held").map(({ t, gpus }) => [t / DAY, gpus])).toEqual([[2, 5]]);
  });

  test("it lets go of what it still holds in that second", () => {
    // Of the 5 that it holds 3 fail on day 5; with the 15 of day 12 there are 17, and nobody has more.
    const outages = [{ at: 5 * DAY, gpus: 3, lasts: 100 * DAY }];
    const told = run(waiting({ pools: [pool(20, { outages })] }), daily);
    expect(calls(told)).toEqual([[2, "tenant", 15]]);
    expect(only(told, "held").map(({ t, gpus }) => [t / DAY, gpus])).toEqual([[2, 5]]);
    expect(only(told, "unheld").map(({ t, gpus }) => [t / DAY, gpus])).toEqual([
      [5, 3],
      [12, 2],
    ]);
  });
});

test("a run holds what is free from the second in which a call that waited for a lockout is served", () => {
  const told = run(
    plan({
      horizon: 40 * DAY,
      pools: [pool(20)],
      programs: [
        program("p", {
          sources: [{ kind: "runs", runs: [gang("big", 2 * DAY, 20, 5 * DAY)], pools: inPool(0) }],
        }),
      ],
      contracts: [contract(15, { noticeOwner: 10 * DAY, lockoutEnd: 20 * DAY })],
    }),
    { ...daily, notice: { ...daily.notice, insideLockout: "queue" } },
  );
  expect(calls(told)).toEqual([[20, "tenant", 15]]);
  expect(only(told, "held").map(({ t, gpus }) => [t / DAY, gpus])[0]).toEqual([20, 5]);
});

test("a program that wants nothing is not the cause of a notice", () => {
  const told = run(
    plan({
      horizon: DAY,
      programs: [
        program("wants", { sources: [level(400)] }),
        program("wants nothing", { priority: 50, sources: [level(0)] }),
      ],
    }),
    { ...daily, size: { kind: "orderUpTo", level: 700 } },
  );
  expect(only(told, "notice.issued").map(({ gpus, cause }) => [gpus, cause])).toEqual([[300, "wants"]]);
});

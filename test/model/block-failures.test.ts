/** What a pool whose blocks fail does to those who use it: schedules by hand, and the ledger against what was drawn. */
import { describe, expect, test } from "vitest";
import { FAILED } from "../../src/model/ledger.ts";
import type { BlockFailures, Pool } from "../../src/model/types.ts";
import { drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { at, contract, DAY, HOUR, plan, policy, pool, program, run, steps } from "./builders.ts";

/** Every block fails after so many days in service, and is mended in so many. */
const every = (between: number, repair: number, over: Partial<BlockFailures> = {}): BlockFailures => ({
  block: 100,
  between: { kind: "constant", value: between * DAY },
  repair: { kind: "constant", value: repair * DAY },
  crew: Number.POSITIVE_INFINITY,
  spares: 0,
  swap: 0,
  ...over,
});

const failing = (gpus: number, failures: BlockFailures, over: Partial<Pool> = {}) =>
  pool(gpus, { failures, ...over });

/** Days and accelerators of the moves of a kind. */
const moved = ({ events }: ReturnType<typeof run>, kind: string) =>
  events.filter((event) => event.kind === kind).map(({ t, gpus }) => [t / DAY, gpus]);

describe("blocks of a pool that fail", () => {
  test("are taken from what is free, and come back", () => {
    const told = run(
      plan({
        horizon: 100 * DAY,
        pools: [failing(1000, every(30, 20, { block: 200 }), { phases: [{ at: 0, value: 399 }] })],
        programs: [program("p", { sources: [steps(at(0, 150))] })],
        contracts: [],
      }),
    );
    expect(moved(told, "failed")).toEqual([
      [30, 200],
      [80, 200],
    ]);
    expect(moved(told, "repaired")).toEqual([[50, 200]]);
    expect(told.get("unmetGpuHours")).toBe(0);
    expect(told.world.ledger.integral(FAILED, 100 * DAY)).toBe(40 * 200 * DAY);
  });

  test("fail what comes on line in their stead when an outage had taken the rest, once it is told", () => {
    const phases = [
      { at: 0, value: 1 },
      { at: 2 * DAY, value: 2 },
    ];
    const outages = [{ at: 0, gpus: 1, lasts: 10 * DAY }];
    const told = run(
      plan({
        horizon: 20 * DAY,
        pools: [failing(1, every(1, 30, { block: 1 }), { phases, outages })],
        programs: [],
        contracts: [],
      }),
    );
    expect(moved(told, "failed").slice(0, 2)).toEqual([
      [0, 1],
      [2, 1],
    ]);
    expect(audit(told.events, 20 * DAY).violations).toEqual([]);
  });

  test("are taken from tenants before programs, and a tenant gets back what it missed, with a credit", () => {
    const told = run(
      plan({
        horizon: 60 * DAY,
        pools: [failing(1000, every(30, 20, { block: 500, spares: 1 }))],
        programs: [program("p", { sources: [steps(at(0, 700))] })],
        contracts: [contract(300, { slaCredit: [{ below: 0.99, credit: 0.1 }] })],
      }),
      policy({ trigger: { kind: "never" } }),
    );
    // Both blocks fail on day 30; the spare stands in for one of them.
    expect(moved(told, "shed")).toEqual([
      [30, 300],
      [30, 200],
    ]);
    expect(moved(told, "delivered").at(-1)).toEqual([50, 300]);
    expect(told.get("unmetGpuHours")).toBe(200 * 20 * 24);
    expect(told.get("credits")).toBeGreaterThan(0);
    expect(told.get("evictions")).toBe(0);
  });

  test("in the dark are the first to be missed: nobody loses anything while the power carries no more than what works", () => {
    const dark = plan({
      horizon: 60 * DAY,
      sites: [{ name: "site", power: [{ at: 0, value: 500_000 }], cycle: 0 }],
      pools: [failing(1000, every(30, 20, { block: 400, spares: 1 }), { site: 0 })],
      programs: [program("p", { sources: [steps(at(0, 500))] })],
      contracts: [],
    });
    const told = run(dark);
    expect(told.get("unmetGpuHours")).toBe(0);
    expect(moved(told, "shed")).toEqual([]);
    expect(told.world.ledger.integral(FAILED, 60 * DAY)).toBe(400 * 20 * DAY);
  });

  test("beside an outage that takes everything fail as soon as there is something to fail", () => {
    const told = run(
      plan({
        horizon: 100 * DAY,
        pools: [
          failing(1000, every(30, 40, { block: 600 }), {
            outages: [{ at: 20 * DAY, gpus: 1000, lasts: 20 * DAY }],
          }),
        ],
        programs: [program("p", { sources: [steps(at(0, 1000))] })],
        contracts: [],
      }),
    );
    // Days 20 to 40 nothing runs; days 40 to 70 the block of 600 is still being mended.
    expect(told.get("unmetGpuHours")).toBe((1000 * 20 + 600 * 30) * 24);
  });

  test("leave with a pool that shrinks, before anything that works", () => {
    const told = run(
      plan({
        horizon: 60 * DAY,
        pools: [
          failing(0, every(30, 20, { block: 300, crew: 1 }), {
            phases: [
              { at: 0, value: 600 },
              { at: 35 * DAY, value: 300 },
            ],
          }),
        ],
        programs: [program("p", { sources: [steps(at(0, 300))] })],
        contracts: [],
      }),
    );
    // Both blocks fail on day 30; one leaves on day 35, the other is mended on day 50.
    expect(told.get("unmetGpuHours")).toBe(300 * 20 * 24);
    expect(told.world.ledger.count(0, FAILED)).toBe(0);
  });

  test("are missed by a policy until they are mended, and the tenant is called for them", () => {
    const told = run(
      plan({
        horizon: 100 * DAY,
        pools: [failing(1000, every(30, 60, { block: 400, spares: 1 }))],
        programs: [program("p", { sources: [steps(at(0, 700))] })],
        contracts: [contract(300, { noticeOwner: 10 * DAY })],
      }),
    );
    // The tenant loses its 300 at once, and is called for what the program lacks as well.
    expect(told.story?.notices.map(({ issuedAt, gpus }) => [issuedAt / DAY, gpus])).toEqual([[30, 300]]);
  });
});

describe("chance", () => {
  const chancy = plan({
    horizon: 365 * DAY,
    pools: [
      failing(1000, {
        block: 8,
        between: { kind: "exponential", mean: 60 * DAY },
        repair: { kind: "lognormal", mu: 11, sigma: 1 },
        crew: 3,
        spares: 2,
        swap: HOUR,
      }),
    ],
    programs: [program("p", { sources: [steps(at(0, 500), at(100, 900), at(200, 300))] })],
    contracts: [contract(400, { noticeOwner: 20 * DAY })],
  });

  test("leaves exactly what was drawn in the ledger, whatever the policy", () => {
    const { at: times, out } = drawDemand(chancy, 3).failures?.[0] ?? { at: [], out: [] };
    let drawn = 0;
    for (let i = 0; i < times.length; i++)
      drawn += (out[i] as number) * ((times[i + 1] ?? chancy.horizon) - (times[i] as number));
    expect(times.length).toBeGreaterThan(500);
    for (const trigger of [{ kind: "never" }, { kind: "onBlocked", delay: 0 }] as const) {
      const told = run(chancy, policy({ trigger }), 3);
      expect(told.world.ledger.integral(FAILED, chancy.horizon)).toBe(drawn);
      expect(audit(told.events, chancy.horizon).violations).toEqual([]);
    }
  });

  test("is the same under every policy, and another in another replication", () => {
    const failed = (by: Parameters<typeof run>[1], r: number) =>
      moved(run(chancy, by, r), "failed").map(([t]) => t);
    expect(failed(policy({ trigger: { kind: "never" } }), 1)).toEqual(failed(policy(), 1));
    expect(failed(policy(), 2)).not.toEqual(failed(policy(), 1));
  });
});

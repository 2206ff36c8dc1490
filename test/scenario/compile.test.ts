/**
 * From a scenario to a plan: calendar months, dates and lengths from their anchors, whole accelerators, power
 * that cycles.
 */
import { describe, expect, test } from "vitest";
import type { Contract } from "../../src/model/types.ts";
import { log } from "../../src/random/elementary.ts";
import { compilePlan } from "../../src/scenario/compile.ts";
import { accepted, built, example, leased, running, small, wanted } from "./build.ts";

const DAY = 86_400;
const planOf = (input: Parameters<typeof accepted>[0]) => compilePlan(accepted(input));
const contractOf = (contract: Record<string, unknown>, more: Record<string, unknown> = {}): Contract =>
  planOf({ ...leased(contract), ...more }).contracts[0] as Contract;

describe("the example of the manual", () => {
  const plan = planOf(example);

  test("has its quantities in seconds, watts and accelerators", () => {
    expect(plan).toMatchObject({
      name: "Colossus, filing terms",
      seed: "colossus",
      epoch: 1_782_864_000,
      horizon: 549 * DAY,
      warmUp: 0,
    });
    expect(plan.sites.map(({ power }) => power)).toEqual([
      [{ at: 0, value: 300e6 }],
      [{ at: 0, value: 800e6 }],
    ]);
    expect(plan.pools[1]).toEqual({
      name: "colossus-2",
      gpuType: "gb200",
      site: 1,
      watts: 1820,
      phases: [
        { at: 0, value: 450_000 },
        { at: 92 * DAY, value: 550_000 },
      ],
      outages: [],
      warning: 0,
      nodes: [],
    });
    expect(plan.contracts[0]).toMatchObject({
      gpus: 325_000,
      lockoutEnd: 91 * DAY,
      fee: { kind: "perMonth", dollars: 1.25e9 },
      pools: [0, 1],
    });
  });

  test("has a month start at each first of a month, one past the horizon", () => {
    expect(plan.monthStarts).toHaveLength(20);
    expect(plan.monthStarts.slice(0, 3)).toEqual([0, 31 * DAY, 62 * DAY]);
    expect(plan.monthStarts.at(-2)).toBe(plan.horizon);
  });

  test("begins in the month that holds its start", () => {
    const months = planOf(small({ start: "2027-01-31T06:00Z", horizon: "30 days" })).monthStarts;
    expect(months).toEqual([-30.25 * DAY, 0.75 * DAY, 28.75 * DAY, 59.75 * DAY]);
  });
});

describe("times", () => {
  test("months are those of the calendar, from their anchor", () => {
    expect(planOf(small({ horizon: "1 month" })).horizon).toBe(31 * DAY);
    expect(planOf(small({ start: "2027-02-01", horizon: "1 month" })).horizon).toBe(28 * DAY);
    expect(planOf(small({ start: "2028-01-31", horizon: "1 month" })).horizon).toBe(29 * DAY);
    expect(planOf(small({ horizon: "1 year" })).horizon).toBe(365 * DAY);
  });

  test("a term runs from the signature", () => {
    expect(contractOf({ signed: "2026-05-06", term: "36 months" })).toMatchObject({
      signed: -56 * DAY,
      start: 0,
      expiry: (365 + 365 + 366 - 56) * DAY,
      termLength: 1096 * DAY,
    });
  });

  test("without a signature the start is the signature", () => {
    expect(contractOf({ start: "2026-08-01", term: "10 days" })).toMatchObject({
      signed: 31 * DAY,
      start: 31 * DAY,
      expiry: 41 * DAY,
    });
  });

  test("a lockout is a length from the signature, or a date that gives the length", () => {
    expect(contractOf({ signed: "2026-06-01", lockout: "91 days" })).toMatchObject({
      lockoutEnd: 61 * DAY,
      lockoutLength: 91 * DAY,
    });
    expect(contractOf({ signed: "2026-06-01", lockout: "2026-12-31" })).toMatchObject({
      lockoutEnd: 183 * DAY,
      lockoutLength: 213 * DAY,
    });
  });

  test("a notice of both sides may be one length", () => {
    expect(contractOf({ notice: "30 days" })).toMatchObject({
      noticeOwner: 30 * DAY,
      noticeTenant: 30 * DAY,
      delivered: 1,
    });
  });
});

describe("quantities", () => {
  test("a share of accelerators that is whole on paper is whole", () => {
    for (let percent = 0; percent <= 100; percent++) {
      const ramp = [
        { at: 0, quantity: percent / 100 },
        { at: 1, quantity: `${percent} %` },
        { at: 2, quantity: 1 },
      ];
      const steps = contractOf(
        { gpus: 325_000, ramp },
        { cluster: { pools: [{ name: "p", gpus: 325_000 }] } },
      ).ramp;
      expect(steps.map(({ gpus }) => gpus)).toEqual([3250 * percent, 3250 * percent, 325_000]);
    }
  });

  test("a ramp is rounded down, a minimum up", () => {
    expect(
      contractOf({
        gpus: 3,
        ramp: [
          { at: 0, quantity: 0.5 },
          { at: 1, quantity: 1 },
        ],
        minQuantity: "50 %",
      }),
    ).toMatchObject({
      ramp: [
        { at: 0, gpus: 1, fee: 1 },
        { at: 1, gpus: 3, fee: 1 },
      ],
      minQuantity: 2,
    });
    expect(contractOf({ minQuantity: 7 }).minQuantity).toBe(7);
  });

  test("a ramp that begins later begins at nothing", () => {
    const ramp = [
      { at: "1 day", quantity: 0.5, fee: "50 %" },
      { at: "2026-07-03", quantity: 1 },
    ];
    expect(contractOf({ ramp }).ramp).toEqual([
      { at: 0, gpus: 0, fee: 1 },
      { at: DAY, gpus: 50, fee: 0.5 },
      { at: 2 * DAY, gpus: 100, fee: 1 },
    ]);
    expect(contractOf({}).ramp).toEqual([{ at: 0, gpus: 100, fee: 1 }]);
  });

  test("work is whole accelerator-seconds", () => {
    const runOf = (run: Record<string, unknown>) => {
      const source = planOf(running(run)).programs[0]?.sources[0];
      return source?.kind === "runs" ? source.runs[0] : undefined;
    };
    expect(runOf({})).toMatchObject({
      work: 10 * DAY,
      minGpus: 10,
      checkpointEvery: 0,
      patience: Number.POSITIVE_INFINITY,
    });
    expect(runOf({ duration: undefined, work: 1.5 })).toMatchObject({ work: 5400 });
    expect(runOf({ duration: undefined, work: 1e-9 })).toMatchObject({ work: 1 });
    expect(runOf({ checkpoint: { every: "1 h" } })).toMatchObject({
      checkpointEvery: 3600,
      checkpointCost: 30,
    });
  });
});

describe("a gang takes whole blocks", () => {
  const inBlocksOf = (block: number, run: Record<string, unknown>, pools?: readonly string[]) => {
    const base = running(run) as { internal: { demand: { pools?: readonly string[] } }[] };
    if (pools !== undefined) (base.internal[0] as (typeof base.internal)[0]).demand.pools = pools;
    const cluster = {
      pools: [
        { name: "racks", gpus: 1000, block },
        { name: "servers", gpus: 1000, block: 8 },
        { name: "loose", gpus: 1000 },
      ],
    };
    const source = planOf({ ...base, cluster }).programs[0]?.sources[0];
    return source?.kind === "runs" ? source.runs[0] : undefined;
  };

  test("unless it fits into one; its length stays, and work that was given too", () => {
    // 200 in racks of 72 are three of them, 150 are three too, 72 are one, and 50 share one
    expect(inBlocksOf(72, { gpus: 200 })).toMatchObject({
      gpus: 216,
      minGpus: 216,
      block: 72,
      work: 216 * DAY,
    });
    expect(inBlocksOf(72, { gpus: 200, minGpus: 150 })).toMatchObject({ gpus: 216, minGpus: 216 });
    expect(inBlocksOf(72, { gpus: 200, minGpus: 72 })).toMatchObject({ gpus: 216, minGpus: 72 });
    expect(inBlocksOf(72, { gpus: 200, minGpus: 50 })).toMatchObject({ gpus: 216, minGpus: 50 });
    expect(inBlocksOf(72, { gpus: 200, duration: undefined, work: 2 })).toMatchObject({ work: 7200 });
  });

  test("the largest of the pools that it may use", () => {
    expect(inBlocksOf(72, { gpus: 100 }, ["servers"])).toMatchObject({ gpus: 104, block: 8 });
    expect(inBlocksOf(72, { gpus: 100 }, ["loose"])).toMatchObject({ gpus: 100, block: 1 });
    expect(inBlocksOf(72, { gpus: 100 }, ["servers", "racks"])).toMatchObject({ gpus: 144, block: 72 });
  });
});

describe("money", () => {
  test("what can be called back sooner costs less", () => {
    const fee = { perGpuHour: 2 };
    expect(contractOf({ fee, notice: 0, priceByNotice: {} }).fee.dollars).toBe(0.5);
    expect(contractOf({ fee, notice: "1 day", priceByNotice: {} }).fee.dollars).toBeCloseTo(
      2 * (1 - 0.75 / Math.E),
      12,
    );
    expect(contractOf({ fee, notice: "90 days", priceByNotice: {} }).fee.dollars).toBe(2);
  });

  test("a termination charge is fixed, in months, or a share", () => {
    const charge = (owner: unknown) => contractOf({ terminationFee: { owner } }).terminationByOwner;
    expect(charge(5)).toEqual({ kind: "fixed", dollars: 5 });
    expect(charge({ months: 2 })).toEqual({ kind: "months", months: 2 });
    expect(charge({ shareOfRemaining: "25 %" })).toEqual({ kind: "shareOfRemaining", share: 0.25 });
  });

  test("a yes or no to rescission is a probability", () => {
    expect([true, false, "30 %"].map((rescindable) => contractOf({ rescindable }).rescindable)).toEqual([
      1, 0, 0.3,
    ]);
  });
});

describe("demand", () => {
  test("scale, speed-up and rebound are one factor", () => {
    const factorOf = (demand: Record<string, unknown>) => {
      const source = planOf(wanted(demand)).programs[0]?.sources[0];
      return source?.kind === "level" ? source.factor : undefined;
    };
    expect(factorOf({})).toBe(1);
    expect(factorOf({ scale: 3, speedup: 2, rebound: 0 })).toBeCloseTo(1.5, 14);
    expect(factorOf({ speedup: 4, rebound: 0.5 })).toBeCloseTo(0.5, 14);
    expect(factorOf({ speedup: 4, rebound: 1 })).toBe(1);
    expect(factorOf({ speedup: 4, rebound: 1.5 })).toBeCloseTo(2, 14);
  });

  test("pools come by name, in order of preference, or all", () => {
    const cluster = { pools: ["a", "b", "c"].map((name) => ({ name, gpus: 1 })) };
    const source = (pools?: unknown) =>
      planOf({ ...wanted({ pools }), cluster }).programs[0]?.sources[0]?.pools;
    expect(source()).toEqual([0, 1, 2].map((pool) => ({ pool, ratio: 1 })));
    expect(source(["c", { pool: "a", ratio: 2 }])).toEqual([
      { pool: 2, ratio: 1 },
      { pool: 0, ratio: 2 },
    ]);
  });

  test("a lognormal lag has the median and the 90th percentile that are given", () => {
    const lag = planOf(leased({}, { relet: {} })).tenants[0]?.relet?.lag;
    expect(lag).toEqual({
      kind: "lognormal",
      mu: log(30 * DAY),
      sigma: expect.closeTo(Math.log(3) / 1.2815515655446004, 12),
    });
  });
});

describe("tenants", () => {
  test("a second contract has a number to its name", () => {
    const plan = planOf(
      small({
        tenants: [
          { name: "t", contract: [{ gpus: 1 }, { gpus: 2 }] },
          { name: "u", contract: { gpus: 3 } },
        ],
      }),
    );
    expect(plan.contracts.map(({ name, tenant, gpus }) => [name, tenant, gpus])).toEqual([
      ["t", 0, 1],
      ["t/2", 0, 2],
      ["u", 1, 3],
    ]);
  });
});

describe("power", () => {
  const powerOf = (site: Record<string, unknown>, horizon: string | number = "1 day") =>
    planOf({
      ...built({ sites: [{ name: "s", ...site }], pools: [{ name: "p", site: "s", kwPerGpu: 1, gpus: 1 }] }),
      horizon,
    }).sites[0]?.power ?? [];

  test("is what is left after PUE, in whole watts", () => {
    expect(powerOf({ power: "1 MW", pue: 1.3 })).toEqual([{ at: 0, value: 769_230 }]);
    expect(powerOf({})).toEqual([]);
  });

  test("is nothing before its first date", () => {
    expect(powerOf({ power: [{ at: "2026-07-02", is: "1 kW" }] })).toEqual([
      { at: 0, value: 0 },
      { at: DAY, value: 1000 },
    ]);
  });

  test.each([
    [{ power: "3 MW", dutyCycle: { period: 5400, off: 2100 } }, 20_000],
    [{ power: "3 MW", pue: 1.1, dutyCycle: { period: 7, off: 7, power: "25 %" } }, 100],
    [{ power: "3 MW", dutyCycle: { period: 7, off: 0 } }, 100],
    [{ power: "3 MW", dutyCycle: { period: 7, off: 3, power: 1 } }, 100],
    [{ power: "3 MW", dutyCycle: { period: 1000, off: 300 } }, 0],
    [
      {
        power: [
          { at: "2026-07-01T00:00:10Z", is: "2 MW" },
          { at: "2026-07-01T00:00:33Z", is: "5 MW" },
          { at: "2026-07-01T00:00:34Z", is: "4 MW" },
        ],
        dutyCycle: { period: 9, off: 4, power: 0.5 },
      },
      100,
    ],
  ])("cycles as a second-by-second reading says (%#)", (site, horizon) => {
    const steps = powerOf(site, horizon);
    const limits =
      typeof site.power === "string"
        ? [{ at: 0, mw: 3 }]
        : [
            { at: 0, mw: 0 },
            { at: 10, mw: 2 },
            { at: 33, mw: 5 },
            { at: 34, mw: 4 },
          ];
    const { period, off } = site.dutyCycle;
    const share =
      "power" in site.dutyCycle ? (site.dutyCycle.power === "25 %" ? 0.25 : Number(site.dutyCycle.power)) : 0;
    const pue = "pue" in site ? (site.pue ?? 1) : 1;
    const read = (t: number): number => {
      const limit = (limits.findLast(({ at }) => at <= t)?.mw ?? 0) * 1e6;
      return Math.floor((limit * (t % period >= period - off ? share : 1)) / pue);
    };
    const given = (t: number): number | undefined => steps.findLast(({ at }) => at <= t)?.value;
    for (let t = 0; t < Math.max(1, horizon); t++)
      if (given(t) !== read(t)) expect([t, given(t)]).toEqual([t, read(t)]);
    for (let i = 1; i < steps.length; i++) expect(steps[i]?.at).toBeGreaterThan(steps[i - 1]?.at as number);
  });
});

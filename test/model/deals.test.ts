/** The deal pipeline: who comes is drawn at birth; who signs is a matter of price and capacity. */
import { describe, expect, test } from "vitest";
import { prospectsOf } from "../../src/demand/pipeline.ts";
import type { Prospects } from "../../src/model/types.ts";
import { openStream } from "../../src/random/streams.ts";
import { at, contract, DAY, level, only, plan, policy, program, run, steps, tenant } from "./builders.ts";

const prospects = (over: Partial<Prospects> = {}): Prospects => ({
  name: "startups",
  tenant: 0,
  arrivals: { kind: "at", times: [10 * DAY, 20 * DAY, 30 * DAY] },
  gpus: { kind: "constant", value: 250 },
  pays: undefined,
  patience: 30 * DAY,
  least: 1,
  atMarket: false,
  sizeShare: 1,
  elasticity: 0,
  terms: contract(1, { name: "startups", termLength: 100 * DAY, noticeOwner: 10 * DAY }),
  minShare: 0.5,
  minGpus: 0,
  ...over,
});

const pipeline = (over: Partial<Prospects> = {}, of: Parameters<typeof plan>[0] = {}) =>
  plan({ contracts: [], tenants: [tenant("startups")], pipeline: [prospects(over)], ...of });

const letting = policy({ trigger: { kind: "never" }, refill: { kind: "relet", lag: undefined } });

test("prospects sign while there is room, wait their patience out, and the rest are lost", () => {
  const told = run(pipeline(), letting); // 600 of 1,000 are free
  expect(
    told.events.filter(({ kind }) => kind.startsWith("deal.")).map((e) => [e.t / DAY, e.kind, e.deal]),
  ).toEqual([
    [10, "deal.arrived", "startups#1"],
    [10, "deal.signed", "startups#1"],
    [20, "deal.arrived", "startups#2"],
    [20, "deal.signed", "startups#2"],
    [30, "deal.arrived", "startups#3"],
    [60, "deal.lost", "startups#3"],
  ]);
  expect(told.story?.leases.map((l) => [l.name, l.start / DAY, l.expiry / DAY])).toEqual([
    ["startups#1", 10, 110],
    ["startups#2", 20, 120],
  ]);
  expect(told.get("revenue")).toBeCloseTo(2 * 250 * 100 * 24, 3);
  expect(told.get("dealsOffered")).toBe(3);
  expect(told.get("dealsSigned")).toBe(2);
  expect(told.get("dealsLostToCapacity")).toBe(1);
  expect(told.get("dealsLostToPrice")).toBe(0);
});

test("whoever is patient enough gets what an ended lease leaves", () => {
  const told = run(pipeline({ patience: 90 * DAY }), letting);
  expect(told.story?.leases.map((l) => [l.name, l.start / DAY])).toEqual([
    ["startups#1", 10],
    ["startups#2", 20],
    ["startups#3", 110],
  ]);
});

test("some sign for less, down to what they can do with", () => {
  const told = run(pipeline({ least: 0.4, patience: 0 }), letting);
  expect(only(told, "deal.signed").map(({ gpus }) => gpus)).toEqual([250, 250, 250]);
  expect(told.world.leases.map(({ gpus }) => gpus)).toEqual([250, 250, 100]);
  expect(told.world.leases.map(({ contract: { minQuantity } }) => minQuantity)).toEqual([125, 125, 50]);
});

test("a policy that holds what is free signs nobody, and nobody signs while someone inside is short", () => {
  expect(run(pipeline(), policy({ refill: { kind: "hold", lag: undefined } })).get("dealsSigned")).toBe(0);
  const short = pipeline({}, { programs: [program("p", { sources: [level(1001)] })] });
  expect(run(short, letting).get("dealsLostToCapacity")).toBe(3);
});

describe("price", () => {
  const market = {
    every: DAY,
    growth: 1,
    sigma: 0,
    halfLife: undefined,
    steps: [
      { at: 15 * DAY, value: 2 },
      { at: 25 * DAY, value: 0.5 },
    ],
  };

  test("above what a prospect pays is refused; one that waits may see it fall", () => {
    const told = run(
      pipeline({ atMarket: true, pays: { kind: "constant", value: 1.5 }, patience: 3 * DAY }, { market }),
      letting,
    );
    expect(only(told, "deal.lost").map((e) => [e.deal, e.reason, e.t / DAY])).toEqual([
      ["startups#2", "tooDear", 23],
    ]);
    const patient = run(
      pipeline({ atMarket: true, pays: { kind: "constant", value: 1.5 }, patience: 5 * DAY }, { market }),
      letting,
    );
    expect(only(patient, "deal.signed").map((e) => [e.deal, e.t / DAY])).toEqual([
      ["startups#1", 10],
      ["startups#2", 25],
    ]);
    // 100 days at $1 and 100 days at $0.50; the third finds no room
    expect(patient.get("revenue")).toBeCloseTo(250 * 24 * (100 + 50), 3);
  });

  test("moves the size of an elastic prospect: twice the price, half the quantity", () => {
    const told = run(pipeline({ atMarket: true, elasticity: 1 }, { market }), letting);
    expect(told.world.deals.map(({ gpus }) => gpus)).toEqual([250, 125, 500]);
  });
});

describe("draws", () => {
  const open = (entity: string, purpose: string) => openStream("seed", 3, entity, purpose);
  const drawn = (...pipe: Prospects[]) => prospectsOf(pipeline({}, { pipeline: pipe }), open);
  const random = prospects({
    arrivals: { kind: "poisson", rate: 20 / (365 * DAY) },
    gpus: { kind: "lognormal", mu: 5, sigma: 1 },
    pays: { kind: "uniform", from: 0.5, to: 2 },
  });

  test("of one stream are not changed by another", () => {
    const other = { ...random, name: "others", tenant: 1 };
    const mine = drawn(random);
    expect(mine.length).toBeGreaterThan(5);
    expect(
      drawn(other, random)
        .filter(({ name }) => name.startsWith("startups"))
        .map((p) => ({ ...p, source: 0 })),
    ).toEqual(mine);
  });

  test("of sizes are not changed by the law of prices", () => {
    const sizes = (of: Prospects) => drawn(of).map(({ at: when, gpus }) => [when, gpus]);
    expect(sizes({ ...random, pays: undefined })).toEqual(sizes(random));
  });

  test("a tenant that is added changes no prospect, and no prospect changes a tenant's draws", () => {
    const exits = (of: Partial<Parameters<typeof plan>[0]>) =>
      run(
        plan({
          tenants: [tenant("a", { exitPerYear: 3 }), tenant("startups")],
          contracts: [contract(100, { name: "a" })],
          ...of,
        }),
        letting,
      ).story?.notices.map((n) => n.issuedAt);
    expect(exits({ pipeline: [{ ...random, tenant: 1, terms: { ...random.terms, tenant: 1 } }] })).toEqual(
      exits({}),
    );
  });
});

test("a called deal pays and goes like any lease", () => {
  const told = run(
    pipeline(
      { arrivals: { kind: "at", times: [0] } },
      { programs: [program("p", { sources: [steps(at(10, 900))] })] },
    ),
    policy({ refill: { kind: "relet", lag: undefined } }),
  );
  expect(told.story?.notices.map((n) => [n.target, n.kind, n.gpus, n.effectiveAt / DAY])).toEqual([
    ["startups#1", "shrink", 125, 20],
  ]);
});

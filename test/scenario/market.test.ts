/** The market, the pipeline and the money of contracts in the scenario language. */
import { describe, expect, test } from "vitest";
import { compilePlan } from "../../src/scenario/compile.ts";
import { accepted, leased, refusals, small } from "./build.ts";

const DAY = 86_400;
const contractOf = (contract: object) => compilePlan(accepted(leased({ ...contract }))).contracts[0];

describe("the price by notice", () => {
  const fee = (notice: string, priceByNotice: object) => {
    const compiled = contractOf({ notice, priceByNotice, fee: { perGpuHour: 10 } })?.fee;
    return compiled?.dollars;
  };

  test("falls by the curve", () => {
    expect(fee("0 s", {})).toBe(2.5);
    expect(fee("1 day", {})).toBeCloseTo(10 * (1 - 0.75 / Math.E), 12);
  });

  test("or by straight lines between the rows of a table, level outside of it", () => {
    const table = [
      { notice: "1 day", price: 0.4 },
      { notice: "11 days", price: 0.8 },
      { notice: "31 days", price: 1 },
    ];
    expect(fee("0 s", { table })).toBe(4);
    expect(fee("1 day", { table })).toBe(4);
    expect(fee("6 days", { table })).toBeCloseTo(6, 12);
    expect(fee("21 days", { table })).toBeCloseTo(9, 12);
    expect(fee("90 days", { table })).toBe(10);
  });

  test("a table goes up in notice", () => {
    const table = [
      { notice: "2 days", price: 1 },
      { notice: "1 day", price: 1 },
    ];
    expect(refusals(leased({ priceByNotice: { table } }))).toEqual([
      "tenants[0].contract.priceByNotice.table[1].notice: out of order: not longer than the row before it",
    ]);
  });
});

describe("an elastic tenant", () => {
  const half = { table: [{ notice: 0, price: 0.5 }] };

  test("signs more where it is cheaper, and pays for what it signs", () => {
    const signed = contractOf({ fee: { perMonth: 1000 }, priceByNotice: half, elasticity: { price: 1 } });
    expect(signed?.gpus).toBe(200);
    expect(signed?.minQuantity).toBe(100);
    expect(signed?.ramp).toEqual([{ at: 0, gpus: 200, fee: 1 }]);
    // Twice as many at half the price each.
    expect(signed?.fee).toEqual({ kind: "perMonth", dollars: 1000 });
  });

  test("signs less where the notice is shorter than it likes", () => {
    expect(contractOf({ notice: "30 days", elasticity: { notice: 1 } })?.gpus).toBe(33);
    expect(contractOf({ notice: "90 days", elasticity: { notice: 1 } })?.gpus).toBe(100);
    expect(contractOf({ notice: 0, elasticity: { notice: 1 } })?.gpus).toBe(1);
    const forNothing = { priceByNotice: { discount: 1 }, elasticity: { price: 1, notice: 1 } };
    expect(contractOf({ notice: 0, ...forNothing })?.gpus).toBe(1);
  });

  test("cannot sign more than its pools ever have", () => {
    expect(refusals(leased({ gpus: 600, priceByNotice: half, elasticity: { price: 1 } }))).toEqual([
      "tenants[0].contract.elasticity: 1,200 is more than its pools ever have: 1,000",
    ]);
  });
});

test("off-ramps, wind-downs and leads become seconds", () => {
  const compiled = contractOf({
    offRamp: { lasts: "14 days", fee: "50 %" },
    terminationFee: { owner: { windDown: "60 days" } },
    renewal: { term: "1 year", lead: "120 days" },
  });
  expect(compiled?.offRamp).toEqual({ lasts: 14 * DAY, fee: 0.5 });
  expect(compiled?.terminationByOwner).toEqual({ kind: "windDown", lasts: 60 * DAY });
  expect(compiled?.renewal).toEqual({ term: 365 * DAY, probability: 1, lead: 120 * DAY, repriced: false });
});

describe("what follows the market", () => {
  test("needs one", () => {
    const hint = "there is no market to compare with";
    expect(refusals(leased({ renewal: { price: "market" } }))).toEqual([
      `tenants[0].contract.renewal.price: ${hint}`,
    ]);
    expect(refusals(leased({}, { exit: { whenMarketBelow: 0.8 } }))).toEqual([
      `tenants[0].exit.whenMarketBelow: ${hint}`,
    ]);
    expect(accepted({ ...leased({}, { exit: { whenMarketBelow: 0.8 } }), market: {} }).market?.sigma).toBe(0);
  });

  test("moves in order, and never to nothing", () => {
    const steps = [
      { at: "20 days", is: 2 },
      { at: "10 days", is: 0 },
    ];
    expect(refusals(small({ market: { steps } }))).toEqual([
      "market.steps[1].at: out of order: earlier than the entry before it",
      "market.steps[1].is: capacity that costs nothing: expected a price above 0",
    ]);
  });
});

describe("the pipeline", () => {
  const stream = (more: object = {}) => ({
    name: "startups",
    arrivals: { kind: "poisson", perYear: 12 },
    gpus: 50,
    terms: { fee: { perGpuHour: 3 }, notice: "30 days", lockout: "10 days", term: "1 year" },
    ...more,
  });

  test("is compiled to terms for one accelerator and a tenant of its own", () => {
    const plan = compilePlan(accepted({ ...leased(), pipeline: [stream()] }));
    expect(plan.tenants.map(({ name }) => name)).toEqual(["t", "startups"]);
    expect(plan.pipeline).toMatchObject([
      {
        name: "startups",
        tenant: 1,
        arrivals: { kind: "poisson", rate: 12 / (365 * DAY) },
        gpus: { kind: "constant", value: 50 },
        patience: 30 * DAY,
        minShare: 0.5,
        terms: { tenant: 1, noticeOwner: 30 * DAY, lockoutLength: 10 * DAY, termLength: 365 * DAY },
      },
    ]);
    expect(plan.contracts).toHaveLength(1);
  });

  test("has names of its own, and lockouts that count from the signature", () => {
    expect(refusals({ ...leased(), pipeline: [stream({ name: "t" })] })).toEqual([
      'pipeline[0].name: somebody else is also named "t"',
    ]);
    const dated = { ...stream().terms, lockout: "2026-09-01" };
    expect(refusals(small({ pipeline: [stream({ terms: dated })] }))).toEqual([
      "pipeline[0].terms.lockout: expected a length of time, since each deal has its own date",
    ]);
  });

  test("does not flood a run", () => {
    expect(refusals(small({ pipeline: [stream({ arrivals: { kind: "poisson", perHour: 1000 } })] }))).toEqual(
      ["pipeline[0].arrivals: about 8,760,000 prospects over the horizon: at most 100,000 are allowed"],
    );
  });
});

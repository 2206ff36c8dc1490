/**
 * What happens in sixty scenarios is what is on record, lane by lane. A difference that is meant is put on record with
 * `npm run golden`, which says which lanes changed.
 */
import { describe, expect, test } from "vitest";
import { cases } from "./cases.ts";
import { changesBetween, type Golden, lanesOf, onRecord } from "./lanes.ts";

const golden = onRecord();

describe("on record", () => {
  test("are sixty scenarios and no others", () => {
    const names = cases().map(({ name }) => name);
    expect(names).toHaveLength(60);
    expect(Object.keys(golden)).toEqual(names);
  });

  test.each(cases().map((one) => [one.name, one] as const))(
    "%s: every lane of every policy",
    async (name, one) => {
      const found = { [name]: await lanesOf(one) };
      expect(changesBetween({ [name]: golden[name] }, found)).toEqual([]);
    },
  );

  test("every lane is one in which something happens", () => {
    const lanes = Object.values(golden).flatMap((policies) => Object.values(policies));
    for (const lane of ["demand", "allocations", "notices", "leases", "money", "jobs"] as const)
      expect(new Set(lanes.map((one) => one[lane])).size, lane).toBeGreaterThan(20);
  });
});

describe("a difference", () => {
  const one: Golden = {
    s: { p: { demand: "1", allocations: "2", notices: "3", leases: "4", money: "5", jobs: "6" } },
  };

  test("is told by scenario, policy and lane", () => {
    const other: Golden = { s: { p: { ...one.s.p, money: "7", jobs: "8" } } };
    expect(changesBetween(one, one)).toEqual([]);
    expect(changesBetween(one, other)).toEqual(["s, p: money, jobs"]);
  });

  test("of what is there is told too", () => {
    expect(changesBetween(one, { s: { q: one.s.p } })).toEqual(["s, p: gone", "s, q: new"]);
    expect(changesBetween({}, one)).toEqual(["s, p: new"]);
  });
});

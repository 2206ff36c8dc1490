/** Corner 19: capacity below what is promised is taken by force, from the least important first. */
import { describe, expect, test } from "vitest";
import { contract, DAY, level, only, plan, pool, program, run, tenant } from "./builders.ts";

/**
 * A pool of 100: 20 of a program, and of tenants 30 of importance 5, 20 of importance 9, 30 of importance 1, in this
 * order. So many fail on day 2, for a day.
 */
const struck = (gpus: number) =>
  run(
    plan({
      horizon: 4 * DAY,
      pools: [pool(100, { outages: [{ at: 2 * DAY, gpus, lasts: DAY }] })],
      programs: [program("p", { sources: [level(20)] })],
      tenants: [
        tenant("middle", { priority: 5 }),
        tenant("high", { priority: 9 }),
        tenant("low", { priority: 1 }),
      ],
      contracts: [
        contract(30, { name: "middle", tenant: 0 }),
        contract(20, { name: "high", tenant: 1 }),
        contract(30, { name: "low", tenant: 2 }),
      ],
    }),
  );

const taken = (gpus: number) =>
  only(struck(gpus), "shed").map((event) => [event.t / DAY, event.who, event.gpus]);

describe("what fails is taken from tenants, the least important first", () => {
  test.each([
    [10, [[2, "low", 10]]],
    [
      40,
      [
        [2, "low", 30],
        [2, "middle", 10],
      ],
    ],
    [
      75,
      [
        [2, "low", 30],
        [2, "middle", 30],
        [2, "high", 15],
      ],
    ],
  ])("%i of 100", (gpus, expected) => {
    expect(taken(gpus)).toEqual(expected);
  });
});

/** Corner 16: level demand takes what it lacks from less important level demand, the least important first. */
import { describe, expect, test } from "vitest";
import { at, DAY, level, only, plan, pool, program, run, steps } from "./builders.ts";

/** Three programs of 30 of 90 accelerators, and from day 1 on a more important one that wants so many. */
const displacedBy = (wanted: number) => {
  const told = run(
    plan({
      horizon: 2 * DAY,
      pools: [pool(90)],
      contracts: [],
      tenants: [],
      programs: [
        program("middle", { priority: 20, sources: [level(30)] }),
        program("least", { priority: 10, sources: [level(30)] }),
        program("second", { priority: 30, sources: [level(30)] }),
        program("first", { priority: 40, sources: [steps(at(1, wanted))] }),
      ],
    }),
  );
  return only(told, "displaced").map(({ t, who, gpus }) => [t / DAY, who, gpus]);
};

describe("level demand displaces the least important first", () => {
  test.each([
    [10, [[1, "least", 10]]],
    [
      45,
      [
        [1, "least", 30],
        [1, "middle", 15],
      ],
    ],
    [
      70,
      [
        [1, "least", 30],
        [1, "middle", 30],
        [1, "second", 10],
      ],
    ],
  ])("for %i of 90", (wanted, expected) => {
    expect(displacedBy(wanted)).toEqual(expected);
  });
});

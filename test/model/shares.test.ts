/** Programs of equal priority share by weight, in whole accelerators: max-min, worked by hand and held on shares by chance. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fairShares } from "../../src/model/dispatch.ts";
import { DAY, level, plan, pool, program, run } from "./builders.ts";

describe("fair shares", () => {
  test.each([
    // ten thirds: three each, and the one that is left goes to the first
    [10, [10, 10, 10], [1, 1, 1], [4, 3, 3]],
    // two thirds of ten and one third: 6 and 3, and the one that is left goes to the first
    [10, [10, 10], [2, 1], [7, 3]],
    // four each, of which one wants two: what it leaves is shared by the others
    [12, [2, 10, 10], [1, 1, 1], [2, 5, 5]],
    // the second wants less than its half, the third than its half of what is left then
    [20, [100, 1, 3], [1, 1, 1], [16, 1, 3]],
    [3, [1, 1, 1], [1, 1, 1], [1, 1, 1]],
    [9, [1, 1, 1], [5, 1, 1], [1, 1, 1]],
    [2, [0, 5, 5], [1, 1, 1], [0, 1, 1]],
    // less than one each: the one that is left goes to the first, however light
    [1, [5, 5], [1, 100], [1, 0]],
    [0, [5, 5], [1, 1], [0, 0]],
  ])("of %i for demands %j by weights %j are %j", (total, demands, weights, expected) => {
    expect(fairShares(total, demands, weights)).toEqual(expected);
  });

  test("give out all that is wanted and there, nobody more than wanted, and level but for rounding", () => {
    const wants = fc.record({ demand: fc.nat(40), weight: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.nat(150), fc.array(wants, { minLength: 1, maxLength: 6 }), (total, list) => {
        const demands = list.map(({ demand }) => demand);
        const shares = fairShares(
          total,
          demands,
          list.map(({ weight }) => weight),
        );
        const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
        expect(sum(shares)).toBe(Math.min(total, sum(demands)));
        list.forEach(({ demand, weight }, i) => {
          const mine = shares[i] as number;
          expect(mine).toBeLessThanOrEqual(demand);
          if (mine === demand) return;
          // whoever is short has as much for its weight as any other, but for one accelerator of either
          list.forEach((other, j) => {
            const theirs = (shares[j] as number) / other.weight;
            expect(theirs - mine / weight).toBeLessThanOrEqual(1 / other.weight + 1 / weight);
          });
        });
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe("in a run", () => {
  const shared = (gpus: number, weights: readonly number[]) =>
    run(
      plan({
        horizon: DAY,
        pools: [pool(gpus)],
        contracts: [],
        tenants: [],
        programs: weights.map((weight, i) => program(`p${i}`, { weight, sources: [level(gpus)] })),
      }),
    ).world.claims.map(({ covered }) => covered);

  test("three equals have a third each, the first what rounding leaves", () => {
    expect(shared(10, [1, 1, 1])).toEqual([4, 3, 3]);
  });

  test("twice the weight is twice the share", () => {
    expect(shared(100, [1, 2])).toEqual([34, 66]);
  });
});

import { describe, expect, test } from "vitest";
import { openStream } from "../../../src/random/streams.ts";
import { normal } from "../../../src/random/variates.ts";
import { allocateBudget, type BudgetOutcome, optimalShares } from "../../../src/studies/selection/ocba.ts";

describe("the optimal shares of a budget", () => {
  test("are those of the published example", () => {
    // Chen and Lee, "Stochastic Simulation Optimization" (2011), example: means 1 to 5, less is better, equal noise
    const shares = optimalShares([-1, -2, -3, -4, -5], [100, 100, 100, 100, 100]);
    const rivals = [1, 1 / 4, 1 / 9, 1 / 16];
    const top = Math.sqrt(rivals.reduce((sum, share) => sum + share * share, 0));
    const total = top + rivals.reduce((sum, share) => sum + share, 0);
    expect(shares[0]).toBeCloseTo(top / total, 12);
    rivals.forEach((share, i) => {
      expect(shares[i + 1]).toBeCloseTo(share / total, 12);
    });
  });

  test("of two systems are in proportion to their standard deviations", () => {
    expect(optimalShares([1, 0], [9, 1])).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)]);
  });

  test("are those worked out by hand: a rival twice as far and twice as noisy gets as much", () => {
    // behind by 2 and 4 with spreads 2 and 4: (2/2)² = (4/4)² = 1 each; the best, of spread 2, 2 √(1/2² + 1/4²) = √5/2
    const total = 2 + Math.sqrt(5) / 2;
    const [best, near, far] = optimalShares([10, 8, 6], [4, 4, 16]);
    expect(best).toBeCloseTo(Math.sqrt(5) / 2 / total, 12);
    expect(near).toBeCloseTo(1 / total, 12);
    expect(far).toBeCloseTo(1 / total, 12);
  });

  test("are numbers where nothing varies or all are equal", () => {
    for (const shares of [optimalShares([1, 1, 1], [0, 0, 0]), optimalShares([2, 1, 1], [0, 1, 0])]) {
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });
});

describe("a budget", () => {
  const means = [1, 0.7, 0.4, 0, -0.5, -1, -1.5, -2, -2.5, -3];
  const spend = (seed: number, budget: number, first: number): Promise<BudgetOutcome> => {
    const streams = means.map((_, i) => openStream("ocba", seed, `system ${i}`, "noise"));
    return allocateBudget({
      systems: means.length,
      first,
      budget,
      step: 20,
      sample: async (system, count) =>
        Array.from({ length: count }, () => (means[system] as number) + 2 * normal(streams[system] as never)),
    });
  };

  test("is spent to the last replication, mostly on those near the best", async () => {
    const TRIES = 50;
    const mean = means.map(() => 0);
    for (let seed = 0; seed < TRIES; seed++) {
      const { replications } = await spend(seed, 600, 5);
      expect(replications.reduce((a, b) => a + b)).toBe(600);
      replications.forEach((count, i) => {
        mean[i] = (mean[i] as number) + count / TRIES;
      });
    }
    // with means and spreads known exactly the first two get 82 % and the last 0.2 %; here they are estimated
    expect((mean[0] as number) + (mean[1] as number)).toBeGreaterThan(300);
    expect(mean[9]).toBeLessThan(10);
  });

  test("chooses right more often than the same number in equal parts", async () => {
    let right = 0;
    let even = 0;
    let claimed = 0;
    const TRIES = 200;
    for (let seed = 0; seed < TRIES; seed++) {
      const outcome = await spend(seed, 400, 5);
      claimed += outcome.confidence / TRIES;
      if (outcome.best === 0) right++;
      if ((await spend(seed, 400, 40)).best === 0) even++;
    }
    expect(right).toBeGreaterThan(even + 10);
    // what is claimed is a bound from below, but for the chance of the means themselves
    expect(right / TRIES).toBeGreaterThan(claimed - 0.05);
  });
});

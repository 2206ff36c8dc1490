/**
 * The closed forms that were derived here, for notices as set-up times and for work that failures interrupt: against sums
 * and experiments that need no derivation, limits and published figures.
 */
import { describe, expect, test } from "vitest";
import {
  bestInterval,
  dalyOptimum,
  gangMtbf,
  meanInterruptions,
  productiveShare,
  timeFromScratch,
  timeWithCheckpoints,
  timeWithSafeRestarts,
  youngOptimum,
} from "../../../src/validation/theory/failures.ts";
import {
  setUpOfConstantRuns,
  setUpOfExponentialRuns,
  waitWithSetUp,
} from "../../../src/validation/theory/notice-set-up.ts";
import {
  constantService,
  exponentialService,
  uniformService,
} from "../../../src/validation/theory/service.ts";
import { pollaczekKhinchine } from "../../../src/validation/theory/single-server.ts";
import { expectClose } from "./close.ts";

/** Mean of a function of an exponential time, by the midpoint rule over its quantiles. */
const meanOverExponential = (rate: number, value: (time: number) => number): number => {
  const points = 400_000;
  let sum = 0;
  for (let i = 0; i < points; i++) sum += value(-Math.log((i + 0.5) / points) / rate);
  return sum / points;
};

describe("a notice as a set-up time", () => {
  test.each([0.5, 3, 10, 40])("exponential runs of 10 and a notice of %f, against the sum", (notice) => {
    const setUp = setUpOfExponentialRuns(notice, 10);
    const rest = (power: number) => meanOverExponential(1 / 10, (time) => Math.min(notice, time) ** power);
    expectClose(setUp.mean, rest(1), 1e-5);
    expectClose(setUp.meanSquare, rest(2), 1e-5);
  });

  test.each([
    [0.5, 0.02],
    [3, 0.02],
    [3, 0.5],
    [10, 0.2],
    [40, 0.2],
  ])("constant runs of 10, a notice of %f, arrivals at rate %f, against the sum", (notice, rate) => {
    const setUp = setUpOfConstantRuns(notice, 10, rate);
    const rest = (power: number) =>
      meanOverExponential(rate, (time) => Math.min(notice, 10 - (time % 10)) ** power);
    expectClose(setUp.mean, rest(1), 1e-4);
    expectClose(setUp.meanSquare, rest(2), 1e-4);
  });

  test("rare arrivals find a run at any point alike", () => {
    const rare = setUpOfConstantRuns(10, 10, 0);
    expectClose(rare.mean, uniformService(0, 10).mean);
    expectClose(rare.meanSquare, uniformService(0, 10).meanSquare);
    for (const notice of [4, 25]) {
      const [limit, near] = [setUpOfConstantRuns(notice, 10, 0), setUpOfConstantRuns(notice, 10, 1e-12)];
      expectClose(near.mean, limit.mean, 1e-10);
      expectClose(near.meanSquare, limit.meanSquare, 1e-10);
    }
  });

  test("frequent arrivals, against the integrals written out", () => {
    const [notice, run, rate] = [7, 10, 3];
    const setUp = setUpOfConstantRuns(notice, run, rate);
    const [all, weight] = [1 - Math.exp(-rate * run), Math.exp(-rate * run)];
    const growth = (Math.exp(rate * notice) - 1) / rate;
    const moment = (notice * Math.exp(rate * notice) - growth) / rate;
    expectClose(setUp.mean, (notice - weight * growth) / all);
    expectClose(setUp.meanSquare, (notice * notice - 2 * weight * moment) / all);
  });

  test("no notice costs nothing; a notice without end waits for the run", () => {
    expect(setUpOfConstantRuns(0, 10, 0.1)).toEqual(constantService(0));
    expect(setUpOfExponentialRuns(0, 10).mean).toBe(0);
    expect(setUpOfExponentialRuns(0, 10).meanSquare).toBe(0);
    expect(setUpOfExponentialRuns(Infinity, 10)).toEqual(exponentialService(10));
    const owner = { rate: 0.05, service: exponentialService(8) };
    expectClose(waitWithSetUp(owner, constantService(0)), pollaczekKhinchine(owner));
  });

  test("very rare jobs wait for the set-up, and frequent ones add half of it each", () => {
    const setUp = setUpOfExponentialRuns(20, 50);
    const rare = waitWithSetUp({ rate: 1e-9, service: constantService(1) }, setUp);
    expectClose(rare, setUp.mean, 1e-6);
    // by hand: constant set-up 2, rate 1/4, service 1: 1/4 / (2 × 3/4) + (4 + 1) / (2 × 3/2)
    const owner = { rate: 1 / 4, service: constantService(1) };
    expectClose(waitWithSetUp(owner, constantService(2)), 1 / 6 + 5 / 3);
  });
});

describe("work that is interrupted", () => {
  test("without failures it takes as long as it is; with rare ones half a run more for each", () => {
    expect(timeFromScratch(100, 0, 30)).toBe(100);
    expect(timeWithSafeRestarts(100, 0, 30)).toBe(100);
    const rate = 1e-6;
    expectClose(timeFromScratch(100, rate) - 100, (rate * 100 * 100) / 2, 1e-3);
    expectClose(timeFromScratch(100, rate, 30) - 100, rate * 100 * (50 + 30), 1e-3);
    expectClose(timeWithSafeRestarts(100, rate, 30) - 100, rate * 100 * (50 + 30), 1e-3);
  });

  test("by hand at one failure a unit of time", () => {
    expectClose(timeFromScratch(1, 1), Math.E - 1);
    expectClose(timeFromScratch(1, 1, 1), Math.E * (Math.E - 1));
    expectClose(timeWithSafeRestarts(1, 1, 1), 2 * (Math.E - 1));
    expectClose(meanInterruptions(1, 1), Math.E - 1);
  });

  test("one step of the first failure leads back to the formula", () => {
    // E[T] = integral over the first failure at u: u + E[restart and all the work], or the work itself
    const [work, rate, restart] = [70, 0.02, 15];
    const again = timeFromScratch(restart + work, rate); // a stretch that is repeated whole
    const found = meanOverExponential(rate, (u) => (u >= work ? work : u + again));
    expectClose(found, timeFromScratch(work, rate, restart), 1e-4);
    const safe = meanOverExponential(rate, (u) =>
      u >= work ? work : u + restart + timeWithSafeRestarts(work, rate, restart),
    );
    expectClose(safe, timeWithSafeRestarts(work, rate, restart), 1e-4);
  });

  test("an interval as long as the work writes no checkpoint; a shorter one none at the end", () => {
    const checkpoints = { every: 100, cost: 5, restart: 20 };
    expect(timeWithCheckpoints(100, 0.01, checkpoints)).toBe(timeFromScratch(100, 0.01, 20));
    expect(timeWithCheckpoints(60, 0.01, checkpoints)).toBe(timeFromScratch(60, 0.01, 20));
    expect(timeWithCheckpoints(250, 0, checkpoints)).toBe(260);
    expectClose(
      timeWithCheckpoints(250, 0.01, checkpoints),
      2 * timeFromScratch(105, 0.01, 20) + timeFromScratch(50, 0.01, 20),
    );
  });

  test("in the long run it is the productive share", () => {
    const checkpoints = { every: 100, cost: 5, restart: 20 };
    const time = timeWithCheckpoints(1e7, 0.004, checkpoints);
    expectClose(1e7 / time, productiveShare(0.004, checkpoints), 1e-4);
  });

  test("gangs of the size of Llama 3's training fail every three hours", () => {
    // 419 unexpected interruptions in 54 days on 16,384 accelerators
    const perGpuSecond = 419 / (54 * 86_400 * 16_384);
    expect(gangMtbf(16_384, perGpuSecond) / 3600).toBeCloseTo(3.09, 2);
    expectClose(gangMtbf(1000, 2e-6, 0.008), 100);
  });

  test("the productive share of such a gang, with checkpoints of 30 s and restarts of 300 s, is above 90 %", () => {
    const mtbf = 3.09 * 3600;
    const best = { every: bestInterval(30, mtbf), cost: 30, restart: 300 };
    expect(productiveShare(1 / mtbf, best)).toBeGreaterThan(0.9);
    expect(productiveShare(1 / mtbf, best)).toBeLessThan(0.91);
    expect(youngOptimum(30, mtbf)).toBeCloseTo(817, 0);
  });

  test("no interval does better than the best one, whatever the restart", () => {
    for (const [cost, mtbf] of [
      [30, 10_000],
      [300, 2000],
      [1, 1e6],
    ] as const) {
      const best = bestInterval(cost, mtbf);
      for (const restart of [0, 500]) {
        const share = (every: number) => productiveShare(1 / mtbf, { every, cost, restart });
        for (const factor of [0.5, 0.9, 0.999, 1.001, 1.1, 1.5])
          expect(share(best * factor)).toBeLessThan(share(best));
      }
    }
  });

  test("Young's and Daly's intervals approach the best one as checkpoints get cheap, Daly's faster", () => {
    for (const cost of [1, 10, 100]) {
      const best = bestInterval(cost, 10_000);
      const young = Math.abs(youngOptimum(cost, 10_000) / best - 1);
      const daly = Math.abs(dalyOptimum(cost, 10_000) / best - 1);
      expect(young).toBeLessThan(Math.sqrt(cost / 10_000));
      expect(daly).toBeLessThan(young / 20);
    }
    expect(dalyOptimum(500, 200)).toBe(200);
  });
});

/** Closed forms of queues with any law of service, with priorities, and without limits: by hand, and against each other. */
import { describe, expect, test } from "vitest";
import { erlangB, meanResponse, meanWait } from "../../../src/validation/theory/erlang.ts";
import { expMinusOne, integralOfGrowth } from "../../../src/validation/theory/exponentials.ts";
import {
  meanInService,
  meanInServiceAfter,
  poissonProbability,
} from "../../../src/validation/theory/infinite-server.ts";
import { meanNumber, meanTime } from "../../../src/validation/theory/little.ts";
import { preemptiveLoss, preemptiveWaiting } from "../../../src/validation/theory/preemption.ts";
import {
  constantService,
  exponentialService,
  hyperexponentialService,
  uniformService,
} from "../../../src/validation/theory/service.ts";
import {
  nonPreemptive,
  pollaczekKhinchine,
  preemptiveResume,
} from "../../../src/validation/theory/single-server.ts";
import { expectClose } from "./close.ts";

describe("M/G/infinity", () => {
  test("the number in service is Poisson with the offered load", () => {
    const mean = meanInService(0.7, 10);
    expectClose(mean, 7);
    let [sum, first, second] = [0, 0, 0];
    for (let n = 0; n < 100; n++) {
      const probability = poissonProbability(mean, n);
      sum += probability;
      first += n * probability;
      second += n * n * probability;
    }
    expectClose(sum, 1);
    expectClose(first, 7);
    expectClose(second - first * first, 7, 1e-11);
  });

  test("by hand, and where e^-mean underflows", () => {
    expectClose(poissonProbability(2, 0), Math.exp(-2));
    expectClose(poissonProbability(2, 3), (4 / 3) * Math.exp(-2));
    expect(poissonProbability(0, 0)).toBe(1);
    expect(poissonProbability(0, 2)).toBe(0);
    expectClose(poissonProbability(10_000, 10_000), 1 / Math.sqrt(2 * Math.PI * 10_000), 1e-5);
  });

  test("it fills up from nobody, and is half full after ln 2 services", () => {
    expect(meanInServiceAfter(3, 5, 0)).toBe(0);
    expectClose(meanInServiceAfter(3, 5, 5 * Math.LN2), 7.5);
    expectClose(meanInServiceAfter(3, 5, 1e6), 15);
  });

  test("Erlang's loss system with servers to spare has the same number in service", () => {
    expectClose(7 * (1 - erlangB(60, 7)), 7);
    expectClose(erlangB(12, 7), poissonProbability(7, 12) / cumulative(7, 12), 1e-11);
  });
});

const cumulative = (mean: number, most: number): number => {
  let sum = 0;
  for (let n = 0; n <= most; n++) sum += poissonProbability(mean, n);
  return sum;
};

describe("two classes on several servers", () => {
  test("one server agrees with the formula for any law of service", () => {
    const two = preemptiveWaiting(1, 0.02, 0.05, 10);
    const service = exponentialService(10);
    const [first, second] = preemptiveResume([
      { rate: 0.02, service },
      { rate: 0.05, service },
    ]);
    expectClose(two.first, first);
    expectClose(two.second, second);
  });

  test("the responses, weighted by arrivals, are those of one queue", () => {
    const two = preemptiveWaiting(4, 0.1, 0.22, 10);
    expectClose(0.1 * two.first + 0.22 * two.second, 0.32 * meanResponse(4, 0.32, 10));
    expectClose(two.first, meanResponse(4, 0.1, 10));
    expect(two.second).toBeGreaterThan(two.all);
  });

  test("one server without waiting room, by hand", () => {
    // rates 1 and 1, service 1: idle 1/3, one of class 1 1/2, one of class 2 1/6
    const loss = preemptiveLoss(1, 1, 1, 1);
    expectClose(loss.firstBlocked, 1 / 2);
    expectClose(loss.secondBlocked, 2 / 3);
    expectClose(loss.evictionRate, 1 / 6);
    expectClose(loss.evictedShare, 1 / 2);
    expectClose(loss.secondThroughput, 1 / 6);
  });

  test("no class 1, no evictions; and what starts is evicted or completed", () => {
    expect(preemptiveLoss(5, 0, 1, 3).evictionRate).toBe(0);
    const loss = preemptiveLoss(5, 1, 1.5, 3);
    expectClose(loss.evictionRate + loss.secondThroughput, 1.5 * (1 - loss.secondBlocked));
    // the servers in use are those of a loss system without classes
    const busy = 3 * (1 - loss.firstBlocked) + meanSecondInUse(5, 1, 1.5, 3);
    expectClose(busy, 7.5 * (1 - erlangB(5, 7.5)), 1e-9);
    expectClose(loss.secondThroughput, meanSecondInUse(5, 1, 1.5, 3) / 3, 1e-9);
  });
});

/** Mean number of class 2 in use, from the two-dimensional chain itself, by repeated balancing. */
const meanSecondInUse = (servers: number, firstRate: number, secondRate: number, service: number): number => {
  const size = servers + 1;
  let now = new Float64Array(size * size);
  now[0] = 1;
  const step = 0.9 / (firstRate + secondRate + servers / service);
  for (let round = 0; round < 20_000; round++) {
    const next = Float64Array.from(now);
    const flow = (from: number, to: number, rate: number): void => {
      next[from] -= now[from] * rate * step;
      next[to] += now[from] * rate * step;
    };
    for (let i = 0; i <= servers; i++) {
      for (let j = 0; i + j <= servers; j++) {
        const here = i * size + j;
        const isFull = i + j === servers;
        if (!isFull) flow(here, here + size, firstRate);
        else if (j > 0) flow(here, here + size - 1, firstRate);
        if (!isFull) flow(here, here + 1, secondRate);
        if (i > 0) flow(here, here - size, i / service);
        if (j > 0) flow(here, here - 1, j / service);
      }
    }
    now = next;
  }
  let mean = 0;
  for (let i = 0; i <= servers; i++) for (let j = 0; j <= servers; j++) mean += j * now[i * size + j];
  return mean;
};

describe("M/G/1", () => {
  test("exponential service gives M/M/1, constant service half its wait", () => {
    const random = pollaczekKhinchine({ rate: 0.06, service: exponentialService(10) });
    expectClose(random, meanWait(1, 0.06, 10));
    expectClose(pollaczekKhinchine({ rate: 0.06, service: constantService(10) }), random / 2);
    expect(pollaczekKhinchine({ rate: 0.1, service: constantService(10) })).toBe(Infinity);
  });

  test("moments of the laws of service", () => {
    expect(uniformService(0, 6)).toEqual({ mean: 3, meanSquare: 12 });
    expect(uniformService(5, 5)).toEqual(constantService(5));
    expect(hyperexponentialService([4], [9])).toEqual(exponentialService(4));
    // half the jobs 1, half 3: mean 2, square 2 × (1 + 9) / 2
    expect(hyperexponentialService([1, 3], [2, 2])).toEqual({ mean: 2, meanSquare: 10 });
  });

  test("preemptive classes by hand", () => {
    // constant 1 at rate 1/4, constant 2 at rate 1/4: loads 1/4, 3/4; squares 1/8, 1/8 + 1/2
    const classes = [
      { rate: 1 / 4, service: constantService(1) },
      { rate: 1 / 4, service: constantService(2) },
    ];
    const [first, second] = preemptiveResume(classes);
    expectClose(first, 1 + 1 / 8 / (3 / 4));
    expectClose(second, 2 / (3 / 4) + 5 / 8 / ((3 / 4) * (1 / 4)));
  });

  test("a single class, preemptive or not, is M/G/1", () => {
    const load = { rate: 0.3, service: uniformService(1, 4) };
    expectClose(preemptiveResume([load])[0], 2.5 + pollaczekKhinchine(load));
    expectClose(nonPreemptive([load])[0], pollaczekKhinchine(load));
  });

  test("priorities without preemption keep the mean work that waits (the conservation law)", () => {
    const classes = [
      { rate: 0.1, service: exponentialService(2) },
      { rate: 0.2, service: constantService(1) },
      { rate: 0.05, service: uniformService(0, 8) },
    ];
    const swapped = [classes[2], classes[0], classes[1]];
    const waitingWork = (order: typeof classes): number => {
      const waits = nonPreemptive(order);
      return order.reduce((sum, { rate, service }, k) => sum + rate * service.mean * waits[k], 0);
    };
    expectClose(waitingWork(classes), waitingWork(swapped));
  });

  test("the class that fills the server waits for ever, those above it do not", () => {
    const classes = [
      { rate: 0.5, service: constantService(1) },
      { rate: 0.5, service: constantService(1) },
    ];
    const [first, second] = preemptiveResume(classes);
    expectClose(first, 1.5);
    expect(second).toBe(Infinity);
    expect(nonPreemptive(classes)).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("Little's law and growth", () => {
  test("number and time are each other's inverse", () => {
    expect(meanNumber(0.25, 8)).toBe(2);
    expect(meanTime(2, 0.25)).toBe(8);
  });

  test("e^x - 1 keeps its digits near 0", () => {
    for (const x of [0, 1e-300, -1e-17, 3e-9, -2e-5, 0.3, -0.9, 5, -40, 700])
      expectClose(expMinusOne(x), Math.expm1(x), 1e-15);
    expect(expMinusOne(1000)).toBe(Infinity);
    expect(expMinusOne(-1000)).toBe(-1);
    expect(integralOfGrowth(0, 12)).toBe(12);
    expectClose(integralOfGrowth(1e-12, 12), 12, 1e-11);
  });
});

/**
 * The closed forms against tables, values worked by hand, limits, identities between them, and, where a formula was
 * derived here, against a sum that needs no derivation.
 */
import { describe, expect, test } from "vitest";
import { meanOver, steadyState } from "../../../src/validation/theory/birth-death.ts";
import {
  erlangB,
  erlangC,
  meanResponse,
  meanWait,
  waitExceeds,
} from "../../../src/validation/theory/erlang.ts";
import { expMinusOne, integralOfGrowth } from "../../../src/validation/theory/exponentials.ts";
import { finiteQueue } from "../../../src/validation/theory/finite-queue.ts";
import {
  meanInService,
  meanInServiceAfter,
  poissonProbability,
} from "../../../src/validation/theory/infinite-server.ts";
import { meanNumber, meanTime } from "../../../src/validation/theory/little.ts";
import { machineRepair } from "../../../src/validation/theory/machine-repair.ts";
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

/** Equal but for rounding. */
const expectClose = (found: number, expected: number, relative = 1e-12): void => {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
};

describe("Erlang B", () => {
  test.each([
    [0, 3, 1],
    [1, 1, 1 / 2],
    [2, 1, 1 / 5],
    [2, 2, 2 / 5],
    [3, 1, 1 / 16],
    [3, 3, 9 / 26],
    [5, 0, 0],
  ])("%i servers under %f erlangs block by hand %f", (servers, load, blocked) => {
    expectClose(erlangB(servers, load), blocked);
  });

  // The loads at which so many servers lose 1 % or 2 % of the traffic, as printed in traffic tables.
  test.each([
    [5, 1.361, 0.01],
    [10, 4.461, 0.01],
    [20, 12.03, 0.01],
    [50, 37.9, 0.01],
    [100, 84.06, 0.01],
    [10, 5.084, 0.02],
    [20, 13.18, 0.02],
    [50, 40.26, 0.02],
    [100, 87.97, 0.02],
  ])(
    "%i servers under %f erlangs block a share of %f, to the digits of the tables",
    (servers, load, blocked) => {
      const digit = load < 10 ? 0.0005 : 0.005;
      expect(erlangB(servers, load - digit)).toBeLessThan(blocked);
      expect(erlangB(servers, load + digit)).toBeGreaterThan(blocked);
    },
  );

  test("the recursion agrees with the quotient of powers and factorials", () => {
    for (const [servers, load] of [
      [4, 0.3],
      [12, 9],
      [30, 45],
    ] as const) {
      let term = 1;
      let sum = 1;
      for (let k = 1; k <= servers; k++) {
        term *= load / k;
        sum += term;
      }
      expectClose(erlangB(servers, load), term / sum);
    }
  });

  test("a million servers neither overflow nor lose what the overload must lose", () => {
    const blocked = erlangB(1_000_000, 2_000_000);
    expect(blocked).toBeGreaterThan(0.5);
    expectClose(blocked, 0.5, 1e-5);
    expect(erlangB(1_000_000, 900_000)).toBeLessThan(1e-300);
  });
});

describe("Erlang C and M/M/c", () => {
  test.each([
    [2, 1, 1 / 3],
    [2, 1.5, 9 / 14],
    [3, 2, 4 / 9],
  ])("%i servers under %f erlangs make a share of %f wait, by hand", (servers, load, waits) => {
    expectClose(erlangC(servers, load), waits);
  });

  test("printed values to their digits", () => {
    expect(erlangC(5, 4)).toBeCloseTo(0.5541, 4);
    expect(erlangC(10, 8)).toBeCloseTo(0.4092, 4);
  });

  test("with one server it is M/M/1", () => {
    for (const load of [0.1, 0.5, 0.95]) {
      expectClose(erlangC(1, load), load);
      expectClose(meanWait(1, load / 7, 7), (load * 7) / (1 - load));
      expectClose(meanResponse(1, load / 7, 7), 7 / (1 - load));
      expectClose(waitExceeds(1, load / 7, 7, 20), load * Math.exp((-(1 - load) * 20) / 7));
    }
  });

  test("the tail of the wait integrates to its mean", () => {
    let sum = 0;
    for (let i = 0; i < 40_000; i++) sum += waitExceeds(4, 0.3, 10, (i + 0.5) / 100) / 100;
    expectClose(sum, meanWait(4, 0.3, 10), 1e-6);
  });

  test("at full load and beyond everybody waits for ever", () => {
    expect(erlangC(3, 3)).toBe(1);
    expect(waitExceeds(3, 1, 4, 100)).toBe(1);
    expect(meanWait(3, 3, 1)).toBe(Infinity);
    expect(meanResponse(3, 4, 1)).toBe(Infinity);
  });
});

describe("M/M/c/K", () => {
  test("two servers and room for three, by hand", () => {
    // rate 1, service 1: weights 1, 1, 1/2, 1/4
    const queue = finiteQueue(2, 3, 1, 1);
    expectClose(queue.loss, 1 / 11);
    expectClose(queue.meanNumber, 11 / 11);
    expectClose(queue.meanWaiting, 1 / 11);
    expectClose(queue.throughput, 10 / 11);
    expectClose(queue.meanWait, 1 / 10);
    expectClose(queue.meanResponse, 11 / 10);
  });

  test("without a waiting room it is Erlang B", () => {
    for (const load of [0.5, 4, 30]) expectClose(finiteQueue(6, 6, load / 5, 5).loss, erlangB(6, load));
  });

  test("with endless room it is M/M/c", () => {
    const queue = finiteQueue(3, 4000, 0.25, 10);
    expect(queue.loss).toBeLessThan(1e-100);
    expectClose(queue.meanWait, meanWait(3, 0.25, 10), 1e-11);
  });

  test("one server: the geometric law, and equal weights at load 1", () => {
    const [load, room] = [0.8, 9];
    expectClose(finiteQueue(1, room, load, 1).loss, ((1 - load) * load ** room) / (1 - load ** (room + 1)));
    expectClose(finiteQueue(1, room, 1, 1).loss, 1 / (room + 1));
    expectClose(finiteQueue(1, room, 1, 1).meanNumber, room / 2);
  });

  test("a heavy overload of a long queue does not overflow", () => {
    const queue = finiteQueue(1, 5000, 1000, 1);
    expectClose(queue.loss, 0.999);
    expectClose(queue.throughput, 1);
  });
});

describe("machine repair", () => {
  test("two machines and one repairman, by hand", () => {
    // up 1, repair 1: weights 1, 2, 2
    const shop = machineRepair(2, 1, 1, 1);
    expectClose(shop.allUp, 1 / 5);
    expectClose(shop.meanDown, 6 / 5);
    expectClose(shop.meanWaiting, 2 / 5);
    expectClose(shop.throughput, 4 / 5);
    expectClose(shop.meanWait, 1 / 2);
    expectClose(shop.meanDownTime, 3 / 2);
  });

  test("a crew as large as the shop leaves nobody waiting: each machine is on its own", () => {
    const shop = machineRepair(7, 7, 30, 10);
    expect(shop.meanWaiting).toBe(0);
    expectClose(shop.meanDown, 7 / 4);
    expectClose(shop.allUp, 0.75 ** 7);
  });

  test("a crew of one is a loss system of the machines that run", () => {
    for (const [machines, up, repair] of [
      [3, 5, 2],
      [10, 7, 1],
      [40, 100, 4],
    ] as const) {
      const shop = machineRepair(machines, 1, up, repair);
      const blocked = erlangB(machines, up / repair);
      expectClose(shop.allUp, blocked);
      expectClose(shop.throughput, (1 - blocked) / repair);
    }
  });

  test("very many machines that hardly ever break are Poisson arrivals", () => {
    const machines = 100_000;
    const shop = machineRepair(machines, 3, machines / 0.25, 10);
    expectClose(shop.meanWait, meanWait(3, 0.25, 10), 1e-3);
  });

  test("the crew is busy for the repairs it makes", () => {
    const shop = machineRepair(9, 2, 20, 6);
    expectClose(shop.meanDown - shop.meanWaiting, meanNumber(shop.throughput, 6));
    expectClose(shop.meanDownTime - shop.meanWait, 6);
  });
});

describe("steady states", () => {
  test("probabilities add up to 1 and balance", () => {
    const states = steadyState(
      50,
      (n) => 3 + n,
      (n) => 2 * n,
    );
    expectClose(
      meanOver(states, () => 1),
      1,
    );
    for (let n = 0; n < 50; n++) expectClose(states[n] * (3 + n), states[n + 1] * 2 * (n + 1));
  });

  test("a process of one state stays there", () => {
    expect([...steadyState(0, fail, fail)]).toEqual([1]);
  });
});

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

const fail = (): never => {
  throw new Error("no rate is asked for");
};

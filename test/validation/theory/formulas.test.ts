/** Closed forms of servers in parallel: against tables, values worked by hand, limits, and each other. */
import { describe, expect, test } from "vitest";
import { meanOver, steadyState } from "../../../src/validation/theory/birth-death.ts";
import {
  erlangB,
  erlangC,
  meanResponse,
  meanWait,
  waitExceeds,
} from "../../../src/validation/theory/erlang.ts";
import { finiteQueue } from "../../../src/validation/theory/finite-queue.ts";
import { meanNumber } from "../../../src/validation/theory/little.ts";
import { machineRepair } from "../../../src/validation/theory/machine-repair.ts";
import { expectClose } from "./close.ts";

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

  test("one machine with one spare, by hand", () => {
    // up 1, repair 1, crew 1: weights 1, 1, 1; the place is empty in the last state alone
    const shop = machineRepair(1, 1, 1, 1, 1);
    expectClose(shop.meanMissing, 1 / 3);
    expectClose(shop.allUp, 2 / 3);
    expectClose(shop.throughput, 2 / 3);
    // with hands for both the last weight is 1/2
    expectClose(machineRepair(1, 2, 1, 1, 1).meanMissing, 1 / 5);
  });

  test("one place with many spares and hands for all is a loss system of repairs, all but one of which are spares", () => {
    // arrivals at rate 1 / up while the place is filled: Erlang B of spares + 1 servers
    expectClose(machineRepair(1, 5, 3, 4, 4).meanMissing, erlangB(5, 4 / 3));
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

const fail = (): never => {
  throw new Error("no rate is asked for");
};

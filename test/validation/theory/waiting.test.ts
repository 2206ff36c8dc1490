/** Systems in which everybody is served in the end, in the order of arrival. */
import { describe, expect, test } from "vitest";
import type { Observer } from "../../../src/index.ts";
import type { JobStore } from "../../../src/model/job-store.ts";
import { erlangC, meanWait } from "../../../src/validation/theory/erlang.ts";
import { meanInService } from "../../../src/validation/theory/infinite-server.ts";
import { pollaczekKhinchine } from "../../../src/validation/theory/single-server.ts";
import { crowded, waitsAtSpeeds } from "./controls.ts";
import { estimate, printEstimates } from "./harness.ts";
import { constant, exponential, hyperexponential } from "./laws.ts";
import {
  controlsOf,
  type Law,
  poisson,
  program,
  REPLICATIONS,
  SERVICE,
  scenario,
  simulateAll,
  tally,
} from "./simulated.ts";

printEstimates();

const LIMIT = 0.0016;

test("M/M/2: who waits, and for how long", () => {
  const [servers, load] = [2, 1.6];
  const rate = load / SERVICE;
  const expected = 3000;
  const from = 100 * SERVICE;
  const window = { stream: 0, from, to: from + expected / rate };
  const { work, moments } = exponential(SERVICE);
  const found = simulateAll(
    scenario({
      gpus: servers,
      horizon: window.to + 100 * SERVICE,
      internal: [program("one", 100, { arrivals: poisson(rate), work })],
    }),
    (store) => {
      const sums = tally(store, window);
      const controls = [
        ...controlsOf(sums, expected, moments),
        ...crowded(store, [0], window, [2, 3], { expected, load }),
        ...waitsAtSpeeds(store, [0], window, [1.8, 2, 2.5, 4], { rate, service: moments }),
      ];
      return {
        waited: { value: sums.waited / expected, controls },
        wait: { value: sums.wait / expected, controls },
      };
    },
  );
  estimate(
    "Erlang C, two servers: waits",
    erlangC(servers, load),
    LIMIT,
    (r) => found[r].waited,
    REPLICATIONS,
  );
  estimate("M/M/2: wait", meanWait(servers, rate, SERVICE), LIMIT, (r) => found[r].wait, REPLICATIONS);
});

describe("M/G/1", () => {
  test.each<[string, Law, number]>([
    ["constant", constant(SERVICE), 2500],
    ["exponential", exponential(SERVICE), 3000],
  ])("in the order of arrival, %s service: wait", (name, { work, moments }, expected) => {
    const rate = 0.5 / SERVICE;
    const from = 40 * SERVICE;
    const window = { stream: 0, from, to: from + expected / rate };
    const found = simulateAll(
      scenario({
        gpus: 1,
        horizon: window.to + 100 * SERVICE,
        internal: [program("one", 100, { arrivals: poisson(rate), work })],
      }),
      (store) => {
        const sums = tally(store, window);
        return {
          value: sums.wait / expected,
          controls: [
            ...controlsOf(sums, expected, moments),
            ...crowded(store, [0], window, [1, 2], { expected, load: 0.5 }),
            ...waitsAtSpeeds(store, [0], window, [0.8, 1.25], { rate, service: moments }),
          ],
        };
      },
    );
    const wait = pollaczekKhinchine({ rate, service: moments });
    estimate(`M/G/1, ${name}: wait`, wait, LIMIT, (r) => found[r], REPLICATIONS);
  });
});

test("M/G/infinity: the number in service, and that it is Poisson", () => {
  const load = 5;
  const rate = load / SERVICE;
  const expected = 2500;
  const from = 40 * SERVICE;
  const to = from + expected / rate;
  const { work, moments } = hyperexponential(SERVICE);
  const found = simulateAll(
    scenario({
      gpus: 1000,
      horizon: to,
      internal: [program("one", 100, { arrivals: poisson(rate), work })],
    }),
    (store) => {
      const { first, second } = numberInService(store, from, to);
      const controls = controlsOf(drawnIn(store, from, to), expected, moments);
      return {
        number: { value: first, controls },
        pairs: { value: second - first, controls: [...controls, controls[0] ** 2 - 1 / expected] },
      };
    },
  );
  const mean = meanInService(rate, SERVICE);
  estimate("M/G/infinity: in service", mean, LIMIT, (r) => found[r].number, REPLICATIONS);
  // of a Poisson number n, and of no other with that mean and variance apart, the mean of n (n − 1) is the square of its mean
  estimate("M/G/infinity: ordered pairs in service", mean * mean, LIMIT, (r) => found[r].pairs, REPLICATIONS);
});

/** Time averages of the number in service and of its square. */
const numberInService = (store: JobStore, from: number, to: number): { first: number; second: number } => {
  const { table, firstStart, end } = store;
  const changes: { at: number; by: number }[] = [];
  for (let job = 0; job < table.count; job++) {
    if (firstStart[job] < 0) continue;
    changes.push({ at: firstStart[job], by: 1 });
    if (end[job] >= 0) changes.push({ at: end[job], by: -1 });
  }
  changes.sort((a, b) => a.at - b.at);
  let [number, since, first, second] = [0, from, 0, 0];
  for (const { at, by } of [...changes, { at: to, by: 0 }]) {
    if (at > since) {
      first += number * (at - since);
      second += number * number * (at - since);
      since = at;
    }
    number += by;
  }
  return { first: first / (to - from), second: second / (to - from) };
};

/** What was drawn for the jobs of a window, whatever became of them. */
const drawnIn = ({ table }: JobStore, from: number, to: number) => {
  const drawn = { arrived: 0, seconds: 0, squares: 0 };
  for (let job = 0; job < table.count; job++) {
    if (table.submit[job] < from || table.submit[job] >= to) continue;
    drawn.arrived++;
    drawn.seconds += table.seconds[job];
    drawn.squares += table.seconds[job] ** 2;
  }
  return drawn;
};

test("Little's law holds to the GPU-second: the queue over time is the sum of all waits", () => {
  const horizon = 2000 * SERVICE;
  const load = 2.8;
  let queue = 0;
  let since = 0;
  let integral = 0;
  const found = simulateAll(
    scenario({
      gpus: 3,
      horizon,
      internal: [program("one", 100, { arrivals: poisson(load / SERVICE), work: exponential(SERVICE).work })],
    }),
    ({ table, firstStart }) => {
      integral += queue * (horizon - since);
      const observed = integral;
      [queue, since, integral] = [0, 0, 0];
      let waits = 0;
      for (let job = 0; job < table.count; job++)
        waits += (firstStart[job] < 0 ? horizon : firstStart[job]) - table.submit[job];
      return { observed, waits };
    },
    8,
    (): Observer => ({
      jobChanged: (at, _job, change) => {
        integral += queue * (at - since);
        since = at;
        if (change === "submitted") queue++;
        else if (change === "started") queue--;
      },
    }),
  );
  for (const { observed, waits } of found) {
    expect(observed).toBe(waits);
    expect(waits).toBeGreaterThan(1e8);
  }
});

/** Systems in which everybody is served in the end, in the order of arrival. */
import type { JobStore } from "../../../../src/model/job-store.ts";
import { erlangC, meanWait } from "../../../../src/validation/theory/erlang.ts";
import { meanInService } from "../../../../src/validation/theory/infinite-server.ts";
import { pollaczekKhinchine } from "../../../../src/validation/theory/single-server.ts";
import { crowded, waitsAtSpeeds } from "../controls.ts";
import { constant, exponential, hyperexponential } from "../laws.ts";
import { estimateOf, estimatesOf, type Model, model } from "../model.ts";
import { measureOneClass } from "../one-class.ts";
import { controlsOf, type Law, poisson, program, SERVICE, scenario, simulateAll } from "../simulated.ts";

const twoServers = model("M/M/2", "Erlang C", (seed) => {
  const [servers, load] = [2, 1.6];
  const rate = load / SERVICE;
  const expected = 3000;
  const law = exponential(SERVICE);
  const { moments } = law;
  const found = measureOneClass(
    { seed, gpus: servers, rate, law, expected, fills: 100 * SERVICE, drains: 100 * SERVICE },
    (store, sums, window) => {
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
  return estimatesOf(found, [
    ["Erlang C, two servers: waits", erlangC(servers, load), "waited"],
    ["M/M/2: wait", meanWait(servers, rate, SERVICE), "wait"],
  ]);
});

const laws: readonly [string, Law, number][] = [
  ["constant", constant(SERVICE), 2500],
  ["exponential", exponential(SERVICE), 3000],
];
const oneServer = laws.map(([name, law, expected]) =>
  model(`M/G/1, ${name} service`, "Pollaczek and Khinchine", (seed) => {
    const rate = 0.5 / SERVICE;
    const { moments } = law;
    const found = measureOneClass(
      { seed, gpus: 1, rate, law, expected, fills: 40 * SERVICE, drains: 100 * SERVICE },
      (store, sums, window) => ({
        value: sums.wait / expected,
        controls: [
          ...controlsOf(sums, expected, moments),
          ...crowded(store, [0], window, [1, 2], { expected, load: 0.5 }),
          ...waitsAtSpeeds(store, [0], window, [0.8, 1.25], { rate, service: moments }),
        ],
      }),
    );
    const wait = pollaczekKhinchine({ rate, service: moments });
    return [estimateOf(`M/G/1, ${name}: wait`, wait, found)];
  }),
);

const endless = model("M/G/∞", "Poisson, mean λ E[S]", (seed) => {
  const load = 5;
  const rate = load / SERVICE;
  const expected = 2500;
  const from = 40 * SERVICE;
  const to = from + expected / rate;
  const { work, moments } = hyperexponential(SERVICE);
  const found = simulateAll(
    scenario({
      seed,
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
  // of a Poisson number n, and of no other with that mean and variance apart, the mean of n (n − 1) is the square of its mean
  return estimatesOf(found, [
    ["M/G/infinity: in service", mean, "number"],
    ["M/G/infinity: ordered pairs in service", mean * mean, "pairs"],
  ]);
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

export const waitingModels: readonly Model[] = [twoServers, ...oneServer, endless];

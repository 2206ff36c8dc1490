/** Systems that turn away what cannot start, or wait, at once. */
import { erlangB } from "../../../../src/validation/theory/erlang.ts";
import { finiteQueue } from "../../../../src/validation/theory/finite-queue.ts";
import { machineRepair } from "../../../../src/validation/theory/machine-repair.ts";
import { preemptiveLoss } from "../../../../src/validation/theory/preemption.ts";
import { crowded, lostTogether } from "../controls.ts";
import { constant, exponential, hyperexponential } from "../laws.ts";
import { estimatesOf, type Model, model } from "../model.ts";
import { measureOneClass } from "../one-class.ts";
import {
  controlsOf,
  type Law,
  poisson,
  program,
  SERVICE,
  scenario,
  simulateAll,
  tally,
} from "../simulated.ts";

const erlangLoss = ((): Model[] => {
  const [servers, load] = [3, 6];
  const rate = load / SERVICE;
  const blocked = erlangB(servers, load);
  // The same jobs as machines that run until they break and are mended one at a time, in exponential times.
  const shop = machineRepair(servers, 1, SERVICE, 1 / rate);

  const laws: readonly [string, Law, number][] = [
    ["exponential", exponential(SERVICE), 2500],
    ["constant", constant(SERVICE), 1000],
    ["hyperexponential", hyperexponential(SERVICE), 4800],
  ];
  return laws.map(([name, law, expected]) =>
    model(`M/G/3/3, ${name} service`, "Erlang B; machine repair", (seed) => {
      const found = measureOneClass(
        {
          ...{ seed, gpus: servers, rate, law, expected },
          ...{ fills: 20 * SERVICE, drains: 40 * SERVICE, jobs: { queue: "loss" } },
        },
        (store, sums, window) => {
          const controls = [
            ...controlsOf(sums, expected, law.moments).slice(0, 2),
            ...crowded(store, [0], window, [2, 4, 6], { expected, load }),
          ];
          return {
            blocked: { value: sums.refused / expected, controls },
            busy: { value: sums.response / (expected / rate), controls },
          };
        },
      );
      const up = servers - shop.meanDown;
      return estimatesOf(found, [
        [`Erlang B, ${name}: blocked`, blocked, "blocked"],
        [`machine repair, ${name} up time: up`, up, "busy"],
      ]);
    }),
  );
})();

const finite = model("M/M/2/4", "birth and death", (seed) => {
  const [servers, capacity, load] = [2, 4, 3];
  const rate = load / SERVICE;
  const expected = 4500;
  const law = exponential(SERVICE);
  const jobs = { queue: { limit: capacity - servers } };
  const found = measureOneClass(
    { seed, gpus: servers, rate, law, expected, fills: 30 * SERVICE, drains: 60 * SERVICE, jobs },
    (store, sums, window) => {
      const controls = [
        ...controlsOf(sums, expected, law.moments).slice(0, 2),
        ...crowded(store, [0], window, [2, 4], { expected, load }),
        lostTogether(store, [0], window, servers, expected * erlangB(servers, load)),
        lostTogether(store, [0], window, capacity, expected * erlangB(capacity, load)),
      ];
      return {
        lost: { value: sums.refused / expected, controls },
        wait: { value: sums.wait / expected, controls },
      };
    },
  );
  const { loss, meanWait } = finiteQueue(servers, capacity, rate, SERVICE);
  const wait = meanWait * (1 - loss);
  return estimatesOf(found, [
    ["M/M/2/4: lost", loss, "lost"],
    ["M/M/2/4: wait, nothing for those lost", wait, "wait"],
  ]);
});

const preempted = model(
  "M/M/3/3, two classes, preemptive",
  "Erlang B of class 1 and of both (Helly)",
  (seed) => {
    const [servers, load1, load2] = [3, 3, 6];
    const [rate1, rate2] = [load1 / SERVICE, load2 / SERVICE];
    const expected = 3600;
    const span = expected / rate1;
    const from = 20 * SERVICE;
    const one = { stream: 0, from, to: from + span };
    const two = { ...one, stream: 1 };
    const { work, moments } = exponential(SERVICE);
    const terms = { gpus: 1, queue: "loss", notice: 0, onPreempt: "cancel" };
    const found = simulateAll(
      scenario({
        seed,
        gpus: servers,
        horizon: one.to + 40 * SERVICE,
        internal: [program("one", 100, { arrivals: poisson(rate1), work, queue: "loss" })],
        tenants: [{ name: "two", jobs: { arrivals: poisson(rate2), work, ...terms } }],
      }),
      (store) => {
        const first = tally(store, one);
        const second = tally(store, two);
        const load = load1 + load2;
        // Class 1 alone is the system under test as class 1 sees it: no control for what class 1 loses.
        const ownControls = [
          ...controlsOf(first, expected, moments).slice(0, 2),
          ...crowded(store, [0], one, [2, 3, 4], { expected, load: load1 }),
        ];
        const controls = [
          ...ownControls,
          ...controlsOf(second, rate2 * span, moments).slice(0, 2),
          lostTogether(store, [0], one, servers, expected * erlangB(servers, load1)),
          lostTogether(store, [0, 1], one, servers, expected * erlangB(servers, load)),
          lostTogether(store, [0, 1], two, servers, rate2 * span * erlangB(servers, load)),
        ];
        return {
          evicted: { value: second.evicted / span, controls },
          blocked1: { value: first.refused / expected, controls: ownControls },
          blocked2: { value: second.refused / (rate2 * span), controls },
        };
      },
    );
    const theory = preemptiveLoss(servers, rate1, rate2, SERVICE);
    const { evictionRate, firstBlocked, secondBlocked } = theory;
    return estimatesOf(found, [
      ["preemptive loss: evictions a second", evictionRate, "evicted"],
      ["preemptive loss: class 1 blocked", firstBlocked, "blocked1"],
      ["preemptive loss: class 2 blocked", secondBlocked, "blocked2"],
    ]);
  },
);

export const lossModels: readonly Model[] = [...erlangLoss, finite, preempted];

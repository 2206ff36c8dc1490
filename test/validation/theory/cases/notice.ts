/**
 * What a notice costs the owner: one server that tenants always want, lent with a notice N, is M/G/1 with a set-up time
 * before each busy period.
 */
import {
  setUpOfConstantRuns,
  setUpOfExponentialRuns,
  waitWithSetUp,
} from "../../../../src/validation/theory/notice-set-up.ts";
import type { ServiceMoments } from "../../../../src/validation/theory/service.ts";
import { crowded, waitsAtSpeeds } from "../controls.ts";
import { constant, exponential } from "../laws.ts";
import { estimateOf, type Model, model } from "../model.ts";
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

const LOAD = 0.4;
const RATE = LOAD / SERVICE;
const NOTICE = 1.5 * SERVICE;
const RUN = 2 * SERVICE;

const cases: readonly [string, Law, Law, ServiceMoments, number][] = [
  [
    "exponential runs, constant jobs",
    exponential(RUN),
    constant(SERVICE),
    setUpOfExponentialRuns(NOTICE, RUN),
    1500,
  ],
  [
    "constant runs, exponential jobs",
    constant(RUN),
    exponential(SERVICE),
    setUpOfConstantRuns(NOTICE, RUN, RATE),
    1500,
  ],
];

export const noticeModels: readonly Model[] = cases.map(([name, runs, { work, moments }, setUp, expected]) =>
  model(`M/G/1 behind a notice, ${name}`, "set-up before a busy period", (seed) => {
    const from = 60 * SERVICE;
    const window = { stream: 0, from, to: from + expected / RATE };
    const owner = { rate: RATE, service: moments };
    const found = simulateAll(
      scenario({
        seed,
        gpus: 1,
        horizon: window.to + 100 * SERVICE,
        internal: [program("owner", 100, { arrivals: poisson(RATE), work })],
        tenants: [
          {
            name: "tenants",
            priority: 0,
            // more than the server could ever serve, so that somebody always waits
            jobs: {
              gpus: 1,
              arrivals: poisson(1.2 / RUN),
              work: runs.work,
              notice: NOTICE,
              onPreempt: "cancel",
            },
          },
        ],
      }),
      (store) => {
        const sums = tally(store, window);
        const controls = [
          ...controlsOf(sums, expected, moments),
          ...crowded(store, [0], window, [1], { expected, load: LOAD }),
          ...waitsAtSpeeds(store, [0], window, [0.8, 1, 1.5], owner),
        ];
        return { value: sums.wait / expected, controls };
      },
    );
    return [estimateOf(`M/G/1 with a notice, ${name}: wait`, waitWithSetUp(owner, setUp), found)];
  }),
);

/** Two classes of jobs that all get served, with preemption and without. */
import { preemptiveWaiting } from "../../../../src/validation/theory/preemption.ts";
import { nonPreemptive, preemptiveResume } from "../../../../src/validation/theory/single-server.ts";
import { crowded, together, waitsAtSpeeds } from "../controls.ts";
import type { Sample } from "../harness.ts";
import { constant, exponential, hyperexponential } from "../laws.ts";
import { estimatesOf, type Model, model } from "../model.ts";
import {
  controlsOf,
  type Law,
  poisson,
  program,
  SERVICE,
  scenario,
  simulateAll,
  type Tally,
  tally,
} from "../simulated.ts";

/** Preempted work is kept to the second: a checkpoint after each, for nothing. */
const resumes = { checkpoint: { every: 1, cost: 0 }, restart: 0, notice: 0 };

type Classes = {
  readonly servers: number;
  readonly laws: readonly [Law, Law];
  /** Load of either class in erlangs. */
  readonly loads: readonly [number, number];
  /** Jobs of class 1 that are measured in a replication. */
  readonly jobs: number;
  readonly preempts: boolean;
  /** Speeds of the single servers that class 1 alone, and both classes, are compared with. */
  readonly speeds: readonly [readonly number[], readonly number[]];
};

type Measured = { readonly first: Sample; readonly second: Sample; readonly all: Sample };

/** Sums of what `of` takes from either class and from both, for each job that was to be expected. */
const measure = (classed: Classes, seed: string, of: (sums: Tally) => number): Measured[] => {
  const { servers, laws, loads, speeds } = classed;
  const classes = classesOf(loads, laws);
  const merged = together(classes);
  const from = 60 * SERVICE;
  const span = classed.jobs / classes[0].rate;
  const windows = [0, 1].map((stream) => ({ stream, from, to: from + span }));
  const expected = classes.map(({ rate }) => rate * span);
  const demand = (k: number) => ({ arrivals: poisson(classes[k].rate), work: laws[k].work });
  return simulateAll(
    scenario({
      seed,
      gpus: servers,
      horizon: from + span + 200 * SERVICE,
      internal: [program("one", 100, demand(0)), program("two", 50, { ...demand(1), ...resumes })],
      policy: classed.preempts ? {} : { preemption: "never" },
    }),
    (store) => {
      const sums = windows.map((window) => tally(store, window));
      const drawn = [0, 1].map((k) => controlsOf(sums[k], expected[k], laws[k].moments));
      const alone = [
        ...drawn[0],
        ...crowded(store, [0], windows[0], [servers], { expected: expected[0], load: loads[0] }),
        ...waitsAtSpeeds(store, [0], windows[0], speeds[0], classes[0]),
      ];
      const both = [
        ...alone,
        ...drawn[1],
        ...waitsAtSpeeds(store, [0, 1], windows[0], speeds[1], merged, classes[0].rate),
        ...waitsAtSpeeds(store, [0, 1], windows[1], speeds[1], merged, classes[1].rate),
      ];
      const [first, second] = sums.map(of);
      return {
        first: { value: first / expected[0], controls: classed.preempts ? alone : both },
        second: { value: second / expected[1], controls: both },
        all: { value: (first + second) / (expected[0] + expected[1]), controls: both },
      };
    },
  );
};

const twoServers = model(
  "M/M/2, two classes, preemptive-resume",
  "M/M/2 of class 1 and of both (Mitrani, King)",
  (seed) => {
    const law = exponential(SERVICE);
    const loads = [0.8, 0.5] as const;
    const found = measure(
      {
        servers: 2,
        laws: [law, law],
        loads,
        jobs: 3200,
        preempts: true,
        speeds: [
          [1.5, 2],
          [1.7, 2, 3],
        ],
      },
      seed,
      ({ response }) => response,
    );
    const theory = preemptiveWaiting(2, loads[0] / SERVICE, loads[1] / SERVICE, SERVICE);
    return estimatesOf(found, [
      ["M/M/2 preemptive-resume: class 1", theory.first, "first"],
      ["M/M/2 preemptive-resume: class 2", theory.second, "second"],
      ["M/M/2 preemptive-resume: all", theory.all, "all"],
    ]);
  },
);

const resume = model("M/G/1, two classes, preemptive-resume", "mean residual work", (seed) => {
  const laws = [constant(SERVICE), hyperexponential(SERVICE)] as const;
  const loads = [0.3, 0.3] as const;
  const found = measure(
    {
      servers: 1,
      laws,
      loads,
      jobs: 1500,
      preempts: true,
      speeds: [
        [0.8, 1.25],
        [1, 1.3],
      ],
    },
    seed,
    ({ response }) => response,
  );
  const [first, second] = preemptiveResume(classesOf(loads, laws));
  return estimatesOf(found, [
    ["M/G/1 preemptive-resume: class 1", first, "first"],
    ["M/G/1 preemptive-resume: class 2", second, "second"],
  ]);
});

const polite = model("M/G/1, two classes, no preemption", "residual work (Cobham)", (seed) => {
  const laws = [exponential(SERVICE), constant(SERVICE)] as const;
  const loads = [0.4, 0.3] as const;
  const found = measure(
    {
      servers: 1,
      laws,
      loads,
      jobs: 2500,
      preempts: false,
      speeds: [
        [0.8, 1, 1.25],
        [1, 1.15, 1.5],
      ],
    },
    seed,
    ({ wait }) => wait,
  );
  const [first, second] = nonPreemptive(classesOf(loads, laws));
  return estimatesOf(found, [
    ["M/G/1 without preemption: class 1", first, "first"],
    ["M/G/1 without preemption: class 2", second, "second"],
  ]);
});

const classesOf = (loads: readonly number[], laws: readonly Law[]) =>
  loads.map((load, k) => ({ rate: load / SERVICE, service: laws[k].moments }));

export const priorityModels: readonly Model[] = [twoServers, resume, polite];

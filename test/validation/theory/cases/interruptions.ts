/** Work that is interrupted: by more important jobs, by failures, with and without checkpoints. */
import type { JobStore } from "../../../../src/model/job-store.ts";
import {
  gangMtbf,
  timeFromScratch,
  timeWithCheckpoints,
  timeWithSafeRestarts,
  youngOptimum,
} from "../../../../src/validation/theory/failures.ts";
import { estimateOf, type Model, model } from "../model.ts";
import { atOnce, poisson, program, REPLICATIONS, SERVICE, scenario, simulateAll } from "../simulated.ts";

const YEARS = "100 years";

/** Mean time from the first start to completion over the first `count` jobs of a stream, all of which must be done. */
const meanTime = ({ table, firstStart, end }: JobStore, stream: number, count: number): number => {
  let sum = 0;
  let found = 0;
  for (let job = 0; job < table.count && found < count; job++) {
    if (table.stream[job] !== stream) continue;
    if (end[job] < 0) throw new Error(`job ${job} is not done at the horizon`);
    sum += end[job] - firstStart[job];
    found++;
  }
  if (found < count) throw new Error(`only ${found} jobs`);
  return sum / count;
};

const fromScratch = [
  [0, 700],
  [0.3, 1200],
].map(([share, count]) =>
  model(
    `preempted at random, a restart takes ${share} of the work`,
    "from scratch: (1/λ + R)(e^λw − 1)",
    (seed) => {
      const work = SERVICE;
      const restart = share * work;
      const rate = 0.5 / work;
      const theory = timeFromScratch(work, rate, restart);
      const found = simulateAll(
        scenario({
          seed,
          gpus: 1,
          horizon: 1.5 * count * theory,
          internal: [program("interrupts", 100, { arrivals: poisson(rate), work: 0 })],
          tenants: [
            {
              name: "works",
              priority: 0,
              jobs: { gpus: 1, arrivals: atOnce(count), work, notice: 0, restart },
            },
          ],
        }),
        (store) => meanTime(store, 1, count),
      );
      return [estimateOf(`from scratch, preempted, restart ${restart} s: time`, theory, found)];
    },
  ),
);

const failing = model("failures of a gang and of its job", "from scratch, restarts fail too", (seed) => {
  const work = SERVICE;
  const restart = work / 4;
  const mttf = 5 * work;
  const perJob = 0.5 / work;
  const rate = 1 / gangMtbf(2, 1 / mttf, perJob);
  const count = 1700;
  const theory = timeFromScratch(work, rate, restart);
  const found = simulateAll(
    scenario({
      seed,
      gpus: 2 * count,
      horizon: 60 * theory,
      internal: [
        program("works", 100, {
          gpus: 2,
          arrivals: atOnce(count),
          work,
          restart,
          failures: { mttf, perJobPerDay: perJob * 86_400 },
        }),
      ],
    }),
    (store) => meanTime(store, 0, count),
  );
  return [estimateOf("from scratch, failing: time", theory, found)];
});

const busyPeriods = model("preempted by busy periods", "from scratch, safe restarts", (seed) => {
  const work = SERVICE;
  const rate = 0.5 / work;
  const length = work / 5;
  const count = 1000;
  const theory = timeWithSafeRestarts(work, rate, length / (1 - rate * length));
  const found = simulateAll(
    scenario({
      seed,
      gpus: 1,
      horizon: 1.5 * count * theory,
      internal: [program("interrupts", 100, { arrivals: poisson(rate), work: length })],
      tenants: [{ name: "works", priority: 0, jobs: { gpus: 1, arrivals: atOnce(count), work, notice: 0 } }],
    }),
    (store) => meanTime(store, 1, count),
  );
  return [estimateOf("from scratch, interrupted by busy periods: time", theory, found)];
});

export const checkpoints = model("checkpoints under failures", "exact time; Young's interval", (seed) => {
  const mtbf = 40_000;
  const cost = 400;
  const restart = 2000;
  const work = 100_000;
  const count = 200;

  const times = (every: number | "young"): number[] =>
    simulateAll(
      scenario({
        seed,
        gpus: count,
        horizon: 60 * work,
        internal: [
          program("works", 100, {
            arrivals: atOnce(count),
            work,
            restart,
            checkpoint: { every, cost },
            failures: { mttf: YEARS, perJobPerDay: 86_400 / mtbf - 1 / (100 * 365) },
          }),
        ],
      }),
      (store) => meanTime(store, 0, count),
      REPLICATIONS / 2,
    );

  const young = Math.round(youngOptimum(cost, mtbf));
  const theory = (every: number) => timeWithCheckpoints(work, 1 / mtbf, { every, cost, restart });

  const [half, best, more] = [young / 2, young, 1.5 * young].map((x) => Math.round(x));
  const measured = [
    [half, times(half)],
    [best, times("young")],
    [more, times(more)],
  ] as const;
  return measured.map(([every, found]) =>
    estimateOf(`checkpoints every ${every} s: time`, theory(every), found),
  );
});

export const interruptionModels: readonly Model[] = [...fromScratch, failing, busyPeriods, checkpoints];

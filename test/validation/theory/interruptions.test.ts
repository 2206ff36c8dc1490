/** Work that is interrupted: by more important jobs, by failures, with and without checkpoints. */
import { describe, expect, test } from "vitest";
import type { JobStore } from "../../../src/model/job-store.ts";
import {
  gangMtbf,
  timeFromScratch,
  timeWithCheckpoints,
  timeWithSafeRestarts,
  youngOptimum,
} from "../../../src/validation/theory/failures.ts";
import { compare, estimate, printEstimates } from "./harness.ts";
import { atOnce, poisson, program, REPLICATIONS, SERVICE, scenario, simulateAll } from "./simulated.ts";

printEstimates();

const LIMIT = 0.0016;
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

describe("restart from scratch", () => {
  test.each([
    [0, 700],
    [0.3, 1200],
  ])("jobs of no length interrupt at random; a restart takes %f of the work", (share, count) => {
    const work = SERVICE;
    const restart = share * work;
    const rate = 0.5 / work;
    const theory = timeFromScratch(work, rate, restart);
    const found = simulateAll(
      scenario({
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
    estimate(
      `from scratch, preempted, restart ${restart} s: time`,
      theory,
      LIMIT,
      (r) => found[r],
      REPLICATIONS,
    );
  });

  test("failures of the job and of its accelerators, restarts included", () => {
    const work = SERVICE;
    const restart = work / 4;
    const mttf = 5 * work;
    const perJob = 0.5 / work;
    const rate = 1 / gangMtbf(2, 1 / mttf, perJob);
    const count = 1700;
    const theory = timeFromScratch(work, rate, restart);
    const found = simulateAll(
      scenario({
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
    estimate("from scratch, failing: time", theory, LIMIT, (r) => found[r], REPLICATIONS);
  });
});

test("interruptions that keep the server for a while: restarts are safe, and cost that while", () => {
  const work = SERVICE;
  const rate = 0.5 / work;
  const length = work / 5;
  const count = 1000;
  const theory = timeWithSafeRestarts(work, rate, length / (1 - rate * length));
  const found = simulateAll(
    scenario({
      gpus: 1,
      horizon: 1.5 * count * theory,
      internal: [program("interrupts", 100, { arrivals: poisson(rate), work: length })],
      tenants: [{ name: "works", priority: 0, jobs: { gpus: 1, arrivals: atOnce(count), work, notice: 0 } }],
    }),
    (store) => meanTime(store, 1, count),
  );
  estimate("from scratch, interrupted by busy periods: time", theory, LIMIT, (r) => found[r], REPLICATIONS);
});

describe("checkpoints under failures", () => {
  const mtbf = 40_000;
  const cost = 400;
  const restart = 2000;
  const work = 100_000;
  const count = 200;

  const times = (every: number | "young"): number[] =>
    simulateAll(
      scenario({
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

  test("the exact time is reached at Young's interval and at half of it and half more, and Young's is the shortest", () => {
    const [half, best, more] = [young / 2, young, 1.5 * young].map((x) => Math.round(x));
    const [shorter, chosen, longer] = [times(half), times("young"), times(more)];
    const measured = [
      [half, shorter],
      [best, chosen],
      [more, longer],
    ] as const;
    for (const [every, found] of measured)
      estimate(`checkpoints every ${every} s: time`, theory(every), LIMIT, (r) => found[r], found.length);
    for (const other of [shorter, longer]) {
      const differences = chosen.map((time, r) => ({ value: other[r] - time, controls: [] }));
      expect(compare(differences, 0).z).toBeGreaterThan(5);
    }
  });
});

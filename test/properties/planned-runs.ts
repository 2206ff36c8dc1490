/** Planned runs by chance, beside the drawn scenarios of jobs: less, as or more important than them, in one pool or two. */
import fc from "fast-check";
import type { Plan, RunSpec } from "../../src/model/types.ts";
import { gang, pool, program } from "../model/builders.ts";
import { HORIZON, type JobScenario, jobScenarios, planOf } from "./job-scenarios.ts";

const run = fc
  .record({
    start: fc.oneof(
      fc.integer({ min: 0, max: 10 }).map((n) => n * 50),
      fc.integer({ min: 0, max: HORIZON }),
    ),
    gpus: fc.oneof(fc.constantFrom(1, 4, 8, 16), fc.integer({ min: 1, max: 20 })),
    elastic: fc.boolean(),
    seconds: fc.oneof(fc.constantFrom(100, 3000), fc.integer({ min: 1, max: 3000 })),
    notice: fc.constantFrom(0, 1, 30, 100, 400),
    delivered: fc.constantFrom(1, 1, 0.5, 0),
    checkpointEvery: fc.constantFrom(0, 0, 20, 100),
    checkpointCost: fc.constantFrom(0, 5, 40),
    restart: fc.constantFrom(0, 0, 7, 100),
    patience: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 200),
  })
  .map(({ start, gpus, elastic, seconds, ...terms }) =>
    gang("", start, gpus, seconds, { ...terms, minGpus: elastic ? Math.ceil(gpus / 2) : gpus }),
  );

/** Jobs as ever, and runs: of which importance (internal jobs have 100), and what a second pool has, if there is one. */
export const jobsAndRuns: fc.Arbitrary<JobsAndRuns> = fc.record({
  jobs: jobScenarios,
  runs: fc.array(run, { minLength: 1, maxLength: 5 }),
  importance: fc.constantFrom(50, 50, 50, 50, 99, 100, 150, -1),
  more: fc.array(run, { maxLength: 2 }),
  other: fc.constantFrom(0, 0, 8),
});

export type JobsAndRuns = {
  readonly jobs: JobScenario;
  readonly runs: readonly RunSpec[];
  readonly importance: number;
  readonly more: readonly RunSpec[];
  readonly other: number;
};

/** The plan of a drawn scenario; pools with nodes have no runs, so jobs are on fungible accelerators. */
export const planWithRuns = ({ jobs, runs, importance, more, other }: JobsAndRuns): Plan => {
  const alone = planOf(withoutNodes(jobs));
  const pools = other === 0 ? alone.pools : [...alone.pools, pool(other, { name: "other" })];
  const choice = pools.map((_, i) => ({ pool: i, ratio: 1 }));
  const owner = (name: string, priority: number, specs: readonly RunSpec[]) =>
    program(name, {
      priority,
      sources: [{ kind: "runs", runs: specs.map((spec, i) => ({ ...spec, name: `${i}` })), pools: choice }],
    });
  return {
    ...alone,
    pools,
    programs: [...alone.programs, owner("runs", importance, runs), owner("more", 20, more)],
    streams: alone.streams.map((stream) =>
      stream.program >= 0 ? { ...stream, pools: pools.map((_, i) => i) } : stream,
    ),
  };
};

export const withoutNodes = (jobs: JobScenario): JobScenario => ({ ...jobs, nodes: 0 });

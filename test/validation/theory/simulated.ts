/**
 * Queueing models as scenarios, simulated through the public API, and what is measured of them: sums over the
 * jobs that were submitted in a window after the system has filled. Sums are divided by the number of jobs that
 * was to be expected, not by that which came, so that they are unbiased.
 */
import {
  compilePlan,
  compilePolicies,
  createSimulation,
  drawDemand,
  type Observer,
  parseScenario,
} from "../../../src/index.ts";
import { createSimulator } from "../../../src/model/engine.ts";
import { CANCELLED, COMPLETED, type JobStore, REFUSED } from "../../../src/model/job-store.ts";
import type { World } from "../../../src/model/world.ts";
import type { ServiceMoments } from "../../../src/validation/theory/service.ts";

/**
 * Mean service of most models, in seconds. Whole seconds are as good as exact then: rounding moves no event by more than
 * a second, and no mean that is estimated, of at least 7,000 s, by more than half of one: 0.007 %, a twentieth of a
 * standard error. Service is rounded to the nearest second, which moves its mean by 1e-10 of it; arrivals down, all alike; failures
 * up, half a second each.
 */
export const SERVICE = 20_000;

export const REPLICATIONS = 128;

/** A law of run times as a scenario has it, with its moments. */
export type Law = { readonly work: object | number; readonly moments: ServiceMoments };

/** Poisson arrivals at a rate a second. */
export const poisson = (rate: number) => ({ kind: "poisson", perHour: rate * 3600 });

type Parts = {
  readonly seed?: string;
  readonly gpus: number;
  readonly horizon: number;
  readonly internal?: readonly object[];
  readonly tenants?: readonly object[];
  readonly policy?: object;
};

/** So many arrivals, all at the start. */
export const atOnce = (count: number) => ({ kind: "at", times: new Array<number>(count).fill(0) });

/** A pool, those who use it, and a queue in the order of arrival. */
export const scenario = ({
  seed = "theory",
  gpus,
  horizon,
  internal = [],
  tenants = [],
  policy = {},
}: Parts): string =>
  JSON.stringify({
    clawback: 1,
    name: "theory",
    start: "2026-07-01",
    horizon: Math.round(horizon),
    seed,
    cluster: { pools: [{ name: "p", gpus }] },
    internal,
    tenants,
    policies: { it: { queue: { order: "fcfs", backfill: "none" }, ...policy } },
  });

/** A program with one stream of jobs of one accelerator each. */
export const program = (name: string, priority: number, jobs: object): object => ({
  name,
  priority,
  demand: { kind: "jobs", gpus: 1, ...jobs },
});

/** Simulates all replications of a scenario and keeps what `measure` says of each. */
export const simulateAll = <T>(
  text: string,
  measure: (store: JobStore, replication: number) => T,
  replications = REPLICATIONS,
  observe?: (world: World) => Observer,
): T[] => {
  const { scenario: parsed } = parseScenario(text);
  const plan = compilePlan(parsed);
  const [policy] = compilePolicies(parsed);
  const simulator = createSimulator();
  const measured: T[] = [];
  for (let replication = 0; replication < replications; replication++) {
    const demand = drawDemand(plan, replication);
    const simulation = createSimulation(plan, policy, demand, { bins: 0, story: false, simulator, observe });
    simulation.finish();
    measured.push(measure(simulation.world.jobs, replication));
  }
  return measured;
};

/** Submissions from `from` on and before `to`, of one stream. */
export type Window = { readonly stream: number; readonly from: number; readonly to: number };

/** What was drawn for the jobs of a window, as sums. */
export type Drawn = { readonly arrived: number; readonly seconds: number; readonly squares: number };

/** What became of them, too. */
export type Tally = Drawn & {
  readonly refused: number;
  readonly evicted: number;
  readonly waited: number;
  readonly wait: number;
  readonly response: number;
};

/** Sums over the jobs of a window. All of them must be done with, or the sums would be of those that were quick. */
export const tally = (store: JobStore, { stream, from, to }: Window): Tally => {
  const { table, state, firstStart, end } = store;
  const sums = {
    arrived: 0,
    refused: 0,
    evicted: 0,
    waited: 0,
    wait: 0,
    response: 0,
    seconds: 0,
    squares: 0,
  };
  for (let job = 0; job < table.count; job++) {
    const submit = table.submit[job];
    if (table.stream[job] !== stream || submit < from || submit >= to) continue;
    const seconds = table.seconds[job];
    sums.arrived++;
    sums.seconds += seconds;
    sums.squares += seconds * seconds;
    if (state[job] === REFUSED) {
      sums.refused++;
      continue;
    }
    if (state[job] === CANCELLED) sums.evicted++;
    else if (state[job] !== COMPLETED) throw new Error(`job ${job} of the window is not done at the horizon`);
    if (firstStart[job] > submit) sums.waited++;
    sums.wait += firstStart[job] - submit;
    sums.response += end[job] - submit;
  }
  return sums;
};

/** Arrivals, work and squares of a window, as shares by which they exceed what was to be expected. */
export const controlsOf = (
  found: Drawn,
  expected: number,
  { mean, meanSquare }: ServiceMoments,
): number[] => {
  const controls = [found.arrived / expected - 1, found.seconds / (expected * mean) - 1];
  const isConstant = meanSquare === mean * mean;
  return isConstant ? controls.slice(0, 1) : [...controls, found.squares / (expected * meanSquare) - 1];
};

/** One class of jobs on one pool, from the same beginning: what most models of theory are about. */
import type { JobStore } from "../../../src/model/job-store.ts";
import {
  type Law,
  poisson,
  program,
  scenario,
  simulateAll,
  type Tally,
  tally,
  type Window,
} from "./simulated.ts";

export type OneClass = {
  readonly seed: string;
  readonly gpus: number;
  /** Arrivals a second. */
  readonly rate: number;
  readonly law: Law;
  /** Jobs that are to be expected while it is measured. */
  readonly expected: number;
  /** Seconds in which it fills before, and in which all who were measured end after. */
  readonly fills: number;
  readonly drains: number;
  /** More of the jobs, such as their queue. */
  readonly jobs?: object;
};

/** What `measure` says of each replication. */
export const measureOneClass = <T>(
  { seed, gpus, rate, law, expected, fills, drains, jobs }: OneClass,
  measure: (store: JobStore, sums: Tally, window: Window) => T,
): T[] => {
  const window = { stream: 0, from: fills, to: fills + expected / rate };
  const text = scenario({
    seed,
    gpus,
    horizon: window.to + drains,
    internal: [program("one", 100, { arrivals: poisson(rate), work: law.work, ...jobs })],
  });
  return simulateAll(text, (store) => measure(store, tally(store, window), window));
};

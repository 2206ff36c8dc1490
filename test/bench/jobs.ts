/**
 * Jobs through the public API of the built library, each measurement in a process of its own: how many arrivals a
 * second of M/M/100, what a job costs behind a long queue, and two classes that preempt each other. Needs `npm run build`.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROUNDS = 3;

/** Arrivals a second, the best of some rounds. */
export const arrivalRate = (): number =>
  Math.max(
    ...rounds(() => {
      const { jobs, best } = measured<{ jobs: number; best: number }>("arrivals", 1_000_000);
      return jobs / best;
    }),
  );

/** Microseconds a job when so many wait from the beginning, the best of some rounds. */
export const backlogCosts = (
  lengths: readonly number[],
): { readonly waiting: number; readonly micros: number }[] => {
  const costs = rounds(() =>
    lengths.map((waiting) => (measured<{ seconds: number }>("backlog", waiting).seconds * 1e6) / waiting),
  );
  return lengths.map((waiting, i) => ({
    waiting,
    micros: Math.min(...costs.map((row) => row[i] as number)),
  }));
};

export type Preemption = {
  readonly jobs: number;
  readonly seconds: number;
  readonly preemptions: number;
  readonly occupancy: number;
};

/** Two classes on 2,296 accelerators, the best of some rounds. */
export const preemptionRun = (): Preemption =>
  rounds(() => measured<Preemption>("preemption", 0)).reduce((best, run) =>
    run.seconds < best.seconds ? run : best,
  );

const rounds = <T>(measure: () => T): T[] => Array.from({ length: ROUNDS }, measure);

const measured = <T>(name: string, size: number): T =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [fileURLToPath(new URL("./built.mjs", import.meta.url)), name, String(size)],
      {
        encoding: "utf8",
      },
    ),
  ) as T;

/** What a stretch of fuzzing came to. */
import type { Verdict } from "./check.ts";
import type { Scale, SizeName } from "./scale.ts";

type Timed = { readonly index: number; readonly milliseconds: number; readonly size: SizeName };

export type Tally = {
  scenarios: number;
  clean: number;
  refused: number;
  violations: number;
  cut: number;
  runs: number;
  instants: number;
  events: number;
  readonly times: Timed[];
};

export const newTally = (): Tally => ({
  scenarios: 0,
  clean: 0,
  refused: 0,
  violations: 0,
  cut: 0,
  runs: 0,
  instants: 0,
  events: 0,
  times: [],
});

export const addTo = (tally: Tally, index: number, { size }: Scale, verdict: Verdict): void => {
  tally.scenarios++;
  tally.runs += verdict.policies;
  tally.instants += verdict.instants;
  tally.events += verdict.events;
  if (verdict.outcome === "clean") tally.clean++;
  else if (verdict.outcome === "refused") tally.refused++;
  else if (verdict.outcome === "cut") tally.cut++;
  else tally.violations++;
  tally.times.push({ index, milliseconds: verdict.milliseconds, size });
};

/** Those that took more than five seconds, longest first. */
export const slowest = ({ times }: Tally): Timed[] =>
  times
    .filter(({ milliseconds }) => milliseconds > 5000)
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, 10);

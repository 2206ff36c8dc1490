/**
 * Horizon, warm-up and grids: a run has a bounded number of steps, and its integrals stay exact.
 */

import type { Span } from "../compile/times.ts";
import type { Path } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import { aboveZero, type Setting, spanIn } from "./report.ts";

/** 100 calendar years. */
export const MAX_HORIZON = 36_525 * 86_400;
export const MAX_GRID = 2_000_000;
/** Integrals in GPU-seconds are exact below this. */
export const MAX_EXACT = 2 ** 53;

export function checkClock(setting: Setting): void {
  const { report, horizon, warmUp } = setting;
  if (horizon === undefined) return;
  if (horizon > MAX_HORIZON)
    report.problem(["horizon"], "expected at most 100 years", { allowed: "at most 100 years" });
  if (warmUp !== undefined && warmUp > 0 && warmUp >= horizon) {
    report.problem(
      ["warmUp"],
      "the warm-up is as long as the horizon or longer: nothing is left to measure",
      {
        allowed: "shorter than the horizon",
      },
    );
  }
}

/** A grid over the horizon, such as the times at which demand is sampled. */
export function checkGrid(setting: Setting, every: Span, path: Path): void {
  const { report, horizon } = setting;
  const step = spanIn(setting, every);
  if (!aboveZero(setting, every, path)) return;
  if (horizon !== undefined && horizon / step > MAX_GRID) {
    const points = Math.ceil(horizon / step);
    report.problem(
      path,
      `${number(points)} steps over the horizon: at most ${number(MAX_GRID)} are allowed`,
      {
        found: number(points),
        allowed: `at most ${number(MAX_GRID)} steps`,
        hint: `use at least "${Math.ceil(horizon / MAX_GRID)} s", or a shorter horizon`,
      },
    );
  }
}

/** An amount of accelerators held over the horizon, which must stay an exact integral. */
export function checkExact(setting: Setting, gpus: number, path: Path, what: string): void {
  const { report, horizon } = setting;
  if (horizon === undefined || gpus * horizon < MAX_EXACT) return;
  const allowed = "below 2^53 GPU-seconds over the horizon";
  report.problem(
    path,
    `${what}: ${gpus.toPrecision(3)} accelerators over the horizon are too many to be counted exactly`,
    {
      allowed,
      hint: "shorten the horizon, or make the numbers smaller",
    },
  );
}

/**
 * Failures by block: what they go with, and how many there will be.
 */

import { sourcesOf } from "../compile/demand.ts";
import { compileDistribution } from "../compile/distribution.ts";
import type { Path } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import type { PoolSpec } from "../schema.ts";
import { checkDistribution } from "./distribution.ts";
import { meanOf } from "./means.ts";
import { aboveZero, type Setting } from "./report.ts";

/** Failures over the horizon that may be expected of one pool, at most; each is an event, and so is its end. */
const MOST_FAILURES = 5_000_000;

/**
 * @param most - accelerators that the pool ever has
 */
export function checkFailures(setting: Setting, pool: PoolSpec, most: number, path: Path): void {
  const { report, epoch, horizon } = setting;
  const { failures, block = 1 } = pool;
  if (failures === undefined) {
    if (pool.block !== undefined && !hasRuns(setting))
      report.warn([...path, "block"], "does nothing without `failures`, or planned runs", {
        hint: "say how blocks fail, or leave it out",
      });
    return;
  }
  const at = [...path, "failures"];
  if (pool.availability !== undefined)
    report.problem(at, "recorded capacity has its failures in it", {
      hint: "leave `failures` out",
      onKey: true,
    });
  for (const key of ["between", "repair"] as const) checkDistribution(setting, failures[key], [...at, key]);
  if (typeof failures.between !== "object" && !aboveZero(setting, failures.between, [...at, "between"]))
    return;
  const mean = meanOf(compileDistribution(failures.between, epoch ?? 0));
  const blocks = Math.floor(most / block);
  if (blocks === 0) {
    report.warn([...path, "block"], `larger than the pool ever is (${number(most)}): nothing fails`);
    return;
  }
  const expected = (blocks * (horizon ?? 0)) / Math.max(1, mean);
  if (expected > MOST_FAILURES) {
    report.problem([...at, "between"], `about ${number(Math.round(expected))} failures over the horizon`, {
      allowed: `at most ${number(MOST_FAILURES)}`,
      hint: "use larger blocks, a longer time between failures or a shorter horizon",
    });
  }
}

const hasRuns = ({ internal }: Setting): boolean =>
  internal.some((program) => program !== undefined && sourcesOf(program).some(({ kind }) => kind === "runs"));

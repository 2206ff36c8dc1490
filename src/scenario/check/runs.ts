/**
 * Plans of runs: names, sizes and lengths that make sense. A run larger than its pools waits, which is
 * allowed and told.
 */
import { blockOf, inBlocks } from "../compile/pools.ts";
import { spanSeconds } from "../compile/times.ts";
import type { Path } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import type { PoolChoiceSpec, RunsSpec } from "../schema.ts";
import { MAX_EXACT } from "./clock.ts";
import { hasSize, mostOnLine } from "./cluster.ts";
import { aboveZero, momentIn, notBeforeStart, type Setting } from "./report.ts";

const HOUR = 3600;

export function checkRuns(setting: Setting, { runs, pools }: RunsSpec, path: Path): void {
  const most = mostFor(setting, pools);
  const block = blockOf(chosen(setting, pools));
  runs.forEach((run, i) => {
    checkRun(setting, run, [...path, "runs", i], most, block);
  });
}

/** The pools that a plan may use, as far as they can be read. */
const chosen = ({ pools }: Setting, choice: PoolChoiceSpec | undefined): Setting["pools"] =>
  choice === undefined
    ? pools
    : choice.map((entry) =>
        pools.find((pool) => pool?.name === (typeof entry === "string" ? entry : entry.pool)),
      );

/** The most accelerators that the chosen pools ever have, in accelerators of the demand; undefined when not all can be read. */
function mostFor(setting: Setting, choice: PoolChoiceSpec | undefined): number | undefined {
  if (!setting.pools.every(hasSize)) return undefined;
  if (choice === undefined) return mostOnLine(setting.pools);
  return choice.reduce((sum, entry) => {
    const { pool, ratio } = typeof entry === "string" ? { pool: entry, ratio: 1 } : entry;
    return sum + mostOnLine(setting.pools.filter((candidate) => candidate?.name === pool)) * ratio;
  }, 0);
}

function checkRun(
  setting: Setting,
  run: RunsSpec["runs"][number],
  path: Path,
  most: number | undefined,
  block: number,
): void {
  const { report, epoch, horizon } = setting;
  notBeforeStart(setting, run.start, [...path, "start"]);
  if (run.duration !== undefined && run.work !== undefined) {
    report.problem([...path, "work"], "give duration or work, not both", { onKey: true });
  } else if (run.duration === undefined && run.work === undefined) {
    report.problem([...path, "duration"], "missing: expected duration or work", {
      allowed: "duration or work",
    });
  }
  if (run.minGpus !== undefined && run.minGpus > run.gpus) {
    report.problem([...path, "minGpus"], `more than gpus, which is ${number(run.gpus)}`, {
      allowed: `at most ${number(run.gpus)}`,
    });
  }
  if (run.checkpoint !== undefined)
    aboveZero(setting, run.checkpoint.every, [...path, "checkpoint", "every"]);
  const work =
    run.duration === undefined
      ? (run.work ?? 0) * HOUR
      : spanSeconds(run.duration, epoch ?? 0) * inBlocks(run.gpus, block);
  if (work >= MAX_EXACT) {
    const key = run.duration === undefined ? "work" : "duration";
    report.problem([...path, key], "too much work to be counted exactly", {
      allowed: "below 2^53 GPU-seconds",
    });
  }
  const start = momentIn(setting, run.start);
  if (start !== undefined && horizon !== undefined && start >= horizon) {
    report.warn([...path, "start"], "submitted after the end of the horizon, so it never runs");
  }
  const asked = run.minGpus ?? run.gpus;
  const least = inBlocks(asked, block);
  if (most !== undefined && least > most) {
    const whole = least > asked ? `in blocks of ${number(block)} these are ${number(least)}, ` : "";
    report.warn(
      [...path, run.minGpus === undefined ? "gpus" : "minGpus"],
      `${whole}more than its pools ever have (${number(Math.floor(most))}), so it never starts`,
    );
  }
}

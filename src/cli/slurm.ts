/** A sweep on Slurm: a short trial here tells how long a unit takes, an array of shards does the rest, then all is merged. */
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { createSchedule, type SweepExecutor, type SweepPlan, type UnitSource } from "../index.ts";
import {
  createSweepThreads,
  forgetResults,
  journalsIn,
  MOST_TASKS,
  SlurmError,
  scanJournal,
  submitArray,
  takeLock,
  waitForArray,
  writeStudyFolder,
} from "../node.ts";
import { quoted } from "./arguments.ts";
import { counted, Interrupted, say, UsageError } from "./exit.ts";
import { interruptible } from "./interruptible.ts";
import { mergeShards } from "./merge.ts";
import { type LoadedStudy, sweepInto, tellEnd } from "./sweep.ts";
import type { SweepFlags } from "./sweep-flags.ts";

/** Seconds that the trial takes units for; the variable is for tests and clusters whose front end may not compute. */
const TRIAL = Number(process.env.CLAWBACK_SLURM_TRIAL_SECONDS ?? 5);

export const sweepOnSlurm = async (
  name: string,
  { plan, traceFolder }: LoadedStudy,
  folder: string,
  flags: SweepFlags,
  goOn: string,
): Promise<void> => {
  mkdirSync(join(folder, "slurm"), { recursive: true });
  const lock = takeLock(join(folder, "slurm", "lock"), "clawback sweep --engine slurm", (from) =>
    say(`took over the lock that ${from} left behind`),
  );
  try {
    const begun = performance.now();
    const trial = await sweepInto(
      folder,
      plan,
      forSeconds(createSweepThreads({ threads: 1 }), TRIAL),
      flags,
      {
        retry: flags.retry,
        goOn,
        first: flags.fresh ? () => forgetResults(folder) : undefined,
        before: () => writeStudyFolder(folder, plan, { file: name, traceFolder }),
      },
    );
    if (trial === undefined) return;
    const perUnit = (performance.now() - begun) / 1000 / Math.max(1, trial.end.ran);
    const missing = missingUnits(folder, plan);
    if (missing > 0) {
      const shards = Math.max(
        1,
        Math.min(MOST_TASKS, missing, Math.ceil((missing * perUnit) / (60 * flags.minutes))),
      );
      if (!(await runArray(folder, plan, shards, flags))) return;
    }
    const ended = await mergeShards(folder, plan, say);
    if (ended !== undefined) tellEnd(folder, plan, ended, flags);
  } catch (error) {
    if (error instanceof SlurmError) throw new UsageError(error.message);
    throw error;
  } finally {
    lock.release();
  }
};

/** @returns false when we were stopped; the job goes on */
const runArray = async (
  folder: string,
  plan: SweepPlan,
  shards: number,
  flags: SweepFlags,
): Promise<boolean> => {
  const id = submitArray({
    name: plan.study.name,
    folder,
    shards,
    minutes: 4 * flags.minutes + 5,
    command: [process.execPath, realpathSync(process.argv[1] as string)],
  });
  if (!flags.quiet) say(`Slurm job ${id}: ${counted(shards, "task")}, logs in ${folder}/slurm`);
  try {
    await interruptible((signal) =>
      waitForArray(
        id,
        (left) => {
          if (!flags.quiet && flags.progress !== "none")
            say(`Slurm job ${id}: ${counted(left, "task")} left`);
        },
        signal,
      ),
    );
    return true;
  } catch (error) {
    const reason = error instanceof Interrupted ? error : (error as Error).cause;
    if (!(reason instanceof Interrupted)) throw error;
    say(
      `${reason.message}: job ${id} goes on without us. ${quoted(["clawback", "merge", folder])} takes up what it found; scancel ${id} ends it`,
    );
    process.exitCode = reason.code;
    return false;
  }
};

/** Units for which no journal of the folder has a result. */
const missingUnits = (folder: string, plan: SweepPlan): number => {
  const known = new Set<string>();
  for (const path of journalsIn(folder)) scanJournal(path, (key) => known.add(key));
  const schedule = createSchedule(plan, {
    has: (key) => known.has(key),
    read: () => undefined,
    isGivenUp: () => false,
  });
  let missing = 0;
  while (schedule.next() !== undefined) missing++;
  return missing;
};

/** An executor that takes no new units after some seconds. */
const forSeconds = (executor: SweepExecutor, seconds: number): SweepExecutor => ({
  run: (job, source, options) => {
    const until = performance.now() + 1000 * seconds;
    const limited: UnitSource = { next: () => (performance.now() < until ? source.next() : undefined) };
    return executor.run(job, limited, options);
  },
});

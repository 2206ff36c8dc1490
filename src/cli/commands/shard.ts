/** `clawback shard`: one part of a planned study, into a journal of its own; or one unit alone. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  createSchedule,
  createUnitRunner,
  decodeRecord,
  InputError,
  type SweepPlan,
  type SweepUnit,
} from "../../index.ts";
import {
  createSweepThreads,
  describeUnit,
  jobOf,
  openStudyFolder,
  pathsIn,
  runSweep,
  scanJournal,
} from "../../node.ts";
import { quoted } from "../arguments.ts";
import { counted, EXIT, Interrupted, say, UsageError } from "../exit.ts";
import { interruptible } from "../interruptible.ts";
import { createProgress } from "../progress.ts";
import type { ShardFlags } from "../sweep-flags.ts";

export const shard = async (folder: string, flags: ShardFlags): Promise<void> => {
  const { plan } = await openStudyFolder(folder, flags.folder);
  if (flags.unit !== undefined) return runOne(plan, flags.unit);
  const { index = 1, of = 1 } = flags;
  if (index > of) throw new UsageError(`--index ${index} of ${of}: shards are numbered from 1 to ${of}`);
  const place = join(pathsIn(folder).shards, `${index}-of-${of}`);
  mkdirSync(pathsIn(folder).shards, { recursive: true });
  const progress = await createProgress(flags, "units");
  try {
    const end = await interruptible((signal) =>
      runSweep({
        plan,
        executor: createSweepThreads({ threads: flags.jobs }),
        signal,
        journal: `${place}.journal`,
        lock: `${place}.lock`,
        share: { index: index - 1, of },
        isElsewhere: keysElsewhere(folder, plan),
        tell: say,
        replay: (key) => quoted(["clawback", "shard", folder, "--unit", key.slice(0, 12)]),
        onProgress: ({ done, total }) => progress.update(done, total),
      }),
    );
    progress.stop();
    if (end.givenUp.length > 0) process.exitCode = EXIT.someFailed;
    if (!flags.quiet)
      say(
        `shard ${index} of ${of}: ${counted(end.ran, "unit")} run, ${end.onFile} kept, ${end.givenUp.length} given up`,
      );
  } catch (error) {
    progress.stop();
    if (!(error instanceof Interrupted)) throw error;
    say(`${error.message}; what is done is kept, run it again`);
    process.exitCode = EXIT.again;
  }
};

/** What the study's own journal has. With a precision the results themselves are needed, so that nothing counts. */
const keysElsewhere = (
  folder: string,
  { replications }: SweepPlan,
): ((key: string) => boolean) | undefined => {
  const { journal } = pathsIn(folder);
  if (replications.least < replications.most || !existsSync(journal)) return undefined;
  const keys = new Set<string>();
  scanJournal(journal, (key) => keys.add(key));
  return (key) => keys.has(key);
};

/** A unit by the beginning of its key, on this thread and without limits of time. */
const runOne = (plan: SweepPlan, start: string): void => {
  const unit = unitNamed(plan, start);
  process.stdout.write(`unit ${unit.key}\n${describeUnit(unit)}\npolicies ${plan.policies.join(", ")}\n`);
  const outcome = createUnitRunner(jobOf(plan))(unit);
  if ("failure" in outcome) {
    process.stdout.write(`failed: ${outcome.failure.kind}: ${outcome.failure.message}\n`);
    process.exitCode = EXIT.someFailed;
    return;
  }
  const { fingerprints } = decodeRecord(outcome.bytes);
  process.stdout.write(`ok: ${counted(fingerprints.length, "run")}\n${fingerprints.join("\n")}\n`);
};

const unitNamed = (plan: SweepPlan, start: string): SweepUnit => {
  const nothing = { has: () => false, read: () => undefined, isGivenUp: () => false };
  const isFixed = plan.replications.least === plan.replications.most;
  const schedule = createSchedule(
    isFixed
      ? plan
      : { ...plan, replications: { least: plan.replications.most, most: plan.replications.most } },
    nothing,
  );
  for (let unit = schedule.next(); unit !== undefined; unit = schedule.next())
    if (unit.key.startsWith(start)) return unit;
  throw new InputError([{ path: "--unit", message: `the study has no unit whose key begins with ${start}` }]);
};

/** What the commands of sweeps have in common: a study read, a sweep run under signals and progress, its end told. */
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import {
  formatProblem,
  InvariantError,
  type ParsedStudy,
  parseStudy,
  type SweepExecutor,
  type SweepPlan,
  traceSummary,
  unitCount,
} from "../index.ts";
import {
  loadStudy,
  pathsIn,
  readStudyFile,
  runSweep,
  type StudyFile,
  type SweepEnd,
  type SweepOptions,
  type Written,
  writeResults,
} from "../node.ts";
import { quoted } from "./arguments.ts";
import { counted, EXIT, escaped, Interrupted, say } from "./exit.ts";
import { interruptible } from "./interruptible.ts";
import type { WorkFlags } from "./options.ts";
import { wantsColor } from "./output.ts";
import { createProgress } from "./progress.ts";

export type LoadedStudy = {
  readonly file: StudyFile;
  readonly parsed: ParsedStudy;
  readonly plan: SweepPlan;
  readonly traceFolder: string;
};

/** Reads a study with the scenario and the recorded files it names; warnings go to stderr. */
export const readStudy = async (
  name: string,
  flags: { readonly quiet?: boolean; readonly color: boolean },
): Promise<LoadedStudy> => {
  const file = readStudyFile(name);
  const parsed = parseStudy(file.bytes, { file: file.name, readScenario: file.readScenario });
  if (!flags.quiet) {
    const color = wantsColor(process.stderr, flags);
    for (const warning of parsed.warnings)
      process.stderr.write(`warning: ${formatProblem(warning, { color })}\n`);
  }
  const { scenario } = parsed.study;
  const traceFolder = file.folderOf(typeof scenario === "string" ? scenario : undefined);
  const { plan, reports } = await loadStudy(parsed, traceFolder);
  if (!flags.quiet)
    for (const { file: trace, report } of reports)
      process.stderr.write(`${escaped(traceSummary(trace, report))}\n`);
  return { file, parsed, plan, traceFolder };
};

/** Where a study goes when nothing is said. */
export const defaultFolder = (name: string, { study }: SweepPlan): string => {
  const base = name === "-" ? study.name : basename(name).replace(/\.\w+$/, "");
  return join("clawback-out", base.replace(/[^\p{L}\p{N}._-]+/gu, "-"));
};

/** Runs a sweep in its folder and writes the results; says how to go on when something stops it. */
export const sweepInto = async (
  folder: string,
  plan: SweepPlan,
  executor: SweepExecutor,
  flags: WorkFlags,
  more: Pick<SweepOptions, "retry" | "first" | "before"> & { readonly goOn: string },
): Promise<{ readonly end: SweepEnd; readonly written: Written } | undefined> => {
  const paths = pathsIn(folder);
  mkdirSync(folder, { recursive: true });
  const progress = await createProgress(flags, "units");
  let written: Written | undefined;
  let onFile = 0;
  try {
    const end = await interruptible((signal) =>
      runSweep({
        plan,
        executor,
        signal,
        journal: paths.journal,
        lock: paths.lock,
        progress: paths.progress,
        retry: more.retry,
        tell: say,
        replay: (key) => quoted(["clawback", "shard", folder, "--unit", key.slice(0, 12)]),
        onProgress: ({ done, total, standing }) => {
          onFile = done;
          progress.update(done, total, standing);
        },
        first: more.first,
        before: more.before,
        after: (journal, givenUp) => {
          progress.stop();
          written = writeResults(folder, plan, journal, givenUp);
        },
      }),
    );
    return { end, written: written as Written };
  } catch (error) {
    progress.stop();
    const code = stoppedBy(error, plan, onFile, more.goOn);
    if (code === undefined) throw error;
    process.exitCode = code;
    return undefined;
  }
};

/** Tells what stopped a sweep, and how to go on; undefined for what is no matter of ours. */
const stoppedBy = (error: unknown, plan: SweepPlan, done: number, goOn: string): number | undefined => {
  const kept = `${done} of ${counted(unitCount(plan), "unit")} kept; to go on: ${goOn}`;
  if (error instanceof Interrupted) {
    say(`${error.message}: ${kept}`);
    return error.code;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    say(`${path ?? "the study's folder"}: the disk is full. The journal is intact: make room, then ${goOn}`);
    return EXIT.io;
  }
  if (error instanceof InvariantError && error.message.startsWith("determinism broken")) {
    say(`this is a bug: ${error.message}`);
    return EXIT.bug;
  }
  return undefined;
};

/** What a sweep came to, on stderr and as the exit code. */
export const tellEnd = (
  folder: string,
  plan: SweepPlan,
  { end, written }: { readonly end: SweepEnd; readonly written: Written },
  flags: { readonly quiet?: boolean; readonly json?: boolean },
): void => {
  const { csv, parquet, json } = pathsIn(folder);
  if (end.givenUp.length > 0) {
    process.exitCode = EXIT.someFailed;
    say(
      `${counted(end.givenUp.length, "unit")} given up, ${counted(written.missing, "point")} left out: clawback status ${quoted([folder])}`,
    );
  }
  if (flags.json) {
    const told = {
      study: plan.study.name,
      folder,
      points: written.points,
      missing: written.missing,
      ran: end.ran,
      kept: end.onFile,
      failures: end.givenUp,
      fingerprint: written.fingerprint,
      files: { csv, parquet, json },
    };
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  } else if (!flags.quiet) {
    process.stderr.write(
      `${counted(end.ran, "unit")} run, ${end.onFile} kept from before; ${escaped(csv)}, .parquet and .json written\n`,
    );
  }
};

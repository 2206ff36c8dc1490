/** Takes the journals of shards into the study's own. A unit that two shards ran must have given the same bytes. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type SweepExecutor, type SweepPlan, unitCount } from "../index.ts";
import { pathsIn, runSweep, type SweepEnd, scanJournal, type Written, writeResults } from "../node.ts";
import { counted, EXIT } from "./exit.ts";

/** @returns undefined when units are missing, which is told, with the exit code that asks to try again */
export const mergeShards = async (
  folder: string,
  plan: SweepPlan,
  tell: (message: string) => void,
): Promise<{ readonly end: SweepEnd; readonly written: Written } | undefined> => {
  const paths = pathsIn(folder);
  const journals = existsSync(paths.shards)
    ? readdirSync(paths.shards)
        .filter((name) => name.endsWith(".journal"))
        .sort()
    : [];
  let taken = 0;
  let missing = 0;
  let written: Written | undefined;
  const end = await runSweep({
    plan,
    executor: countMissing(() => missing++),
    journal: paths.journal,
    lock: paths.lock,
    tell,
    replay: () => "",
    before: (journal) => {
      for (const name of journals) {
        scanJournal(
          join(paths.shards, name),
          (key, bytes) => {
            if (journal.add(key, bytes)) taken++;
          },
          (key, failure) => {
            // shards are merged again and again: what is known of a failure is not counted twice
            const known = journal.failures(key).filter(({ message }) => message === failure.message);
            if (known.length < 3) journal.addFailure(key, failure);
          },
        );
      }
      journal.sync();
    },
    after: (journal, givenUp) => {
      if (missing === 0) written = writeResults(folder, plan, journal, givenUp);
    },
  });
  if (written !== undefined) return { end: { ...end, ran: taken, onFile: end.onFile - taken }, written };
  tell(
    `${counted(missing, "unit")} of ${unitCount(plan)} missing in ${counted(journals.length, "shard")}: run the shards that are not done, or clawback sweep, which runs the rest here`,
  );
  process.exitCode = EXIT.again;
  return undefined;
};

/** Runs nothing: each unit that is asked for is one that is not there. */
const countMissing = (onMissing: () => void): SweepExecutor => ({
  // biome-ignore lint/correctness/useYield: nothing comes of it
  async *run(_job, source) {
    while (source.next() !== undefined) onMissing();
  },
});
